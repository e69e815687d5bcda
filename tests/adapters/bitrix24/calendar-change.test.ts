import { expect, test } from 'vitest'

import type { EventChanges } from '../../../src/ports/calendar.ts'
import {
  anna,
  assistant,
  days,
  igor,
  moscow,
  olga,
  openCalendar,
  petr,
  room,
  valueOf,
} from './calendar-scene.ts'
import type { CalendarScene } from './calendar-scene.ts'

const writes = new Set(['calendar.event.add', 'calendar.event.update', 'calendar.event.delete'])
const other = 'https://telemost.360.yandex.ru/j/99999999999999'
const later = { allDay: false, from: '2026-11-26T11:00', to: '2026-11-26T12:00', zone: moscow }

function target(id: number, occurrence: string | null = null, actor = anna) {
  return { actor, id, occurrence, zone: moscow }
}

function meetingOf(scene: CalendarScene, owner = anna): number {
  return scene.put({
    ownerId: owner,
    name: 'Показ клиенту',
    from: '2026-11-25T15:00:00',
    to: '2026-11-25T16:00:00',
    zoneFrom: 'Asia/Yekaterinburg',
    zoneTo: 'Asia/Yekaterinburg',
    location: room,
    description: `[Телемост] ${room}\n\nВзять макет\n\n#tgbot:018f2c1e7a6b5c4d`,
    importance: 'high',
    attendees: owner === anna ? [igor, petr] : [anna, petr],
    answers: { 27: 'Y', 31: 'N' },
    meeting: { hideGuests: true, notify: true },
    remind: [{ type: 'min', count: 5 }],
  })
}

/** Ten in the morning of every day, from Monday the 16th to Friday the 27th; the 25th is left out. */
function seriesOf(scene: CalendarScene): number {
  return scene.put({
    ownerId: anna,
    name: 'Летучка',
    from: '2026-11-16T10:00:00',
    to: '2026-11-16T10:15:00',
    rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: '2026-11-27', count: null },
    exceptDays: ['2026-11-25'],
    attendees: [igor],
    answers: { 27: 'Y' },
    location: 'Переговорная 3',
    description: 'Коротко',
    remind: [{ type: 'min', count: 5 }],
  })
}

/** How portals differ about writing. */
const readings = [
  {},
  { zoneOnUpdate: 'kept' },
  { hostOnUpdate: 'ignored' },
  { eventUpdateDenied: 'string' },
  { calendarDates: 'en', occurrenceTimestamps: 'occurrence', calendarTimestamps: 'server' },
] as const

test.each(readings)('a meeting is moved, and everything else stays (%o)', async (modes) => {
  await using scene = await openCalendar({ modes })
  const id = meetingOf(scene)
  const [before] = scene.portal.sandbox.events()
  expect(await scene.calendar.change(target(id), { time: later })).toEqual({ ok: true, value: null })
  expect(scene.calls()).toEqual(['calendar.event.getbyid', 'calendar.event.update'])
  expect(scene.portal.sandbox.events()).toEqual([
    {
      ...before,
      from: '2026-11-26T11:00:00',
      to: '2026-11-26T12:00:00',
      zoneFrom: moscow,
      zoneTo: moscow,
      version: 2,
    },
  ])
})

test.each(readings)('a new title changes neither the time nor the zone (%o)', async (modes) => {
  await using scene = await openCalendar({ modes })
  const id = meetingOf(scene)
  const [before] = scene.portal.sandbox.events()
  valueOf(await scene.calendar.change(target(id), { title: ' Показ\nмакета ' }))
  expect(scene.portal.sandbox.events()).toEqual([{ ...before, name: 'Показ макета', version: 2 }])
})

test('an all-day event stays one when its title changes', async () => {
  await using scene = await openCalendar({ modes: { allDayTimestamps: 'owner' } })
  const dates = { from: '2026-11-24T00:00:00', to: '2026-11-26T00:00:00', allDay: true }
  const id = scene.put({ ownerId: anna, name: 'Отпуск', ...dates })
  valueOf(await scene.calendar.change(target(id), { title: 'Командировка' }))
  expect(scene.portal.sandbox.events()).toMatchObject([{ name: 'Командировка', ...dates }])
})

test('guests are replaced, those who stay keep their answers, and the meeting its settings', async () => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  valueOf(await scene.calendar.change(target(id), { participants: [igor, olga] }))
  const [event] = scene.portal.sandbox.events()
  expect(event?.entries.map(({ userId, status }) => [userId, status])).toEqual([
    [anna, 'H'],
    [igor, 'Y'],
    [olga, 'Q'],
  ])
  expect(event).toMatchObject({ isMeeting: true, meeting: { hostId: anna, hideGuests: true, notify: true } })
})

test('an event becomes a meeting with its first guest, and stays one without guests', async () => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-25T10:00:00', to: '2026-11-25T11:00:00' }
  const id = scene.put({ ownerId: anna, name: 'Смета', ...times })
  valueOf(await scene.calendar.change(target(id), { participants: [] }))
  expect(scene.portal.sandbox.events()).toMatchObject([{ isMeeting: false }])
  valueOf(await scene.calendar.change(target(id), { participants: [igor] }))
  expect(scene.portal.sandbox.events()).toMatchObject([
    { isMeeting: true, meeting: { hostId: anna }, entries: [{ userId: anna }, { userId: igor }] },
  ])
  valueOf(await scene.calendar.change(target(id), { participants: [] }))
  expect(scene.portal.sandbox.events()).toMatchObject([{ isMeeting: true, entries: [{ userId: anna }] }])
})

test.each([
  ['another link', { link: other }, other, `[Телемост] ${other}\n\nВзять макет\n\n#tgbot:018f2c1e7a6b5c4d`],
  ['no link', { link: null }, '', 'Взять макет\n\n#tgbot:018f2c1e7a6b5c4d'],
])('%s changes the place and one line of the description', async (_, changes: EventChanges, place, text) => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  valueOf(await scene.calendar.change(target(id), changes))
  expect(scene.portal.sandbox.events()).toMatchObject([{ location: place, description: text }])
})

test.each([
  ['Переговорная 3', other, 'Переговорная 3'],
  [`Переговорная 3, ${room}`, other, `Переговорная 3, ${other}`],
  [`Переговорная 3, ${room}`, null, 'Переговорная 3'],
  ['', other, other],
])('a room of walls stays where it was: «%s»', async (location, link, place) => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-25T10:00:00', to: '2026-11-25T11:00:00' }
  const id = scene.put({ ownerId: anna, name: 'Смета', ...times, location, description: 'Итоги' })
  valueOf(await scene.calendar.change(target(id), { link }))
  const description = link === null ? 'Итоги' : `[Телемост] ${link}\n\nИтоги`
  expect(scene.portal.sandbox.events()).toMatchObject([{ location: place, description }])
})

test('no change is no request but the look', async () => {
  await using scene = await openCalendar()
  expect(await scene.calendar.change(target(meetingOf(scene)), {})).toMatchObject({ ok: true })
  expect(scene.calls()).toEqual(['calendar.event.getbyid'])
})

test.each([
  ['guest', (scene: CalendarScene) => scene.calendar.change(target(guestEntry(scene)), { title: 'Моё' })],
  ['guest', (scene: CalendarScene) => scene.calendar.cancel(target(guestEntry(scene)))],
])('a %s is told who the organiser is, and nothing is written', async (_, act) => {
  await using scene = await openCalendar({ modes: { hostOnUpdate: 'ignored' } })
  meetingOf(scene, olga)
  expect(await act(scene)).toMatchObject({
    ok: false,
    reason: 'not_organiser',
    data: { name: 'Ольга Белова' },
  })
  expect(scene.calls().filter((method) => writes.has(method))).toEqual([])
})

test('whom the assistant hosts for is not the organiser, whatever the description says', async () => {
  await using scene = await openCalendar({ modes: { hostOnUpdate: 'ignored' } })
  const id = scene.put({
    ownerId: anna,
    name: 'Обзор',
    from: '2026-11-25T10:00:00',
    to: '2026-11-25T11:00:00',
    attendees: [igor],
    meeting: { hostId: assistant },
    description: 'Организатор: Игорь Ким',
  })
  const entry = scene.portal.sandbox.events()[0]?.entries[1]?.id ?? 0
  for (const outcome of [
    await scene.calendar.change(target(id), { title: 'Моё' }),
    await scene.calendar.change(target(entry, null, igor), { title: 'Моё' }),
    await scene.calendar.cancel(target(entry, null, igor)),
  ]) {
    expect(outcome).toMatchObject({ reason: 'not_organiser', data: { name: 'Помощник' } })
  }
  expect(scene.portal.sandbox.events()).toMatchObject([{ name: 'Обзор', version: 1 }])
})

test('an event of somebody else is not there to be changed', async () => {
  await using scene = await openCalendar({ modes: { hostOnUpdate: 'ignored' } })
  const times = { from: '2026-11-25T10:00:00', to: '2026-11-25T11:00:00' }
  const own = scene.put({ ownerId: olga, name: 'Своё', ...times })
  const meeting = scene.put({ ownerId: olga, name: 'Обзор', ...times, attendees: [petr] })
  const series = scene.put({
    ownerId: olga,
    name: 'Летучка',
    ...times,
    rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: null, count: 5 },
  })
  for (const aim of [
    target(own),
    target(meeting),
    target(series),
    target(series, '2026-11-26'),
    target(404_404),
  ]) {
    expect(await scene.calendar.change(aim, { title: 'Моё' })).toMatchObject({ reason: 'not_found' })
    expect(await scene.calendar.cancel(aim)).toMatchObject({ reason: 'not_found' })
  }
  expect(scene.calls().filter((method) => writes.has(method))).toEqual([])
})

test('what the portal hides is left alone', async () => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-25T10:00:00', to: '2026-11-25T11:00:00' }
  const id = scene.put({ ownerId: anna, name: 'К врачу', ...times, isPrivate: true })
  expect(await scene.calendar.change(target(id), { time: later })).toMatchObject({ reason: 'denied' })
  expect(await scene.calendar.cancel(target(id))).toMatchObject({ reason: 'denied' })
  expect(scene.calls().filter((method) => writes.has(method))).toEqual([])
})

test.each(['error', 'string'] as const)(
  'a portal that refuses the write is believed (%s)',
  async (eventUpdateDenied) => {
    await using scene = await openCalendar({ modes: { eventUpdateDenied, othersCalendars: 'denied' } })
    const id = meetingOf(scene)
    expect(await scene.calendar.change(target(id), { title: 'Моё' })).toMatchObject({
      ok: false,
      reason: 'denied',
    })
    expect(await scene.calendar.cancel(target(id))).toMatchObject({ ok: false, reason: 'rejected' })
    expect(scene.portal.sandbox.events()).toMatchObject([{ version: 1 }])
  },
)

test('a meeting is cancelled', async () => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  expect(await scene.calendar.cancel(target(id))).toEqual({ ok: true, value: null })
  expect(scene.portal.sandbox.events()).toEqual([])
  expect(await scene.calendar.cancel(target(id))).toMatchObject({ ok: false, reason: 'not_found' })
})

test.each(readings)('one occurrence of a series is moved, and the series goes on (%o)', async (modes) => {
  await using scene = await openCalendar({ modes })
  const id = seriesOf(scene)
  const time = { allDay: false, from: '2026-11-26T17:00', to: '2026-11-26T17:15', zone: moscow }
  valueOf(await scene.calendar.change(target(id, '2026-11-26'), { time, link: other }))
  const [series, single] = scene.portal.sandbox.events()
  expect(series).toMatchObject({ from: '2026-11-16T10:00:00', exceptDays: ['2026-11-25', '2026-11-26'] })
  expect(single).toMatchObject({
    rule: null,
    recurrenceId: id,
    name: 'Летучка',
    from: '2026-11-26T17:00:00',
    to: '2026-11-26T17:15:00',
    zoneFrom: moscow,
    location: 'Переговорная 3',
    description: `[Телемост] ${other}\n\nКоротко`,
    remind: [{ type: 'min', count: 5 }],
    isMeeting: true,
  })
  expect(single?.entries.map(({ userId }) => userId)).toEqual([anna, igor])
  const week = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-30')))
  expect(week.map(({ start, occurrence }) => [start, occurrence])).toEqual([
    ['2026-11-24T07:00:00.000Z', '2026-11-24'],
    ['2026-11-26T14:00:00.000Z', null],
    ['2026-11-27T07:00:00.000Z', '2026-11-27'],
  ])
})

test.each(readings)('a new title of one occurrence keeps its day and time (%o)', async (modes) => {
  await using scene = await openCalendar({ modes })
  const id = seriesOf(scene)
  valueOf(await scene.calendar.change(target(id, '2026-11-26'), { title: 'Летучка с Ольгой' }))
  expect(scene.portal.sandbox.events()[1]).toMatchObject({
    name: 'Летучка с Ольгой',
    from: '2026-11-26T10:00:00',
    to: '2026-11-26T10:15:00',
    zoneFrom: moscow,
  })
})

test.each(readings)('one occurrence of a series is cancelled, and no other (%o)', async (modes) => {
  await using scene = await openCalendar({ modes })
  const id = seriesOf(scene)
  expect(await scene.calendar.cancel(target(id, '2026-11-26'))).toEqual({ ok: true, value: null })
  expect(scene.portal.sandbox.events()).toMatchObject([{ id, exceptDays: ['2026-11-25', '2026-11-26'] }])
  const week = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-30')))
  expect(week.map(({ occurrence }) => occurrence)).toEqual(['2026-11-24', '2026-11-27'])
  expect(await scene.calendar.cancel(target(id, '2026-11-25'))).toMatchObject({ reason: 'not_found' })
})

test('a whole series is only changed on the portal', async () => {
  await using scene = await openCalendar()
  const id = seriesOf(scene)
  expect(await scene.calendar.change(target(id), { title: 'Моё' })).toMatchObject({ reason: 'series' })
  expect(await scene.calendar.cancel(target(id))).toMatchObject({ reason: 'series' })
  expect(scene.calls().filter((method) => writes.has(method))).toEqual([])
})

test('a portal that will not take an occurrence out of its series says so', async () => {
  await using scene = await openCalendar()
  const id = seriesOf(scene)
  const description = 'Указан неверный тип редактирования повторяющегося события'
  const method = 'calendar.event.update'
  scene.fault({ kind: 'status', status: 400, code: '', description, method, times: 2 })
  const aim = target(id, '2026-11-26')
  expect(await scene.calendar.change(aim, { title: 'Моё' })).toMatchObject({ reason: 'series' })
  expect(await scene.calendar.cancel(aim)).toMatchObject({ reason: 'series' })
})

const doubts = [
  ['applied', { kind: 'apply-then-cut' }],
  ['lost', { kind: 'cut' }],
] as const

test.each(doubts)('a change without an answer is looked after (%s)', async (what, fault) => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  scene.fault({ ...fault, method: 'calendar.event.update', times: 1 })
  const changes: EventChanges = { title: 'Показ', time: later, participants: [olga], link: other }
  const outcome = await scene.calendar.change(target(id), changes)
  expect(outcome).toMatchObject(what === 'applied' ? { ok: true } : { ok: false, reason: 'uncertain' })
  expect(scene.portal.sandbox.events()).toMatchObject([
    { name: what === 'applied' ? 'Показ' : 'Показ клиенту' },
  ])
})

test.each(doubts)(
  'a change of one occurrence without an answer is looked after (%s)',
  async (what, fault) => {
    await using scene = await openCalendar()
    const id = seriesOf(scene)
    scene.fault({ ...fault, method: 'calendar.event.update', times: 1 })
    const outcome = await scene.calendar.change(target(id, '2026-11-26'), { title: 'Другая' })
    expect(outcome).toMatchObject(what === 'applied' ? { ok: true } : { ok: false, reason: 'uncertain' })
  },
)

test.each(doubts)('a cancelling without an answer is looked after (%s)', async (what, fault) => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  scene.fault({ ...fault, method: 'calendar.event.delete', times: 1 })
  const outcome = await scene.calendar.cancel(target(id))
  expect(outcome).toMatchObject(what === 'applied' ? { ok: true } : { ok: false, reason: 'uncertain' })
})

test.each(doubts)(
  'one occurrence that only left its series is deleted by the next attempt (%s)',
  async (what, fault) => {
    await using scene = await openCalendar()
    const id = seriesOf(scene)
    const aim = target(id, '2026-11-26')
    scene.fault({ ...fault, method: 'calendar.event.delete', times: 1 })
    const outcome = await scene.calendar.cancel(aim)
    expect(outcome).toMatchObject(what === 'applied' ? { ok: true } : { ok: false, reason: 'uncertain' })
    if (what === 'lost') valueOf(await scene.restart().cancel(aim))
    expect(scene.portal.sandbox.events()).toMatchObject([{ id }])
  },
)

test('one occurrence that has left its series, and cannot be seen any more, is in doubt', async () => {
  await using scene = await openCalendar()
  const id = seriesOf(scene)
  const aim = target(id, '2026-11-26')
  const cancelling = scene.calendar.cancel(aim)
  const stop = scene.portal.sandbox.onChange(() => {
    if (scene.portal.sandbox.events().length < 2) return
    stop()
    scene.fault({ kind: 'html', method: 'calendar.event.get', times: 3 })
  })
  expect(await cancelling).toMatchObject({ ok: false, reason: 'uncertain' })
  expect(await scene.calendar.cancel(aim)).toMatchObject({ ok: true })
  expect(scene.portal.sandbox.events()).toMatchObject([{ id }])
})

test('who was told no before the portal was asked sees a reason they can act on', async () => {
  await using scene = await openCalendar()
  const id = meetingOf(scene)
  const change = (changes: EventChanges) => scene.calendar.change(target(id), changes)
  expect(await change({ title: ' ' })).toMatchObject({ reason: 'rejected_title' })
  expect(await change({ time: { ...later, to: later.from } })).toMatchObject({ reason: 'rejected_time' })
  expect(scene.calls()).toEqual([])
})

function guestEntry(scene: CalendarScene): number {
  return scene.portal.sandbox.events()[0]?.entries.find(({ userId }) => userId === anna)?.id ?? 0
}
