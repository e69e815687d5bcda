/**
 * The assistant as a process of its own, under the sandbox's clock: forked by `start.ts`, told over the fork's channel
 * how far that clock is ahead. Everything else it learns as it would anywhere, from its environment.
 */
import { run } from '../src/main.ts'
import { createMovableClock } from './clock.ts'

/** What the parent sends when its clock has been moved. */
export interface ClockMoved {
  readonly type: 'clock'
  readonly offsetMs: number
}

const clock = createMovableClock(Number(process.argv[2] ?? 0))
process.on('message', (message: unknown) => {
  if (isClockMoved(message)) clock.follow(message.offsetMs)
})

await run(['bot', 'ticker'], {
  clock,
  // Whoever sleeps until a moment has to look at the clock again once it has jumped.
  opened: (app) => void clock.onMove(() => app.dispatcher.nudge()),
})

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
