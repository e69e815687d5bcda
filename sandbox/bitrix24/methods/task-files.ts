/** `tasks.task.files.attach`: one file of the Drive to one task (docs). */
import { attach } from '../disk/drive.ts'
import { integerOf, textOf } from '../json.ts'
import { findTask } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import { isReadableFile, isUnsettled } from '../tasks/files.ts'
import { canAttach } from '../tasks/rights.ts'
import { say } from '../texts.ts'
import type { Answer, Call, MethodTable } from './method.ts'
import { taskIdOf, taskScopes } from './tasks.ts'

export const taskFileMethods: MethodTable = {
  'tasks.task.files.attach': { scopes: taskScopes, run: attachFile },
}

/** The same file twice is two attachments. A missing task and a missing right are one answer (docs: code "0"). */
function attachFile(call: Call): Answer {
  const { portal, owner } = call
  const taskId = taskIdOf(call)
  const fileId = fileIdOf(call)
  const task = findTask(portal.state, taskId)
  if (task === undefined || !mayAttach(call, taskId) || isUnsettled(portal, fileId)) {
    throw new Refusal(400, '0', say(portal, 'accessDenied'))
  }
  if (!isReadableFile(portal, owner, fileId)) {
    throw new Refusal(400, 'ERROR_CORE', `${say(portal, 'rightsMissing')}<br>`)
  }
  return { result: { attachmentId: attach(portal, task.id, fileId, owner.id).id } }
}

function mayAttach({ portal, owner }: Call, taskId: number): boolean {
  const task = findTask(portal.state, taskId)
  return task !== undefined && canAttach(portal, owner.id, task)
}

function fileIdOf({ params }: Call): number {
  const { fileId } = params
  if (fileId === undefined || fileId === null) {
    throw new Refusal(400, '100', 'Could not find value for parameter {fileId}')
  }
  const text = textOf(fileId)
  if (!/^\d+$/.test(text)) {
    const words = `Invalid value {${text}} to match with parameter {fileId}. Should be value of type int.`
    throw new Refusal(400, '100', words)
  }
  return integerOf(fileId)
}
