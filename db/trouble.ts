/**
 * What an error of the database means for whoever was in the middle of something. The codes are PostgreSQL's (docs,
 * appendix A "PostgreSQL Error Codes"), Node's, and SQLite's (docs, "Result and Error Codes"): its lock is waited for before
 * a transaction begins, its disk is not.
 */

/**
 * `conflict`: two transactions stood in each other's way, and this one was undone so that the other could go on.
 * `away`: the connection was lost, or there is none, or the disk takes nothing more; what was under way was undone, unless
 * it was the commit itself.
 */
export type Trouble = 'conflict' | 'away'

/** Null for every other error: then repeating it would only repeat it. */
export function troubleOf(error: unknown): Trouble | null {
  for (const cause of causesOf(error)) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (conflicts.has(code)) return 'conflict'
    if (isAway(code) || awayMessages.test(cause.message)) return 'away'
  }
  return null
}

/** Serialization failure, deadlock, lock not to be had in time, statement longer than it may take. */
const conflicts = new Set(['40001', '40P01', '55P03', '57014'])

/** The server going down, coming up, or out of connections; a transaction that was left idle; the network; the disk. */
function isAway(code: string): boolean {
  return (
    /^(?:08...|57P0[1-5]|53[0-3]00|25P03|25P04|SQLITE_FULL|SQLITE_IOERR.*)$/.test(code) ||
    networkCodes.has(code)
  )
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** What pg says without a code. */
const awayMessages =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded when trying to connect|Postgres connection has been discarded)/

function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return []
  return [error, ...causesOf(error.cause, depth + 1)]
}
