/** `tasks.task.file.attach`: files of the Drive added to a task (docs). */
import type { Json } from '../../../src/ports/json.ts'
import { attach } from '../disk/drive.ts'
import { isList } from '../json.ts'
import { findTask } from '../portal.ts'
import type { Violation } from '../refusal.ts'
import { invalid, required, wrongType } from '../tasks/fields-v3.ts'
import { isReadableFile, isUnsettled } from '../tasks/files.ts'
import { canAttach } from '../tasks/rights.ts'
import { say } from '../texts.ts'
import type { CallV3, MethodTableV3 } from './method.ts'

export const taskFileMethodsV3: MethodTableV3 = {
  'tasks.task.file.attach': { scope: 'tasks', writes: true, run: attachFiles },
}

/** Parameters stand at the root, not under `fields`. No access is a violation without a field (docs). */
function attachFiles(call: CallV3): Json {
  const { portal, owner, params } = call
  const { taskId, fileIds } = params
  const ids = isList(fileIds) ? fileIds.filter((id) => typeof id === 'number') : []
  const areNumbers = isList(fileIds) && fileIds.length === ids.length
  const broken: Violation[] = []
  if (typeof taskId !== 'number') broken.push(fault(call, 'taskId', taskId, 'int'))
  if (!areNumbers) broken.push(fault(call, 'fileIds', fileIds, 'array'))
  if (broken.length > 0) throw invalid(portal, broken)

  const task = findTask(portal.state, Number(taskId))
  const mayAttach = task !== undefined && canAttach(portal, owner.id, task)
  const areReadable = ids.every((id) => isReadableFile(portal, owner, id) && !isUnsettled(portal, id))
  if (!mayAttach || !areReadable) {
    throw invalid(portal, [{ field: '', message: say(portal, 'rightsMissing') }])
  }
  for (const id of ids) attach(portal, task.id, id, owner.id)
  return { result: true }
}

function fault(call: CallV3, name: string, value: Json | undefined, type: string): Violation {
  const isMissing = value === undefined || value === null
  return isMissing ? required(call.portal, name) : wrongType(call.portal, name, type)
}
