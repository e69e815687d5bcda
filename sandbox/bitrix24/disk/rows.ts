/** The tables of the Drive. Rows are plain data and are replaced, never changed in place. */

export interface StorageRow {
  readonly id: number
  readonly name: string
  readonly entityType: 'user' | 'common'
  /** An employee's id, or the code of the common documents. */
  readonly entityId: string
  readonly rootId: number
}

export interface DriveObjectRow {
  readonly id: number
  readonly type: 'file' | 'folder'
  readonly name: string
  readonly storageId: number
  /** The folder it lies in; a storage's root has an id too. */
  readonly parentId: number
  /** Of a file alone. */
  readonly fileId: number
  readonly size: number
  readonly contentId: string
  readonly createdBy: number
  readonly createdAtMs: number
  /** In the trash since. */
  readonly deletedAtMs: number | null
  /** False until the first attempt to attach it has been refused, by the mode `freshFiles`. */
  readonly settled: boolean
}

export interface AttachmentRow {
  readonly id: number
  readonly objectId: number
  readonly taskId: number
  readonly createdBy: number
  readonly createdAtMs: number
}

export interface DriveState {
  objects: readonly DriveObjectRow[]
  attachments: readonly AttachmentRow[]
  lastId: { object: number; file: number; attachment: number }
}

export function emptyDrive(): DriveState {
  return { objects: [], attachments: [], lastId: { object: 9000, file: 32_000, attachment: 1000 } }
}
