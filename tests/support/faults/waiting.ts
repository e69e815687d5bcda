import { systemClock } from '../../../src/adapters/clock.ts'

/** Longer than a lease, a restart and a busy machine together. */
export const usualPatienceMs = 20_000

/** Asks again and again until there is an answer. @throws Error naming `what` when there is none for long. */
export async function waitFor<T>(
  what: () => string,
  ask: () => T | null | undefined | false,
  patienceMs = usualPatienceMs,
): Promise<T> {
  const untilMs = systemClock.now() + patienceMs
  for (;;) {
    const answer = ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (systemClock.now() > untilMs) throw new Error(`It never came about: ${what()}`)
    await pause(5)
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
