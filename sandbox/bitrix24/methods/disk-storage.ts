/** `disk.storage.*` and `disk.folder.*`: as much of the Drive as it takes to bring a file to a task. */
import type { JsonObject } from '../../../src/ports/json.ts'
import { childrenOf, findFolder, findObject, findStorage, mayUse, storagesOf } from '../disk/drive.ts'
import type { StorageRow } from '../disk/rows.ts'
import { selectShown } from '../disk/filter.ts'
import { addFolder, denied, notFound, requireId, uploadTo, type Folder } from '../disk/upload.ts'
import { showObject, showStorage } from '../disk/view.ts'
import { objectOf } from '../json.ts'
import { Refusal } from '../refusal.ts'
import { pageOf, type Answer, type Call, type Method, type MethodTable } from './method.ts'

export const diskScopes = ['disk']

export const diskStorageMethods: MethodTable = {
  'disk.storage.getlist': disk(listStorages),
  'disk.storage.gettypes': disk(() => ({ result: ['user', 'common', 'group'] })),
  'disk.storage.getforapp': disk(refuseOutsideApp),
  'disk.storage.get': disk((call) => ({ result: showStorage(storageOf(call)) })),
  'disk.storage.getchildren': disk((call) => listChildren(call, rootOf(storageOf(call)))),
  'disk.storage.addfolder': disk((call) => made(call, addFolder(call, rootOf(storageOf(call, 'any'))))),
  'disk.storage.uploadfile': disk((call) => made(call, uploadTo(call, rootOf(storageOf(call, 'any'))))),
  'disk.folder.get': disk(getFolder),
  'disk.folder.getchildren': disk((call) => listChildren(call, folderOf(call))),
  'disk.folder.addsubfolder': disk((call) => made(call, addFolder(call, folderOf(call, 'any')))),
  'disk.folder.uploadfile': disk((call) => made(call, uploadTo(call, folderOf(call, 'any')))),
}

export function disk(run: (call: Call) => Answer): Method {
  return { scopes: diskScopes, run }
}

/** An administrator is shown everybody's (source), so the first one is nobody's own. */
function listStorages(call: Call): Answer {
  const visible = storagesOf(call.portal.state).filter((row) => mayUse(call.owner, row))
  return listed(call, visible.map(showStorage))
}

/** A webhook has no application behind it (docs, source). */
function refuseOutsideApp(): never {
  throw new Refusal(403, 'ACCESS_DENIED', 'Access denied! Application context required')
}

function getFolder(call: Call): Answer {
  const { id, storage } = folderOf(call)
  const row = findObject(call.portal.state, id)
  if (row !== undefined) return { result: showObject(call.portal, row, false) }
  return { result: { ID: String(id), NAME: storage.name, STORAGE_ID: String(storage.id), TYPE: 'folder' } }
}

function listChildren(call: Call, folder: Folder): Answer {
  return listed(
    call,
    childrenOf(call.portal.state, folder.id).map((row) => showObject(call.portal, row, false)),
  )
}

function listed(call: Call, rows: readonly JsonObject[]): Answer {
  const { params } = call
  return pageOf(call, selectShown(rows, objectOf(params['filter']), objectOf(params['order'])), (row) => row)
}

function made(call: Call, row: Parameters<typeof showObject>[1]): Answer {
  return { result: showObject(call.portal, row, true) }
}

/** @throws Refusal when there is none, or the owner may not read it; `any`: the right is asked later. */
function storageOf(call: Call, access: 'readable' | 'any' = 'readable'): StorageRow {
  const id = requireId(call.params)
  const row = findStorage(call.portal.state, id)
  if (row === undefined) throw notFound(id)
  if (access === 'readable' && !mayUse(call.owner, row)) throw denied()
  return row
}

function rootOf(storage: StorageRow): Folder {
  return { id: storage.rootId, storage }
}

function folderOf(call: Call, access: 'readable' | 'any' = 'readable'): Folder {
  const id = requireId(call.params)
  const folder = findFolder(call.portal.state, id)
  if (folder === undefined) throw notFound(id)
  if (access === 'readable' && !mayUse(call.owner, folder.storage)) throw denied()
  return folder
}
