/**
 * The process that has the servers of a test run: PostgreSQL, and PgBouncer where the machine has it. It lives as long as
 * the channel to whoever forked it, so that no server outlives a run, however that ends.
 */
import process from 'node:process'
import { prepareDatabases } from './databases.ts'
import { startPgBouncer } from './pgbouncer.ts'
import { startPostgres } from './server.ts'

/** Addresses without the name of a database: `postgres://postgres@127.0.0.1:5432`. */
export interface Servers {
  readonly direct: string
  /** Through PgBouncer, a connection a transaction; null where it is not installed. */
  readonly pooled: string | null
}

await using stack = new AsyncDisposableStack()
const parentGone = new Promise((resolve) => process.once('disconnect', resolve))
const postgres = stack.use(await startPostgres())
const pooler = await startPgBouncer(postgres.port)
if (pooler !== null) stack.use(pooler)
const address = (port: number) => `postgres://postgres@127.0.0.1:${port}`
const servers: Servers = {
  direct: address(postgres.port),
  pooled: pooler === null ? null : address(pooler.port),
}
await prepareDatabases(servers.direct)
process.send?.(servers)
await parentGone
