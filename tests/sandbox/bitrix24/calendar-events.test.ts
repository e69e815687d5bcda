import { describe, expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { add, getById, instant, list, meeting, plain, startCalendar, update } from './calendar-client.ts'
import { rows } from './portal-client.ts'

test('an event comes back in the documented shape', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, {
    ...meeting,
    description: 'Обсудить сроки\n\n#tgbot:018f2c1e',
    location: 'https://telemost.yandex.ru/j/12345678901234',
    importance: 'high',
    color: '%239dcf00',
    remind: [{ type: 'min', count: 15 }],
  })
  expect(id).toBe(1201)
  expect(await getById(portal, id)).toEqual({
    ID: '1201',
    PARENT_ID: '1201',
    DELETED: 'N',
    CAL_TYPE: 'user',
    OWNER_ID: '15',
    CREATED_BY: '15',
    SECT_ID: '190',
    SECTION_ID: '190',
    SECTION_DAV_XML_ID: null,
    EVENT_TYPE: null,
    COLLAB_ID: null,
    G_EVENT_ID: '',
    DAV_XML_ID: '1795424400000-1201@portal',
    DAV_EXCH_LABEL: '',
    CAL_DAV_LABEL: '',
    SYNC_STATUS: null,
    VERSION: '1',
    RECURRENCE_ID: null,
    RELATIONS: '',
    DATE_FROM: '24.11.2026 15:00:00',
    DATE_TO: '24.11.2026 15:30:00',
    DATE_FROM_FORMATTED: 'Tue Nov 24 2026 15:00:00',
    DATE_TO_FORMATTED: 'Tue Nov 24 2026 15:30:00',
    ORIGINAL_DATE_FROM: null,
    TZ_FROM: 'Europe/Moscow',
    TZ_TO: 'Europe/Moscow',
    TZ_OFFSET_FROM: '10800',
    TZ_OFFSET_TO: '10800',
    DATE_FROM_TS_UTC: '1795521600',
    DATE_TO_TS_UTC: '1795523400',
    DT_SKIP_TIME: 'N',
    DT_LENGTH: 1800,
    DATE_CREATE: '23.11.2026 12:00:00',
    TIMESTAMP_X: '23.11.2026 12:00:00',
    RRULE: '',
    EXDATE: '',
    NAME: 'Планёрка по договору',
    DESCRIPTION: 'Обсудить сроки\n\n#tgbot:018f2c1e',
    '~DESCRIPTION': 'Обсудить сроки\n\n#tgbot:018f2c1e',
    LOCATION: 'https://telemost.yandex.ru/j/12345678901234',
    COLOR: '#9dcf00',
    PRIVATE_EVENT: '',
    ACCESSIBILITY: 'busy',
    IMPORTANCE: 'high',
    REMIND: [{ type: 'min', count: 15 }],
    IS_MEETING: true,
    MEETING_STATUS: 'H',
    MEETING_HOST: '15',
    MEETING: {
      HOST_NAME: 'Анна Петрова',
      NOTIFY: true,
      REINVITE: false,
      ALLOW_INVITE: false,
      HIDE_GUESTS: false,
      MEETING_CREATOR: 15,
      LANGUAGE_ID: 'ru',
      MAIL_FROM: '',
    },
    UF_CRM_CAL_EVENT: false,
    UF_WEBDAV_CAL_EVENT: false,
    ATTENDEES_CODES: ['U15', 'U27'],
    ATTENDEE_LIST: [
      { id: 15, entryId: '1201', status: 'H' },
      { id: 27, entryId: '1202', status: 'Q' },
    ],
    attendeesEntityList: [
      { entityId: 'user', id: 15 },
      { entityId: 'user', id: 27 },
    ],
    '~USER_OFFSET_FROM': 0,
    '~USER_OFFSET_TO': 0,
  })
})

test('the list has the same shape as the single event', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, meeting)
  const [event] = await list(portal, 15, '2026-11-24', '2026-11-24')
  expect(event).toEqual(await getById(portal, id))
})

describe('dates in', () => {
  const moments: readonly [string, JsonObject, string, string][] = [
    [
      'a clock and a zone',
      { from: '2026-11-24 15:00:00', timezone_from: 'Asia/Tokyo' },
      'Asia/Tokyo',
      '06:00',
    ],
    [
      'with the T of ISO, one zone serving both ends',
      { from: '2026-11-24T15:00:00', timezone_from: 'Asia/Tokyo', timezone_to: null },
      'Asia/Tokyo',
      '06:00',
    ],
    [
      'an offset, beside which a zone is not heeded',
      { from: '2026-11-24T15:00:00+09:00', to: '2026-11-24T15:30:00+09:00', timezone_from: 'Asia/Tokyo' },
      'Europe/Moscow',
      '06:00',
    ],
    [
      'the Z of UTC',
      { from: '2026-11-24T15:00:00Z', to: '2026-11-24T15:30:00Z', timezone_from: 'Asia/Tokyo' },
      'Europe/Moscow',
      '15:00',
    ],
    [
      'nothing but a clock, read in the zone of the webhook’s owner',
      { timezone_from: null, timezone_to: null },
      'Europe/Moscow',
      '12:00',
    ],
    [
      'seconds since 1970',
      { from: null, to: null, from_ts: 1795521600, to_ts: 1795523400 },
      'Europe/Moscow',
      '12:00',
    ],
  ]

  test.each(moments)('%s', async (_name, fields, zone, clock) => {
    await using portal = await startCalendar()
    const sent = Object.fromEntries(
      Object.entries({ ...plain, timezone_to: null, ...fields }).filter(([, value]) => value !== null),
    )
    const event = await getById(portal, await add(portal, sent))
    expect([event['TZ_FROM'], event['TZ_TO']]).toEqual([zone, zone])
    expect(instant(event, 'DATE_FROM_TS_UTC')).toBe(`2026-11-24T${clock}:00.000Z`)
  })

  test('a zone of its own for the end', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, { ...plain, to: '2026-11-24 19:00:00', timezone_to: 'Asia/Yekaterinburg' })
    expect(await getById(portal, id)).toMatchObject({ TZ_TO: 'Asia/Yekaterinburg', TZ_OFFSET_TO: '18000' })
    expect(instant(await getById(portal, id), 'DATE_TO_TS_UTC')).toBe('2026-11-24T14:00:00.000Z')
  })

  test('an offset at one end alone leaves the other end its zone', async () => {
    await using portal = await startCalendar()
    const tokyo = { timezone_from: 'Asia/Tokyo', timezone_to: 'Asia/Tokyo' }
    const id = await add(portal, {
      ...plain,
      ...tokyo,
      from: '2026-11-24 10:00:00',
      to: '2026-11-24T12:00:00+03:00',
    })
    const event = await getById(portal, id)
    expect([event['TZ_FROM'], event['TZ_TO']]).toEqual(['Asia/Tokyo', 'Europe/Moscow'])
    expect(instant(event, 'DATE_FROM_TS_UTC')).toBe('2026-11-24T01:00:00.000Z')
    expect(instant(event, 'DATE_TO_TS_UTC')).toBe('2026-11-24T09:00:00.000Z')
  })

  test('an end before the start becomes the start', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, { ...plain, to: '2026-11-24 14:00:00' })
    expect(await getById(portal, id)).toMatchObject({ DATE_TO: '24.11.2026 15:00:00', DT_LENGTH: 0 })
  })

  test('the offset of users is that of the event less the one of the webhook’s owner', async () => {
    await using portal = await startCalendar({ ownerId: 19 })
    const id = await add(portal, { ...plain, ownerId: 19 })
    expect(await getById(portal, id)).toMatchObject({ '~USER_OFFSET_FROM': -7200, '~USER_OFFSET_TO': -7200 })
  })
})

describe('dates out', () => {
  const wholeDays = { ...plain, from: '2026-11-24', to: '2026-11-25', skip_time: 'Y' }

  test('an all-day event lasts through its last day and has no zone', async () => {
    await using portal = await startCalendar()
    expect(await getById(portal, await add(portal, wholeDays))).toMatchObject({
      DT_SKIP_TIME: 'Y',
      DT_LENGTH: 2 * 86_400,
      TZ_FROM: null,
      TZ_TO: null,
      DATE_FROM: '24.11.2026 00:00:00',
      DATE_TO: '25.11.2026 00:00:00',
      DATE_FROM_FORMATTED: 'Tue Nov 24 2026',
    })
  })

  test.each([
    ['utc', 'utc', '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
    ['owner', 'utc', '2026-11-23T21:00:00.000Z', '2026-11-24T21:00:00.000Z'],
    ['utc', 'server', '2026-11-23T21:00:00.000Z', '2026-11-24T21:00:00.000Z'],
  ] as const)(
    'midnights of an all-day event, %s on a %s server',
    async (allDayTimestamps, calendarTimestamps, from, to) => {
      await using portal = await startCalendar({ modes: { allDayTimestamps, calendarTimestamps } })
      const event = await getById(portal, await add(portal, wholeDays))
      expect([instant(event, 'DATE_FROM_TS_UTC'), instant(event, 'DATE_TO_TS_UTC')]).toEqual([from, to])
    },
  )

  test('timestamps are off by the zone of a server that does not run on UTC, by mode', async () => {
    await using portal = await startCalendar({ modes: { calendarTimestamps: 'server' } })
    expect(instant(await getById(portal, await add(portal)), 'DATE_FROM_TS_UTC')).toBe(
      '2026-11-24T09:00:00.000Z',
    )
  })

  test('an English site shows dates in its own way', async () => {
    await using portal = await startCalendar({ modes: { calendarDates: 'en' } })
    const id = await add(portal, { ...plain, rrule: { FREQ: 'DAILY', UNTIL: '2026-12-24' } })
    expect(await getById(portal, id)).toMatchObject({
      DATE_FROM: '11/24/2026 03:00:00 pm',
      RRULE: { UNTIL: '12/24/2026', '~UNTIL': '12/24/2026' },
    })
  })
})

describe('refusals', () => {
  const refused: readonly [string, JsonObject, string][] = [
    [
      'no name',
      { ...plain, name: '' },
      'Не задан обязательный параметр "name" для метода "calendar.event.add"',
    ],
    [
      'no type',
      { ...plain, type: '' },
      'Не задан обязательный параметр "type" для метода "calendar.event.add"',
    ],
    [
      'a date that is none',
      { ...plain, from: 'завтра' },
      'Не задан обязательный параметр "from" для метода "calendar.event.add"',
    ],
    [
      'no section where none shall be detected',
      { ...plain, auto_detect_section: 'N' },
      'Не задан обязательный параметр "section" для метода "calendar.event.add"',
    ],
    ['a name that is no text', { ...plain, name: ['x'] }, 'Неверное значение параметра "name"'],
    [
      'a description that is no text',
      { ...plain, description: 7 },
      'Неверное значение параметра "description"',
    ],
    [
      'a section of somebody else',
      { ...plain, section: 4711 },
      'Указан неверный идентификатор раздела календаря, или у пользователя нет доступа к нему',
    ],
    [
      'crm fields that are no list',
      { ...plain, crm_fields: 'D_10' },
      'Список привязок события к CRM должен быть массивом',
    ],
    ['an owner who does not exist', { ...plain, ownerId: 4711 }, 'При создании события произошла ошибка'],
  ]

  test.each(refused)('%s', async (_name, fields, text) => {
    await using portal = await startCalendar()
    expect(await portal.v2('calendar.event.add', fields)).toMatchObject({
      status: 400,
      body: { error: '', error_description: text },
    })
    expect(portal.sandbox.events()).toEqual([])
  })

  test('are in the language of the portal, and have no code either', async () => {
    await using portal = await startCalendar({ modes: { language: 'en' } })
    expect(await portal.v2('calendar.event.get', {})).toMatchObject({
      status: 400,
      body: {
        error: '',
        error_description: 'The required parameter "type" for the method "calendar.event.get" is not set',
      },
    })
    expect((await portal.v2('calendar.event.delete', {})).body['error_description']).toBe(
      'Event id not specified',
    )
  })

  test('without a section and without being asked to detect one, only by mode', async () => {
    await using portal = await startCalendar()
    const { auto_detect_section: _asked, ...fields } = plain
    expect((await portal.v2('calendar.event.add', fields)).status).toBe(400)
    portal.sandbox.modes.sectionDetection = 'always'
    expect((await portal.v2('calendar.event.add', fields)).status).toBe(200)
  })

  test('without the scope', async () => {
    await using portal = await startCalendar({ scopes: ['user_basic', 'task'] })
    expect(await portal.v2('calendar.event.get', { type: 'user', ownerId: 15 })).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    })
  })
})

describe('deleting', () => {
  test('takes an event out of everybody’s calendar, and its id never comes back', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    expect((await portal.v2('calendar.event.delete', { id })).result).toBe(true)
    expect(await list(portal, 27, '2026-11-24', '2026-11-24')).toEqual([])
    expect(await portal.v2('calendar.event.delete', { id })).toMatchObject({
      status: 400,
      body: { error: '' },
    })
    expect(await add(portal)).toBe(1203)
  })

  test.each([
    ['null', null],
    ['empty', []],
  ] as const)('leaves %s behind', async (missingEvent, result) => {
    await using portal = await startCalendar({ modes: { missingEvent } })
    expect(await portal.v2('calendar.event.getbyid', { id: 4711 })).toMatchObject({ status: 200, result })
  })

  test('of a guest’s entry declines it', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    expect((await portal.v2('calendar.event.delete', { id: id + 1 })).result).toBe(true)
    expect(await getById(portal, id)).toMatchObject({
      ATTENDEE_LIST: [{ status: 'H' }, { id: 27, status: 'N' }],
    })
  })
})

test('an event whose answer was lost is found by the mark in its description', async () => {
  await using portal = await startCalendar()
  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'calendar.event.add', times: 1 })
  const marked = { ...plain, description: 'Сроки\n\n#tgbot:018f2c1e' }
  await expect(portal.v2('calendar.event.add', marked)).rejects.toThrow(TypeError)
  const found = await list(portal, 15, '2026-11-23', '2026-11-25')
  expect(found).toMatchObject([{ ID: '1201', DESCRIPTION: 'Сроки\n\n#tgbot:018f2c1e' }])
})

test('everything works inside a batch, references to earlier results included', async () => {
  await using portal = await startCalendar()
  const query = new URLSearchParams({
    type: 'user',
    ownerId: '15',
    auto_detect_section: 'Y',
    name: 'Из пакета',
  })
  query.append('from', '2026-11-24 15:00:00')
  query.append('to', '2026-11-24 16:00:00')
  query.append('timezone_from', 'Europe/Moscow')
  const { result } = await portal.v2('batch', {
    cmd: {
      made: `calendar.event.add?${query.toString()}`,
      one: 'calendar.event.getbyid?id=$result[made]',
      busy: 'calendar.accessibility.get?users[0]=15&users[1]=27&from=2026-11-24&to=2026-11-24',
      wrong: 'calendar.event.get',
    },
  })
  expect(result).toMatchObject({
    result: { made: 1201, one: { NAME: 'Из пакета' }, busy: { 15: [{ ID: '1201' }], 27: [] } },
    result_error: { wrong: { error: '' } },
  })
})

test('a saved calendar starts again, and a state from before there was one gets a fresh one', async () => {
  await using before = await startCalendar()
  const id = await add(before, { ...meeting, rrule: { FREQ: 'WEEKLY', BYDAY: ['TU'] } })
  await update(before, id, {
    host: 15,
    recurrence_mode: 'this',
    current_date_from: '2026-12-01',
    name: 'Иначе',
  })
  const saved = JSON.parse(JSON.stringify(before.sandbox.save())) as JsonObject
  await using after = await startCalendar({ restore: saved })
  expect(after.sandbox.events()).toEqual(before.sandbox.events())
  expect(await add(after)).toBe(await add(before))

  const { events: _events, sections: _sections, calendarSettings: _settings, ...old } = saved
  const { event: _event, section: _section, ...lastId } = saved['lastId'] as JsonObject
  await using older = await startCalendar({ restore: { ...old, lastId } })
  expect(older.sandbox.tasks()).toEqual(before.sandbox.tasks())
  expect(older.sandbox.events()).toEqual([])
  expect(await getById(older, await add(older))).toMatchObject({ NAME: 'Планёрка по договору' })
  expect(rows(await older.v2('calendar.section.get', { type: 'user', ownerId: 15 }))).toHaveLength(1)
})
