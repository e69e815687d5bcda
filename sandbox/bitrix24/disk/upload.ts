/** Bytes on their way into a folder (source: disk `lib/rest/service/{folder,storage}.php`, `CRestUtil::saveFile`). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject, textOf } from '../json.ts'
import type { Call } from '../methods/method.ts'
import { Refusal } from '../refusal.ts'
import { bytesUsed, childrenOf, insertObject, mayUse, uniqueName } from './drive.ts'
import type { DriveObjectRow, StorageRow } from './rows.ts'

export interface Folder {
  readonly id: number
  readonly storage: StorageRow
}

/** @throws Refusal with the documented code when the name is missing or taken, the bytes are not there or do not fit. */
export function uploadTo(call: Call, folder: Folder): DriveObjectRow {
  const { params } = call
  const name = requireName(params)
  if (!mayUse(call.owner, folder.storage)) throw denied()
  if ('rights' in params && !isList(params['rights'])) throw new Refusal(400, '', 'Invalid rights format')
  const content = bytesOf(params['fileContent'])
  const free = call.portal.modes.diskFreeBytes - bytesUsed(call.portal.state)
  if (content.length === 0 || content.length > free) {
    throw new Refusal(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file')
  }
  const stored = { type: 'file', name: freeName(call, folder, name, 'file'), content } as const
  return insertObject(call.portal, folder, stored, call.owner.id)
}

export function addFolder(call: Call, folder: Folder): DriveObjectRow {
  const { params } = call
  const data = isObject(params['data']) ? params['data'] : {}
  const name = textOf(data['NAME']).trim()
  if (name === '') throw new Refusal(400, 'ERROR_ARGUMENT', 'Invalid value of parameter {Parameter #1}')
  if (!mayUse(call.owner, folder.storage)) throw denied()
  return insertObject(
    call.portal,
    folder,
    { type: 'folder', name: freeName(call, folder, name, 'folder') },
    call.owner.id,
  )
}

export function denied(): Refusal {
  return new Refusal(400, 'ACCESS_DENIED', 'Access denied')
}

export function notFound(id: number): Refusal {
  return new Refusal(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
}

/** @throws Refusal when the parameter is not there at all. */
export function requireId(params: JsonObject): number {
  const id = params['id']
  if (id === undefined || id === null || id === '') {
    throw new Refusal(400, 'ERROR_ARGUMENT', 'Invalid value of parameter {Parameter #0}')
  }
  return Number(textOf(id))
}

function requireName(params: JsonObject): string {
  const name = isObject(params['data']) ? textOf(params['data']['NAME']) : ''
  if (name === '') {
    const text = 'Error: required parameter NAME (DISK_BASE_SERVICE_22001)'
    throw new Refusal(400, 'DISK_BASE_SERVICE_22001', text)
  }
  return name
}

/** A taken name is another one with `generateUniqueName`, else refused: documented for folders and copies, inferred here. */
function freeName(call: Call, folder: Folder, name: string, type: 'file' | 'folder'): string {
  const taken = new Set(childrenOf(call.portal.state, folder.id).map((row) => row.name.toLowerCase()))
  if (!taken.has(name.toLowerCase())) return name
  const wished = textOf(call.params['generateUniqueName'])
  if (wished !== '' && wished !== '0' && wished !== 'false' && wished !== 'N') return uniqueName(taken, name)
  throw new Refusal(400, 'DISK_OBJ_22000', `A ${type} with this name already exists`)
}

/**
 * `[name, base64]` or base64 alone. PHP decodes leniently: what is no base64 is skipped, so a `data:` prefix makes a
 * broken file rather than an error (docs: "corrupted string … corrupted file").
 */
function bytesOf(fileContent: Json | undefined): Buffer {
  const text = isList(fileContent) ? textOf(fileContent[1]) : textOf(fileContent)
  return Buffer.from(text, 'base64')
}
