import type { Randomness } from '../../src/ports/environment.ts'

/** Repeatable randomness: the same seed gives the same tokens and numbers. */
export function seededRandomness(seed = 1): Randomness {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return {
    token: (length) => Array.from({ length }, () => letters[(next() >>> 10) % letters.length]).join(''),
    integer: (below) => (next() >>> 4) % below,
  }
}
