/**
 * Databases of the server that the test run shares, each with a clock that can be set: leases and due times go by the
 * clock of the database, and tests go by a clock of theirs.
 */
import { Client } from 'pg'
import type { QueryResultRow } from 'pg'

/** The names `now` and `clock_timestamp` are looked for in the schema `test` before PostgreSQL's own. */
const clockSchema = `
  create schema test;
  create table test.clock (fixed_ms bigint, ahead_ms bigint not null default 0);
  insert into test.clock default values;
  create function test.clock_timestamp() returns timestamptz language sql volatile as $$
    select case when fixed_ms is null
      then pg_catalog.clock_timestamp() + ahead_ms * interval '1 millisecond'
      else to_timestamp(fixed_ms / 1000.0) end from test.clock $$;
  create function test.now() returns timestamptz language sql stable as $$
    select case when fixed_ms is null
      then pg_catalog.now() + ahead_ms * interval '1 millisecond'
      else to_timestamp(fixed_ms / 1000.0) end from test.clock $$;
  alter role postgres set search_path = public, test, pg_catalog;`

const template = 'with_clock'

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** Its clock stands still there. */
  setClock(nowMs: number): Promise<void>
  /** Its clock goes, so much ahead of the machine's. */
  moveClock(aheadMs: number): Promise<void>
  /** Takes every row of the assistant's tables, and begins the numbering anew. */
  empty(): Promise<void>
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

/** Once for each server. */
export async function prepareDatabases(server: string): Promise<void> {
  await withClient(`${server}/postgres`, async (client) => {
    await client.query(`create database ${template}`)
  })
  await withClient(`${server}/${template}`, async (client) => {
    await client.query(clockSchema)
  })
}

let made = 0

/** An empty one; disposing of it drops it, whoever is still connected. */
export async function createTestDatabase(server: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${(made += 1)}`
  await withClient(`${server}/postgres`, (client) =>
    client.query(`create database ${name} template ${template}`),
  )
  const client = new Client(`${server}/${name}`)
  client.on('error', () => undefined)
  await client.connect()
  return {
    name,
    async setClock(nowMs) {
      await client.query('update test.clock set fixed_ms = $1', [nowMs])
    },
    async moveClock(aheadMs) {
      await client.query('update test.clock set fixed_ms = null, ahead_ms = $1', [Math.round(aheadMs)])
    },
    async empty() {
      const { rows } = await client.query<{ names: string | null }>(
        `select string_agg(quote_ident(tablename), ', ') as names from pg_tables
         where schemaname = 'public' and tablename not like 'assistant_migrations%'`,
      )
      if (rows[0]?.names) await client.query(`truncate ${rows[0].names} restart identity`)
    },
    async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await client.query<Row>(text, [...values])).rows
    },
    async [Symbol.asyncDispose]() {
      await client.end()
      await withClient(`${server}/postgres`, (admin) =>
        admin.query(`drop database if exists ${name} with (force)`),
      )
    },
  }
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
