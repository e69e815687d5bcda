import { expect, test } from 'vitest'
import type { PortalCalendar } from '../../../src/ports/calendar.ts'
import { createKnownWorkDays } from '../../../src/scheduler/notify/known-work-days.ts'
import type { DayOverrides } from '../../../src/scheduler/rules/work-days.ts'
import { testClock } from '../../support/clock.ts'

const portal: PortalCalendar = {
  workStartMinutes: 540,
  workEndMinutes: 1080,
  restWeekdays: [6, 7],
  holidays: ['06-12'],
  extraWorkdays: ['06-13'],
}

function scene(answer: () => PortalCalendar | null, table: () => DayOverrides) {
  const clock = testClock()
  let asked = 0
  const known = createKnownWorkDays({
    clock,
    calendar: {
      settings() {
        asked += 1
        const value = answer()
        return Promise.resolve(value === null ? { ok: false, reason: 'temporary' } : { ok: true, value })
      },
    },
    overrides: async () => table(),
  })
  return { clock, known, asked: () => asked }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

test('work days are the portal’s, with what an administrator imported over them', async () => {
  const { known } = scene(
    () => portal,
    () =>
      new Map([
        ['2026-06-13', 'off'],
        ['2026-06-20', 'short'],
      ]),
  )
  expect(known.now()).toBeUndefined()
  await settled()
  expect(known.now()).toEqual({
    restWeekdays: [6, 7],
    dates: { '06-12': 'off', '06-13': 'work', '2026-06-13': 'off', '2026-06-20': 'work' },
  })
})

test('the table is read again within the hour, the portal is asked once a day', async () => {
  let table: DayOverrides = new Map()
  const { clock, known, asked } = scene(
    () => portal,
    () => table,
  )
  known.now()
  await settled()
  table = new Map([['2026-12-31', 'off']])
  clock.advance(3_600_000)
  known.now()
  await settled()
  expect(known.now()?.dates['2026-12-31']).toBe('off')
  expect(asked()).toBe(1)
  clock.advance(24 * 3_600_000)
  known.now()
  await settled()
  expect(asked()).toBe(2)
})

test('while neither answers, what was known stands', async () => {
  let away = false
  const { clock, known } = scene(
    () => (away ? null : portal),
    () => {
      if (away) throw new Error('the database is away')
      return new Map()
    },
  )
  known.now()
  await settled()
  away = true
  clock.advance(25 * 3_600_000)
  known.now()
  await settled()
  expect(known.now()?.dates['06-12']).toBe('off')
})
