import { expect, test } from 'vitest'

import { fileBytesMax } from '../../../src/adapters/bitrix24/file-rules.ts'
import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { createTaskDesk } from '../../../src/adapters/bitrix24/task-desk.ts'
import { connectTo } from './sandbox-portal.ts'
import { batch, cut, good, html, startScriptedPortal } from './scripted-portal.ts'
import type { Reply } from './scripted-portal.ts'
import { anna, igor, olga, petr, startDesk } from './task-desk-portal.ts'

const scopes = ['user_basic', 'im', 'task', 'tasks', 'disk']
const estimate = { name: 'Смета.pdf', bytes: new TextEncoder().encode('%PDF-1.7 смета') }
const done = { ok: true, value: null }

async function startWithTask(
  options: Parameters<typeof startDesk>[0] = {},
  deps: Parameters<typeof startDesk>[1] = {},
) {
  const started = await startDesk({ scopes, ...options }, deps)
  const rows = { createdBy: olga, responsibleId: anna, auditors: [petr] }
  const id = started.portal.sandbox.addTask({ title: 'Акт', ...rows })
  return {
    ...started,
    id,
    files: () => started.portal.sandbox.taskFiles(id).map(({ name }) => name),
    uploads: () =>
      started.portal.sandbox.requests.filter(({ method }) => method === 'disk.folder.uploadfile').length,
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  }
}

test('a file hangs on the task with its name and all its bytes', async () => {
  await using started = await startWithTask()
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toEqual(done)
  const [file] = started.portal.sandbox.taskFiles(started.id)
  expect(file).toMatchObject({ name: 'Смета.pdf', size: estimate.bytes.byteLength })
  const upload = started.portal.sandbox.requests.find(({ method }) => method === 'disk.folder.uploadfile')
  const base64 = Buffer.from(estimate.bytes).toString('base64')
  expect(upload?.params['fileContent']).toEqual(['Смета.pdf', base64])
})

test('a repeat of the operation attaches nothing new, from another process either', async () => {
  await using started = await startWithTask()
  await started.desk.attach(olga, started.id, estimate, 'op-1')
  await started.desk.attach(olga, started.id, estimate, 'op-1')
  expect(started.files()).toEqual(['Смета.pdf'])
  expect(started.uploads()).toBe(1)
})

test('another file of the same name is another file', async () => {
  await using started = await startWithTask()
  await started.desk.attach(olga, started.id, estimate, 'op-1')
  const second = { ...estimate, bytes: new TextEncoder().encode('%PDF-1.7 смета, вторая редакция') }
  expect(await started.desk.attach(olga, started.id, second, 'op-2')).toEqual(done)
  expect(started.files()).toHaveLength(2)
  // Its name on the Drive has got a number; it is known again all the same.
  expect(await started.desk.attach(olga, started.id, second, 'op-3')).toEqual(done)
  expect(started.files()).toHaveLength(2)
})

test('an answer lost after attaching is cleared up by looking', async () => {
  await using started = await startWithTask()
  started.portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.files.attach', times: 1 })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toEqual(done)
  expect(started.files()).toEqual(['Смета.pdf'])
})

test('a file lost before attaching is uncertain, and its repeat does not upload again', async () => {
  await using started = await startWithTask()
  started.portal.sandbox.fault({ kind: 'cut', method: 'tasks.task.files.attach', times: 1 })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toMatchObject({ reason: 'uncertain' })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toEqual(done)
  expect(started.files()).toEqual(['Смета.pdf'])
  expect(started.uploads()).toBe(1)
})

test.each(['cut', 'apply-then-cut'] as const)(
  'an upload that was %s only costs space: nothing hangs on the task',
  async (kind) => {
    await using started = await startWithTask()
    started.portal.sandbox.fault({ kind, method: 'disk.folder.uploadfile', times: 1 })
    expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toMatchObject({
      reason: 'temporary',
    })
    expect(started.files()).toEqual([])
    expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toEqual(done)
    expect(started.files()).toHaveLength(1)
  },
)

test('a portal that does not know its new file yet is asked again in a moment', async () => {
  await using started = await startWithTask({ modes: { freshFiles: 'denied-once' } })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toEqual(done)
  expect(started.portal.clock.slept).toEqual([600])
  expect(started.uploads()).toBe(1)
})

test('a portal that goes on refusing is believed after four attempts', async () => {
  await using started = await startWithTask()
  const refusal = { kind: 'status', status: 400, code: '0', description: 'Доступ запрещен' } as const
  started.portal.sandbox.fault({ ...refusal, method: 'tasks.task.files.attach' })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toMatchObject({ reason: 'denied' })
  expect(started.portal.clock.slept).toEqual([600, 1200, 1800])
})

/** Olga's task, as a portal under script shows it. */
function seen(files: readonly number[]): Reply {
  const task = {
    id: '1',
    title: 'Акт',
    status: '2',
    createdBy: '7',
    responsibleId: '15',
    ufTaskWebdavFiles: files.length === 0 ? false : files,
  }
  return batch({ task: { task }, access: { allowedActions: { '7': { EDIT: true } } } })
}

const foreignDrive = { ID: '11', ENTITY_TYPE: 'user', ENTITY_ID: '7', ROOT_OBJECT_ID: '19' }
const groupDrive = { ID: '12', ENTITY_TYPE: 'group', ENTITY_ID: '1', ROOT_OBJECT_ID: '20' }
const ownDrive = { ID: '13', ENTITY_TYPE: 'user', ENTITY_ID: '1', ROOT_OBJECT_ID: '21' }

async function startScripted(...script: readonly Reply[]) {
  const portal = await startScriptedPortal(...script)
  const { client, clock } = connectTo(portal.webhook)
  const names = createNameBook({ client, clock, ttlMs: 60_000 })
  const desk = createTaskDesk({ client, clock, names, sleep: clock.sleep })
  const methods = () => portal.seen.map(({ path }) => path.split('/').at(-1))
  return { desk, portal, methods, [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose]() }
}

test('the file goes to the Drive of the webhook’s owner, whatever other Drives an administrator is shown', async () => {
  await using started = await startScripted(
    seen([]),
    good([foreignDrive, groupDrive, ownDrive]),
    good({ ID: 9011, FILE_ID: 32877 }),
    good({ attachmentId: 77 }),
  )
  expect(await started.desk.attach(olga, 1, estimate, 'op-1')).toEqual(done)
  expect(started.methods().slice(2)).toEqual(['disk.folder.uploadfile', 'tasks.task.files.attach'])
  expect(JSON.parse(started.portal.seen[2]?.body ?? '')).toMatchObject({ id: 21, generateUniqueName: true })
  expect(JSON.parse(started.portal.seen[3]?.body ?? '')).toEqual({ taskId: 1, fileId: 9011 })
})

test('an owner without a Drive cannot keep files', async () => {
  await using started = await startScripted(seen([]), good([foreignDrive, groupDrive]))
  expect(await started.desk.attach(olga, 1, estimate, 'op-1')).toMatchObject({ reason: 'unsupported' })
  expect(started.methods()).toHaveLength(2)
})

test('what was attached before the answer got lost is known by its file, though it was renamed since', async () => {
  const renamed = { ID: '77', OBJECT_ID: '9011', NAME: 'Смета (финал).pdf', SIZE: '5', CREATED_BY: '1' }
  await using started = await startScripted(
    seen([]),
    good([ownDrive]),
    good({ ID: 9011 }),
    cut,
    html(502),
    html(502),
    html(502),
    seen([77]),
    batch({ attachment77: renamed }),
  )
  expect(await started.desk.attach(olga, 1, estimate, 'op-1')).toMatchObject({ reason: 'uncertain' })
  expect(await started.desk.attach(olga, 1, estimate, 'op-1')).toEqual(done)
  expect(started.methods().filter((method) => method === 'tasks.task.files.attach')).toHaveLength(1)
})

test('who may attach: creators who may edit, or every member where the operator says so', async () => {
  await using strict = await startWithTask()
  expect(await strict.desk.attach(anna, strict.id, estimate, 'op-1')).toMatchObject({ reason: 'denied' })
  expect(await strict.desk.attach(petr, strict.id, estimate, 'op-2')).toMatchObject({ reason: 'denied' })
  expect(await strict.desk.attach(igor, strict.id, estimate, 'op-3')).toMatchObject({ reason: 'not_found' })
  expect(strict.files()).toEqual([])

  await using open = await startWithTask({}, { attaching: 'members' })
  expect(await open.desk.attach(anna, open.id, estimate, 'op-1')).toEqual(done)
  expect(await open.desk.attach(igor, open.id, estimate, 'op-2')).toMatchObject({ reason: 'not_found' })
})

test('a webhook without the scope of the Drive does not offer files', async () => {
  await using started = await startWithTask({ scopes: ['user_basic', 'im', 'task'] })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toMatchObject({
    reason: 'unsupported',
  })
})

test('a full Drive is for the administrator', async () => {
  await using started = await startWithTask({ modes: { diskFreeBytes: 10 } })
  expect(await started.desk.attach(olga, started.id, estimate, 'op-1')).toMatchObject({ reason: 'config' })
})

test('twenty megabytes pass, a byte more is never sent', async () => {
  await using started = await startWithTask()
  const largest = { name: 'Чертёж.dwg', bytes: new Uint8Array(fileBytesMax) }
  expect(await started.desk.attach(olga, started.id, largest, 'op-1')).toEqual(done)
  started.requests()
  const larger = { name: 'Чертёж.dwg', bytes: new Uint8Array(fileBytesMax + 1) }
  expect(await started.desk.attach(olga, started.id, larger, 'op-2')).toMatchObject({ reason: 'too_large' })
  expect(started.requests()).toBe(0)
})

test.each([
  ['virus.exe', 'MZ'],
  ['Смета.pdf', 'MZ\u0090'],
  ['Фото.jpg', '#!/bin/sh'],
  ['страница.html', '<script>'],
  ['схема.svg', '<svg>'],
  ['без расширения', 'x'],
  ['.pdf', 'x'],
])('%s of %j is never sent', async (name, content) => {
  await using started = await startWithTask()
  const file = { name, bytes: new TextEncoder().encode(content) }
  expect(await started.desk.attach(olga, started.id, file, 'op-1')).toMatchObject({ reason: 'type_refused' })
  expect(started.requests()).toBe(0)
})

test('an empty file is no file', async () => {
  await using started = await startWithTask()
  const file = { name: 'Смета.pdf', bytes: new Uint8Array() }
  expect(await started.desk.attach(olga, started.id, file, 'op-1')).toMatchObject({ reason: 'rejected' })
})
