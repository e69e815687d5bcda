import type { NameBook, Participant } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Task } from '../../ports/tasks.ts'
import { command, readBatch } from './batch.ts'
import { plainFromBbcode, plainFromHtml } from './bbcode-plain.ts'
import type { BitrixClient } from './client.ts'
import { toFailure } from './errors.ts'
import type { Failure } from './errors.ts'
import type { CallResult } from './result.ts'
import { rightsOf, roleOf } from './task-rights.ts'
import type { Attaching } from './task-rights.ts'
import { allowedActions, taskFound } from './task-schemas.ts'
import type { RawTask } from './task-schemas.ts'

export interface TaskCardDeps {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly names: NameBook
  readonly attaching: Attaching
}

/** A task the actor has a part in, and what the portal says they may do with it. */
export interface SeenTask {
  readonly task: RawTask
  readonly flags: ReadonlySet<string>
}

const fields = [
  'ID',
  'TITLE',
  'DESCRIPTION',
  'DESCRIPTION_IN_BBCODE',
  'STATUS',
  'PRIORITY',
  'DEADLINE',
  'CREATED_BY',
  'RESPONSIBLE_ID',
  'ACCOMPLICES',
  'AUDITORS',
  'CLOSED_BY',
  'CLOSED_DATE',
  'TASK_CONTROL',
  'ALLOW_CHANGE_DEADLINE',
  'UF_TASK_WEBDAV_FILES',
] as const

/** The two reads that answer "what is it, and what may this employee do": side by side in one batch. */
export function taskCommands(actor: PortalUserId, id: number) {
  return {
    task: command(
      'tasks.task.get',
      { taskId: id, select: fields, params: { WITH_RESULT_INFO: 'Y' } },
      taskFound,
    ),
    access: command('tasks.task.getaccess', { taskId: id, users: [actor] }, allowedActions),
  }
}

/** @see judgeSeen */
export async function seeTask(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  signal?: AbortSignal,
): Promise<Outcome<SeenTask>> {
  if (!isTaskId(id)) return notFound
  const results = await readBatch(deps.client, taskCommands(actor, id), { signal })
  return judgeSeen(deps, actor, id, results)
}

/**
 * The task, when the actor has a part in it. One that is gone, one the portal keeps to itself and one of other people
 * are all `not_found`, after the same requests.
 */
export function judgeSeen(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  results: {
    readonly task: CallResult<RawTask | null>
    readonly access: CallResult<ReadonlyMap<string, ReadonlySet<string>>>
  },
): Outcome<SeenTask> {
  const { task, access } = results
  if (task.type !== 'ok') {
    const failure = toFailure('tasks.task.get', 'read', task, deps.clock.now())
    return failure.reason === 'denied' ? troubledBy(failure, notFound) : failure
  }
  if (task.value === null || task.value.id !== id || roleOf(task.value, actor) === null) return notFound
  if (access.type !== 'ok') {
    return toFailure('tasks.task.getaccess', 'read', access, deps.clock.now())
  }
  return { ok: true, value: { task: task.value, flags: access.value.get(String(actor)) ?? new Set() } }
}

export function isTaskId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0
}

export const notFound: Failure = { ok: false, reason: 'not_found', detail: 'tasks.task.get: not theirs' }

/** What the person is told, with what the administrator is told of the failure behind it. */
export function troubledBy({ trouble }: Failure, told: Failure): Failure {
  return trouble === undefined ? told : { ...told, trouble }
}

/** The card as the actor may see it. */
export async function showTask(
  deps: TaskCardDeps,
  actor: PortalUserId,
  seen: SeenTask,
  signal?: AbortSignal,
): Promise<Task> {
  const { task, flags } = seen
  const { id, status, accomplices, auditors } = task
  const everyone = [task.createdBy, task.responsibleId, ...accomplices, ...auditors]
  const named = await nameAll(
    deps,
    task,
    task.closedBy === null ? everyone : [...everyone, task.closedBy],
    signal,
  )
  const one = (person: PortalUserId): Participant => named.get(person) ?? nameless(person)
  return {
    id,
    title: task.title,
    status,
    deadline: task.deadline,
    priority: task.priority,
    role: roleOf(task, actor) ?? 'auditor',
    description: (task.descriptionInBbcode ? plainFromBbcode : plainFromHtml)(task.description),
    creator: one(task.createdBy),
    responsible: one(task.responsibleId),
    accomplices: accomplices.map(one),
    auditors: auditors.map(one),
    url: `${deps.client.portal}/company/personal/user/${actor}/tasks/task/view/${id}/`,
    control: task.taskControl,
    needsResult: needsResult(task),
    closedAt: status === 'completed' ? task.closedDate : null,
    closedBy: status === 'completed' && task.closedBy !== null ? one(task.closedBy) : null,
    may: [...rightsOf(task, actor, flags, deps.attaching)],
  }
}

/** REST completes such a task all the same (source): it is for us to leave it to the portal. */
export function needsResult(task: RawTask): boolean {
  return task.taskRequireResult && !task.taskHasOpenResult
}

/** What a person needs to understand a "closed": who and when. Either may be unknown. */
export async function closedFailure(
  deps: TaskCardDeps,
  task: RawTask,
  signal?: AbortSignal,
): Promise<Failure> {
  const named = task.closedBy === null ? null : await nameAll(deps, task, [task.closedBy], signal)
  const by = task.closedBy === null ? null : (named?.get(task.closedBy)?.name ?? null)
  return { ok: false, reason: 'closed', data: { by, at: task.closedDate }, detail: 'the task is completed' }
}

/** «Его может изменить постановщик — …»: whom to turn to. */
export async function deniedFailure(
  deps: TaskCardDeps,
  task: RawTask,
  what: string,
  signal?: AbortSignal,
): Promise<Failure> {
  const named = await nameAll(deps, task, [task.createdBy], signal)
  const data: JsonObject = { creator: named.get(task.createdBy)?.name ?? null, status: task.status }
  return { ok: false, reason: 'denied', data, detail: `no right to ${what}` }
}

/**
 * Names from the task's own answer where it has them, the others from the book. A card without a name is better than
 * none, so a book that does not answer fails nothing.
 */
async function nameAll(
  deps: TaskCardDeps,
  task: RawTask,
  ids: readonly PortalUserId[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<PortalUserId, Participant>> {
  const cards = [task.creator, task.responsible, ...task.accomplicesData, ...task.auditorsData]
  const named = new Map<PortalUserId, Participant>()
  for (const card of cards) if (card !== null) named.set(card.id, card)
  const missing = ids.filter((id) => !named.has(id))
  if (missing.length === 0) return named
  const found = await deps.names.names(missing, signal)
  if (found.ok) for (const one of found.value) named.set(one.id, one)
  return named
}

function nameless(id: PortalUserId): Participant {
  return { id, name: `#${id}` }
}
