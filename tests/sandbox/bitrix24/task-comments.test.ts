import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import { startPortal } from './portal-client.ts'

const post = { POST_MESSAGE: 'Готово', AUTHOR_ID: 15 }

test.each<[string, JsonObject, RegExp]>([
  [
    'no text',
    { TASKID: 8001, FIELDS: { POST_MESSAGE: ' ', AUTHOR_ID: 15 } },
    /^Не указан текст комментария<br>$/,
  ],
  ['no task', { TASKID: 4711, FIELDS: post }, /^Недостаточно прав для добавления комментария<br>$/],
  ['a task that is no number', { TASKID: 'семь', FIELDS: post }, /Param #0 .*256\/TE\/WRONG_ARGUMENTS<br>$/],
  [
    'a field of another method',
    { TASKID: 8001, FIELDS: { ...post, TITLE: 'x' } },
    /must not contain key "TITLE"/,
  ],
])('a comment with %s is an ERROR_CORE', async (_what, params, text) => {
  await using portal = await startPortal()
  const { status, body } = await portal.v2('task.commentitem.add', params)
  expect([status, body['error']]).toEqual([400, 'ERROR_CORE'])
  expect(body['error_description']).toMatch(text)
  expect(portal.sandbox.tasks()[0]?.comments).toEqual([])
})

test('a portal that has switched comments off for good refuses them, by mode', async () => {
  await using portal = await startPortal({ modes: { taskComments: 'refused' } })
  expect(await portal.v2('task.commentitem.add', { TASKID: 8001, FIELDS: post })).toMatchObject({
    status: 400,
    body: { error: 'ERROR_CORE' },
  })
})

test('a message to the chat of a task is the webhook owner’s, whoever asked', async () => {
  await using portal = await startPortal()
  const fields = { taskId: 8001, text: 'Анна пишет: договор готов' }
  expect((await portal.v3('tasks.task.chat.message.send', { fields })).result).toEqual({ result: true })
  expect(portal.sandbox.tasks()[0]?.comments).toMatchObject([
    { authorId: 1, text: fields.text, inChat: true },
  ])
})

test.each<[string, JsonObject, number, string, readonly string[]]>([
  ['nothing', {}, 400, 'VALIDATION_REQUESTVALIDATION', ['fields']],
  ['empty fields', { fields: {} }, 400, 'VALIDATION_REQUESTVALIDATION', ['taskId', 'text']],
  [
    'an id in quotes',
    { fields: { taskId: '8001', text: 'x' } },
    400,
    'VALIDATION_REQUESTVALIDATION',
    ['taskId'],
  ],
  ['an unknown task', { fields: { taskId: 4711, text: 'x' } }, 403, 'ACCESSDENIED', []],
])('a chat message with %s is refused', async (_what, params, status, code, broken) => {
  await using portal = await startPortal()
  const reply = await portal.v3('tasks.task.chat.message.send', params)
  const error = reply.body['error'] as { code: string; validation?: readonly { field: string }[] }
  expect([reply.status, error.code]).toEqual([status, `BITRIX_REST_V3_EXCEPTION_${code}EXCEPTION`])
  expect((error.validation ?? []).map(({ field }) => field)).toEqual(broken)
})
