import { expect, test } from 'vitest'

import { anna, days, igor, moscow, olga, openCalendar, petr, room, valueOf } from './calendar-scene.ts'

/** Every combination of what the sources disagree about when they tell times. */
const readings = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((bits) => ({
  calendarDates: (bits & 1) === 0 ? ('ru' as const) : ('en' as const),
  occurrenceTimestamps: (bits & 2) === 0 ? ('series' as const) : ('occurrence' as const),
  calendarTimestamps: (bits & 4) === 0 ? ('utc' as const) : ('server' as const),
  allDayTimestamps: (bits & 8) === 0 ? ('utc' as const) : ('owner' as const),
  countedSeriesEnd: (bits & 8) === 0 ? ('counted' as const) : ('never' as const),
}))

test('a day shows its events in order, with who comes and where', async () => {
  await using scene = await openCalendar()
  const id = scene.put({
    ownerId: olga,
    name: 'Показ клиенту',
    from: '2026-11-24T15:00:00',
    to: '2026-11-24T16:00:00',
    location: room,
    description: `[Телемост] ${room}\n\n[b]Взять[/b] макет\n\n#tgbot:018f2c1e7a6b5c4d`,
    importance: 'high',
    attendees: [anna, igor],
    answers: { 15: 'Y', 27: 'N' },
  })
  scene.put({ ownerId: anna, name: 'Отчёт', from: '2026-11-24T10:00:00', to: '2026-11-24T10:30:00' })
  const [first, second] = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(first).toMatchObject({ title: 'Отчёт', meeting: false, answer: 'host', organiser: null, mine: true })
  const entry = scene.portal.sandbox.events()[0]?.entries.find(({ userId }) => userId === anna)?.id
  expect(second).toEqual({
    id: entry,
    parentId: id,
    title: 'Показ клиенту',
    allDay: false,
    start: '2026-11-24T12:00:00.000Z',
    end: '2026-11-24T13:00:00.000Z',
    dates: null,
    zone: moscow,
    location: room,
    link: room,
    description: 'Взять макет',
    meeting: true,
    organiser: { id: olga, name: 'Ольга Белова' },
    answer: 'yes',
    participants: [
      { id: olga, name: 'Ольга Белова', answer: 'host' },
      { id: anna, name: 'Анна Петрова', answer: 'yes' },
      { id: igor, name: 'Игорь Ким', answer: 'no' },
    ],
    important: true,
    private: false,
    accessibility: 'busy',
    occurrence: null,
    series: false,
    url: `${scene.portal.sandbox.origin}/company/personal/user/15/calendar/?EVENT_ID=${entry}`,
    mine: false,
  })
})

test('a week with many people is two requests, and one when the names are known', async () => {
  await using scene = await openCalendar()
  for (const day of [23, 24, 25, 26, 27]) {
    const at = `2026-11-${day}T`
    scene.put({
      ownerId: anna,
      name: 'Планёрка',
      from: `${at}10:00:00`,
      to: `${at}11:00:00`,
      attendees: [olga, igor, petr],
    })
  }
  const week = days('2026-11-23', '2026-11-30')
  expect(valueOf(await scene.calendar.list(week))).toHaveLength(5)
  expect(scene.calls()).toHaveLength(2)
  const again = valueOf(await scene.calendar.list(week))
  expect(again.map(({ participants }) => participants.length)).toEqual([4, 4, 4, 4, 4])
  expect(scene.calls()).toEqual(['calendar.event.get'])
})

test('a calendar without meetings asks for nobody’s name', async () => {
  await using scene = await openCalendar()
  scene.put({ ownerId: anna, name: 'Отчёт', from: '2026-11-24T10:00:00', to: '2026-11-24T10:30:00' })
  await scene.calendar.list(days('2026-11-24', '2026-11-25'))
  expect(scene.calls()).toEqual(['calendar.event.get'])
})

test('where names cannot be had, the events come all the same', async () => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-24T10:00:00', to: '2026-11-24T10:30:00' }
  scene.put({ ownerId: olga, name: 'Показ', ...times, attendees: [anna] })
  for (const method of ['user.get', 'batch']) scene.fault({ kind: 'cut', method })
  const [event] = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(event).toMatchObject({
    title: 'Показ',
    organiser: { id: olga, name: 'Ольга Белова' },
    participants: [],
  })
})

test('nobody sees the calendar of somebody else', async () => {
  await using scene = await openCalendar()
  scene.put({ ownerId: olga, name: 'Личная встреча', from: '2026-11-24T10:00:00', to: '2026-11-24T11:00:00' })
  expect(valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))).toEqual([])
})

test('the night belongs to the day it is in, whatever the portal’s clock says', async () => {
  await using scene = await openCalendar()
  const put = (name: string, from: string, to: string): number => scene.put({ ownerId: anna, name, from, to })
  put('Вчера', '2026-11-23T22:00:00', '2026-11-24T00:00:00')
  put('Дежурство', '2026-11-23T23:30:00', '2026-11-24T00:30:00')
  put('Ночью', '2026-11-24T01:00:00', '2026-11-24T02:00:00')
  put('До полуночи', '2026-11-24T23:00:00', '2026-11-25T00:00:00')
  put('В полночь', '2026-11-25T00:00:00', '2026-11-25T01:00:00')
  const today = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(today.map(({ title }) => title)).toEqual(['Дежурство', 'Ночью', 'До полуночи'])
  expect(today[0]).toMatchObject({ start: '2026-11-23T20:30:00.000Z', end: '2026-11-23T21:30:00.000Z' })
})

test('somebody in Vladivostok sees their own day', async () => {
  await using scene = await openCalendar()
  scene.put({ ownerId: anna, name: 'Звонок', from: '2026-11-24T17:00:00', to: '2026-11-24T18:00:00' })
  const zone = 'Asia/Vladivostok'
  const fromMs = Date.parse('2026-11-25T00:00:00+10:00')
  const query = { actor: anna, fromMs, toMs: fromMs + 86_400_000, zone }
  expect(valueOf(await scene.calendar.list(query))).toMatchObject([
    { start: '2026-11-24T14:00:00.000Z', zone: moscow },
  ])
})

test.each(readings)(
  'times are right when the portal tells them as $calendarDates, $occurrenceTimestamps, $calendarTimestamps, $allDayTimestamps',
  async (modes) => {
    await using scene = await openCalendar({ modes })
    scene.put({
      ownerId: anna,
      name: 'Каждую неделю',
      // Two changes of the clocks ago: nine in Berlin stays nine in Berlin.
      from: '2026-06-02T09:00:00',
      to: '2026-06-02T10:00:00',
      zoneFrom: 'Europe/Berlin',
      zoneTo: 'Europe/Berlin',
      rule: { frequency: 'WEEKLY', interval: 1, weekdays: ['TU', 'TH'], until: null, count: 80 },
      exceptDays: ['2026-11-26'],
    })
    scene.put({
      ownerId: anna,
      name: 'Один день',
      from: '2026-11-24T00:00:00',
      to: '2026-11-24T00:00:00',
      allDay: true,
    })
    scene.put({
      ownerId: anna,
      name: 'Отпуск',
      from: '2026-11-24T00:00:00',
      to: '2026-11-26T00:00:00',
      allDay: true,
      accessibility: 'absent',
    })
    scene.put({ ownerId: anna, name: 'Днём', from: '2026-11-25T12:00:00', to: '2026-11-25T13:00:00' })
    scene.put({
      ownerId: anna,
      name: 'День рождения',
      from: '2025-11-25T00:00:00',
      to: '2025-11-25T00:00:00',
      allDay: true,
      rule: { frequency: 'YEARLY', interval: 1, weekdays: [], until: null, count: null },
    })
    const found = valueOf(await scene.calendar.list(days('2026-11-24', '2026-12-02')))
    expect(
      found.map(({ title, start, end, dates, occurrence }) => [title, start, end, dates, occurrence]),
    ).toEqual([
      [
        'Один день',
        '2026-11-23T21:00:00.000Z',
        '2026-11-24T21:00:00.000Z',
        { first: '2026-11-24', last: '2026-11-24' },
        null,
      ],
      [
        'Отпуск',
        '2026-11-23T21:00:00.000Z',
        '2026-11-26T21:00:00.000Z',
        { first: '2026-11-24', last: '2026-11-26' },
        null,
      ],
      ['Каждую неделю', '2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z', null, '2026-11-24'],
      [
        'День рождения',
        '2026-11-24T21:00:00.000Z',
        '2026-11-25T21:00:00.000Z',
        { first: '2026-11-25', last: '2026-11-25' },
        '2026-11-25',
      ],
      ['Днём', '2026-11-25T09:00:00.000Z', '2026-11-25T10:00:00.000Z', null, null],
      ['Каждую неделю', '2026-12-01T08:00:00.000Z', '2026-12-01T09:00:00.000Z', null, '2026-12-01'],
    ])
  },
)

test('an occurrence that was moved is an event of its own, one that was deleted is gone', async () => {
  await using scene = await openCalendar()
  const seriesId = scene.put({
    ownerId: anna,
    name: 'Летучка',
    from: '2026-11-16T10:00:00',
    to: '2026-11-16T10:15:00',
    rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: '2026-11-27', count: null },
    exceptDays: ['2026-11-24', '2026-11-25'],
  })
  scene.put({
    ownerId: anna,
    name: 'Летучка',
    from: '2026-11-24T17:00:00',
    to: '2026-11-24T17:15:00',
    recurrenceId: seriesId,
    originalFrom: '2026-11-24T10:00:00',
  })
  const found = valueOf(await scene.calendar.list(days('2026-11-23', '2026-11-30')))
  expect(found.map(({ start, occurrence }) => [start, occurrence])).toEqual([
    ['2026-11-23T07:00:00.000Z', '2026-11-23'],
    ['2026-11-24T14:00:00.000Z', null],
    ['2026-11-26T07:00:00.000Z', '2026-11-26'],
    ['2026-11-27T07:00:00.000Z', '2026-11-27'],
  ])
})

test('a private event the portal hides has no title and is nobody’s to change', async () => {
  await using scene = await openCalendar()
  scene.put({
    ownerId: anna,
    name: 'К врачу',
    description: 'Полис',
    location: room,
    from: '2026-11-24T10:00:00',
    to: '2026-11-24T11:00:00',
    isPrivate: true,
  })
  const [event] = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(event).toMatchObject({ title: null, description: '', link: null, private: true, mine: false })
  expect(event).toMatchObject({ start: '2026-11-24T07:00:00.000Z' })
})

test('a private event the portal shows has its title', async () => {
  await using scene = await openCalendar({ modes: { privateEvents: 'shown' } })
  const times = { from: '2026-11-24T10:00:00', to: '2026-11-24T11:00:00' }
  scene.put({ ownerId: anna, name: 'К врачу', ...times, isPrivate: true })
  const [event] = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(event).toMatchObject({ title: 'К врачу', private: true, mine: true })
})

test('declined meetings are listed as declined', async () => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-24T10:00:00', to: '2026-11-24T11:00:00' }
  scene.put({ ownerId: olga, name: 'Обзор', ...times, attendees: [anna], answers: { 15: 'N' } })
  scene.put({ ownerId: petr, name: 'Юристы', ...times, attendees: [anna] })
  const found = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  expect(found.map(({ title, answer }) => [title, answer])).toEqual([
    ['Обзор', 'no'],
    ['Юристы', 'none'],
  ])
})

test('a host who hides the guests hides them here as well', async () => {
  await using scene = await openCalendar()
  const id = scene.put({
    ownerId: olga,
    name: 'Собеседование',
    from: '2026-11-24T10:00:00',
    to: '2026-11-24T11:00:00',
    attendees: [anna, igor],
    meeting: { hideGuests: true },
  })
  // Asked by the host's own entry, an administrator's webhook is shown everybody.
  const query = { actor: anna, id, occurrence: null, zone: moscow }
  const { participants } = valueOf(await scene.calendar.get(query))
  expect(participants.map((one) => one.id)).toEqual([olga, anna])
})

test('one event is read by its entry in the actor’s own calendar', async () => {
  await using scene = await openCalendar()
  const times = { from: '2026-11-24T10:00:00', to: '2026-11-24T11:00:00' }
  scene.put({ ownerId: olga, name: 'Обзор', ...times, attendees: [anna] })
  const [listed] = valueOf(await scene.calendar.list(days('2026-11-24', '2026-11-25')))
  const query = { actor: anna, id: listed!.id, occurrence: null, zone: moscow }
  expect(valueOf(await scene.calendar.get(query))).toEqual(listed)
})

test.each(['null', 'empty'] as const)(
  'missing and foreign events are not told apart (missing: %s)',
  async (missingEvent) => {
    await using scene = await openCalendar({ modes: { missingEvent } })
    const times = { from: '2026-11-24T10:00:00', to: '2026-11-24T11:00:00' }
    const foreign = scene.put({ ownerId: olga, name: 'Обзор', ...times, attendees: [igor] })
    const secret = scene.put({ ownerId: olga, name: 'Личное', ...times, isPrivate: true })
    const asked = await Promise.all(
      [foreign, secret, 999_999, 0, -1, 1.5].map((id) =>
        scene.calendar.get({ actor: anna, id, occurrence: null, zone: moscow }),
      ),
    )
    expect(new Set(asked.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(asked[0]).toMatchObject({ ok: false, reason: 'not_found' })
  },
)

test('one occurrence of a series is read by its date; a date it does not happen on is not found', async () => {
  await using scene = await openCalendar({ modes: { occurrenceTimestamps: 'series' } })
  const id = scene.put({
    ownerId: anna,
    name: 'Летучка',
    from: '2026-11-16T10:00:00',
    to: '2026-11-16T10:15:00',
    rule: { frequency: 'DAILY', interval: 1, weekdays: [], until: '2026-11-27', count: null },
    exceptDays: ['2026-11-25'],
  })
  const get = (occurrence: string | null) => scene.calendar.get({ actor: anna, id, occurrence, zone: moscow })
  expect(await get('2026-11-24')).toMatchObject({
    value: { start: '2026-11-24T07:00:00.000Z', end: '2026-11-24T07:15:00.000Z', occurrence: '2026-11-24' },
  })
  expect(await get('2026-11-25')).toMatchObject({ reason: 'not_found' })
  expect(await get('2026-12-24')).toMatchObject({ reason: 'not_found' })
  expect(await get('вчера')).toMatchObject({ reason: 'not_found' })
  expect(await get(null)).toMatchObject({ value: { start: '2026-11-16T07:00:00.000Z', occurrence: null } })
})

test('a portal that cannot be reached is temporary, one without the calendar’s scope needs an administrator', async () => {
  await using scene = await openCalendar({ scopes: ['user_basic'] })
  expect(await scene.calendar.list(days('2026-11-24', '2026-11-25'))).toMatchObject({ reason: 'config' })
  scene.fault({ kind: 'html' })
  expect(await scene.calendar.list(days('2026-11-24', '2026-11-25'))).toMatchObject({ reason: 'temporary' })
  expect(await scene.calendar.settings()).toMatchObject({ reason: 'temporary' })
})

test('a calendar that is closed to the webhook is denied', async () => {
  await using scene = await openCalendar({ ownerId: 40 })
  expect(await scene.calendar.list(days('2026-11-24', '2026-11-25'))).toMatchObject({ reason: 'denied' })
})
