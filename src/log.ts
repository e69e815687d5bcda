/**
 * The log: JSON lines. Nobody writes secrets into it on purpose; what gets here all the same is taken out at the last
 * moment, so that a mistake elsewhere is not a leak.
 */
import pino from 'pino'
import { Writable } from 'node:stream'
import { scrub } from './scrub.ts'

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly [key: string]: unknown
}

export type Log = (entry: LogEntry) => void

export interface LogOptions {
  readonly level: LogEntry['level']
  /** Where lines go: a file path, or null for standard output. */
  readonly file: string | null
  /** Never to be seen in a line. */
  readonly secrets: readonly string[]
}

export function createLog(options: LogOptions): Log {
  const target = pino.destination({ dest: options.file ?? 1, sync: true, mkdir: true })
  const scrubbing = new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      target.write(scrub(line, options.secrets))
      done()
    },
  })
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    scrubbing,
  )
  return ({ level, message, ...facts }) => logger[level](facts, message)
}
