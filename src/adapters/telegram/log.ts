/** One line of the operator's log. Holds no message text, no token, no chat id. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly [key: string]: unknown
}

export type Log = (entry: LogEntry) => void
