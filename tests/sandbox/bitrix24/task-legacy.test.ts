import { expect, test } from 'vitest'

import type { Json } from '../../../src/ports/json.ts'
import { startPortal } from './portal-client.ts'

const item = { TITLE: 'Согласовать', PARENT_ID: 0, SORT_INDEX: 20, IS_COMPLETE: 'N' }

test('a checklist grows, is ticked, and is read back in upper case', async () => {
  await using portal = await startPortal()
  const call = async (method: string, params: Json) =>
    (await portal.v2(`task.checklistitem.${method}`, params)).result
  const root = Number(await call('add', { TASKID: 8001, FIELDS: item }))
  const child = Number(await call('add', [8001, { TITLE: 'Юрист', PARENT_ID: root, SORT_INDEX: 10 }]))
  expect(await call('complete', { TASKID: 8001, ITEMID: child })).toBe(true)
  expect(await call('update', { TASKID: 8001, ITEMID: root, FIELDS: { TITLE: 'Согласование' } })).toBeNull()
  expect(await call('getlist', { TASKID: 8001, ORDER: { SORT_INDEX: 'asc' } })).toMatchObject([
    {
      ID: String(child),
      PARENT_ID: String(root),
      TITLE: 'Юрист',
      IS_COMPLETE: 'Y',
      TOGGLED_DATE: '2026-11-23T12:00:00+03:00',
    },
    {
      ID: String(root),
      PARENT_ID: 0,
      TITLE: 'Согласование',
      IS_COMPLETE: 'N',
      TOGGLED_DATE: '',
      MEMBERS: [],
    },
  ])
  expect(await call('delete', { TASKID: 8001, ITEMID: child })).toBe(true)
  expect(portal.sandbox.tasks()[0]?.checklist.map(({ id }) => id)).toEqual([root])
})

test('parameters count by position: another order or one more in the query breaks the call', async () => {
  await using portal = await startPortal()
  const wrong = { status: 400, body: { error: 'WRONG_ARGUMENTS' } }
  expect(await portal.v2('task.checklistitem.add', { FIELDS: item, TASKID: 8001 })).toMatchObject(wrong)
  expect(
    await portal.v2('task.checklistitem.add?request_id=7', { TASKID: 8001, FIELDS: item }),
  ).toMatchObject(wrong)
  portal.sandbox.modes.legacyParameters = 'named'
  expect((await portal.v2('task.checklistitem.add', { FIELDS: item, TASKID: 8001 })).status).toBe(200)
})

test('a comment may carry anybody’s name', async () => {
  await using portal = await startPortal()
  const params = { TASKID: 8001, FIELDS: { POST_MESSAGE: 'Готово', AUTHOR_ID: 15 } }
  const id = (await portal.v2('task.commentitem.add', params)).result
  expect(portal.sandbox.tasks()[0]?.comments).toMatchObject([{ id, authorId: 15, text: 'Готово' }])
})

test('a task that is not there is an ERROR_CORE with a number in its text', async () => {
  await using portal = await startPortal()
  expect(await portal.v2('task.checklistitem.getlist', { TASKID: 4711 })).toMatchObject({
    status: 400,
    body: {
      error: 'ERROR_CORE',
      error_description: expect.stringMatching(/^TASKS_ERROR_EXCEPTION_#8;.*<br>$/) as string,
    },
  })
})
