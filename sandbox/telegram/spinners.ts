import type { Clock } from '../../src/ports/environment.ts'
import type { Press, State } from './state.ts'
import type { PressAnswer } from './world.ts'

/** How often expiry is looked at; the clock may jump, so no timer can be set for the moment itself. */
const lookEveryMs = 20

/** The presses that wait for `answerCallbackQuery`. */
export interface Spinners {
  /** Resolves when the press is answered, expires, or the server closes. */
  start(press: Press): Promise<PressAnswer>
  settle(pressId: string, answer: PressAnswer): void
  close(): void
}

export function createSpinners(state: State, clock: Clock): Spinners {
  const waiting = new Map<string, (answer: PressAnswer) => void>()
  let timer: NodeJS.Timeout | undefined

  function settle(pressId: string, answer: PressAnswer): void {
    state.presses = state.presses.filter((press) => press.id !== pressId)
    waiting.get(pressId)?.(answer)
    waiting.delete(pressId)
    if (state.presses.length === 0) stop()
  }

  function dropExpired(): void {
    const nowMs = clock.now()
    for (const press of state.presses) if (press.expiresAtMs <= nowMs) settle(press.id, { answered: false })
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  function start(press: Press): Promise<PressAnswer> {
    state.presses.push(press)
    timer ??= setInterval(dropExpired, lookEveryMs).unref()
    return new Promise((resolve) => waiting.set(press.id, resolve))
  }

  function close(): void {
    stop()
    for (const resolve of waiting.values()) resolve({ answered: false })
    waiting.clear()
  }

  return { start, settle, close }
}
