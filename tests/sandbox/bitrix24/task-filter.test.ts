import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { rows, startPortal, type TestPortal } from './portal-client.ts'

const everything = [8001, 8002, 8003, 8004, 8005, 8006, 8007]

async function ids(
  portal: TestPortal,
  filter: JsonObject,
  order: JsonObject = { ID: 'asc' },
): Promise<readonly number[]> {
  const reply = await portal.v2('tasks.task.list', { filter, order, select: ['ID'] })
  return rows(reply).map((row) => Number(row['id']))
}

test.each<[JsonObject, readonly number[]]>([
  [{ RESPONSIBLE_ID: 15 }, [8001, 8002, 8004]],
  [{ RESPONSIBLE_ID: 15, '!REAL_STATUS': 3 }, [8001, 8004]],
  [{ RESPONSIBLE_ID: [15, 27] }, [8001, 8002, 8003, 8004]],
  [{ '!RESPONSIBLE_ID': [15, 27] }, [8005, 8006, 8007]],
  [{ CREATED_BY: 15, '!RESPONSIBLE_ID': 15 }, [8003]],
  [{ ACCOMPLICE: [19, 16] }, [8003, 8006]],
  [{ AUDITOR: 31 }, [8001]],
  [{ MEMBER: 16 }, [8005, 8006]],
  [{ DOER: 16 }, [8005, 8006]],
  [{ ROLE: 'A', MEMBER: 16 }, [8006]],
  [{ '!REAL_STATUS': [4, 5] }, [8001, 8002, 8004, 8005, 8006]],
  [{ '>ID': 8005 }, [8006, 8007]],
  [{ '<=ID': 8001 }, [8001]],
  [{ PRIORITY: 2 }, [8001]],
  [{ TITLE: '%прайс%' }, [8002]],
  [{ '%TITLE': 'ПРАЙС' }, [8002]],
  [{ '<DEADLINE': '2026-11-23T12:00:00+03:00', '!REAL_STATUS': [4, 5] }, [8002]],
  [{ '>=DEADLINE': '2026-11-23T00:00:00+03:00', '<DEADLINE': '2026-11-24T00:00:00+03:00' }, [8001]],
  [{ '>=DEADLINE': '2026-11-23T18:00:00+03:00', '<=DEADLINE': '2026-11-23T15:00:00Z' }, [8001]],
  [{ DEADLINE: '' }, [8004]],
  [{ '!DEADLINE': '', RESPONSIBLE_ID: 15 }, [8001, 8002]],
  [{ STATUS: -1 }, [8002]],
  [{ '::LOGIC': 'OR', '::SUBFILTER-1': { AUDITOR: 31 }, '::SUBFILTER-2': { ACCOMPLICE: 19 } }, [8001, 8003]],
])('the filter %j is applied', async (filter, expected) => {
  await using portal = await startPortal()
  expect(await ids(portal, filter)).toEqual(expected)
})

test.each<JsonObject>([
  { responsibleId: 15 },
  { RESPONSIBLE: 15 },
  { RESPONSIBLE_ID: [] },
  { '>=CREATED_DATE': 'позавчера' },
  { '>=CREATED_DATE': 1795424400 },
])('the filter %j narrows nothing and says nothing', async (filter) => {
  await using portal = await startPortal()
  expect(await ids(portal, filter)).toEqual(everything)
})

test('a deadline before an unreadable date matches nothing, for it is read as 1970', async () => {
  await using portal = await startPortal()
  expect(await ids(portal, { '<DEADLINE': 'завтра' })).toEqual([])
})

test('modes: arrays of users, XML_ID, unknown keys and missing deadlines', async () => {
  await using portal = await startPortal()
  const { modes } = portal.sandbox
  const marked = portal.sandbox.addTask({ title: 'Меченая', responsibleId: 15, xmlId: 'tgbot:7' })
  expect(await ids(portal, { XML_ID: 'tgbot:7' })).toEqual([marked])
  modes.xmlIdFilter = 'ignored'
  expect(await ids(portal, { XML_ID: 'tgbot:7' })).toEqual([...everything, marked])
  modes.userArrayFilter = 'ignored'
  expect(await ids(portal, { RESPONSIBLE_ID: [27] })).toEqual([...everything, marked])
  modes.noDeadlineIsBefore = true
  expect(await ids(portal, { RESPONSIBLE_ID: 15, '<DEADLINE': '2026-11-22T00:00:00+03:00' })).toEqual([
    8002,
    8004,
    marked,
  ])
  modes.unknownTaskFilter = 'refused'
  expect((await portal.v2('tasks.task.list', { filter: { NO_SUCH_KEY: 1 } })).status).toBe(400)
})

test('the default order is newest first; a deadline sorts with the open-ended last; a bad key is an error', async () => {
  await using portal = await startPortal()
  expect(await ids(portal, {}, {})).toEqual(everything.toReversed())
  expect(await ids(portal, { RESPONSIBLE_ID: 15 }, { DEADLINE: 'asc' })).toEqual([8002, 8001, 8004])
  const bad = await portal.v2('tasks.task.list', { order: { responsibleId: 'asc' } })
  expect(bad).toMatchObject({ status: 400, body: { error: '0' } })
})

test('the list gives the real status and beside it what the webhook owner would see', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('tasks.task.list', {
    filter: { ID: [8001, 8002, 8003] },
    order: { ID: 'asc' },
    select: ['STATUS'],
  })
  expect(rows(reply).map((row) => [row['status'], row['subStatus']])).toEqual([
    ['2', '-3'],
    ['3', '-1'],
    ['4', '4'],
  ])
})
