import { expect, test } from 'vitest'

import { createCalendar } from '../../../src/adapters/bitrix24/calendar.ts'
import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'
import type { NameBook } from '../../../src/ports/employees.ts'
import { anna, days, moscow, planning, valueOf } from './calendar-scene.ts'
import { connectTo } from './sandbox-portal.ts'
import { good, json, startScriptedPortal } from './scripted-portal.ts'
import type { Reply, ScriptedPortal } from './scripted-portal.ts'

/** One element of `calendar.event.get` as the documents show it. */
const documented = {
  ID: '1265',
  PARENT_ID: '1265',
  DELETED: 'N',
  CAL_TYPE: 'user',
  OWNER_ID: '15',
  NAME: 'Планёрка по договору',
  DATE_FROM: '25.11.2026 15:00:00',
  DATE_TO: '25.11.2026 15:30:00',
  TZ_FROM: moscow,
  TZ_TO: moscow,
  TZ_OFFSET_FROM: '10800',
  TZ_OFFSET_TO: '10800',
  DATE_FROM_TS_UTC: '1795608000',
  DATE_TO_TS_UTC: '1795609800',
  DT_SKIP_TIME: 'N',
  DT_LENGTH: 1800,
  EVENT_TYPE: null,
  CREATED_BY: '1',
  DESCRIPTION: '… #tgbot:018f2c1e',
  PRIVATE_EVENT: '',
  ACCESSIBILITY: 'busy',
  IMPORTANCE: 'normal',
  IS_MEETING: true,
  MEETING_STATUS: 'H',
  MEETING_HOST: '15',
  MEETING: {
    HOST_NAME: 'Анна Петрова',
    NOTIFY: true,
    REINVITE: false,
    ALLOW_INVITE: false,
    HIDE_GUESTS: false,
  },
  LOCATION: 'https://telemost.yandex.ru/j/12345678901234',
  REMIND: [{ type: 'min', count: 15 }],
  RRULE: '',
  SECT_ID: '190',
  ATTENDEES_CODES: ['U15', 'U27'],
  ATTENDEE_LIST: [
    { id: 15, entryId: '1265', status: 'H' },
    { id: 27, entryId: '1266', status: 'Q' },
  ],
  RECURRENCE_ID: null,
}

const nobody: NameBook = { names: () => Promise.resolve({ ok: true, value: [] }) }
const week = days('2026-11-23', '2026-11-30')

async function open(
  ...script: readonly Reply[]
): Promise<{ portal: ScriptedPortal; calendar: ReturnType<typeof createCalendar> }> {
  const portal = await startScriptedPortal(...script)
  const { client, clock } = connectTo(portal.webhook)
  return {
    portal,
    calendar: createCalendar({ client, clock, names: nobody, readLink: readTelemostLink, zone: moscow }),
  }
}

test('the documented event is read', async () => {
  const { portal, calendar } = await open(good([documented]))
  await using _ = portal
  expect(valueOf(await calendar.list(week))).toMatchObject([
    {
      id: 1265,
      start: '2026-11-25T12:00:00.000Z',
      end: '2026-11-25T12:30:00.000Z',
      link: 'https://telemost.yandex.ru/j/12345678901234',
      description: '…',
      organiser: { id: 15, name: 'Анна Петрова' },
      answer: 'host',
      mine: true,
    },
  ])
})

test('rows of strangers, deleted ones and copies of a meeting are not listed', async () => {
  const { portal, calendar } = await open(
    good([
      documented,
      { ...documented, ID: '1267', MEETING_STATUS: 'Y' },
      { ...documented, ID: '1300', PARENT_ID: '1300', OWNER_ID: '27' },
      { ...documented, ID: '1301', PARENT_ID: '1301', OWNER_ID: null },
      { ...documented, ID: '1302', PARENT_ID: '1302', DELETED: 'Y' },
      { ...documented, ID: '1303', PARENT_ID: '1303', CAL_TYPE: 'group' },
      { ...documented, ID: '1304', PARENT_ID: '1304', DATE_FROM_TS_UTC: null, DATE_FROM: '' },
    ]),
  )
  await using _ = portal
  expect(valueOf(await calendar.list(week)).map(({ id }) => id)).toEqual([1267])
})

test('numbers, nulls and empty lists in the places of texts and objects are taken as they are meant', async () => {
  const { portal, calendar } = await open(
    good([
      {
        ...documented,
        ID: 1265,
        PARENT_ID: null,
        OWNER_ID: 15,
        DATE_FROM_TS_UTC: 1_795_608_000,
        DT_LENGTH: '1800',
        DESCRIPTION: null,
        LOCATION: null,
        IS_MEETING: 'Y',
        MEETING: [],
        ATTENDEE_LIST: null,
        REMIND: '',
        RRULE: [],
        PRIVATE_EVENT: null,
      },
    ]),
  )
  await using _ = portal
  expect(valueOf(await calendar.list(week))).toMatchObject([
    {
      parentId: 1265,
      description: '',
      location: '',
      meeting: true,
      participants: [],
      organiser: null,
      mine: true,
    },
  ])
})

test('a row with nothing but its id, its owner and its time is an event', async () => {
  const { portal, calendar } = await open(
    good([{ ID: '9', OWNER_ID: '15', DATE_FROM_TS_UTC: '1795608000', DATE_TO_TS_UTC: '1795609800' }]),
  )
  await using _ = portal
  expect(valueOf(await calendar.list(week))).toMatchObject([
    { id: 9, parentId: 9, allDay: false, zone: moscow, accessibility: 'busy', occurrence: null, mine: false },
  ])
})

test('the code of a meeting room is not shown as a place', async () => {
  const { portal, calendar } = await open(good([{ ...documented, LOCATION: 'calendar_12_345' }]))
  await using _ = portal
  expect(valueOf(await calendar.list(week))).toMatchObject([{ location: '' }])
})

test('a link is found in the line of the description where the place is a room', async () => {
  const { portal, calendar } = await open(
    good([
      {
        ...documented,
        LOCATION: 'Переговорная 3',
        DESCRIPTION:
          'Не то: https://telemost.yandex.ru/j/11111111\n[Телемост] https://telemost.yandex.ru/j/22222222',
      },
    ]),
  )
  await using _ = portal
  expect(valueOf(await calendar.list(week))).toMatchObject([
    {
      location: 'Переговорная 3',
      link: 'https://telemost.yandex.ru/j/22222222',
      description: 'Не то: https://telemost.yandex.ru/j/11111111',
    },
  ])
})

test.each([
  ['200 with an empty code', json(200, { error: '', error_description: 'Access denied' }), 'denied'],
  ['400 with an empty code', json(400, { error: '', error_description: 'Доступ запрещён<br>' }), 'denied'],
  ['400 with nothing', json(400, { error: '' }), 'rejected'],
  ['403 of the owner', json(403, { error: 'INVALID_CREDENTIALS', error_description: '' }), 'denied'],
  [
    '403 without a plan',
    json(403, { error: 'ACCESS_DENIED', error_description: 'REST is available only on commercial plans' }),
    'config',
  ],
  ['401', json(401, { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' }), 'config'],
  ['a result of another kind', good('что-то'), 'uncertain'],
  ['no id', good(0), 'uncertain'],
  ['a server that broke', json(500, { error: 'INTERNAL_SERVER_ERROR' }), 'uncertain'],
])('an answer to a new event is classified: %s', async (_, reply, reason) => {
  const { portal, calendar } = await open(reply)
  await using _portal = portal
  const outcome = await calendar.add(planning, 'frame:create:1', false)
  expect(outcome).toMatchObject({ ok: false, reason })
  expect(portal.seen).toHaveLength(1)
  expect(JSON.stringify(outcome)).not.toMatch(/Планёрка|Access denied|Доступ|plans/)
})

test.each([
  ['a number', good(1265), true],
  ['an object', good({ recEventId: 1270, id: 1265 }), true],
  ['a sentence', good('Доступ запрещен'), false],
  ['no', good(false), false],
])('an answer to a change is %s', async (_, reply, isDone) => {
  const { portal, calendar } = await open(good(documented), reply)
  await using _portal = portal
  const target = { actor: anna, id: 1265, occurrence: null, zone: moscow }
  const outcome = await calendar.change(target, { title: 'Другая' })
  expect(outcome).toMatchObject(isDone ? { ok: true } : { ok: false, reason: 'denied' })
})

test('the occurrence that left its series is looked up, whichever of two ids the portal calls new', async () => {
  const series = { ...documented, ID: '1265', RRULE: { FREQ: 'DAILY', INTERVAL: 1 } }
  const single = { ...documented, ID: '1270', PARENT_ID: '1270', RECURRENCE_ID: 1265 }
  const { portal, calendar } = await open(
    good([series]),
    good({ recEventId: 1265, id: 1270 }),
    good([single]),
    good(true),
  )
  await using _ = portal
  const target = { actor: anna, id: 1265, occurrence: '2026-11-25', zone: moscow }
  expect(await calendar.cancel(target)).toEqual({ ok: true, value: null })
  expect(portal.seen.map(({ path, body }) => [path.split('/').at(-1), /"id":(\d+)/.exec(body)?.[1]])).toEqual(
    [
      ['calendar.event.get', undefined],
      ['calendar.event.update', '1265'],
      ['calendar.event.get', undefined],
      ['calendar.event.delete', '1270'],
    ],
  )
})

test('a series is never deleted in the place of one occurrence', async () => {
  const series = { ...documented, RRULE: { FREQ: 'DAILY', INTERVAL: 1 } }
  const { portal, calendar } = await open(good([series]), good(1265), good([series]))
  await using _ = portal
  const target = { actor: anna, id: 1265, occurrence: '2026-11-25', zone: moscow }
  expect(await calendar.cancel(target)).toMatchObject({ ok: false, reason: 'series' })
  expect(portal.seen.map(({ path }) => path.split('/').at(-1))).not.toContain('calendar.event.delete')
})
