import { describe, expect, test } from 'vitest'

import { textOf } from '../../../sandbox/bitrix24/json.ts'
import type { JsonObject } from '../../../src/ports/json.ts'
import { add, getById, instant, list, meeting, plain, startCalendar, update } from './calendar-client.ts'
import type { TestPortal } from './portal-client.ts'

const zones = { timezone_from: 'Europe/Moscow', timezone_to: 'Europe/Moscow' }
const denied = 'Доступ запрещен'

async function attendees(portal: TestPortal, id: number): Promise<string> {
  const list = (await getById(portal, id))['ATTENDEE_LIST'] as readonly JsonObject[]
  return list.map((one) => `${textOf(one['id'])}${textOf(one['status'])}`).join(' ')
}

test('an update answers with the id and leaves alone what it does not name', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, {
    ...plain,
    description: 'Сроки',
    location: 'Переговорная',
    importance: 'high',
  })
  portal.pass(3_600_000)
  expect(await update(portal, id, { ...zones, name: 'Созвон' })).toMatchObject({ status: 200, result: id })
  expect(await getById(portal, id)).toMatchObject({
    NAME: 'Созвон',
    DESCRIPTION: 'Сроки',
    LOCATION: 'Переговорная',
    IMPORTANCE: 'high',
    DATE_FROM: '24.11.2026 15:00:00',
    DATE_CREATE: '23.11.2026 12:00:00',
    TIMESTAMP_X: '23.11.2026 13:00:00',
    VERSION: '2',
  })
})

test('an end left where it was becomes the new start', async () => {
  await using portal = await startCalendar()
  const id = await add(portal)
  await update(portal, id, { ...zones, from: '2026-11-24 18:00:00' })
  expect(await getById(portal, id)).toMatchObject({
    DATE_FROM: '24.11.2026 18:00:00',
    DATE_TO: '24.11.2026 18:00:00',
  })
})

test.each([
  ['owner', '2026-11-24T12:00:00.000Z', 'Europe/Moscow'],
  ['kept', '2026-11-24T10:00:00.000Z', 'Asia/Yekaterinburg'],
] as const)('without zones the clock is read in the zone of the %s', async (zoneOnUpdate, start, zone) => {
  await using portal = await startCalendar({ modes: { zoneOnUpdate } })
  const id = await add(portal, {
    ...plain,
    timezone_from: 'Asia/Yekaterinburg',
    timezone_to: 'Asia/Yekaterinburg',
  })
  await update(portal, id, { name: 'Созвон' })
  const event = await getById(portal, id)
  expect([instant(event, 'DATE_FROM_TS_UTC'), event['TZ_FROM']]).toEqual([start, zone])
})

test('an all-day event becomes a timed one unless skip_time is said again', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, { ...plain, from: '2026-11-24', to: '2026-11-25', skip_time: 'Y' })
  await update(portal, id, { name: 'Выставка', skip_time: 'Y' })
  expect(await getById(portal, id)).toMatchObject({ NAME: 'Выставка', DT_SKIP_TIME: 'Y', TZ_FROM: null })
  await update(portal, id, { name: 'Выставка-2026' })
  expect(await getById(portal, id)).toMatchObject({
    DT_SKIP_TIME: 'N',
    TZ_FROM: 'Europe/Moscow',
    DATE_FROM: '24.11.2026 00:00:00',
    DATE_TO: '25.11.2026 00:00:00',
    DT_LENGTH: 86_400,
  })
})

describe('attendees', () => {
  test('stay when is_meeting does not come, even if a list does', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    await update(portal, id, { ...zones, host: 15, attendees: [31] })
    expect(await attendees(portal, id)).toBe('15H 27Q')
  })

  test('are cleared by is_meeting without a list', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    await update(portal, id, { ...zones, host: 15, is_meeting: 'Y' })
    expect(await attendees(portal, id)).toBe('15H')
    expect(await list(portal, 27, '2026-11-24', '2026-11-24')).toEqual([])
  })

  test('are replaced by a list; who stays keeps the entry and the answer, unless asked again', async () => {
    await using portal = await startCalendar()
    const id = portal.sandbox.addEvent({
      ownerId: 15,
      name: 'Показ',
      from: '2026-11-24T15:00:00',
      to: '2026-11-24T16:00:00',
      attendees: [27, 31],
      answers: { 27: 'Y' },
    })
    await update(portal, id, { ...zones, host: 15, is_meeting: 'Y', attendees: [15, 27, 20] })
    expect(await getById(portal, id)).toMatchObject({
      ATTENDEE_LIST: [
        { id: 15, entryId: '1201', status: 'H' },
        { id: 27, entryId: '1202', status: 'Y' },
        { id: 20, entryId: '1204', status: 'Q' },
      ],
    })
    const again = { is_meeting: 'Y', attendees: [27], meeting: { reinvite: true } }
    await update(portal, id, { ...zones, host: 15, ...again })
    expect(await attendees(portal, id)).toBe('15H 27Q')
  })

  test('make a meeting of a plain event, hosted by whom the update names, and leave it again', async () => {
    await using portal = await startCalendar()
    const id = await add(portal)
    await update(portal, id, { ...zones, host: 15, is_meeting: 'Y', attendees: [15, 27] })
    expect(await getById(portal, id)).toMatchObject({ IS_MEETING: true, MEETING_HOST: '15' })
    await update(portal, id, { ...zones, host: 15, is_meeting: 'N' })
    expect(await getById(portal, id)).toMatchObject({ IS_MEETING: false, ATTENDEE_LIST: [{ id: 15 }] })
  })
})

describe('who may', () => {
  test.each([
    ['error', { status: 400, body: { error: '', error_description: denied } }],
    ['string', { status: 200, result: denied }],
  ] as const)('not update a meeting without naming its host: %s', async (eventUpdateDenied, answer) => {
    await using portal = await startCalendar({ modes: { eventUpdateDenied } })
    const id = await add(portal, meeting)
    expect(await update(portal, id, { ...zones, name: 'Созвон' })).toMatchObject(answer)
    expect(await update(portal, id, { ...zones, name: 'Созвон', host: 27 })).toMatchObject(answer)
    expect((await getById(portal, id))['NAME']).toBe('Планёрка по договору')
    expect((await update(portal, id, { ...zones, name: 'Созвон', host: 15 })).result).toBe(id)
    expect((await getById(portal, id))['MEETING_HOST']).toBe('15')
  })

  test('update it all the same, by mode', async () => {
    await using portal = await startCalendar({ modes: { hostOnUpdate: 'ignored' } })
    const id = await add(portal, meeting)
    expect((await update(portal, id, { ...zones, name: 'Созвон' })).result).toBe(id)
  })

  test('not update the entry of a guest', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    expect((await update(portal, id + 1, { host: 15, name: 'Созвон' })).status).toBe(400)
  })

  test('not change calendars of others, where even an administrator may not', async () => {
    await using portal = await startCalendar({ modes: { othersCalendars: 'denied' } })
    const id = await add(portal, meeting)
    expect((await update(portal, id, { host: 15, name: 'Созвон' })).body['error_description']).toBe(denied)
    expect((await portal.v2('calendar.event.delete', { id })).status).toBe(400)
    const { auto_detect_section: _asked, ...fields } = plain
    expect((await portal.v2('calendar.event.add', { ...fields, section: 190 })).body).toMatchObject({
      error: '',
      error_description: denied,
    })
    // With detection nobody asks (source).
    expect((await portal.v2('calendar.event.add', plain)).status).toBe(200)
  })

  test('not update what is not there, nor by a way that does not exist', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, { ...plain, rrule: { FREQ: 'DAILY' } })
    const text = async (target: number, fields: JsonObject) =>
      (await update(portal, target, fields)).body['error_description']
    expect(await text(4711, {})).toBe('При изменении события произошла ошибка')
    expect(await text(id, { recurrence_mode: 'some' })).toBe(
      'Указан неверный тип редактирования повторяющегося события',
    )
    expect(await text(id, { recurrence_mode: 'this' })).toBe(
      'Неверное значение параметра "current_date_from"',
    )
    expect(await text(id, { section: 4711 })).toMatch(/раздела календаря/)
  })
})

async function starts(portal: TestPortal, ownerId = 15): Promise<readonly string[]> {
  const events = await list(portal, ownerId, '2026-11-01', '2027-02-01')
  return events.map(({ DATE_FROM: from, NAME: name }) => `${textOf(from).slice(0, 16)} ${textOf(name)}`)
}

describe('a series', () => {
  const weekly = { ...meeting, rrule: { FREQ: 'WEEKLY', BYDAY: ['TU'], COUNT: 5 } }

  test('loses one occurrence to an event of its own, for all attendees', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    const reply = await update(portal, id, {
      ...zones,
      host: 15,
      recurrence_mode: 'this',
      current_date_from: '2026-12-01',
      from: '2026-12-02 11:00:00',
      to: '2026-12-02 12:00:00',
    })
    expect(reply.result).toEqual({
      originalDate: '01.12.2026 15:00:00',
      originalDavXmlId: '1795424400000-1201@portal',
      instanceTz: 'Europe/Moscow',
      recEventId: 1203,
      id: 1201,
    })
    const moved = [
      '24.11.2026 15:00 Планёрка по договору',
      '02.12.2026 11:00 Планёрка по договору',
      '08.12.2026 15:00 Планёрка по договору',
      '15.12.2026 15:00 Планёрка по договору',
      '22.12.2026 15:00 Планёрка по договору',
    ]
    expect(await starts(portal)).toEqual(moved)
    expect(await starts(portal, 27)).toEqual(moved)
    expect(await getById(portal, 1203)).toMatchObject({
      RRULE: '',
      RECURRENCE_ID: 1201,
      ORIGINAL_DATE_FROM: '01.12.2026 15:00:00',
      RELATIONS: { COMMENT_XML_ID: 'EVENT_1201_2026-12-01' },
      ATTENDEE_LIST: [{ entryId: '1203' }, { entryId: '1204' }],
    })
  })

  test('keeps the day of the occurrence when only the time of the first one is sent, and its attendees', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    await update(portal, id, {
      ...zones,
      host: 15,
      recurrence_mode: 'this',
      current_date_from: '2026-12-08',
      is_meeting: 'Y',
      from: '2026-11-24 17:00:00',
      to: '2026-11-24 17:30:00',
    })
    expect((await starts(portal))[2]).toBe('08.12.2026 17:00 Планёрка по договору')
    expect(await attendees(portal, 1203)).toBe('15H 27Q')
  })

  test('splits into what was and the rest, which takes the rest of the count along', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    await update(portal, id, {
      ...zones,
      host: 15,
      recurrence_mode: 'this',
      current_date_from: '2026-12-15',
      name: 'Раз',
    })
    const reply = await update(portal, id, {
      ...zones,
      host: 15,
      recurrence_mode: 'next',
      current_date_from: '2026-12-08',
      name: 'Иначе',
      from: '2026-11-24 16:00:00',
      to: '2026-11-24 16:30:00',
    })
    expect(reply.result).toMatchObject({ id: 1201, recEventId: 1205, originalDate: '08.12.2026 15:00:00' })
    expect(await starts(portal)).toEqual([
      '24.11.2026 15:00 Планёрка по договору',
      '01.12.2026 15:00 Планёрка по договору',
      '08.12.2026 16:00 Иначе',
      '15.12.2026 16:00 Иначе',
      '22.12.2026 16:00 Иначе',
    ])
    expect(await getById(portal, 1201)).toMatchObject({ RRULE: { UNTIL: '07.12.2026' } })
    expect(await getById(portal, 1205)).toMatchObject({
      RRULE: { COUNT: 3 },
      EXDATE: '15.12.2026',
      RELATIONS: { ORIGINAL_RECURSION_ID: 1201 },
    })
    // What was taken out of the rest belongs to it now.
    expect(await getById(portal, 1203)).toMatchObject({
      RECURRENCE_ID: 1205,
      DATE_FROM: '15.12.2026 16:00:00',
    })
  })

  test('is changed where it stands when the rest begins with the first', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    const fields = { recurrence_mode: 'next', current_date_from: '2026-11-24', name: 'Иначе' }
    expect((await update(portal, id, { ...zones, host: 15, ...fields })).result).toEqual({
      id: 1201,
      recEventId: 1201,
    })
    expect(new Set((await starts(portal)).map((start) => start.slice(17)))).toEqual(new Set(['Иначе']))
  })

  test('changed as a whole keeps its first day and takes those along that were taken out', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    const one = { recurrence_mode: 'this', current_date_from: '2026-12-01', name: 'Раз' }
    await update(portal, id, {
      ...zones,
      host: 15,
      ...one,
      from: '2026-12-02 11:00:00',
      to: '2026-12-02 12:00:00',
    })
    const all = {
      recurrence_mode: 'all',
      name: 'Все',
      from: '2026-12-15 09:00:00',
      to: '2026-12-15 09:45:00',
    }
    expect((await update(portal, id, { ...zones, host: 15, ...all })).result).toBe(1201)
    expect(await starts(portal)).toEqual([
      '24.11.2026 09:00 Все',
      '02.12.2026 09:00 Все',
      '08.12.2026 09:00 Все',
      '15.12.2026 09:00 Все',
      '22.12.2026 09:00 Все',
    ])
  })

  test('gets another rule, and stops being one', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    await update(portal, id, { ...zones, host: 15, rrule: { FREQ: 'DAILY', COUNT: 2 } })
    expect(await starts(portal)).toHaveLength(2)
    await update(portal, id, { ...zones, host: 15, rrule: { FREQ: 'NONE' } })
    expect(await getById(portal, id)).toMatchObject({ RRULE: '' })
  })

  test('deleted leaves what was taken out of it', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, weekly)
    const one = { recurrence_mode: 'this', current_date_from: '2026-12-01', name: 'Раз' }
    await update(portal, id, { ...zones, host: 15, ...one })
    await portal.v2('calendar.event.delete', { id })
    expect(await starts(portal)).toEqual(['01.12.2026 15:00 Раз'])
  })
})
