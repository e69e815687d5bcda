import type { Clock } from '../ports/environment.ts'
import { errorName } from './error-name.ts'
import type { DueWhich } from './notify/send-due.ts'

export interface TickerDeps {
  readonly maintenance: { purge(nowMs: number): Promise<unknown> }
  /** Plans what people shall be told; may take long. Returns for how many (tick.ts). */
  plan(signal: AbortSignal): Promise<number>
  /** Sends a part of what has fallen due. Returns how many messages. */
  send(which: DueWhich, signal: AbortSignal): Promise<number>
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
const choresEveryMs = 3_600_000

/**
 * The part that keeps time. Sending, planning and the chores of the hour go on beside each other, and of what is due the
 * reminders beside the digests: neither a slow portal nor a large company holds up what is about to happen. What fails is told to the log and tried again at the next look.
 */
export function createTicker(deps: TickerDeps): Ticker {
  const { clock, log } = deps
  const stopping = new AbortController()
  const { signal } = stopping
  const toldAtMs = new Map<string, number>()
  let choresAtMs = -Infinity
  let interval: NodeJS.Timeout | undefined

  const sendings = (['prompt', 'others'] as const).map((which) =>
    inTurn('sending', async () => {
      const sent = await deps.send(which, signal)
      if (sent > 0) log({ level: 'info', message: 'reminders sent', sent })
    }),
  )
  const planning = inTurn('planning', async () => {
    const planned = await deps.plan(signal)
    if (planned === 0) return
    log({ level: 'info', message: 'planned', people: planned })
    for (const sending of sendings) sending.again()
  })
  const chores = inTurn('chores', async () => {
    if (clock.now() - choresAtMs < choresEveryMs) return
    choresAtMs = clock.now()
    log({ level: 'info', message: 'purged', report: await deps.maintenance.purge(choresAtMs) })
    log({ level: 'info', message: 'employees checked', report: await deps.checkEmployees(signal) })
  })
  const works = [...sendings, planning, chores]

  /** One at a time; asked for again meanwhile, one more follows. */
  function inTurn(name: string, work: () => Promise<void>) {
    let doing: Promise<void> = Promise.resolve()
    let waiting = false
    async function turn(): Promise<void> {
      waiting = false
      if (signal.aborted) return
      try {
        await work()
      } catch (error) {
        tellFailure(name, error)
      }
    }
    return {
      again(): void {
        if (waiting || signal.aborted) return
        waiting = true
        doing = doing.then(turn)
      },
      ended: () => doing,
    }
  }

  function tellFailure(name: string, error: unknown): void {
    const nowMs = clock.now()
    if (nowMs - (toldAtMs.get(name) ?? -Infinity) < quietMs) return
    toldAtMs.set(name, nowMs)
    log({ level: 'error', message: `${name} failed`, error: errorName(error) })
  }

  function nudge(): void {
    for (const work of works) work.again()
  }

  return {
    nudge,
    start() {
      nudge()
      interval = setInterval(nudge, everyMs)
    },
    async idle() {
      nudge()
      // Planning may leave something to send.
      await planning.ended()
      await chores.ended()
      await Promise.all(sendings.map((sending) => sending.ended()))
    },
    async stop() {
      clearInterval(interval)
      stopping.abort()
      await Promise.all(works.map((work) => work.ended()))
    },
  }
}
