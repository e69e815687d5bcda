import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import { migrate, NewerSchema } from '../../db/migrate.ts'
import { migrations } from '../../db/migrations/index.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createSetClock, START_MS } from './fixtures.ts'

test('the schema is the one in db/schema.sql', async () => {
  const db = await openDatabase(':memory:')
  await migrate(db, 'sqlite')
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_master
    where sql is not null and tbl_name not like 'sqlite_%' and tbl_name not like 'assistant_migrations%'
    order by tbl_name, type desc, name`.execute(db)
  const dump = rows.map((row) => `${row.sql};\n`.replaceAll(/, (?="\w+" )/g, ',\n  ')).join('\n')
  const path = join(import.meta.dirname, '..', '..', 'db', 'schema.sql')
  if (process.env['UPDATE_GOLDEN'] !== undefined) await writeFile(path, dump)
  expect(dump).toBe(await readFile(path, 'utf8'))
})

test('opening a database again changes nothing', async () => {
  const file = await newFile()
  const clock = createSetClock()
  {
    await using store = await openStore({ url: `sqlite:${file}`, clock })
    await store.transaction((unit) => unit.updates.claim(1, START_MS))
  }
  await using store = await openStore({ url: `sqlite:${file}`, clock })
  expect(await store.transaction((unit) => unit.updates.claim(1, START_MS))).toBe(false)
})

test('several that open a new database at once all find it ready', async () => {
  const file = await newFile()
  const clock = createSetClock()
  const stores = await Promise.all(
    Array.from({ length: 4 }, async () => openStore({ url: `sqlite:${file}`, clock })),
  )
  const claims = await Promise.all(
    stores.map((store) => store.transaction((unit) => unit.updates.claim(1, START_MS))),
  )
  expect(claims.filter(Boolean)).toHaveLength(1)
  for (const store of stores) await store[Symbol.asyncDispose]()
})

test('a database that a newer version upgraded is refused with a sentence, and left alone', async () => {
  const file = await newFile()
  const newer = await openDatabase(file)
  await migrate(newer, 'sqlite', {
    ...migrations,
    '9999-digests': { up: (db) => db.schema.createTable('digests').addColumn('id', 'text').execute() },
  })
  const opening = openStore({ url: `sqlite:${file}`, clock: createSetClock() })
  await expect(opening).rejects.toThrow(NewerSchema)
  await expect(opening).rejects.toThrow(
    /upgraded by a newer version .*9999-digests.*Start that version or a later one/s,
  )
  expect(await tablesOf(newer)).toContain('digests')
})

test('a step that fails leaves nothing of itself behind, and the next start tries it again', async () => {
  const db = await openDatabase(await newFile())
  await migrate(db, 'sqlite')
  const failing = migrate(db, 'sqlite', {
    ...migrations,
    '9999-digests': {
      up: async (trx) => {
        await trx.schema.createTable('digests').addColumn('id', 'text').execute()
        throw new Error('нет места')
      },
    },
  })
  await expect(failing).rejects.toThrow('could not be brought up to date')
  expect(await tablesOf(db)).not.toContain('digests')
  await migrate(db, 'sqlite', {
    ...migrations,
    '9999-digests': { up: (trx) => trx.schema.createTable('digests').addColumn('id', 'text').execute() },
  })
  expect(await tablesOf(db)).toContain('digests')
})

test('what an older version stored is there after the steps that rebuild its tables', async () => {
  const db = await openDatabase(await newFile())
  const older = Object.entries(migrations).filter(([name]) => name < '0008')
  await migrate(db, 'sqlite', Object.fromEntries(older))
  await sql`insert into cards values ('Qm8_xT4-vB1z', 7, 'c', 3, 41, '["Да"]', 99)`.execute(db)
  await sql`insert into journal values (5, 7, 3, 'c', 'task', 'a1', '{"type":"begin"}', null, 'title', 11)`.execute(
    db,
  )
  await sql`
    insert into deliveries (seq, id, lane, kind, chat, payload, due_at_ms, attempts, undone, state, created_at_ms, background, begun)
    values (8, '7:3:1', 'm:7', 'card', 7, '{"token":"Qm8_xT4-vB1z"}', 12, 2, 1, 'pending', 10, 1, 1)`.execute(
    db,
  )
  const stored = async () =>
    Promise.all(
      ['cards', 'journal', 'deliveries'].map(
        async (table) => (await sql`select * from ${sql.table(table)}`.execute(db)).rows,
      ),
    )
  const before = await stored()
  await migrate(db, 'sqlite')
  expect(await stored()).toEqual(before)
  await sql`insert into journal (chat, revision, event, at_ms) values (7, 4, '{}', 12)`.execute(db)
  const { rows } = await sql<{ seq: number }>`select max(seq) as seq from journal`.execute(db)
  expect(rows).toEqual([{ seq: 6 }])
})

test('steps are named in the order in which they run', () => {
  const names = Object.keys(migrations)
  expect(names).toEqual([...names].sort())
  expect(names.filter((name) => !/^\d{4}-[a-z-]+$/.test(name))).toEqual([])
})

test.each(['mysql://bot:secret@127.0.0.1/bot', 'sqlite:', './data/bot.db'])(
  'an address of another kind is refused without repeating it: %s',
  async (url) => {
    const opening = openStore({ url, clock: createSetClock() })
    await expect(opening).rejects.toThrow(
      /^The database address must look like sqlite:\.\/data\/bot\.db or postgres:\/\/user@host\/name$/,
    )
  },
)

async function openDatabase(path: string): Promise<Kysely<Schema>> {
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(path) })
  onTestFinished(() => db.destroy())
  return Promise.resolve(db)
}

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'bot.db')
}

async function tablesOf(db: Kysely<Schema>): Promise<string[]> {
  return (await db.introspection.getTables()).map((table) => table.name)
}
