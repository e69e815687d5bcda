import { describe, expect, test } from 'vitest'

import { romashka } from '../../../sandbox/bitrix24/company.ts'
import { textOf } from '../../../sandbox/bitrix24/json.ts'
import type { NewEvent } from '../../../sandbox/bitrix24/rows.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import { add, getById, list, meeting, plain, startCalendar, update } from './calendar-client.ts'
import { rows, startPortal, type Reply } from './portal-client.ts'

/** Names of a list answer, in order. */
function names(reply: Reply): readonly string[] {
  return rows(reply).map(({ NAME: name }) => textOf(name))
}

describe('calendar.event.get', () => {
  test('takes whole days on the UTC clock: a local night can fall out, that of the day before come in', async () => {
    await using portal = await startCalendar()
    const night = { ...plain, name: 'Ночь', from: '2026-11-25 01:00:00', to: '2026-11-25 02:00:00' }
    await add(portal, night)
    const on = async (day: string) => (await list(portal, 15, day, day)).map(({ NAME: name }) => name)
    expect([await on('2026-11-24'), await on('2026-11-25')]).toEqual([['Ночь'], []])
  })

  test('shows an all-day event on each of its days and no other', async () => {
    await using portal = await startCalendar()
    await add(portal, { ...plain, from: '2026-11-25', to: '2026-11-26', skip_time: 'Y' })
    const count = async (day: string) => (await list(portal, 15, day, day)).length
    const days = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']
    expect(await Promise.all(days.map(count))).toEqual([0, 1, 1, 0])
  })

  test('shows an event over midnight on both days, by the order of starts', async () => {
    await using portal = await startCalendar()
    await add(portal, { ...plain, name: 'Утро', from: '2026-11-25 09:00:00', to: '2026-11-25 09:30:00' })
    await add(portal, { ...plain, name: 'Полночь', from: '2026-11-25 02:30:00', to: '2026-11-25 03:30:00' })
    const on = async (day: string) => (await list(portal, 15, day, day)).map(({ NAME: name }) => name)
    expect([await on('2026-11-24'), await on('2026-11-25')]).toEqual([['Полночь'], ['Полночь', 'Утро']])
  })

  test('without dates goes a month back and three ahead; from alone runs on for ever', async () => {
    await using portal = await startCalendar()
    for (const day of ['2026-10-20', '2026-10-28', '2027-02-20', '2027-03-20', '2035-06-01']) {
      await add(portal, { ...plain, name: day, from: `${day} 10:00:00`, to: `${day} 11:00:00` })
    }
    const get = async (params: JsonObject) =>
      names(await portal.v2('calendar.event.get', { type: 'user', ownerId: 15, ...params }))
    expect(await get({})).toEqual(['2026-10-28', '2027-02-20'])
    expect(await get({ from: '2027-03-01' })).toEqual(['2027-03-20', '2035-06-01'])
    expect(await get({ to: '2026-10-25' })).toEqual(['2026-10-20'])
    expect(await get({ from: '2020-01-01', to: '2040-01-01' })).toHaveLength(5)
  })

  test('knows no pages and no other kinds of calendars', async () => {
    await using portal = await startCalendar()
    await add(portal, { ...plain, rrule: { FREQ: 'DAILY' } })
    const { body } = await portal.v2('calendar.event.get', { type: 'user', ownerId: 15, start: 50 })
    expect([(body['result'] as unknown[]).length, body['total'], body['next']]).toEqual([
      90,
      undefined,
      undefined,
    ])
    expect((await portal.v2('calendar.event.get', { type: 'company_calendar', ownerId: 0 })).result).toEqual(
      [],
    )
  })

  test('keeps to the sections it is told', async () => {
    await using portal = await startCalendar()
    await add(portal)
    const get = async (section: JsonObject['section']) =>
      names(await portal.v2('calendar.event.get', { type: 'user', ownerId: 15, section: section ?? null }))
    expect(await get([190])).toHaveLength(1)
    expect(await get([4711])).toEqual([])
  })

  test.each([
    ['shown', 1],
    ['hidden', 0],
  ] as const)('has declined events %s', async (declinedEvents, count) => {
    await using portal = await startCalendar({ modes: { declinedEvents } })
    portal.sandbox.addEvent({
      ownerId: 15,
      name: 'Показ',
      from: '2026-11-24T15:00:00',
      to: '2026-11-24T16:00:00',
      attendees: [27],
      answers: { 27: 'N' },
    })
    expect(await list(portal, 27, '2026-11-24', '2026-11-24')).toHaveLength(count)
    expect(await list(portal, 15, '2026-11-24', '2026-11-24')).toHaveLength(1)
  })
})

test('people from outside read no calendars', async () => {
  await using portal = await startCalendar({ ownerId: 40 })
  const calls: readonly [string, JsonObject][] = [
    ['calendar.event.get', { type: 'user', ownerId: 40 }],
    ['calendar.event.getbyid', { id: 1201 }],
    ['calendar.section.get', { type: 'user' }],
    ['calendar.accessibility.get', { users: [40], from: '2026-11-24', to: '2026-11-24' }],
  ]
  for (const [method, params] of calls) {
    expect(await portal.v2(method, params)).toMatchObject({
      status: 400,
      body: { error: '', error_description: 'Доступ запрещен' },
    })
  }
})

function halfHour(day: string, name: string): NewEvent {
  return { ownerId: 15, name, from: `${day}T11:00:00`, to: `${day}T11:30:00` }
}

describe('calendar.event.get.nearest', () => {
  const others = { type: 'user', ownerId: 15, forCurrentUser: false }

  test('is for the webhook’s owner unless told otherwise, and the word "false" is true', async () => {
    await using portal = await startCalendar()
    await add(portal, { ...plain, ownerId: 1, name: 'Моё' })
    await add(portal)
    const nearest = async (params: JsonObject) => names(await portal.v2('calendar.event.get.nearest', params))
    expect(await nearest({})).toEqual(['Моё'])
    expect(await nearest({ type: 'user', ownerId: 15 })).toEqual(['Моё'])
    expect(await nearest({ ...others, forCurrentUser: 'false' })).toEqual(['Моё'])
    expect(await nearest(others)).toEqual(['Планёрка по договору'])
  })

  test('forgets whose calendar was asked for, by mode', async () => {
    await using portal = await startCalendar({ modes: { nearestOwner: 'forgotten' } })
    await add(portal, { ...plain, ownerId: 31, name: 'Суд' })
    await add(portal)
    expect(names(await portal.v2('calendar.event.get.nearest', others)).toSorted()).toEqual([
      'Планёрка по договору',
      'Суд',
    ])
  })

  test('leaves out what is over, declined or too far, and stops at a number', async () => {
    await using portal = await startCalendar()
    portal.sandbox.addEvent(halfHour('2026-11-23', 'Прошло'))
    portal.sandbox.addEvent(halfHour('2026-11-26', 'Второе'))
    portal.sandbox.addEvent(halfHour('2026-11-25', 'Первое'))
    portal.sandbox.addEvent(halfHour('2026-12-20', 'Далеко'))
    portal.sandbox.addEvent({
      ...halfHour('2026-11-25', 'Отказ'),
      ownerId: 27,
      attendees: [15],
      answers: { 15: 'N' },
    })
    const nearest = async (params: JsonObject) =>
      names(await portal.v2('calendar.event.get.nearest', { ...others, ...params }))
    expect(await nearest({ days: 10 })).toEqual(['Первое', 'Второе'])
    expect(await nearest({})).toEqual(['Первое', 'Второе', 'Далеко'])
    expect(await nearest({ maxEventsCount: 1 })).toEqual(['Первое'])
  })
})

describe('calendar.accessibility.get', () => {
  const day = { from: '2026-11-24', to: '2026-11-24' }

  test('says when people are busy, by person, without place, description and attendees', async () => {
    await using portal = await startCalendar()
    await add(portal, { ...meeting, location: 'Переговорная', description: 'Сроки' })
    const { result } = await portal.v2('calendar.accessibility.get', { users: [15, '27', 31, 4711], ...day })
    const busy = {
      NAME: 'Планёрка по договору',
      DATE_FROM: '24.11.2026 15:00:00',
      DATE_TO: '24.11.2026 15:30:00',
      DATE_FROM_TS_UTC: '1795521600',
      DATE_TO_TS_UTC: '1795523400',
      '~USER_OFFSET_FROM': 0,
      '~USER_OFFSET_TO': 0,
      DT_SKIP_TIME: 'N',
      TZ_FROM: 'Europe/Moscow',
      TZ_TO: 'Europe/Moscow',
      ACCESSIBILITY: 'busy',
      IMPORTANCE: 'normal',
      EVENT_TYPE: '',
    }
    expect(result).toEqual({ 15: [{ ...busy, ID: '1201' }], 27: [{ ...busy, ID: '1202' }], 31: [], 4711: [] })
  })

  test.each([
    ['busy', ['Выезд', 'Отпуск']],
    ['all', ['Выезд', 'Отпуск', 'Отказ', 'Окно']],
  ] as const)('counts %s', async (accessibilityRows, expected) => {
    await using portal = await startCalendar({ modes: { accessibilityRows } })
    const at = { ownerId: 15, from: '2026-11-24T15:00:00', to: '2026-11-24T16:00:00' }
    portal.sandbox.addEvent({ ...at, name: 'Выезд', accessibility: 'quest' })
    portal.sandbox.addEvent({ ...at, name: 'Отпуск', accessibility: 'absent' })
    portal.sandbox.addEvent({ ...at, name: 'Отказ', ownerId: 27, attendees: [15], answers: { 15: 'N' } })
    portal.sandbox.addEvent({ ...at, name: 'Окно', accessibility: 'free' })
    const { result } = await portal.v2('calendar.accessibility.get', { users: [15], ...day })
    const found = (result as Record<string, JsonObject[]>)['15']?.map(({ NAME: name }) => name)
    expect(found).toEqual(expected)
  })

  test.each([
    ['text', '1201'],
    ['number', 1201],
  ] as const)('has ids as %s', async (accessibilityIds, id) => {
    await using portal = await startCalendar({ modes: { accessibilityIds } })
    await add(portal)
    const { result } = await portal.v2('calendar.accessibility.get', { users: [15], ...day })
    expect(result).toMatchObject({ 15: [{ ID: id }] })
  })

  test.each(['users', 'from', 'to'])('needs %s', async (name) => {
    await using portal = await startCalendar()
    const params = Object.fromEntries(Object.entries({ users: [15], ...day }).filter(([key]) => key !== name))
    const { status, body } = await portal.v2('calendar.accessibility.get', params)
    expect([status, body['error']]).toEqual([400, ''])
    expect(body['error_description']).toContain(`"${name}"`)
  })
})

describe('calendar.section.get', () => {
  test('has nothing until a calendar is opened, then one with the rights of the webhook’s owner', async () => {
    await using portal = await startCalendar()
    const sections = async () => rows(await portal.v2('calendar.section.get', { type: 'user', ownerId: 15 }))
    expect(await sections()).toEqual([])
    await add(portal)
    const full = { view_time: true, view_title: true, view_full: true }
    const write = { add: true, edit: true, edit_section: true, access: true }
    expect(await sections()).toEqual([
      {
        ID: '190',
        NAME: 'Мой календарь',
        GAPI_CALENDAR_ID: null,
        DESCRIPTION: '',
        COLOR: '#9cbeee',
        TEXT_COLOR: '#283000',
        EXPORT: { ALLOW: true },
        CAL_TYPE: 'user',
        OWNER_ID: '15',
        CREATED_BY: '15',
        DATE_CREATE: '2026-11-23 12:00:00',
        TIMESTAMP_X: '2026-11-23 12:00:00',
        CAL_DAV_CON: null,
        SYNC_TOKEN: null,
        PAGE_TOKEN: null,
        EXTERNAL_TYPE: 'local',
        ACCESS: { U15: 19 },
        IS_COLLAB: false,
        PERM: { ...full, ...write },
      },
    ])
    portal.sandbox.modes.othersCalendars = 'denied'
    expect((await sections())[0]).toMatchObject({ PERM: { view_full: true, add: false, edit: false } })
  })

  test('without an owner is for the webhook’s own, and only for people', async () => {
    await using portal = await startCalendar({ ownerId: 15 })
    await add(portal, { ...plain, section: 0 })
    expect(rows(await portal.v2('calendar.section.get', { type: 'user' }))).toHaveLength(1)
    expect((await portal.v2('calendar.section.get', { type: 'group' })).status).toBe(400)
    expect((await portal.v2('calendar.section.get', {})).status).toBe(400)
  })

  test('an event goes into the section it names', async () => {
    await using portal = await startCalendar()
    await add(portal)
    const id = await add(portal, { ...plain, auto_detect_section: 'N', section: 190 })
    expect((await update(portal, id, { section: 190, timezone_from: 'Europe/Moscow' })).result).toBe(id)
    expect(await getById(portal, id)).toMatchObject({ SECT_ID: '190' })
  })
})

describe('settings', () => {
  test('have every documented key, and a company’s own values', async () => {
    await using portal = await startPortal({
      company: { ...romashka, calendarSettings: { work_time_start: '9.30', week_holidays: ['SU'] } },
    })
    const { result } = await portal.v2('calendar.settings.get')
    expect(result).toMatchObject({
      work_time_start: '9.30',
      work_time_end: '18',
      year_workdays: '',
      week_holidays: ['SU'],
      week_start: 'MO',
      path_to_user_calendar: '/company/personal/user/#user_id#/calendar/',
    })
    expect(Object.keys(result as JsonObject)).toHaveLength(25)
  })

  test('of the webhook’s owner name their zone, hours and calendar', async () => {
    await using portal = await startCalendar({ ownerId: 19 })
    const get = async () => (await portal.v2('calendar.user.settings.get')).result
    expect(await get()).toMatchObject({ meetSection: 'false', defaultSections: [] })
    await add(portal, { ...plain, ownerId: 19 })
    expect(await get()).toMatchObject({
      meetSection: '190',
      defaultSections: { user19: '190' },
      timezoneName: 'Asia/Yekaterinburg',
      timezoneOffsetUTC: 18_000,
      work_time_start: '9.00',
      work_time_end: '18.00',
    })
  })
})

test('the seeded company has a week like people have', async () => {
  await using portal = await startPortal({ modes: { occurrenceTimestamps: 'occurrence' } })
  const week = await list(portal, 15, '2026-11-22', '2026-11-29')
  const shown = week.map((one) => `${textOf(one['DATE_FROM']).slice(0, 16)} ${textOf(one['NAME'])}`)
  expect(shown).toEqual([
    '23.11.2026 10:00 Планёрка отдела продаж',
    '23.11.2026 15:00 Показ для ООО «Вектор»',
    '23.11.2026 17:00 Время для звонков клиентам',
    '24.11.2026 00:00 День открытых дверей',
    '24.11.2026 10:00 Планёрка отдела продаж',
    '24.11.2026 12:00 Согласование договора с «Вектором»',
    '24.11.2026 18:30 [Занят]',
    '25.11.2026 10:00 Планёрка отдела продаж',
    '25.11.2026 11:00 Инструктаж по охране труда',
    '25.11.2026 23:30 Созвон с Владивостоком',
    '26.11.2026 10:00 Планёрка отдела продаж',
    '26.11.2026 14:00 Выезд на склад',
    '27.11.2026 10:00 Планёрка отдела продаж',
  ])
  expect(week[1]).toMatchObject({ IMPORTANCE: 'high', MEETING_HOST: '15' })
  expect(week[1]?.['LOCATION']).toMatch(/^https:\/\/telemost\.yandex\.ru\/j\/\d+$/)
  expect(week[1]?.['DESCRIPTION']).toContain(`[Телемост] ${textOf(week[1]?.['LOCATION'])}`)
  expect(week.map((one) => textOf(one['MEETING_STATUS'])).join('')).toBe('YHHYYQHYNHYQY')
  const absent = await list(portal, 16, '2026-11-25', '2026-11-27')
  expect(absent).toMatchObject([{ ACCESSIBILITY: 'absent', DT_SKIP_TIME: 'Y', DT_LENGTH: 3 * 86_400 }])
})
