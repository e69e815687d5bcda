/**
 * The log: JSON lines. Nobody writes secrets into it on purpose; what gets here all the same is taken out at the last
 * moment, so that a mistake elsewhere is not a leak.
 */
import pino from 'pino'
import { Writable } from 'node:stream'
import { scrub } from './scrub.ts'

export interface LogEntry {
  /** `fatal`: the process ends of it, or never began. */
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'
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

/** Bytes kept for a disk that takes no more of them; later lines are dropped. */
const unwrittenMax = 2 ** 20

/** A log whose lines may be lost, but that never throws and never ends the process. */
export function createLog(options: LogOptions): Log {
  const dest = options.file ?? 1
  const target = pino.destination({ dest, sync: true, mkdir: true, maxLength: unwrittenMax })
  // A full disk must not end the assistant, as this event would unheard: the lines wait for the next one.
  target.on('error', () => undefined)
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
