/** `disk.file.*` and `disk.attachedobject.get`. */
import { changeObject, findObject, mayUseObject, removeObject } from '../disk/drive.ts'
import type { AttachmentRow, DriveObjectRow } from '../disk/rows.ts'
import { denied, notFound, requireId } from '../disk/upload.ts'
import { showAttachment, showObject } from '../disk/view.ts'
import { findTask } from '../portal.ts'
import { canRead } from '../tasks/rights.ts'
import { disk } from './disk-storage.ts'
import type { Answer, Call, MethodTable } from './method.ts'

export const diskFileMethods: MethodTable = {
  'disk.file.get': disk((call) => ({ result: showObject(call.portal, fileOf(call), false) })),
  'disk.file.markdeleted': disk(markDeleted),
  'disk.file.delete': disk(deleteFile),
  'disk.attachedobject.get': disk((call) => ({ result: showAttachment(call.portal, attachmentOf(call)) })),
}

function markDeleted(call: Call): Answer {
  const { portal } = call
  const row = fileOf(call)
  const deletedAtMs = portal.clock.now()
  changeObject(portal.state, row.id, { deletedAtMs })
  return { result: showObject(portal, { ...row, deletedAtMs }, false) }
}

/** Gone for good, and from every task it was attached to. */
function deleteFile(call: Call): Answer {
  removeObject(call.portal.state, fileOf(call).id)
  return { result: true }
}

function fileOf(call: Call): DriveObjectRow {
  const id = requireId(call.params)
  const row = findObject(call.portal.state, id)
  if (row?.type !== 'file') throw notFound(id)
  if (!mayUseObject(call.portal.state, call.owner, row)) throw denied()
  return row
}

/** Whoever reads the task reads what is attached to it. */
function attachmentOf({ portal, owner, params }: Call): AttachmentRow {
  const id = requireId(params)
  const row = portal.state.drive.attachments.find((one) => one.id === id)
  const task = row === undefined ? undefined : findTask(portal.state, row.taskId)
  if (row === undefined || task === undefined) throw notFound(id)
  if (!canRead(portal, owner, task)) throw denied()
  return row
}
