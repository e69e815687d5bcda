import { randomBytes, randomInt } from 'node:crypto'
import type { Clock, Randomness } from '../ports/environment.ts'

/** The machine's clock. The only place that reads it. */
export const systemClock: Clock = { now: () => Date.now() }

/** The operating system's randomness: good enough for secrets. */
export const systemRandomness: Randomness = {
  token: (length) =>
    randomBytes(Math.ceil((length * 3) / 4))
      .toString('base64url')
      .slice(0, length),
  integer: (below) => randomInt(below),
}
