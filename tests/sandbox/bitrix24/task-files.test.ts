import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { createFolderBlobs } from '../../../sandbox/blobs.ts'
import type { BitrixSandboxOptions } from '../../../sandbox/bitrix24/server.ts'
import { startPortal, taskOf, type TestPortal } from './portal-client.ts'

const scopes = ['task', 'tasks', 'disk']

function start(options: Partial<BitrixSandboxOptions> = {}): Promise<TestPortal> {
  return startPortal({ scopes, ...options })
}

/** Uploads a small file to the owner's storage; returns its object id. */
async function upload(portal: TestPortal, name = 'смета.pdf', storageId = 101): Promise<number> {
  const fileContent = [name, Buffer.from(`содержимое ${name}`).toString('base64')]
  const params = { id: storageId, data: { NAME: name }, fileContent, generateUniqueName: true }
  const { result } = await portal.v2('disk.storage.uploadfile', params)
  return Number((result as JsonObject)['ID'])
}

function names(portal: TestPortal, taskId: number): readonly string[] {
  return portal.sandbox.taskFiles(taskId).map(({ name }) => name)
}

async function selected(portal: TestPortal, taskId: number): Promise<Json | undefined> {
  const reply = await portal.v2('tasks.task.get', { taskId, select: ['ID', 'UF_TASK_WEBDAV_FILES'] })
  return taskOf(reply)['ufTaskWebdavFiles']
}

test('an uploaded file is attached, and the attachment names task and object', async () => {
  await using portal = await start()
  const fileId = await upload(portal)
  const { result } = await portal.v2('tasks.task.files.attach', { taskId: 8001, fileId })
  expect(result).toEqual({ attachmentId: 1001 })
  expect(await selected(portal, 8001)).toEqual([1001])
  expect((await portal.v2('disk.attachedobject.get', { id: 1001 })).result).toMatchObject({
    ID: '1001',
    OBJECT_ID: String(fileId),
    ENTITY_TYPE: 'tasks_task',
    ENTITY_ID: '8001',
    NAME: 'смета.pdf',
  })
  expect(portal.sandbox.taskFiles(8001)[0]?.content()?.toString()).toBe('содержимое смета.pdf')
})

test('the field of files comes only when asked for, with its two sisters, and is false when empty', async () => {
  await using portal = await start()
  expect(await selected(portal, 8001)).toBe(false)
  expect(taskOf(await portal.v2('tasks.task.get', { taskId: 8001 }))).not.toHaveProperty('ufTaskWebdavFiles')
  const asked = await portal.v2('tasks.task.get', { taskId: 8001, select: ['ID', 'UF_CRM_TASK'] })
  expect(taskOf(asked)).toMatchObject({ ufCrmTask: false, ufTaskWebdavFiles: false, ufMailMessage: null })
})

test.each<[string, (fileId: number) => JsonObject, string]>([
  ['no task', (fileId) => ({ fileId }), '100'],
  ['a task that is no number', (fileId) => ({ taskId: 'семь', fileId }), '0'],
  ['a task that is not there', (fileId) => ({ taskId: 4711, fileId }), '0'],
  ['no file', () => ({ taskId: 8001 }), '100'],
  ['a file that is no number', () => ({ taskId: 8001, fileId: 'n9001' }), '100'],
  ['the FILE_ID in place of the ID', () => ({ taskId: 8001, fileId: 32_001 }), 'ERROR_CORE'],
])('attaching with %s is refused', async (_what, params, error) => {
  await using portal = await start()
  const fileId = await upload(portal)
  expect(await portal.v2('tasks.task.files.attach', params(fileId))).toMatchObject({
    status: 400,
    body: { error },
  })
  expect(names(portal, 8001)).toEqual([])
})

test('any member attaches, a stranger does not, and nobody what they cannot read', async () => {
  const attach = async (ownerId: number, storageId = 100 + ownerId) => {
    await using portal = await start({ ownerId })
    const fileId = await upload(portal, 'смета.pdf', storageId)
    return (await portal.v2('tasks.task.files.attach', { taskId: 8001, fileId })).body['error']
  }
  // 8001: Белова asks Петрова, Иванов watches.
  expect(await attach(7)).toBeUndefined()
  expect(await attach(15)).toBeUndefined()
  expect(await attach(31)).toBeUndefined()
  expect(await attach(33)).toBe('0')
  await using administrator = await start()
  const fileId = await upload(administrator, 'чужой.pdf', 127)
  const saved = administrator.sandbox.save()
  await using member = await start({ ownerId: 15, restore: saved })
  const { body } = await member.v2('tasks.task.files.attach', { taskId: 8001, fileId })
  expect(body['error']).toBe('ERROR_CORE')
})

test('a portal whose new files are not attachable at once, by mode: the second attempt passes', async () => {
  await using portal = await start({ modes: { freshFiles: 'denied-once' } })
  const fileId = await upload(portal)
  const attach = () => portal.v2('tasks.task.files.attach', { taskId: 8001, fileId })
  expect(await attach()).toMatchObject({ status: 400, body: { error: '0' } })
  expect((await attach()).status).toBe(200)
})

test('a new task takes files by their n-ids, and an update replaces the list', async () => {
  await using portal = await start()
  const [first, second] = [await upload(portal, 'смета.pdf'), await upload(portal, 'акт.pdf')]
  const fields = { TITLE: 'Ремонт', RESPONSIBLE_ID: 27, UF_TASK_WEBDAV_FILES: [`n${first}`] }
  const taskId = Number(taskOf(await portal.v2('tasks.task.add', { fields }))['id'])
  expect(names(portal, taskId)).toEqual(['смета.pdf'])
  const update = (files: Json) =>
    portal.v2('tasks.task.update', { taskId, fields: { UF_TASK_WEBDAV_FILES: files } })
  await update(['1001', `n${second}`])
  expect(names(portal, taskId)).toEqual(['смета.pdf', 'акт.pdf'])
  await update(['1002'])
  expect(names(portal, taskId)).toEqual(['акт.pdf'])
  expect(await update([`n${first + 500}`])).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } })
  expect(await update(['1001'])).toMatchObject({ status: 400, body: { error: 'ERROR_CORE' } })
  await portal.v2('tasks.task.update', { taskId, fields: { TITLE: 'Ремонт склада' } })
  expect(names(portal, taskId)).toEqual(['акт.pdf'])
  await update([])
  expect(names(portal, taskId)).toEqual([])
})

test('REST 3.0 attaches several at once', async () => {
  await using portal = await start()
  const fileIds = [await upload(portal, 'смета.pdf'), await upload(portal, 'акт.pdf')]
  const call = (params: JsonObject) => portal.v3('tasks.task.file.attach', params)
  expect((await call({ taskId: 8001, fileIds })).result).toEqual({ result: true })
  expect(names(portal, 8001)).toEqual(['смета.pdf', 'акт.pdf'])
  const broken = async (params: JsonObject) => {
    const error = (await call(params)).body['error'] as { validation: readonly { field: string }[] }
    return error.validation.map(({ field }) => field)
  }
  expect(await broken({})).toEqual(['taskId', 'fileIds'])
  expect(await broken({ taskId: '8001', fileIds: ['9001'] })).toEqual(['taskId', 'fileIds'])
  expect(await broken({ taskId: 8001, fileIds: [4711] })).toEqual([''])
  expect(await broken({ taskId: 4711, fileIds })).toEqual([''])
})

test('a deleted file leaves its tasks, one in the trash is nobody’s to attach', async () => {
  await using portal = await start()
  const fileId = await upload(portal)
  await portal.v2('tasks.task.files.attach', { taskId: 8001, fileId })
  expect((await portal.v2('disk.file.delete', { id: fileId })).result).toBe(true)
  expect(names(portal, 8001)).toEqual([])
  const trashed = await upload(portal)
  expect((await portal.v2('disk.file.markdeleted', { id: trashed })).result).toMatchObject({
    DELETED_TYPE: '3',
  })
  expect((await portal.v2('tasks.task.files.attach', { taskId: 8001, fileId: trashed })).body).toMatchObject({
    error: 'ERROR_CORE',
  })
})

test('files and their contents outlive a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  const first = await start({ blobs: createFolderBlobs(folder) })
  const fileId = await upload(first)
  await first.v2('tasks.task.files.attach', { taskId: 8001, fileId })
  const saved = first.sandbox.save()
  await first[Symbol.asyncDispose]()
  await using second = await start({ blobs: createFolderBlobs(folder), restore: saved })
  expect(second.sandbox.taskFiles(8001)[0]?.content()?.toString()).toBe('содержимое смета.pdf')
  await rm(folder, { recursive: true })
})
