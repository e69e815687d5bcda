import type { Clock } from '../ports.ts'
import { errorName } from './error-name.ts'

export interface TickerDeps {
  readonly maintenance: { purge(nowMs: number): Promise<unknown> }
  /** One look at the clock (tick.ts). */
  tick(signal: AbortSignal): Promise<{ readonly planned: number; readonly sent: number }>
  /** Makes sure, once in a while, that everybody still is an employee. */
  checkEmployees(signal: AbortSignal): Promise<unknown>
  readonly clock: Clock
  log(entry: { level: 'info' | 'error'; message: string; [key: string]: unknown }): void
}

export interface Ticker {
  start(): void
  /** For whoever moves the clock, or has changed what is due: looks at once. */
  nudge(): void
  /** Resolves when nothing is left to do at this hour. */
  idle(): Promise<void>
  /** Waits for what it is in the middle of. */
  stop(): Promise<void>
}

/** A row leaves within this of its time. */
const everyMs = 1_000
/** The same trouble is told no more often than this. */
const quietMs = 60_000

interface Chore {
  readonly name: string
  readonly everyMs: number
  run(signal: AbortSignal): Promise<unknown>
}

/**
 * The part that keeps time: a look at the clock every second, and the chores of the hour. What fails is told to the log
 * and tried again at the next look.
 */
export function createTicker(deps: TickerDeps): Ticker {
  const { clock, log } = deps
  const stopping = new AbortController()
  const chores: readonly Chore[] = [
    { name: 'purge', everyMs: 3_600_000, run: async () => deps.maintenance.purge(clock.now()) },
    { name: 'check of employees', everyMs: 3_600_000, run: (signal) => deps.checkEmployees(signal) },
  ]
  const doneAtMs = new Map<string, number>()
  let looking: Promise<void> = Promise.resolve()
  let waiting = false
  let toldAtMs = -Infinity
  let interval: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    waiting = false
    try {
      const { planned, sent } = await deps.tick(stopping.signal)
      if (planned > 0 || sent > 0) log({ level: 'info', message: 'tick', planned, sent })
      await doChores()
    } catch (error) {
      const nowMs = clock.now()
      if (nowMs - toldAtMs < quietMs) return
      toldAtMs = nowMs
      log({ level: 'error', message: 'a tick failed', error: errorName(error) })
    }
  }

  async function doChores(): Promise<void> {
    for (const { name, everyMs: every, run } of chores) {
      const nowMs = clock.now()
      if (stopping.signal.aborted || nowMs - (doneAtMs.get(name) ?? -Infinity) < every) continue
      doneAtMs.set(name, nowMs)
      log({ level: 'info', message: 'chore', name, report: await run(stopping.signal) })
    }
  }

  /** One look at a time; asked for again meanwhile, one more follows. */
  function nudge(): void {
    if (waiting || stopping.signal.aborted) return
    waiting = true
    looking = looking.then(look)
  }

  return {
    nudge,
    start() {
      nudge()
      interval = setInterval(nudge, everyMs)
    },
    async idle() {
      nudge()
      await looking
    },
    async stop() {
      clearInterval(interval)
      stopping.abort()
      await looking
    },
  }
}
