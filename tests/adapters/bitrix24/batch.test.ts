import { expect, test } from 'vitest'
import { z } from 'zod'

import { command, readBatch } from '../../../src/adapters/bitrix24/batch.ts'
import type { Command } from '../../../src/adapters/bitrix24/batch.ts'
import { commandLine, toIsoInstant } from '../../../src/adapters/bitrix24/reads.ts'
import type { ReadMethod, ReadParams, TaskFilter } from '../../../src/adapters/bitrix24/reads.ts'
import { userRows } from '../../../src/adapters/bitrix24/schemas.ts'
import { connectTo, startTestPortal } from './sandbox-portal.ts'
import { batch, html, startScriptedPortal } from './scripted-portal.ts'

const someTasks = z.object({ tasks: z.array(z.object({ id: z.coerce.number() })) })

function userCommand(id: number) {
  return command('user.get', { FILTER: { '@ID': [id] }, select: ['ID', 'NAME'] }, userRows)
}

function listCommand(filter: TaskFilter) {
  return command('tasks.task.list', { filter, select: ['ID'], order: { ID: 'asc' } }, someTasks)
}

test('values are written the way PHP reads them, encoded once', () => {
  const line = commandLine('tasks.task.list', {
    filter: {
      RESPONSIBLE_ID: 15,
      '!REAL_STATUS': 5,
      '>=DEADLINE': toIsoInstant(Date.parse('2026-11-24T00:00:00+03:00')),
    },
    select: ['ID', 'TITLE'],
    order: { ID: 'asc' },
  })
  expect(line).toBe(
    'tasks.task.list?filter%5BRESPONSIBLE_ID%5D=15&filter%5B!REAL_STATUS%5D=5' +
      '&filter%5B%3E%3DDEADLINE%5D=2026-11-23T21%3A00%3A00%2B00%3A00&select%5B0%5D=ID&select%5B1%5D=TITLE&order%5BID%5D=asc',
  )
})

/** As an object of another origin could come in, whatever the types say. */
function smuggled(params: unknown): ReadParams[ReadMethod] {
  return params as ReadParams[ReadMethod]
}

test.each([
  ['a reference', { taskId: '$result[task][task][id]', select: ['ID'] }],
  ['a text', { taskId: 1, select: ['Смета на ремонт'] }],
  ['a text with a space', { taskId: 1, select: ['ID OR 1'] }],
  ['an instant in another form', { taskId: '2026-11-24', select: ['ID'] }],
  ['a broken number', { taskId: Number.NaN, select: ['ID'] }],
  ['a fraction', { taskId: 1.5, select: ['ID'] }],
  ['nothing', { taskId: null, select: ['ID'] }],
  ['true', { taskId: true, select: ['ID'] }],
  ['an unknown parameter', { taskId: 1, select: ['ID'], auth: 'x' }],
  ['an empty list, which filters nothing', { taskId: 1, select: [] }],
])('%s never stands in a batch', (_, params) => {
  expect(() => commandLine('tasks.task.get', smuggled(params) as ReadParams['tasks.task.get'])).toThrow(
    RangeError,
  )
})

test.each(['responsibleId', 'RESPONSIBLE', 'MEMBER', '::SUBFILTER-1', 'TITLE', 'XML_ID'])(
  'a filter by %s is refused here, because the portal would ignore it and list everybody’s tasks',
  (key) => {
    const params = { filter: { [key]: 15 }, select: ['ID'], order: { ID: 'asc' } }
    expect(() => commandLine('tasks.task.list', smuggled(params) as ReadParams['tasks.task.list'])).toThrow(
      `no parameter filter.${key}`,
    )
  },
)

test('a refused value is not repeated in the error', () => {
  const params = smuggled({ taskId: 'Премия Игорю', select: ['ID'] }) as ReadParams['tasks.task.get']
  expect(() => commandLine('tasks.task.get', params)).toThrow(/^(?!.*Премия)/u)
})

test('each command comes to its own result, in one request', async () => {
  await using portal = await startTestPortal()
  const client = portal.connect()
  const results = await readBatch(client, {
    anna: userCommand(15),
    mine: listCommand({ RESPONSIBLE_ID: 15, '!REAL_STATUS': 5 }),
    nobody: userCommand(999),
  })
  expect(results.anna).toMatchObject({ type: 'ok', value: [{ ID: 15, NAME: 'Анна' }] })
  expect(results.mine.type === 'ok' && results.mine.value.tasks.length).toBe(3)
  expect(results.nobody).toMatchObject({ type: 'ok', value: [] })
  expect(portal.sandbox.requests.map(({ method, params }) => [method, params['halt']])).toEqual([
    ['batch', 0],
  ])
})

test('a command the portal refuses does not stop the others', async () => {
  await using portal = await startTestPortal({ scopes: ['task'] })
  const { anna, mine } = await readBatch(portal.connect(), {
    anna: userCommand(15),
    mine: listCommand({ RESPONSIBLE_ID: 15 }),
  })
  expect(anna).toMatchObject({ type: 'config', kind: 'scope' })
  expect(mine).toMatchObject({ type: 'ok' })
})

test.each([
  [
    'an empty code',
    { error: '', error_description: 'Доступ запрещен' },
    { type: 'rejected', code: '', text: 'Доступ запрещен' },
  ],
  ['a numeric code', { error: 100, error_description: 'x' }, { type: 'rejected', code: '100' }],
  ['an empty list', [], { type: 'rejected', code: '' }],
  ['nothing', null, { type: 'rejected', code: '' }],
  ['a broken server', { error: 'INTERNAL_SERVER_ERROR' }, { type: 'uncertain', cause: 'server_error' }],
  ['a full bucket', { error: 'QUERY_LIMIT_EXCEEDED' }, { type: 'rateLimited' }],
  ['an unknown method', { error: 'ERROR_METHOD_NOT_FOUND' }, { type: 'config', kind: 'method' }],
])('a name among the errors is an error, whatever stands there: %s', async (_, error, expected) => {
  const both = batch({ anna: [{ ID: '15' }] }, { result_error: { anna: error } })
  await using portal = await startScriptedPortal(both)
  const { client } = connectTo(portal.webhook)
  expect((await readBatch(client, { anna: userCommand(15) })).anna).toMatchObject(expected)
})

test('a name in neither map, and an answer of another shape, are no answers', async () => {
  await using portal = await startScriptedPortal(batch({ anna: { id: 15 } }))
  const { client } = connectTo(portal.webhook)
  const results = await readBatch(client, { anna: userCommand(15), igor: userCommand(27) })
  const shapeless = { type: 'uncertain', cause: 'unexpected_shape' }
  expect(results).toMatchObject({ anna: shapeless, igor: shapeless })
})

test('maps that PHP wrote as lists are read by their numbers', async () => {
  await using portal = await startScriptedPortal(
    batch([[{ ID: '15' }], [{ ID: '27' }]], { result_next: [50] }),
  )
  const { client } = connectTo(portal.webhook)
  const commands: Record<string, Command<unknown>> = { 0: userCommand(15), 1: userCommand(27) }
  const results = await readBatch(client, commands)
  expect(results['0']).toMatchObject({ type: 'ok', value: [{ ID: 15 }], next: 50 })
  expect(results['1']).toMatchObject({ type: 'ok', value: [{ ID: 27 }], next: null })
})

test('a batch that fails as a whole fails for each', async () => {
  await using portal = await startScriptedPortal(html(502))
  const { client } = connectTo(portal.webhook)
  const results = await readBatch(client, { anna: userCommand(15), igor: userCommand(27) })
  const broken = { type: 'uncertain', cause: 'not_json' }
  expect(results).toMatchObject({ anna: broken, igor: broken })
  expect(portal.seen).toHaveLength(3)
})

test('a hundred and twenty commands are three requests, and each is answered', async () => {
  await using portal = await startTestPortal()
  const entries = Array.from({ length: 120 }, (_, at) => [`user${at}`, userCommand(at + 1)] as const)
  const results = await readBatch(portal.connect(), Object.fromEntries(entries))
  expect(Object.values(results).filter(({ type }) => type === 'ok')).toHaveLength(120)
  expect(results['user14']).toMatchObject({ value: [{ ID: 15 }] })
  expect(portal.sandbox.requests).toHaveLength(3)
})

test('no commands are no request', async () => {
  await using portal = await startTestPortal()
  expect(await readBatch(portal.connect(), {})).toEqual({})
  expect(portal.sandbox.requests).toHaveLength(0)
})

test('what each method has worked is kept by method, and holds back that method alone', async () => {
  await using portal = await startTestPortal({ modes: { operatingPerCall: 300 } })
  const client = portal.connect()
  const both = { anna: userCommand(15), mine: listCommand({ RESPONSIBLE_ID: 15 }) }
  await readBatch(client, { mine: both.mine })
  const second = await readBatch(client, both, { priority: 'background' })
  expect(second).toMatchObject({ mine: { type: 'blocked' }, anna: { type: 'ok' } })
  expect(await readBatch(client, both)).toMatchObject({ mine: { type: 'ok' } })
})

test('a method out of working time is left alone until its reset, in batches as in single calls', async () => {
  await using portal = await startTestPortal({ limits: true, modes: { operatingPerCall: 500 } })
  const client = portal.connect()
  const commands = { mine: listCommand({ RESPONSIBLE_ID: 15 }) }
  expect(await readBatch(client, commands)).toMatchObject({ mine: { type: 'ok' } })
  expect(await readBatch(client, commands)).toMatchObject({ mine: { type: 'blocked' } })
  const asked = portal.sandbox.requests.length
  expect(await readBatch(client, commands)).toMatchObject({ mine: { type: 'blocked' } })
  expect(portal.sandbox.requests).toHaveLength(asked)
  const options = { version: 2, kind: 'read', schema: someTasks } as const
  expect(await client.call('tasks.task.list', { filter: { RESPONSIBLE_ID: 15 } }, options)).toMatchObject({
    type: 'blocked',
  })
})

test('a caller who gives up ends it', async () => {
  await using portal = await startTestPortal()
  const signal = AbortSignal.abort()
  expect(await readBatch(portal.connect(), { anna: userCommand(15) }, { signal })).toMatchObject({
    anna: { type: 'unreachable', cause: 'aborted' },
  })
  expect(portal.sandbox.requests).toHaveLength(0)
})
