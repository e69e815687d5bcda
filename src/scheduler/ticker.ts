import type { Clock } from '../ports.ts'
import { errorName } from './error-name.ts'

export interface TickerDeps {
  readonly maintenance: { purge(nowMs: number): Promise<unknown> }
  readonly clock: Clock
  log(entry: { level: 'info' | 'error'; message: string; [key: string]: unknown }): void
}

export interface Ticker {
  start(): void
  /** Waits for what it is in the middle of. */
  stop(): Promise<void>
}

const purgeEveryMs = 3_600_000

/** The part that keeps time: every hour it forgets what has outlived its use. */
export function createTicker({ maintenance, clock, log }: TickerDeps): Ticker {
  let running: Promise<void> = Promise.resolve()
  let interval: NodeJS.Timeout | undefined

  async function purge(): Promise<void> {
    try {
      const report = await maintenance.purge(clock.now())
      log({ level: 'info', message: 'purged', report })
    } catch (error) {
      log({
        level: 'error',
        message: 'purging failed',
        error: errorName(error),
      })
    }
  }

  return {
    start() {
      running = purge()
      interval = setInterval(() => {
        running = running.then(purge)
      }, purgeEveryMs)
    },
    async stop() {
      clearInterval(interval)
      await running
    },
  }
}
