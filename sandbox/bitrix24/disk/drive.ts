/**
 * The portal's Drive: a storage for every employee and one for all, folders and files in them, and the attachments that
 * tie files to tasks. An object's `ID` and the `FILE_ID` of its bytes are numbers of different series, as on a portal,
 * so that a client which confuses them attaches nothing or another file (docs: how-to-upload-file-to-task).
 */
import { findEmployee, fullName, type Portal } from '../portal.ts'
import type { PortalState } from '../portal-state.ts'
import type { EmployeeRow } from '../rows.ts'
import type { AttachmentRow, DriveObjectRow, StorageRow } from './rows.ts'

const commonStorage: StorageRow = {
  id: 7,
  name: 'Общий диск',
  entityType: 'common',
  entityId: 'shared_files_s1',
  rootId: 21,
}

export function storagesOf(state: PortalState): readonly StorageRow[] {
  const users = state.employees.filter(({ userType }) => userType === 'employee' || userType === 'extranet')
  return [commonStorage, ...users.map(userStorage)]
}

function userStorage(row: EmployeeRow): StorageRow {
  const name = fullName(row)
  return { id: 100 + row.id, name, entityType: 'user', entityId: String(row.id), rootId: 5000 + row.id }
}

export function findStorage(state: PortalState, id: number): StorageRow | undefined {
  return storagesOf(state).find((row) => row.id === id)
}

/** What is in the trash is not found. */
export function findObject(state: PortalState, id: number): DriveObjectRow | undefined {
  return state.drive.objects.find((row) => row.id === id && row.deletedAtMs === null)
}

/** A folder by its object id: a storage's root, or one made in it. */
export function findFolder(
  state: PortalState,
  id: number,
): { readonly id: number; readonly storage: StorageRow } | undefined {
  const root = storagesOf(state).find(({ rootId }) => rootId === id)
  if (root !== undefined) return { id, storage: root }
  const row = findObject(state, id)
  const storage = row?.type === 'folder' ? findStorage(state, row.storageId) : undefined
  return storage === undefined ? undefined : { id, storage }
}

/** An administrator reaches everything (source: FakeSecurityContext), others their own and the common storage. */
export function mayUse(owner: EmployeeRow, storage: StorageRow | undefined): boolean {
  if (storage === undefined) return false
  return owner.isAdmin || storage.entityType === 'common' || storage.entityId === String(owner.id)
}

export function mayUseObject(state: PortalState, owner: EmployeeRow, row: DriveObjectRow): boolean {
  return mayUse(owner, findStorage(state, row.storageId))
}

export function childrenOf(state: PortalState, folderId: number): readonly DriveObjectRow[] {
  return state.drive.objects.filter((row) => row.parentId === folderId && row.deletedAtMs === null)
}

interface NewObject {
  readonly type: 'file' | 'folder'
  readonly name: string
  readonly content?: Buffer
}

/** Puts a file or folder into a folder; the name must be free. */
export function insertObject(
  portal: Portal,
  folder: { readonly id: number; readonly storage: StorageRow },
  { type, name, content }: NewObject,
  creatorId: number,
): DriveObjectRow {
  const { drive } = portal.state
  const row: DriveObjectRow = {
    id: ++drive.lastId.object,
    type,
    name,
    storageId: folder.storage.id,
    parentId: folder.id,
    fileId: type === 'file' ? ++drive.lastId.file : 0,
    size: content?.length ?? 0,
    contentId: content === undefined ? '' : portal.blobs.put(content),
    createdBy: creatorId,
    createdAtMs: portal.clock.now(),
    deletedAtMs: null,
    settled: portal.modes.freshFiles === 'attachable',
  }
  drive.objects = [...drive.objects, row]
  return row
}

export function changeObject(state: PortalState, id: number, change: Partial<DriveObjectRow>): void {
  state.drive.objects = state.drive.objects.map((row) => (row.id === id ? { ...row, ...change } : row))
}

export function removeObject(state: PortalState, id: number): void {
  state.drive.objects = state.drive.objects.filter((row) => row.id !== id)
  state.drive.attachments = state.drive.attachments.filter((row) => row.objectId !== id)
}

/** `смета.pdf` → `смета (1).pdf`, the first number that is free (docs' example). */
export function uniqueName(taken: ReadonlySet<string>, name: string): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let number = 1; ; number += 1) {
    const candidate = `${stem} (${number})${ending}`
    if (!taken.has(candidate.toLowerCase())) return candidate
  }
}

export function attachmentsOf(state: PortalState, taskId: number): readonly AttachmentRow[] {
  return state.drive.attachments.filter((row) => row.taskId === taskId)
}

export function attach(portal: Portal, taskId: number, objectId: number, creatorId: number): AttachmentRow {
  const { drive } = portal.state
  const row = { id: ++drive.lastId.attachment, objectId, taskId, createdBy: creatorId }
  const attached = { ...row, createdAtMs: portal.clock.now() }
  drive.attachments = [...drive.attachments, attached]
  return attached
}

export function bytesUsed(state: PortalState): number {
  return state.drive.objects.reduce((sum, { size }) => sum + size, 0)
}

/** Whose Drive a link of an object leads into: its storage's owner, or nobody's. */
export function ownerOf(state: PortalState, row: DriveObjectRow): EmployeeRow | undefined {
  return findEmployee(state, Number(findStorage(state, row.storageId)?.entityId))
}
