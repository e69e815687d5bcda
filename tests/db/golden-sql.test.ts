/**
 * Every query as it is sent, for both databases, in `tests/golden`. After a deliberate change run
 * `UPDATE_GOLDEN=1 npx vitest run tests/db/golden-sql.test.ts` and read the difference.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { expect, test } from 'vitest'
import type { Dialect, Schema } from '../../db/schema.ts'
import { queryModules, querySamples } from './query-samples.ts'

const GOLDEN = join(import.meta.dirname, '..', 'golden')

for (const dialect of ['sqlite', 'postgres'] as const) {
  for (const [module, samples] of Object.entries(querySamples)) {
    test(`${module} says to ${dialect} what its golden file says`, async () => {
      const { db, takeSql } = createCompiler(dialect)
      const texts: string[] = []
      for (const [name, sample] of Object.entries(samples)) {
        await sample(db, dialect)
        texts.push(`-- ${name}\n${takeSql().map(readable).join('')}`)
      }
      const text = texts.join('\n')
      expect(text).toBe(await golden(`${module}.${dialect}.sql`, text))
    })
  }
}

test.each(Object.entries(queryModules))('every query of %s has a sample', (module, queries) => {
  const sampled = new Set(Object.keys(querySamples[module] ?? {}).map((name) => name.split(' ')[0]))
  expect(Object.keys(queries).filter((name) => !sampled.has(name))).toEqual([])
})

function createCompiler(dialect: Dialect) {
  const parts =
    dialect === 'sqlite'
      ? { adapter: SqliteAdapter, introspector: SqliteIntrospector, compiler: SqliteQueryCompiler }
      : { adapter: PostgresAdapter, introspector: PostgresIntrospector, compiler: PostgresQueryCompiler }
  let statements: string[] = []
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new parts.adapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new parts.introspector(kysely),
      createQueryCompiler: () => new parts.compiler(),
    },
    log: (event) => void statements.push(event.query.sql),
  })
  function takeSql(): string[] {
    const taken = statements
    statements = []
    return taken
  }
  return { db, takeSql }
}

/** One clause a line, indented by its parentheses; nothing else is touched. */
function readable(text: string): string {
  const breaks =
    /[()]|(?<!for|do|delete) (?=(?:from|where|set|values|on conflict|returning|order by|limit|for update|update|and) )/g
  let depth = 0
  const lines = text.replaceAll(breaks, (found) => {
    if (found === '(') depth += 1
    if (found === ')') depth -= 1
    return found === ' ' ? `\n${'  '.repeat(depth)}` : found
  })
  return `${lines};\n`
}

/** What the file says; with UPDATE_GOLDEN set it is made to say `text`. */
async function golden(name: string, text: string): Promise<string> {
  const path = join(GOLDEN, name)
  if (process.env['UPDATE_GOLDEN'] !== undefined) await writeFile(path, text)
  return readFile(path, 'utf8')
}
