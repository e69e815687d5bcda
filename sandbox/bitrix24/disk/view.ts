/** Drive objects as `disk.*` shows them: text in lists and single objects, numbers in what was just made (docs). */
import type { JsonObject } from '../../../src/ports/json.ts'
import type { Portal } from '../portal.ts'
import { taskDate } from '../tasks/view.ts'
import { findObject, ownerOf } from './drive.ts'
import type { AttachmentRow, DriveObjectRow, StorageRow } from './rows.ts'

export function showStorage(row: StorageRow): JsonObject {
  return {
    ID: String(row.id),
    NAME: row.name,
    CODE: null,
    MODULE_ID: 'disk',
    ENTITY_TYPE: row.entityType,
    ENTITY_ID: row.entityId,
    ROOT_OBJECT_ID: String(row.rootId),
  }
}

/** `fresh`: as the method that made it answers. */
export function showObject(portal: Portal, row: DriveObjectRow, fresh: boolean): JsonObject {
  const number = (value: number): string | number => (fresh ? value : String(value))
  const created = taskDate(portal, row.createdAtMs)
  const isFile = row.type === 'file'
  return {
    ID: number(row.id),
    NAME: row.name,
    CODE: null,
    STORAGE_ID: String(row.storageId),
    TYPE: row.type,
    ...(isFile ? {} : { REAL_OBJECT_ID: number(row.id) }),
    PARENT_ID: String(row.parentId),
    DELETED_TYPE: number(row.deletedAtMs === null ? 0 : 3),
    ...(isFile
      ? { GLOBAL_CONTENT_VERSION: number(1), FILE_ID: number(row.fileId), SIZE: String(row.size) }
      : {}),
    CREATE_TIME: created,
    UPDATE_TIME: created,
    DELETE_TIME: row.deletedAtMs === null ? null : taskDate(portal, row.deletedAtMs),
    CREATED_BY: String(row.createdBy),
    UPDATED_BY: String(row.createdBy),
    DELETED_BY: row.deletedAtMs === null ? null : String(portal.ownerId),
    ...(isFile ? { DOWNLOAD_URL: downloadUrl(portal, row) } : {}),
    DETAIL_URL: `${portal.origin()}${detailPath(portal, row)}`,
  }
}

export function showAttachment(portal: Portal, row: AttachmentRow): JsonObject {
  const file = findObject(portal.state, row.objectId)
  return {
    ID: String(row.id),
    OBJECT_ID: String(row.objectId),
    MODULE_ID: 'tasks',
    ENTITY_TYPE: 'tasks_task',
    ENTITY_ID: String(row.taskId),
    CREATE_TIME: taskDate(portal, row.createdAtMs),
    CREATED_BY: String(row.createdBy),
    DOWNLOAD_URL: file === undefined ? '' : downloadUrl(portal, file),
    NAME: file?.name ?? '',
    SIZE: String(file?.size ?? 0),
  }
}

/** The token is all it takes to read the file: such an address is a secret (docs' example). */
function downloadUrl(portal: Portal, row: DriveObjectRow): string {
  const token = encodeURIComponent(
    `disk|${Buffer.from(`id=${row.id}&_=${row.contentId}`).toString('base64')}`,
  )
  return `${portal.origin()}/rest/download.json?token=${token}`
}

/** The object a token of {@link downloadUrl} was made for; undefined for any other text. */
export function objectByToken(portal: Portal, token: string): DriveObjectRow | undefined {
  const fields = new URLSearchParams(Buffer.from(token.replace(/^disk\|/, ''), 'base64').toString())
  const row = findObject(portal.state, Number(fields.get('id')))
  return row?.type === 'file' && row.contentId === fields.get('_') ? row : undefined
}

function detailPath(portal: Portal, row: DriveObjectRow): string {
  const owner = ownerOf(portal.state, row)
  const kind = row.type === 'file' ? 'file' : 'path'
  const base = owner === undefined ? '/docs' : `/company/personal/user/${owner.id}/disk`
  return `${base}/${kind}/${row.name}`
}
