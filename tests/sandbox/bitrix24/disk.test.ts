import { expect, test } from 'vitest'

import type { JsonObject } from '../../../src/ports/json.ts'
import type { BitrixSandboxOptions } from '../../../sandbox/bitrix24/server.ts'
import { startPortal, type Reply, type TestPortal } from './portal-client.ts'

const scopes = ['task', 'tasks', 'disk']
const bytes = Buffer.from('Смета на ремонт склада')
const smeta = { data: { NAME: 'смета.pdf' }, fileContent: ['смета.pdf', bytes.toString('base64')] }

function start(options: Partial<BitrixSandboxOptions> = {}): Promise<TestPortal> {
  return startPortal({ scopes, ...options })
}

function shown(reply: Reply): JsonObject {
  return reply.result as JsonObject
}

/** The webhook owner's own storage. */
async function ownStorage(portal: TestPortal, ownerId = 1): Promise<JsonObject> {
  const filter = { ENTITY_TYPE: 'user', ENTITY_ID: String(ownerId) }
  const { result } = await portal.v2('disk.storage.getlist', { filter })
  const [storage] = result as readonly JsonObject[]
  return storage ?? {}
}

test('a file is uploaded to the owner’s folder and read back through its own address', async () => {
  await using portal = await start()
  const storage = await ownStorage(portal)
  expect(storage).toEqual({
    ID: '101',
    NAME: 'Помощник',
    CODE: null,
    MODULE_ID: 'disk',
    ENTITY_TYPE: 'user',
    ENTITY_ID: '1',
    ROOT_OBJECT_ID: '5001',
  })
  const made = shown(
    await portal.v2('disk.folder.uploadfile', { id: storage['ROOT_OBJECT_ID'] ?? 0, ...smeta }),
  )
  expect(made).toMatchObject({ ID: 9001, NAME: 'смета.pdf', TYPE: 'file', PARENT_ID: '5001', SIZE: '41' })
  expect(made['FILE_ID']).not.toBe(made['ID'])
  const read = shown(await portal.v2('disk.file.get', { id: 9001 }))
  expect(read).toMatchObject({ ID: '9001', NAME: 'смета.pdf', SIZE: '41', DELETED_TYPE: '0' })
  const download = await fetch(read['DOWNLOAD_URL'] as string)
  expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true)
  expect((await fetch(`${portal.sandbox.origin}/rest/download.json?token=disk%7Cnonsense`)).status).toBe(404)
})

async function storageNames(ownerId: number): Promise<readonly unknown[]> {
  await using portal = await start({ ownerId })
  const { result } = await portal.v2('disk.storage.getlist', {})
  return (result as readonly JsonObject[]).map((row) => row['NAME'])
}

test('an administrator is shown everybody’s storages, an employee the own and the common one', async () => {
  expect((await storageNames(1)).length).toBeGreaterThan(10)
  expect(await storageNames(15)).toEqual(['Общий диск', 'Анна Петрова'])
})

test('a taken name is refused unless another may be made up', async () => {
  await using portal = await start()
  const upload = (more: JsonObject) => portal.v2('disk.storage.uploadfile', { id: 101, ...smeta, ...more })
  expect((await upload({})).status).toBe(200)
  expect((await upload({})).body).toMatchObject({ error: 'DISK_OBJ_22000' })
  expect(shown(await upload({ generateUniqueName: true }))['NAME']).toBe('смета (1).pdf')
  expect(shown(await upload({ generateUniqueName: true }))['NAME']).toBe('смета (2).pdf')
})

test('folders are made once, listed, filtered and filled', async () => {
  await using portal = await start()
  const folder = shown(await portal.v2('disk.storage.addfolder', { id: 101, data: { NAME: 'Телеграм' } }))
  expect(folder).toMatchObject({ ID: 9001, REAL_OBJECT_ID: 9001, TYPE: 'folder' })
  expect(await portal.v2('disk.storage.addfolder', { id: 101, data: { NAME: 'Телеграм' } })).toMatchObject({
    status: 400,
    body: { error: 'DISK_OBJ_22000' },
  })
  await portal.v2('disk.folder.addsubfolder', { id: 9001, data: { NAME: 'Ноябрь' } })
  await portal.v2('disk.folder.uploadfile', { id: 9001, ...smeta })
  const names = async (method: string, params: JsonObject) =>
    ((await portal.v2(method, params)).result as readonly JsonObject[]).map((row) => row['NAME'])
  expect(await names('disk.storage.getchildren', { id: 101, filter: { NAME: 'телеграм' } })).toEqual([
    'Телеграм',
  ])
  expect(await names('disk.folder.getchildren', { id: 9001, order: { NAME: 'DESC' } })).toEqual([
    'смета.pdf',
    'Ноябрь',
  ])
  expect(
    await names('disk.folder.getchildren', { id: 9001, filter: { '!TYPE': 'folder', NO_SUCH: 1 } }),
  ).toEqual(['смета.pdf'])
  expect(
    await names('disk.folder.getchildren', { id: 9001, filter: { '%NAME': 'мет', '>ID': 9001 } }),
  ).toEqual(['смета.pdf'])
  expect(shown(await portal.v2('disk.folder.get', { id: 9001 }))['NAME']).toBe('Телеграм')
  expect(shown(await portal.v2('disk.folder.get', { id: 5001 }))['NAME']).toBe('Помощник')
})

test.each<[string, string, JsonObject, number, string]>([
  ['no storage', 'disk.storage.uploadfile', smeta, 400, 'ERROR_ARGUMENT'],
  ['an unknown storage', 'disk.storage.uploadfile', { id: 4711, ...smeta }, 400, 'ERROR_NOT_FOUND'],
  ['a storage’s id as a folder', 'disk.folder.uploadfile', { id: 101, ...smeta }, 400, 'ERROR_NOT_FOUND'],
  ['no name', 'disk.storage.uploadfile', { ...smeta, id: 101, data: {} }, 400, 'DISK_BASE_SERVICE_22001'],
  [
    'no bytes',
    'disk.storage.uploadfile',
    { ...smeta, id: 101, fileContent: ['a.txt', ''] },
    400,
    'ERROR_COULD_NOT_SAVE_FILE',
  ],
  ['an application storage', 'disk.storage.getforapp', {}, 403, 'ACCESS_DENIED'],
  ['a file that is not there', 'disk.file.get', { id: 4711 }, 400, 'ERROR_NOT_FOUND'],
  ['a folder without a name', 'disk.storage.addfolder', { id: 101 }, 400, 'ERROR_ARGUMENT'],
])('%s is refused', async (_what, method, params, status, error) => {
  await using portal = await start()
  expect(await portal.v2(method, params)).toMatchObject({ status, body: { error } })
})

test('nobody but an administrator uploads into another’s storage', async () => {
  await using portal = await start({ ownerId: 15 })
  expect((await portal.v2('disk.storage.uploadfile', { id: 115, ...smeta })).status).toBe(200)
  expect(await portal.v2('disk.storage.uploadfile', { id: 127, ...smeta })).toMatchObject({
    status: 400,
    body: { error: 'ACCESS_DENIED' },
  })
})

test('a full Drive saves nothing', async () => {
  await using portal = await start({ modes: { diskFreeBytes: 50 } })
  expect((await portal.v2('disk.storage.uploadfile', { id: 101, ...smeta })).status).toBe(200)
  const second = { id: 101, ...smeta, generateUniqueName: true }
  expect(await portal.v2('disk.storage.uploadfile', second)).toMatchObject({
    body: { error: 'ERROR_COULD_NOT_SAVE_FILE' },
  })
})

test('without the scope disk nothing of it can be called', async () => {
  await using portal = await startPortal()
  expect(await portal.v2('disk.storage.getlist', {})).toMatchObject({
    status: 403,
    body: { error: 'insufficient_scope' },
  })
})

test('the content of a file does not fill the log of requests', async () => {
  await using portal = await start()
  const content = Buffer.alloc(200_000, 7).toString('base64')
  await portal.v2('disk.storage.uploadfile', {
    id: 101,
    data: { NAME: 'a.bin' },
    fileContent: ['a.bin', content],
  })
  expect(JSON.stringify(portal.sandbox.requests.at(-1)).length).toBeLessThan(12_000)
})

test('twenty megabytes in base64 pass', async () => {
  await using portal = await start()
  const content = Buffer.alloc(20 * 1024 * 1024, 1).toString('base64')
  const params = { id: 101, data: { NAME: 'большой.zip' }, fileContent: ['большой.zip', content] }
  expect(shown(await portal.v2('disk.storage.uploadfile', params))['SIZE']).toBe(String(20 * 1024 * 1024))
})
