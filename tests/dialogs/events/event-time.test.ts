/** When a meeting is, where the clocks are set forward and back, and where one phrase leaves part of it open. */
import { describe, expect, test } from 'vitest'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import {
  daysFrom,
  localDate,
  planEvent,
  planMove,
  weekdayName,
} from '../../../src/dialogs/events/event-time.ts'
import type { Duration } from '../../../src/machines/language/steps/duration.ts'
import type { When } from '../../../src/ports/dates.ts'

const policy = { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 }
const reader = createDateReader()

/** In Berlin the clocks go forward on 29 March 2026 at 2:00, and back on 25 October at 3:00. */
const berlin = 'Europe/Berlin'

function said(words: string, now: string, zone = berlin): When {
  const { value } = reader.parseWhen(words, {
    now: Date.parse(now),
    zone,
    language: 'ru',
    expect: 'event',
    policy,
  })
  if (value === undefined) throw new Error(`not understood: ${words}`)
  return value
}

function planned(start: When, clock: string | null = null, length: Duration | null = null) {
  const plan = planEvent(start, clock, length)
  if (typeof plan === 'string') return plan
  return [
    plan.time.from,
    plan.time.to,
    new Date(plan.fromMs).toISOString(),
    new Date(plan.toMs).toISOString(),
  ]
}

function hours(from: string, to: string) {
  return { allDay: false, fromMs: Date.parse(from), toMs: Date.parse(to) }
}

describe('a new meeting', () => {
  const before = '2026-03-27T12:00:00+01:00'

  test('lasts as long as was said, though an hour of it is skipped', () => {
    expect(planned(said('29 марта 1:30', before), null, { minutes: 120 })).toEqual([
      '2026-03-29T01:30',
      '2026-03-29T04:30',
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T02:30:00.000Z',
    ])
  })

  test('ends at the clock that was said, though an hour of it is skipped', () => {
    expect(planned(said('29 марта 1:30', before), null, { until: '04:00' })).toEqual([
      '2026-03-29T01:30',
      '2026-03-29T04:00',
      '2026-03-29T00:30:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
  })

  test('never begins at an hour that does not exist', () => {
    expect(planned(said('29 марта', before), '02:30', { minutes: 30 })).toEqual([
      '2026-03-29T03:30',
      '2026-03-29T04:00',
      '2026-03-29T01:30:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
  })

  test('of a whole day is as long as that day is', () => {
    const plan = planEvent(said('29 марта', before), null, null)
    expect(plan).toMatchObject({ time: { allDay: true, from: '2026-03-29', to: '2026-03-29', zone: berlin } })
    expect(typeof plan === 'string' ? 0 : (plan.toMs - plan.fromMs) / 3_600_000).toBe(23)
  })

  test('goes on past midnight only when it begins in the evening', () => {
    expect(planned(said('завтра 23:00', before), null, { until: '01:00' }).slice(0, 2)).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T01:00',
    ])
    expect(planned(said('завтра 15:00', before), null, { until: '14:00' })).toBe('ends_before_start')
    expect(planned(said('завтра 15:00', before), null, { until: '15:00' })).toBe('ends_before_start')
  })

  test('without a length has no end', () => {
    expect(planned(said('завтра 15:00', before))).toBe('no_end')
    expect(planned(said('завтра', before), '15:00')).toBe('no_end')
  })
})

describe('a meeting that is moved', () => {
  const now = '2026-10-23T12:00:00+02:00'
  const was = hours('2026-10-24T15:00:00+02:00', '2026-10-24T16:30:00+02:00')

  test('keeps its clock on the other side of a change', () => {
    expect(planMove(said('26 октября', now), was)).toEqual({
      time: { allDay: false, from: '2026-10-26T15:00', to: '2026-10-26T16:30', zone: berlin },
      fromMs: Date.parse('2026-10-26T15:00:00+01:00'),
      toMs: Date.parse('2026-10-26T16:30:00+01:00'),
    })
  })

  test('keeps its length unless an end is said', () => {
    expect(planMove(said('26 октября 10:00', now), was)).toMatchObject({ time: { to: '2026-10-26T11:30' } })
    expect(planMove(said('26 октября 10:00–12:00', now), was)).toMatchObject({
      time: { to: '2026-10-26T12:00' },
    })
  })

  test('keeps its day where only hours are said, whichever day is the nearest with them', () => {
    const noon = '2026-10-23T12:00:00+02:00'
    for (const [words, from, to] of [
      ['в 10:00', '2026-10-24T10:00', '2026-10-24T11:30'],
      ['в 14:00', '2026-10-24T14:00', '2026-10-24T15:30'],
      ['с 10 до 11', '2026-10-24T10:00', '2026-10-24T11:00'],
      ['с 23:30 до 0:30', '2026-10-24T23:30', '2026-10-25T00:30'],
      ['сегодня в 14:00', '2026-10-23T14:00', '2026-10-23T15:30'],
      ['через час', '2026-10-23T13:00', '2026-10-23T14:30'],
    ] as const)
      expect(planMove(said(words, noon), was)).toMatchObject({ time: { from, to } })
  })

  test('of whole days gets an hour when it gets a clock, and several days stay several', () => {
    const days = {
      allDay: true,
      fromMs: Date.parse('2026-10-24T00:00:00+02:00'),
      toMs: Date.parse('2026-10-27T00:00:00+01:00'),
    }
    expect(planMove(said('28 октября 10:00', now), days)).toMatchObject({
      time: { allDay: false, from: '2026-10-28T10:00', to: '2026-10-28T11:00' },
    })
    expect(planMove(said('28 октября', now), days)).toMatchObject({
      time: { allDay: true, from: '2026-10-28', to: '2026-10-30' },
    })
    expect(planMove(said('с 1 по 2 ноября', now), days)).toMatchObject({
      time: { allDay: true, from: '2026-11-01', to: '2026-11-02' },
    })
    expect(planMove(said('с 1 по 2 ноября', now), was)).toMatchObject({ time: { allDay: true } })
  })
})

test('days are those of the zone', () => {
  const now = Date.parse('2026-10-24T23:30:00Z')
  expect(daysFrom(now, berlin, 0, 1)).toEqual([
    Date.parse('2026-10-25T00:00:00+02:00'),
    Date.parse('2026-10-26T00:00:00+01:00'),
  ])
  expect(daysFrom(now, 'Asia/Vladivostok', 1, 7)).toEqual([
    Date.parse('2026-10-26T00:00:00+10:00'),
    Date.parse('2026-11-02T00:00:00+10:00'),
  ])
  expect(localDate(now, 'America/New_York')).toBe('2026-10-24')
  expect([1, 7].map((day) => weekdayName(day, 'ru'))).toEqual(['пн', 'вс'])
  expect(weekdayName(1, 'en')).toBe('Mon')
})
