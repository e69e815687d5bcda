import { describe, expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { add, getById, list, meeting, plain, startCalendar } from './calendar-client.ts'

test('every attendee has an entry of their own with the parent’s id', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, { ...meeting, attendees: [15, 27, 31] })
  const entries = await Promise.all(
    [15, 27, 31].map((userId) => list(portal, userId, '2026-11-24', '2026-11-24')),
  )
  expect(
    entries.flat().map((one) => [one['ID'], one['PARENT_ID'], one['OWNER_ID'], one['MEETING_STATUS']]),
  ).toEqual([
    ['1201', '1201', '15', 'H'],
    ['1202', '1201', '27', 'Q'],
    ['1203', '1201', '31', 'Q'],
  ])
  expect(new Set(entries.flat().map((one) => one['SECT_ID']))).toEqual(new Set(['190', '191', '192']))
  expect(await getById(portal, id + 1)).toMatchObject({ ID: '1202', PARENT_ID: '1201', MEETING_HOST: '15' })
})

describe('the organiser', () => {
  test.each([
    ['host', 15, '15'],
    ['host', 7, '7'],
    ['host', undefined, '15'],
    ['webhook', 15, '1'],
  ] as const)('by mode %s with host %s is %s', async (eventOrganiser, host, organiser) => {
    await using portal = await startCalendar({ modes: { eventOrganiser } })
    const { host: _host, ...fields } = meeting
    const id = await add(portal, host === undefined ? fields : { ...fields, host })
    expect(await getById(portal, id)).toMatchObject({ MEETING_HOST: organiser })
  })

  test('of an event without attendees is the calendar’s owner, whoever made it', async () => {
    await using portal = await startCalendar()
    expect(await getById(portal, await add(portal))).toMatchObject({
      IS_MEETING: false,
      MEETING_HOST: '15',
      MEETING_STATUS: 'H',
      CREATED_BY: '1',
      ATTENDEE_LIST: [{ id: 15, entryId: '1201', status: 'H' }],
    })
  })
})

test('a meeting without a list of attendees has its owner alone', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, { ...plain, is_meeting: 'Y' })
  expect(await getById(portal, id)).toMatchObject({
    IS_MEETING: true,
    ATTENDEES_CODES: ['U15'],
    CREATED_BY: '15',
  })
})

test('guests who shall not see each other see the host and themselves', async () => {
  await using portal = await startCalendar()
  const id = await add(portal, { ...meeting, attendees: [15, 27, 31], meeting: { hide_guests: true } })
  expect((await getById(portal, id))['ATTENDEES_CODES']).toEqual(['U15', 'U27', 'U31'])
  expect((await getById(portal, id + 1))['ATTENDEES_CODES']).toEqual(['U15', 'U27'])
})

describe('private events', () => {
  const secret = {
    ownerId: 15,
    name: 'Приём у врача',
    description: 'Кабинет 5',
    location: 'Поликлиника',
    from: '2026-11-24T18:00:00',
    to: '2026-11-24T19:00:00',
    isPrivate: true,
  }

  test.each([
    ['masked', 'ru', '[Занят]'],
    ['masked', 'en', '[Busy]'],
    ['shown', 'ru', 'Приём у врача'],
  ] as const)('of others are %s to an administrator (%s)', async (privateEvents, language, name) => {
    await using portal = await startCalendar({ modes: { privateEvents, language } })
    const id = portal.sandbox.addEvent(secret)
    const event = await getById(portal, id)
    expect(event).toMatchObject({ NAME: name, PRIVATE_EVENT: '1', ACCESSIBILITY: 'busy' })
    const hidden = ['DESCRIPTION', '~DESCRIPTION', 'LOCATION', 'MEETING_HOST', 'ATTENDEE_LIST', 'REMIND']
    expect(hidden.filter((key) => key in event)).toEqual(privateEvents === 'masked' ? [] : hidden)
    const [listed] = await list(portal, 15, '2026-11-24', '2026-11-24')
    expect(listed).toEqual(event)
    const busy = await portal.v2('calendar.accessibility.get', {
      users: [15],
      from: '2026-11-24',
      to: '2026-11-24',
    })
    expect(busy.result).toMatchObject({ 15: [{ NAME: name }] })
  })

  test('are open to their owner, and to the webhook that made them as long as they are no meetings', async () => {
    await using own = await startCalendar({ ownerId: 15 })
    expect(await getById(own, own.sandbox.addEvent(secret))).toMatchObject({ NAME: 'Приём у врача' })
    await using portal = await startCalendar()
    const alone = await add(portal, { ...plain, private_event: 'Y' })
    expect(await getById(portal, alone)).toMatchObject({ NAME: 'Планёрка по договору' })
    const together = await add(portal, { ...meeting, private_event: 'Y' })
    expect(await getById(portal, together)).toMatchObject({ NAME: '[Занят]' })
  })
})

test('a colleague who is no administrator sees the title of an event and nothing more', async () => {
  await using portal = await startCalendar({ ownerId: 33 })
  const id = portal.sandbox.addEvent({
    ownerId: 15,
    name: 'Показ',
    description: 'Секреты',
    from: '2026-11-24T18:00:00',
    to: '2026-11-24T19:00:00',
  })
  const event = await getById(portal, id)
  expect(event['NAME']).toBe('Показ')
  expect('DESCRIPTION' in event).toBe(false)
  expect((await portal.v2('calendar.event.delete', { id })).status).toBe(400)
})

describe('answers', () => {
  const answer = { eventId: 1201, status: 'Y' }

  test('are given by the webhook’s owner for themselves, by the id of any entry', async () => {
    await using portal = await startCalendar({ ownerId: 27 })
    portal.sandbox.addEvent({
      ownerId: 15,
      name: 'Показ',
      from: '2026-11-24T18:00:00',
      to: '2026-11-24T19:00:00',
      attendees: [27, 31],
    })
    const status = async () => (await portal.v2('calendar.meeting.status.get', { eventId: 1202 })).result
    expect(await status()).toBe('Q')
    expect((await portal.v2('calendar.meeting.status.set', answer)).result).toBe(true)
    expect(await status()).toBe('Y')
    await portal.v2('calendar.meeting.status.set', { eventId: 1202, status: 'n' })
    expect(portal.sandbox.events()[0]?.entries.map(({ status: one }) => one)).toEqual(['H', 'N', 'Q'])
  })

  test('of an administrator who is not asked change nothing, and there is none to get', async () => {
    await using portal = await startCalendar()
    const id = await add(portal, meeting)
    expect((await portal.v2('calendar.meeting.status.set', { eventId: id, status: 'N' })).result).toBe(true)
    expect(portal.sandbox.events()[0]?.entries.map(({ status }) => status)).toEqual(['H', 'Q'])
    expect(await portal.v2('calendar.meeting.status.get', { eventId: id })).toMatchObject({
      status: 400,
      body: { error: '', error_description: 'При получении статуса произошла ошибка' },
    })
  })

  test.each<[string, JsonObject, RegExp]>([
    ['without an event', { status: 'Y' }, /"eventId"/],
    ['without a status', { eventId: 1201 }, /"status"/],
    ['that is none', { eventId: 1201, status: 'H' }, /Неверное значение параметра "status"/],
  ])('%s are refused', async (_name, params, text) => {
    await using portal = await startCalendar()
    await add(portal, meeting)
    const reply = await portal.v2('calendar.meeting.status.set', params)
    expect([reply.status, reply.body['error']]).toEqual([400, ''])
    expect(reply.body['error_description']).toMatch(text)
  })
})
