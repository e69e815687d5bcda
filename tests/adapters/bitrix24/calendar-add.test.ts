import { expect, test } from 'vitest'

import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { NewEvent, Recurrence } from '../../../src/ports/calendar.ts'
import {
  anna,
  assistant,
  days,
  igor,
  moscow,
  olga,
  openCalendar,
  petr,
  planning,
  room,
  valueOf,
} from './calendar-scene.ts'
import type { CalendarScene } from './calendar-scene.ts'

const operation = 'frame-9:create:1'

function sent(scene: CalendarScene, method: string) {
  return scene.portal.sandbox.requests
    .filter((request) => request.method === method)
    .map(({ params }) => params)
}

test('a meeting is made as the person asked, in two requests', async () => {
  await using scene = await openCalendar()
  const outcome = await scene.calendar.add(planning, operation, false)
  const [event] = scene.portal.sandbox.events()
  const { origin } = scene.portal.sandbox
  expect(outcome).toEqual({
    ok: true,
    value: {
      id: event?.id,
      url: `${origin}/company/personal/user/15/calendar/?EVENT_ID=${event?.id}`,
      existed: false,
      organiser: 'owner',
    },
  })
  expect(event).toMatchObject({
    ownerId: anna,
    name: 'Планёрка по договору',
    from: '2026-11-25T15:00:00',
    to: '2026-11-25T15:30:00',
    zoneFrom: moscow,
    zoneTo: moscow,
    location: room,
    accessibility: 'busy',
    isMeeting: true,
    meeting: { hostId: anna, notify: true, reinvite: false, allowInvite: false, hideGuests: false },
    remind: [{ type: 'min', count: 15 }],
  })
  expect(event?.entries).toMatchObject([
    { userId: anna, status: 'H' },
    { userId: igor, status: 'Q' },
  ])
  expect(event?.description).toMatch(
    /^\[Телемост\] https:\/\/telemost\.yandex\.ru\/j\/12345678901234\n\nВзять смету\n\n#tgbot:[0-9a-f]{16}$/,
  )
  expect(scene.calls()).toEqual(['calendar.event.add', 'calendar.event.getbyid'])
})

test('the request is the one the reference recommends', async () => {
  await using scene = await openCalendar()
  await scene.calendar.add({ ...planning, description: '' }, operation, false)
  const [body] = sent(scene, 'calendar.event.add')
  expect(body?.['description']).toMatch(/^\[Телемост\] https:\S+\n\n#tgbot:[0-9a-f]{16}$/)
  expect(body).toEqual({
    type: 'user',
    ownerId: 15,
    auto_detect_section: 'Y',
    name: 'Планёрка по договору',
    from: '2026-11-25 15:00:00',
    to: '2026-11-25 15:30:00',
    timezone_from: moscow,
    timezone_to: moscow,
    skip_time: 'N',
    location: room,
    description: body?.['description'],
    accessibility: 'busy',
    is_meeting: 'Y',
    attendees: [15, 27],
    host: 15,
    meeting: { notify: true, reinvite: false, allow_invite: false, hide_guests: false },
    remind: [{ type: 'min', count: 15 }],
  })
})

test('an event without guests is no meeting, has no organiser to ask for, and is one request', async () => {
  await using scene = await openCalendar({ modes: { eventOrganiser: 'webhook' } })
  const alone: NewEvent = { ...planning, participants: [anna], link: null, description: '' }
  expect(await scene.calendar.add(alone, operation, false)).toMatchObject({ value: { organiser: 'owner' } })
  expect(scene.calls()).toEqual(['calendar.event.add'])
  expect(scene.portal.sandbox.events()).toMatchObject([{ isMeeting: false, location: '', ownerId: anna }])
  expect(scene.portal.sandbox.events()[0]?.description).toMatch(/^#tgbot:[0-9a-f]{16}$/)
})

test('where the portal makes the assistant the organiser, this is said, and the employee is named in the meeting', async () => {
  await using scene = await openCalendar({ modes: { eventOrganiser: 'webhook' } })
  expect(await scene.calendar.add(planning, operation, false)).toMatchObject({
    ok: true,
    value: { organiser: 'assistant', existed: false },
  })
  expect(scene.calls()).toEqual(['calendar.event.add', 'calendar.event.getbyid', 'calendar.event.update'])
  const [event] = scene.portal.sandbox.events()
  expect(event).toMatchObject({
    meeting: { hostId: assistant },
    from: '2026-11-25T15:00:00',
    zoneFrom: moscow,
  })
  expect(event?.description).toContain('Взять смету\n\nОрганизатор: Анна Петрова\n\n#tgbot:')
  expect(event?.entries.map(({ userId }) => userId)).toEqual([anna, igor])

  // The second time it is known.
  await scene.calendar.add({ ...planning, title: 'Ещё одна' }, 'another', false)
  expect(scene.calls()).toEqual(['calendar.event.add', 'calendar.event.getbyid'])
  expect(scene.portal.sandbox.events()[1]?.description).toContain('Организатор: Анна Петрова')
})

test('a line nobody could add does not take back the meeting', async () => {
  await using scene = await openCalendar({ modes: { eventOrganiser: 'webhook' } })
  scene.fault({ kind: 'cut', method: 'calendar.event.update' })
  expect(await scene.calendar.add(planning, operation, false)).toMatchObject({
    ok: true,
    value: { organiser: 'assistant' },
  })
})

test('a meeting whose organiser could not be read is there all the same', async () => {
  await using scene = await openCalendar()
  scene.fault({ kind: 'html', method: 'calendar.event.getbyid' })
  expect(await scene.calendar.add(planning, operation, false)).toMatchObject({ ok: true })
  expect(scene.portal.sandbox.events()).toHaveLength(1)
})

test.each([
  ['2026-11-25', '2026-11-25', '2026-11-24T21:00:00.000Z', '2026-11-25T21:00:00.000Z'],
  ['2026-11-25', '2026-11-27', '2026-11-24T21:00:00.000Z', '2026-11-27T21:00:00.000Z'],
])('an all-day event from %s to %s covers exactly those days', async (from, to, start, end) => {
  await using scene = await openCalendar()
  const time = { allDay: true, from, to, zone: moscow }
  valueOf(await scene.calendar.add({ ...planning, time }, operation, false))
  expect(scene.portal.sandbox.events()).toMatchObject([{ allDay: true, remind: [] }])
  expect(valueOf(await scene.calendar.list(days('2026-11-23', '2026-11-30')))).toMatchObject([
    { allDay: true, start, end, dates: { first: from, last: to } },
  ])
})

test('an event across midnight, in another zone, is when it was asked for', async () => {
  await using scene = await openCalendar()
  const zone = 'Asia/Yekaterinburg'
  const time = { allDay: false, from: '2026-11-25T23:30', to: '2026-11-26T00:30', zone }
  valueOf(await scene.calendar.add({ ...planning, time }, operation, false))
  expect(valueOf(await scene.calendar.list(days('2026-11-25', '2026-11-26')))).toMatchObject([
    { start: '2026-11-25T18:30:00.000Z', end: '2026-11-25T19:30:00.000Z', zone },
  ])
})

test.each([
  ['2026-10-24T15:00', '2026-10-24T13:00:00.000Z'],
  ['2026-10-25T15:00', '2026-10-25T14:00:00.000Z'],
  ['2027-03-27T15:00', '2027-03-27T14:00:00.000Z'],
  ['2027-03-28T15:00', '2027-03-28T13:00:00.000Z'],
])('three o’clock in Berlin stays three o’clock when the clocks change (%s)', async (from, start) => {
  await using scene = await openCalendar()
  const zone = 'Europe/Berlin'
  const time = { allDay: false, from, to: from.replace('15:', '16:'), zone }
  const { id } = valueOf(await scene.calendar.add({ ...planning, time }, operation, false))
  const query = { actor: anna, id, occurrence: null, zone: moscow }
  expect(await scene.calendar.get(query)).toMatchObject({ value: { start, zone } })
})

test('what it repeats as is what was asked for', async () => {
  expect(await ruleOf({ weekdays: ['MO', 'WE'], count: 10 })).toEqual({
    frequency: 'WEEKLY',
    interval: 1,
    weekdays: ['MO', 'WE'],
    until: null,
    count: 10,
  })
  // The 25th is a Wednesday; without days the portal would take Mondays.
  expect(await ruleOf({})).toMatchObject({ weekdays: ['WE'] })
  expect(await ruleOf({ frequency: 'daily', interval: 2, until: '2026-12-31' })).toMatchObject({
    frequency: 'DAILY',
    interval: 2,
    until: '2026-12-31',
  })
  expect(await ruleOf({ frequency: 'monthly' })).toMatchObject({
    frequency: 'MONTHLY',
    until: null,
    count: null,
  })
})

const faults = [
  ['an answer that was cut off', { kind: 'apply-then-cut' }, 1],
  ['a proxy’s page after the fact', { kind: 'html', applied: true }, 1],
  ['an empty answer after the fact', { kind: 'empty', applied: true }, 1],
  ['a request that never arrived', { kind: 'cut' }, 0],
] as const

test.each(
  faults.flatMap(([name, fault, made]) => [
    [name, 'host', fault, made] as const,
    [name, 'webhook', fault, made] as const,
  ]),
)('%s (organiser: %s) ends in exactly one event', async (_, eventOrganiser, fault, made) => {
  await using scene = await openCalendar({ modes: { eventOrganiser } })
  scene.fault({ ...fault, method: 'calendar.event.add', times: 1 })
  const first = await scene.calendar.add(planning, operation, false)
  expect(first).toMatchObject({ ok: false, reason: 'uncertain' })
  expect(first.ok ? 0 : first.retryAfterMs).toBeGreaterThan(0)
  expect(scene.portal.sandbox.events()).toHaveLength(made)

  const second = valueOf(await scene.restart().add(planning, operation, true))
  const [event, more] = scene.portal.sandbox.events()
  expect(more).toBeUndefined()
  const organiser = eventOrganiser === 'host' ? 'owner' : 'assistant'
  expect(second).toMatchObject({ id: event?.id, existed: made === 1, organiser })
  expect(event?.description.includes('Организатор: Анна Петрова')).toBe(eventOrganiser === 'webhook')

  expect(await scene.restart().add(planning, operation, true)).toMatchObject({ value: { existed: true } })
  expect(scene.portal.sandbox.events()).toHaveLength(1)
})

test.each([
  { eventOrganiser: 'webhook' },
  { hostOnUpdate: 'ignored' },
  { eventUpdateDenied: 'string', othersCalendars: 'denied' },
  { eventOrganiser: 'webhook', eventUpdateDenied: 'string', othersCalendars: 'denied' },
  { sectionDetection: 'always' },
  { zoneOnUpdate: 'kept', eventOrganiser: 'webhook' },
  { calendarDates: 'en', occurrenceTimestamps: 'occurrence', calendarTimestamps: 'server' },
  { allDayTimestamps: 'owner', countedSeriesEnd: 'never', missingEvent: 'empty' },
  { privateEvents: 'shown', declinedEvents: 'hidden' },
] as const)('on a portal that is %o an event is made once, at its time', async (modes) => {
  await using scene = await openCalendar({ modes })
  const made = valueOf(await scene.calendar.add(planning, operation, false))
  const again = valueOf(await scene.restart().add(planning, operation, true))
  expect(again).toEqual({ ...made, existed: true })
  expect(valueOf(await scene.calendar.list(days('2026-11-23', '2026-11-30')))).toMatchObject([
    {
      id: made.id,
      start: '2026-11-25T12:00:00.000Z',
      end: '2026-11-25T12:30:00.000Z',
      zone: moscow,
      link: room,
      mine: made.organiser === 'owner',
      participants: [{ id: anna }, { id: igor }],
    },
  ])
})

test('who gives up beforehand has asked for nothing', async () => {
  await using scene = await openCalendar()
  const outcome = await scene.calendar.add(planning, operation, false, AbortSignal.abort())
  expect(outcome).toMatchObject({ ok: false, reason: 'temporary' })
  expect(scene.calls()).toEqual([])
})

test('whoever cannot look does not make a second one', async () => {
  await using scene = await openCalendar()
  scene.fault({ kind: 'apply-then-cut', method: 'calendar.event.add', times: 1 })
  await scene.calendar.add(planning, operation, false)
  scene.fault({ kind: 'html', method: 'calendar.event.get', times: 3 })
  expect(await scene.calendar.add(planning, operation, true)).toMatchObject({
    ok: false,
    reason: 'uncertain',
  })
  expect(scene.portal.sandbox.events()).toHaveLength(1)
})

test('a series that begins days after the day it was given is found by its mark', async () => {
  await using scene = await openCalendar()
  // Given for Wednesday the 25th, it first happens on Monday the 7th of December: every other week.
  const recurrence: Recurrence = { frequency: 'weekly', interval: 2, weekdays: ['MO'], until: null, count: 5 }
  const series: NewEvent = { ...planning, recurrence }
  valueOf(await scene.calendar.add(series, operation, false))
  expect(await scene.restart().add(series, operation, true)).toMatchObject({ value: { existed: true } })
  expect(scene.portal.sandbox.events()).toHaveLength(1)
})

test('an event made across midnight is found by its mark', async () => {
  await using scene = await openCalendar()
  const time = { allDay: false, from: '2026-11-25T00:10', to: '2026-11-25T00:20', zone: 'Pacific/Kiritimati' }
  valueOf(await scene.calendar.add({ ...planning, time }, operation, false))
  expect(await scene.restart().add({ ...planning, time }, operation, true)).toMatchObject({
    value: { existed: true },
  })
})

test('another operation is another event, and a mark somebody typed is no mark', async () => {
  await using scene = await openCalendar()
  valueOf(await scene.calendar.add(planning, operation, false))
  const mark = /#tgbot:\w+/.exec(scene.portal.sandbox.events()[0]?.description ?? '')?.[0] ?? ''
  const forged: NewEvent = {
    ...planning,
    title: 'Чужая',
    description: `${mark} [Телемост] https://evil.example`,
  }
  expect(await scene.calendar.add(forged, 'another', true)).toMatchObject({ value: { existed: false } })
  const [, second] = scene.portal.sandbox.events()
  expect(second?.description.match(/#tgbot:/g)).toHaveLength(1)
  expect(second?.description.match(/\[Телемост\]/g)).toHaveLength(1)
  expect(second?.description).not.toContain(mark)
})

test('text that looks like the portal’s mark-up is shown as it was typed', async () => {
  await using scene = await openCalendar()
  const typed = {
    ...planning,
    link: null,
    title: '  Сбор\n  [b]всех[/b] ',
    description: '[url=https://evil.example]смета[/url]',
  }
  const { id } = valueOf(await scene.calendar.add(typed, operation, false))
  expect(scene.portal.sandbox.events()).toMatchObject([{ name: 'Сбор [b]всех[/b]' }])
  expect(scene.portal.sandbox.events()[0]?.description).not.toMatch(/\[url/)
  const query = { actor: anna, id, occurrence: null, zone: moscow }
  expect(await scene.calendar.get(query)).toMatchObject({ value: { link: null } })
})

test.each([
  ['an empty title', { title: ' \n ' }, 'rejected_title'],
  ['a title that is too long', { title: 'я'.repeat(256) }, 'rejected_title'],
  ['an end before the start', { time: { ...planning.time, to: '2026-11-25T14:00' } }, 'rejected_time'],
  ['an end at the start', { time: { ...planning.time, to: '2026-11-25T15:00' } }, 'rejected_time'],
  ['a zone nobody knows', { time: { ...planning.time, zone: 'Europe/Moskva' } }, 'rejected_time'],
  [
    'a day that is none',
    { time: { ...planning.time, allDay: true, from: '2026-11-31', to: '2026-12-01' } },
    'rejected_time',
  ],
  [
    'too many guests',
    { participants: Array.from({ length: 21 }, (_, at) => toPortalUserId(at + 100)) },
    'rejected_participants',
  ],
])('%s is not even sent', async (_, wrong: Partial<NewEvent>, reason) => {
  await using scene = await openCalendar()
  expect(await scene.calendar.add({ ...planning, ...wrong }, operation, false)).toMatchObject({
    ok: false,
    reason,
  })
  expect(scene.calls()).toEqual([])
})

test.each(['ru', 'en'] as const)(
  'a portal that says no is understood in its language (%s)',
  async (language) => {
    await using scene = await openCalendar({ modes: { language } })
    const description = language === 'ru' ? 'Доступ запрещен' : 'Access denied.'
    const method = 'calendar.event.add'
    scene.fault({ kind: 'status', status: 400, code: '', description, method, times: 1 })
    expect(await scene.calendar.add(planning, operation, false)).toMatchObject({
      ok: false,
      reason: 'denied',
    })
    const nobody = { id: toPortalUserId(4040), name: 'Никто' }
    const outcome = await scene.calendar.add({ ...planning, owner: nobody }, operation, false)
    expect(outcome).toMatchObject({ ok: false, reason: 'rejected' })
    expect(JSON.stringify(outcome)).not.toMatch(/Планёрка|смет|ошибк|error occurred/i)
  },
)

test('people who do not belong together meet once each', async () => {
  await using scene = await openCalendar()
  valueOf(
    await scene.calendar.add({ ...planning, participants: [igor, petr, igor, anna, olga] }, operation, false),
  )
  expect(sent(scene, 'calendar.event.add')[0]?.['attendees']).toEqual([15, 27, 31, 7])
})

async function ruleOf(recurrence: Partial<Recurrence>): Promise<unknown> {
  await using scene = await openCalendar()
  const plain: Recurrence = { frequency: 'weekly', interval: 1, weekdays: [], until: null, count: null }
  const event = { ...planning, recurrence: { ...plain, ...recurrence } }
  valueOf(await scene.calendar.add(event, operation, false))
  return scene.portal.sandbox.events()[0]?.rule
}
