/**
 * The assistant as a process of its own, under the sandbox's clock: forked by `start.ts`, told over the fork's channel
 * how far that clock is ahead. Everything else it learns as it would anywhere, from its environment.
 */
import { setTimeout as sleep } from 'node:timers/promises'

import type { Answered } from '../src/machines/overheard.ts'
import { run } from '../src/main.ts'
import { createMovableClock } from './clock.ts'

/** What is told the parent of every answer of a service. */
export interface Heard {
  readonly type: 'answered'
  readonly answered: Answered
}

/** What the parent sends when its clock has been moved. */
export interface ClockMoved {
  readonly type: 'clock'
  readonly offsetMs: number
}

/** How long a jump waits for what is in hand: a service that hangs must not stop the clock. */
const patienceMs = 2000

const clock = createMovableClock(Number(process.argv[2] ?? 0))
let inHandDone: () => Promise<unknown> = () => Promise.resolve()

process.on('message', (message: unknown) => {
  if (isClockMoved(message)) void follow(message.offsetMs)
})

await run(['bot', 'ticker'], {
  clock,
  args: process.argv.slice(3),
  hear: (answered) => void process.send?.({ type: 'answered', answered } satisfies Heard),
  opened(app) {
    inHandDone = () => Promise.race([app.dispatcher.drained(), sleep(patienceMs, undefined, { ref: false })])
    // Whoever sleeps until a moment has to look at the clock again once it has jumped.
    clock.onMove(() => app.dispatcher.nudge())
  },
})

/**
 * What is being sent just now is let end first: to its lease the jump would look like a sender that died hours ago, and it
 * would be sent again.
 */
async function follow(offsetMs: number): Promise<void> {
  await inHandDone()
  if (offsetMs > clock.offsetMs()) clock.follow(offsetMs)
}

function isClockMoved(message: unknown): message is ClockMoved {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'clock' &&
    'offsetMs' in message &&
    typeof message.offsetMs === 'number'
  )
}
