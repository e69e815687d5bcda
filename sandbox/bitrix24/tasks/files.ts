/** Files of tasks: who may attach which, and the field `UF_TASK_WEBDAV_FILES` (docs: tasks/index, how-to-update-files). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { attach, attachmentsOf, changeObject, findObject, mayUseObject } from '../disk/drive.ts'
import { listOf, textOf } from '../json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow, TaskRow } from '../rows.ts'

/** May the webhook's owner read this file? An object of the trash, a folder and a `FILE_ID` are no files. */
export function isReadableFile(portal: Portal, owner: EmployeeRow, id: number): boolean {
  const row = findObject(portal.state, id)
  return row?.type === 'file' && mayUseObject(portal.state, owner, row)
}

export interface TaskFile {
  readonly attachmentId: number
  readonly name: string
  readonly size: number
  /** Undefined when the content is kept no more. */
  content(): Buffer | undefined
}

export function taskFiles({ state, blobs }: Portal, taskId: number): readonly TaskFile[] {
  return attachmentsOf(state, taskId).flatMap(({ id, objectId }) => {
    const row = findObject(state, objectId)
    if (row === undefined) return []
    return [{ attachmentId: id, name: row.name, size: row.size, content: () => blobs.get(row.contentId) }]
  })
}

/**
 * Whether the rights of a new object have not spread yet: clients saw the first call refused and its repetition pass.
 * Asking settles it.
 */
export function isUnsettled(portal: Portal, id: number): boolean {
  const row = findObject(portal.state, id)
  if (row === undefined || row.settled) return false
  changeObject(portal.state, id, { settled: true })
  return true
}

const field = 'UF_TASK_WEBDAV_FILES'

/** What the field asks for: Drive objects to add (`n9011`) and attachments to keep (`1065`); null when it was not sent. */
export function askedFiles(
  fields: JsonObject,
): { readonly objectIds: readonly number[]; readonly keptIds: readonly number[] } | null {
  if (!Object.hasOwn(fields, field)) return null
  const values = listOf(fields[field])
    .map((value) => textOf(value))
    .filter((value) => value !== '')
  const added = values.filter((value) => value.startsWith('n')).map((value) => Number(value.slice(1)))
  return { objectIds: added, keptIds: values.filter((value) => !value.startsWith('n')).map(Number) }
}

/** True when every named object is a readable file and every kept attachment is the task's own. */
export function areFilesKnown(
  portal: Portal,
  owner: EmployeeRow,
  fields: JsonObject,
  task: TaskRow | undefined,
): boolean {
  const asked = askedFiles(fields)
  if (asked === null) return true
  const own = task === undefined ? [] : attachmentsOf(portal.state, task.id).map(({ id }) => id)
  return (
    asked.objectIds.every((id) => isReadableFile(portal, owner, id)) &&
    asked.keptIds.every((id) => own.includes(id))
  )
}

/** The field replaces the whole list. */
export function storeFiles(portal: Portal, owner: EmployeeRow, taskId: number, fields: JsonObject): void {
  const asked = askedFiles(fields)
  if (asked === null) return
  const { drive } = portal.state
  drive.attachments = drive.attachments.filter(
    (row) => row.taskId !== taskId || asked.keptIds.includes(row.id),
  )
  for (const id of asked.objectIds) attach(portal, taskId, id, owner.id)
}

/** The three system fields come together when one of them is selected, never by themselves (docs: tasks/fields). */
export function systemFields(portal: Portal, task: TaskRow, asked: readonly string[]): JsonObject {
  if (!asked.some((name) => ['UF_CRM_TASK', field, 'UF_MAIL_MESSAGE'].includes(name))) return {}
  const ids: Json = attachmentsOf(portal.state, task.id).map(({ id }) => id)
  // None at all is `false`, as in the docs' answers (PHP's empty multiple user field).
  return { ufCrmTask: false, ufTaskWebdavFiles: ids.length === 0 ? false : ids, ufMailMessage: null }
}
