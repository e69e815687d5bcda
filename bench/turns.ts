/**
 * Turns per second through the whole engine on SQLite with every commit on the disk, beside raw better-sqlite3 doing the
 * same statements' worth of writing in the same run; bytes stored per conversation. Read ratios, not absolute numbers.
 */
import BetterSqlite from 'better-sqlite3'
import { openScene, updateAt } from './scene.ts'

interface Row {
  readonly what: string
  readonly perCommit: number
  readonly turnsPerSecond: number
  readonly microseconds: number
}

const chats = 20
const turns = 2_000

const rows: Row[] = []
for (const perCommit of [1, 50]) {
  rows.push(await measure('ours', perCommit, ours))
  rows.push(await measure('raw better-sqlite3', perCommit, raw))
}
console.table(rows)
for (const perCommit of [1, 50]) {
  const [mine, theirs] = rows.filter((row) => row.perCommit === perCommit)
  if (mine && theirs)
    console.log(
      `${perCommit} per commit: ours takes ${(mine.microseconds / theirs.microseconds).toFixed(2)} × the raw writes`,
    )
}
await storedBytes()

async function measure(
  what: string,
  perCommit: number,
  run: (perCommit: number) => Promise<number>,
): Promise<Row> {
  const seconds =
    [await run(perCommit), await run(perCommit), await run(perCommit)].toSorted((a, b) => a - b)[1] ?? 0
  return {
    what,
    perCommit,
    turnsPerSecond: Math.round(turns / seconds),
    microseconds: Math.round((seconds / turns) * 1e6),
  }
}

async function ours(perCommit: number): Promise<number> {
  await using scene = await openScene(chats)
  for (let at = 0; at < 200; at += 1) await scene.turns.intake([updateAt(at, chats)])
  const started = performance.now()
  for (let at = 200; at < 200 + turns; at += perCommit) {
    await scene.turns.intake(Array.from({ length: perCommit }, (_, offset) => updateAt(at + offset, chats)))
  }
  return (performance.now() - started) / 1_000
}

/** What our turns wrote, read back and written again into an empty copy of the schema by prepared statements. */
async function raw(perCommit: number): Promise<number> {
  await using scene = await openScene(chats)
  for (let at = 0; at < 400; at += 1) await scene.turns.intake([updateAt(at, chats)])
  const db = new BetterSqlite(scene.file)
  db.pragma('journal_mode = wal')
  db.pragma('synchronous = full')
  const state = db.prepare('select state from chats order by length(state) desc limit 1').pluck().get()
  const all = { deliveries: average(db, 'deliveries'), journal: average(db, 'journal') }
  const payload = db
    .prepare("select payload from deliveries where kind = 'card' order by seq desc limit 1")
    .pluck()
    .get()
  const event = db.prepare('select event from journal order by seq desc limit 1').pluck().get()
  const choices = db.prepare('select choices from cards order by length(choices) desc limit 1').pluck().get()

  const begin = db.prepare('begin immediate')
  const commit = db.prepare('commit')
  const savepoint = db.prepare('savepoint s')
  const release = db.prepare('release s')
  const claim = db.prepare('insert into updates (update_id, at_ms) values (?, ?) on conflict do nothing')
  const load = db.prepare('select * from chats where chat = ?')
  const link = db.prepare('select * from links where chat = ? and ended_at_ms is null')
  const save = db.prepare(
    'update chats set revision = ?, language = ?, status = ?, state = ?, updated_at_ms = ? where chat = ? and revision <= ?',
  )
  const card = db.prepare(
    'insert into cards (token, chat, conversation, revision, choices, expires_at_ms) values (?, ?, ?, ?, ?, ?) on conflict (token) do update set revision = excluded.revision, choices = excluded.choices, expires_at_ms = excluded.expires_at_ms',
  )
  const deliver = db.prepare(
    "insert into deliveries (id, lane, kind, chat, payload, due_at_ms, attempts, undone, state, created_at_ms) values (?, ?, 'card', ?, ?, ?, 0, 0, 'pending', ?)",
  )
  const journal = db.prepare(
    'insert into journal (chat, revision, conversation, dialog, hash, event, from_state, to_state, at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let deliveries = 0
  let entries = 0
  const started = performance.now()
  for (let at = 0; at < turns; at += perCommit) {
    begin.run()
    for (let n = at; n < at + perCommit; n += 1) {
      const chat = 100_000 + (n % chats)
      savepoint.run()
      claim.run(1_000_000 + n, n)
      load.get(chat)
      link.get(chat)
      save.run(1_000_000 + n, 'ru', 'active', state, n, chat, 1_000_000 + n)
      card.run(`token-${chat}`, chat, 'conversation', n, choices, n)
      for (; deliveries < (n + 1) * all.deliveries; deliveries += 1)
        deliver.run(`raw:${deliveries}`, `m:${chat}`, chat, payload, n, n)
      for (; entries < (n + 1) * all.journal; entries += 1) {
        journal.run(
          chat,
          n,
          'conversation',
          'create-task',
          'hash'.repeat(16),
          event,
          'title.asking',
          'assignee.typing',
          n,
        )
      }
      release.run()
    }
    commit.run()
  }
  const seconds = (performance.now() - started) / 1_000
  db.close()
  return seconds
}

/** Rows of a table per turn, over the turns just taken. */
function average(db: BetterSqlite.Database, table: 'deliveries' | 'journal'): number {
  return Number(db.prepare(`select count(*) from ${table}`).pluck().get()) / 400
}

async function storedBytes(): Promise<void> {
  await using scene = await openScene(chats)
  const bytes: number[] = []
  for (let at = 0; at < chats * 4; at += 1) {
    await scene.turns.intake([updateAt(at, chats)])
    if ((at + 1) % chats === 0) {
      const db = new BetterSqlite(scene.file, { readonly: true })
      bytes.push(Number(db.prepare('select avg(length(cast(state as blob))) from chats').pluck().get()))
      db.close()
    }
  }
  console.log(
    `bytes of a stored chat after 1, 2, 3, 4 turns of the task dialog: ${bytes.map((one) => Math.round(one)).join(', ')}`,
  )
}
