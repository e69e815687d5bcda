import { expect, test } from 'vitest'

import { connectTo } from './sandbox-portal.ts'
import { createCalendar } from '../../../src/adapters/bitrix24/calendar.ts'
import type { CallLogEntry } from '../../../src/adapters/bitrix24/client.ts'
import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { anna, igor, moscow, olga, openCalendar, petr, valueOf } from './calendar-scene.ts'
import type { CalendarScene } from './calendar-scene.ts'
import { good, startScriptedPortal } from './scripted-portal.ts'

const everybody = [anna, olga, igor, petr]

function between(scene: CalendarScene, from: string, to: string, people = everybody) {
  return scene.calendar.busy(people, Date.parse(`${from}:00+03:00`), Date.parse(`${to}:00+03:00`))
}

/** Every combination of what the sources disagree about when they tell times. */
const readings = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => ({
  calendarDates: (bits & 1) === 0 ? ('ru' as const) : ('en' as const),
  occurrenceTimestamps: (bits & 2) === 0 ? ('series' as const) : ('occurrence' as const),
  calendarTimestamps: (bits & 4) === 0 ? ('utc' as const) : ('server' as const),
  allDayTimestamps: (bits & 4) === 0 ? ('owner' as const) : ('utc' as const),
  privateEvents: (bits & 1) === 0 ? ('masked' as const) : ('shown' as const),
}))

test.each(readings)(
  'who has something at that time is busy ($calendarDates, $occurrenceTimestamps, $calendarTimestamps)',
  async (modes) => {
    await using scene = await openCalendar({ modes })
    scene.put({
      ownerId: olga,
      name: 'Обзор',
      from: '2026-11-25T10:00:00',
      to: '2026-11-25T11:00:00',
      attendees: [petr],
    })
    scene.put({
      ownerId: igor,
      name: 'К врачу',
      from: '2026-11-25T17:30:00',
      to: '2026-11-25T18:30:00',
      isPrivate: true,
      zoneFrom: 'Asia/Novosibirsk',
      zoneTo: 'Asia/Novosibirsk',
    })
    expect(valueOf(await between(scene, '2026-11-25T10:30', '2026-11-25T12:00'))).toEqual([olga, petr])
    expect(valueOf(await between(scene, '2026-11-25T11:00', '2026-11-25T13:30'))).toEqual([])
    expect(valueOf(await between(scene, '2026-11-25T13:00', '2026-11-25T13:30'))).toEqual([])
    expect(valueOf(await between(scene, '2026-11-25T13:00', '2026-11-25T13:31'))).toEqual([igor])
    expect(valueOf(await between(scene, '2026-11-25T14:29', '2026-11-25T15:00'))).toEqual([igor])
    expect(valueOf(await between(scene, '2026-11-25T14:30', '2026-11-25T15:00'))).toEqual([])
    expect(valueOf(await between(scene, '2026-11-25T09:00', '2026-11-25T10:00'))).toEqual([])
  },
)

test.each(readings)(
  'occurrences and days off count where they are ($calendarDates, $occurrenceTimestamps, $calendarTimestamps)',
  async (modes) => {
    await using scene = await openCalendar({ modes })
    scene.put({
      ownerId: anna,
      name: 'Летучка',
      from: '2026-11-16T23:30:00',
      to: '2026-11-17T00:30:00',
      rule: { frequency: 'WEEKLY', interval: 1, weekdays: ['MO', 'WE'], until: '2027-12-31', count: null },
      exceptDays: ['2026-11-30'],
    })
    scene.put({
      ownerId: igor,
      name: 'Отпуск',
      from: '2026-11-24T00:00:00',
      to: '2026-11-26T00:00:00',
      allDay: true,
      accessibility: 'absent',
    })
    expect(valueOf(await between(scene, '2026-11-23T12:00', '2026-11-23T13:00'))).toEqual([])
    expect(valueOf(await between(scene, '2026-11-23T23:00', '2026-11-24T00:00'))).toEqual([anna])
    expect(valueOf(await between(scene, '2026-11-26T00:00', '2026-11-26T01:00'))).toEqual([anna, igor])
    expect(valueOf(await between(scene, '2026-11-26T23:00', '2026-11-27T00:00'))).toEqual([igor])
    expect(valueOf(await between(scene, '2026-11-27T00:00', '2026-11-27T01:00'))).toEqual([])
    expect(valueOf(await between(scene, '2026-11-30T23:00', '2026-12-01T01:00'))).toEqual([])
  },
)

test.each(['busy', 'all'] as const)(
  'what leaves people free does not count (the portal tells %s)',
  async (accessibilityRows) => {
    await using scene = await openCalendar({ modes: { accessibilityRows } })
    const times = { from: '2026-11-25T10:00:00', to: '2026-11-25T11:00:00' }
    scene.put({ ownerId: olga, name: 'Напоминание', ...times, accessibility: 'free' })
    scene.put({ ownerId: igor, name: 'Наверное', ...times, accessibility: 'quest' })
    expect(valueOf(await between(scene, '2026-11-25T10:00', '2026-11-25T11:00'))).toEqual([igor])
  },
)

test('any number of people is asked about, fifty at a time, in the order given', async () => {
  await using scene = await openCalendar()
  scene.put({
    ownerId: igor,
    name: 'Обзор',
    from: '2026-11-25T10:00:00',
    to: '2026-11-25T11:00:00',
    attendees: [olga],
  })
  const many = [...Array.from({ length: 60 }, (_, at) => toPortalUserId(at + 1000)), igor, olga, igor]
  expect(valueOf(await between(scene, '2026-11-25T10:00', '2026-11-25T11:00', many))).toEqual([igor, olga])
  expect(scene.calls()).toEqual(['calendar.accessibility.get', 'calendar.accessibility.get'])
  expect(valueOf(await between(scene, '2026-11-25T10:00', '2026-11-25T11:00', []))).toEqual([])
  expect(scene.calls()).toEqual([])
})

test('what others are busy with is neither returned nor logged', async () => {
  await using portal = await startScriptedPortal(
    good({
      27: [
        {
          ID: 5,
          NAME: 'Увольнение Котова',
          DATE_FROM_TS_UTC: '1795590000',
          DATE_TO_TS_UTC: '1795593600',
          ACCESSIBILITY: 'busy',
        },
      ],
    }),
  )
  const log: CallLogEntry[] = []
  const { clock } = connectTo(portal.webhook)
  const client = createBitrixClient({
    webhook: portal.webhook,
    clock,
    log: (entry) => log.push(entry),
    retry: { attempts: 1, delayMs: 1 },
  })
  const names = { names: () => Promise.resolve({ ok: true, value: [] } as const) }
  const calendar = createCalendar({ client, clock, names, readLink: () => null, zone: moscow })
  const outcome = await calendar.busy([igor], 1_795_590_000_000, 1_795_591_000_000)
  expect(outcome).toEqual({ ok: true, value: [igor] })
  expect(JSON.stringify([outcome, log])).not.toContain('Котова')
  expect(log).toHaveLength(1)
})
