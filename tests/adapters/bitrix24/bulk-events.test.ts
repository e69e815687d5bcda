import { expect, test } from 'vitest'

import { createCalendar } from '../../../src/adapters/bitrix24/calendar.ts'
import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { createFullLooks } from '../../../src/adapters/bitrix24/full-looks.ts'
import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'
import { testClock } from '../../support/clock.ts'
import { peopleOf } from './big-company.ts'
import { dayMs, inMoscow, nowMs, openBulk, titlesOf, untilMs } from './bulk-scene.ts'
import type { BulkScene } from './bulk-scene.ts'
import { anna, igor, olga, petr, room } from './calendar-scene.ts'
import { alexander } from './task-desk-portal.ts'

const hourMs = 60 * 60 * 1000
const from = '2026-11-24T15:00:00'
const to = '2026-11-24T16:00:00'
const todayMs = untilMs - dayMs

function fill({ portal: { sandbox } }: BulkScene): void {
  sandbox.addEvent({ ownerId: olga, name: 'Показ', from, to, attendees: [anna, igor], location: room })
  sandbox.addEvent({ ownerId: anna, name: 'Ночь', from: '2026-11-24T23:30:00', to: '2026-11-25T00:30:00' })
  sandbox.addEvent({ ownerId: anna, name: 'Завтра', from: '2026-11-25T15:00:00', to: '2026-11-25T16:00:00' })
  sandbox.addEvent({
    ownerId: anna,
    name: 'Планёрка',
    from: '2026-11-03T10:00:00',
    to: '2026-11-03T10:30:00',
    rule: { frequency: 'WEEKLY', interval: 1, weekdays: ['TU'], until: null, count: null },
  })
  sandbox.addEvent({
    ownerId: igor,
    name: 'Отпуск',
    from: '2026-11-23T00:00:00',
    to: '2026-11-25T00:00:00',
    allDay: true,
    accessibility: 'absent',
  })
}

test.each(['series', 'occurrence'] as const)(
  'what many are shown is what each of them would be shown alone (timestamps of the %s)',
  async (occurrenceTimestamps) => {
    await using scene = await openBulk({ modes: { occurrenceTimestamps } })
    fill(scene)
    const people = inMoscow(anna, igor, olga, petr)
    const read = await scene.bulk.events(people, todayMs, untilMs)
    expect(titlesOf(read)).toEqual({
      [anna]: ['Планёрка', 'Показ', 'Ночь'],
      [igor]: ['Отпуск', 'Показ'],
      [olga]: ['Показ'],
      [petr]: [],
    })
    const client = scene.portal.connect()
    const { clock } = scene.portal
    const names = createNameBook({ client, clock, ttlMs: hourMs })
    const calendar = createCalendar({
      client,
      clock,
      names,
      readLink: readTelemostLink,
      zone: 'Europe/Moscow',
    })
    for (const { employee: actor, zone } of people) {
      const alone = await calendar.list({ actor, fromMs: todayMs, toMs: untilMs, zone })
      expect(read.get(actor)).toEqual(alone)
    }
  },
)

test('fifty people are one request, and within an hour only the calendars that hold something are opened again', async () => {
  await using scene = await openBulk()
  fill(scene)
  // Within the days the portal is asked for, but not within the hours.
  const tomorrow = { from: '2026-11-25T15:00:00', to: '2026-11-25T16:00:00' }
  scene.portal.sandbox.addEvent({ ownerId: petr, name: 'Завтра', ...tomorrow })
  await scene.bulk.events(inMoscow(anna, igor, olga, petr), todayMs, untilMs)
  // Who has something, four calendars (the last for what is marked as free), the names.
  expect(scene.requests()).toBe(3)
  const [, second] = scene.portal.sandbox.requests
  expect(Object.keys(second?.params['cmd'] ?? {})).toHaveLength(4)
  await scene.bulk.events(inMoscow(petr), todayMs, untilMs)
  expect(scene.requests()).toBe(1)
})

test('an event marked as free, which the portal leaves out, is found at the first look, or within the hour', async () => {
  await using scene = await openBulk()
  const { sandbox, clock } = scene.portal
  const free = { from, to, accessibility: 'free' } as const
  sandbox.addEvent({ ownerId: anna, name: 'Кофе с новичком', ...free })
  const look = async () => titlesOf(await scene.bulk.events(inMoscow(anna, igor), todayMs, untilMs))
  expect(await look()).toEqual({ [anna]: ['Кофе с новичком'], [igor]: [] })
  sandbox.addEvent({ ownerId: igor, name: 'Доклад', ...free })
  sandbox.addEvent({ ownerId: anna, name: 'Доклад', ...free })
  // Who was found to have something is followed at every look.
  expect((await look())[anna]).toHaveLength(2)
  await clock.sleep(60 * 60_000)
  expect((await look())[igor]).toEqual(['Доклад'])
})

test('in a large company a twelfth of those who seem to have nothing is looked at each time, so that an hour is enough', () => {
  const clock = testClock()
  const looks = createFullLooks({ clock }, 50)
  const all = peopleOf(1_200)
  for (const { employee } of all) looks.read(employee, false)
  clock.advance(60 * 60_000)
  const seen = new Set<number>()
  for (let time = 0; time < 12; time += 1) {
    const some = looks.among(all, all.length, 0)
    expect(some).toHaveLength(100)
    for (const { employee } of some) {
      seen.add(employee)
      looks.read(employee, false)
    }
    clock.advance(5 * 60_000)
  }
  expect(seen.size).toBe(1_200)
})

test('each zone has its own night', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const late = { from: '2026-11-24T23:30:00', to: '2026-11-24T23:45:00' }
  sandbox.addEvent({
    ownerId: alexander,
    name: 'Поздно',
    ...late,
    zoneFrom: 'Asia/Yekaterinburg',
    zoneTo: 'Asia/Yekaterinburg',
  })
  sandbox.addEvent({ ownerId: anna, name: 'Поздно', ...late })
  const people = [...inMoscow(anna), { employee: alexander, zone: 'Asia/Yekaterinburg' }]
  const evening = [Date.parse('2026-11-24T21:00:00+03:00'), Date.parse('2026-11-24T22:00:00+03:00')] as const
  expect(titlesOf(await scene.bulk.events(people, ...evening))).toEqual({
    [anna]: [],
    [alexander]: ['Поздно'],
  })
})

test('a portal that says when people are free has these events read too', async () => {
  await using scene = await openBulk({ modes: { accessibilityRows: 'all' } })
  scene.portal.sandbox.addEvent({ ownerId: anna, name: 'Напоминание', from, to, accessibility: 'free' })
  expect(titlesOf(await scene.bulk.events(inMoscow(anna), todayMs, untilMs))).toEqual({
    [anna]: ['Напоминание'],
  })
})

test('where the portal does not answer, everybody is told so; where one calendar fails, one', async () => {
  await using scene = await openBulk()
  fill(scene)
  scene.portal.sandbox.fault({ kind: 'html', method: 'batch', times: 3 })
  const people = inMoscow(anna, igor)
  expect(titlesOf(await scene.bulk.events(people, todayMs, untilMs))).toEqual({
    [anna]: 'temporary',
    [igor]: 'temporary',
  })
  expect(titlesOf(await scene.bulk.events(people, todayMs, untilMs))[igor]).toEqual(['Отпуск', 'Показ'])
})

test('a webhook without the calendar is for an administrator', async () => {
  await using scene = await openBulk({ scopes: ['task', 'user_basic'] })
  expect(titlesOf(await scene.bulk.events(inMoscow(anna), nowMs, untilMs))).toEqual({ [anna]: 'config' })
})
