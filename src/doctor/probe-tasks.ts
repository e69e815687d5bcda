/** How this portal's tasks behave where documents, source and portals disagree. Reads only. */
import { z } from 'zod'
import type { CallResult } from '../adapters/bitrix24/result.ts'
import { id } from '../adapters/bitrix24/schemas.ts'
import { found, type Finding } from './finding.ts'
import { troubleOf, type Portal } from './portal.ts'

const rows = z.object({
  tasks: z.array(z.object({ id, responsibleId: id.nullable().catch(null) })),
})
type Rows = CallResult<z.infer<typeof rows>>

const method = 'tasks.task.list'
/** Nobody's number on any portal. */
const nobody = 2_147_483_000

/** @param has3 whether the webhook has the scope of REST 3.0's tasks. */
export async function probeTasks(portal: Portal, has3: boolean): Promise<readonly Finding[]> {
  const none = await list(portal, { ID: -1 })
  if (none.type !== 'ok') return [troubleOf(method, none, portal)]
  if (none.value.tasks.length > 0) return [found('task_filter_dropped')]
  return [
    found('tasks_ok'),
    ...(await probeUnknownKey(portal)),
    ...(await probeMark(portal)),
    ...(await probeUserArrays(portal)),
    ...(await probeAccess(portal)),
    ...(has3 ? await probeRest3(portal) : []),
  ]
}

function list(portal: Portal, filter: object): Promise<Rows> {
  const select = ['ID', 'RESPONSIBLE_ID']
  return portal.read(method, { filter, select, order: { ID: 'desc' }, start: -1 }, rows)
}

/** A misspelt key that is dropped gives the whole portal: rows are checked again, whatever was asked for. */
async function probeUnknownKey(portal: Portal): Promise<readonly Finding[]> {
  const result = await list(portal, { NO_SUCH_KEY: 1 })
  if (result.type === 'rejected') return [found('unknown_filter_refused')]
  if (result.type !== 'ok') return []
  return [found(result.value.tasks.length > 0 ? 'unknown_filter_ignored' : 'unknown_filter_unknown')]
}

/** After an uncertain creation the task is looked for by its mark. */
async function probeMark(portal: Portal): Promise<readonly Finding[]> {
  const result = await list(portal, { XML_ID: 'tgbot:none' })
  if (result.type !== 'ok') return [found('mark_filter_ignored')]
  return [found(result.value.tasks.length > 0 ? 'mark_filter_ignored' : 'mark_filter_applied')]
}

/** Digests of many people are read with a list of people in the filter. */
async function probeUserArrays(portal: Portal): Promise<readonly Finding[]> {
  const result = await list(portal, { RESPONSIBLE_ID: [nobody, nobody + 1] })
  if (result.type !== 'ok') return []
  return [found(result.value.tasks.length > 0 ? 'user_arrays_ignored' : 'user_arrays_applied')]
}

const access = z.object({
  allowedActions: z.union([
    z.record(z.string(), z.record(z.string(), z.unknown())),
    z.array(z.unknown()).transform((): Record<string, Record<string, unknown>> => ({})),
  ]),
})

/** Whoever may do nothing must be told so: otherwise the portal answers for the webhook's owner, whoever is asked about. */
async function probeAccess(portal: Portal): Promise<readonly Finding[]> {
  const some = await list(portal, {})
  const tasks = some.type === 'ok' ? some.value.tasks : []
  const example = tasks.flatMap((row) =>
    row.responsibleId === null ? [] : [[row.id, row.responsibleId] as const],
  )[0]
  if (example === undefined) return [found('task_rights_unknown')]
  const [taskId, responsibleId] = example
  const users = [responsibleId, nobody]
  const result = await portal.read('tasks.task.getaccess', { taskId, users }, access)
  if (result.type !== 'ok') return [troubleOf('tasks.task.getaccess', result, portal)]
  const may = (user: number): boolean =>
    Object.values(result.value.allowedActions[String(user)] ?? {}).includes(true)
  if (may(nobody)) return [found('task_rights_ignore_people')]
  return [found(may(responsibleId) ? 'task_rights_ok' : 'task_rights_unknown')]
}

/** Module → controller → method; some portals write the method's name with a small or a large letter. */
async function probeRest3(portal: Portal): Promise<readonly Finding[]> {
  const result = await portal.read('rest.scope.list', {}, z.unknown(), 3)
  if (result.type !== 'ok') return [found('rest3_absent')]
  const names = JSON.stringify(result.value).toLowerCase()
  return [found(names.includes('tasks.task.add') ? 'rest3_ok' : 'rest3_without_tasks')]
}
