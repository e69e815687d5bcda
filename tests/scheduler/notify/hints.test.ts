import { expect, test } from 'vitest'
import { createHints } from '../../../src/scheduler/notify/hints.ts'
import { tick } from '../../../src/scheduler/tick.ts'
import { openOffice, type Office } from './office.ts'

function hinting(office: Office, crowd = 1) {
  const { store, clock } = office
  const hints = createHints({ store, clock, crowd: async () => crowd })
  return {
    hints,
    async look(ms: number): Promise<number> {
      const before = office.asked.events
      office.clock.advance(ms)
      await hints.apply()
      await tick(office.deps)
      return office.asked.events - before
    },
  }
}

test('a hint makes everybody be looked at again at once', async () => {
  await using office = await openOffice('2026-11-24 12:00')
  const { hints, look } = hinting(office)
  expect(await look(0)).toBe(1)
  expect(await look(1_000)).toBe(0)
  hints.add()
  expect(await look(1_000)).toBe(1)
  expect(await look(1_000)).toBe(0)
})

test('a storm of hints is answered once a minute, and its last one is not lost', async () => {
  await using office = await openOffice('2026-11-24 12:00')
  const { hints, look } = hinting(office)
  await look(0)
  let looks = 0
  for (let second = 0; second < 120; second += 1) {
    hints.add()
    looks += await look(1_000)
  }
  expect(looks).toBe(2)
  expect(await look(1_000)).toBe(1)
  expect(await look(60_000)).toBe(0)
})

test('a large company is looked at less often, a very large one no oftener than usual', async () => {
  await using office = await openOffice('2026-11-24 12:00')
  const large = hinting(office, 1_000)
  await large.look(0)
  large.hints.add()
  expect(await large.look(1_000)).toBe(1)
  large.hints.add()
  expect(await large.look(61_000)).toBe(0)
  expect(await large.look(60_000)).toBe(1)
  const huge = hinting(office, 5_000)
  huge.hints.add()
  expect(await huge.look(61_000)).toBe(0)
})
