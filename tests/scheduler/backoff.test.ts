import { expect, test } from 'vitest'
import { backoffMs } from '../../src/scheduler/backoff.ts'

test.for([
  [0, 1_000],
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [9, 256_000],
  [10, 300_000],
  [1_000, 300_000],
] as const)('after %i attempts the pause is %i ms, give or take a fifth', ([attempts, ms]) => {
  expect(backoffMs(attempts, 0.5)).toBe(ms)
  expect(backoffMs(attempts, 0)).toBe(ms * 0.8)
  expect(backoffMs(attempts, 1)).toBe(ms * 1.2)
})
