/** The services that the task dialogs name, bound to the portal. */
import type { DateWriter, When, WhenPolicy } from '../../ports/dates.ts'
import type { Files } from '../../ports/incoming.ts'
import type { Json } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { TaskDesk, TaskMove, TaskSelection } from '../../ports/tasks.ts'
import { toPortalUserId } from '../../ports/identity.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { textAt } from '../../machines/json.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Says } from '../../machines/services.ts'
import { portalService, readTimeoutMs, type Asked, type PortalService } from '../gate/portal-service.ts'
import { cardOf, cardSays, lineOf, lineSays, stateOf, stateSays } from './shown.ts'

export interface TaskDeskDeps {
  readonly desk: TaskDesk
  readonly files: Files
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  /** The instant a deadline means, ISO 8601 with an offset; a day without a clock ends with the working day. */
  deadlineOf(when: When, policy: WhenPolicy): string
  /** What is left under a change of this kind in the employee's own name; null: nothing. */
  signature(change: 'complete' | 'assign' | 'status', name: string): string | null
  /** An instant as the answer to a question about a moment. */
  momentOf(atMs: number, zone: string): When
}

const writeTimeoutMs = 40_000
/** Shorter than the lease of its delivery. */
const attachTimeoutMs = 75_000

export function createTaskDeskServices(deps: TaskDeskDeps): ReadonlyMap<string, PortalService> {
  const reads = { timeoutMs: readTimeoutMs, portal: 'reads' } as const
  const writes = { timeoutMs: writeTimeoutMs, portal: { writes: 'task:{id}' } } as const
  return new Map([
    [
      'bitrix.tasks.list',
      portalService({
        ...reads,
        says: { ...lineSays, ...headingSays },
        run: (asked, signal) => list(deps, asked, signal),
      }),
    ],
    [
      'bitrix.tasks.get',
      portalService({
        ...reads,
        reasons: ['not_found'],
        says: { ...stateSays, ...cardSays },
        run: (asked, signal) => get(deps, asked, signal),
      }),
    ],
    [
      'bitrix.tasks.move',
      portalService({
        ...writes,
        reasons: ['not_found', 'needs_result', 'closed'],
        says: stateSays,
        run: async (asked, signal) => whenClosed(deps, asked, await move(deps, asked, signal)),
      }),
    ],
    [
      'bitrix.tasks.deadline',
      portalService({
        ...writes,
        reasons: ['not_found', 'rejected_deadline', 'closed'],
        run: async (asked, signal) => whenClosed(deps, asked, await setDeadline(deps, asked, signal)),
      }),
    ],
    [
      'bitrix.tasks.assign',
      portalService({
        ...writes,
        reasons: ['not_found', 'rejected_assignee', 'closed'],
        run: async (asked, signal) => whenClosed(deps, asked, await assign(deps, asked, signal)),
      }),
    ],
    [
      'bitrix.tasks.comment',
      portalService({
        ...writes,
        reasons: ['not_found', 'unsupported'],
        run: (asked, signal) => comment(deps, asked, signal),
      }),
    ],
    [
      'bitrix.tasks.attach',
      portalService({
        ...writes,
        timeoutMs: attachTimeoutMs,
        reasons: ['not_found', 'unsupported', 'too_large', 'type_refused', 'gone'],
        run: (asked, signal) => attach(deps, asked, signal),
      }),
    ],
  ])
}

/** «Эта задача уже закрыта: …, сегодня, 14:30»: the moment in words, as everything a person reads. */
function whenClosed({ writer }: TaskDeskDeps, { request, actor }: Asked, outcome: Outcome): Outcome {
  if (outcome.ok || outcome.reason !== 'closed') return outcome
  const closedAt = outcome.data?.['at']
  if (typeof closedAt !== 'string') return outcome
  const { nowMs: now, language } = request
  const at = writer.formatMoment(Date.parse(closedAt), actor.zone, { now, language, style: 'brief' })
  return { ...outcome, data: { ...outcome.data, at } }
}

/** As many as {@link TaskDesk} lists at most: how many more there are, nobody has asked. */
const tasksMax = 200

async function list(
  deps: TaskDeskDeps,
  { request, actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const { employee, zone } = actor
  const which = selections.find((one) => one === input['which']) ?? 'my'
  const found = await deps.desk.list({ actor: employee, which, nowMs: request.nowMs, zone }, signal)
  if (!found.ok) return found
  const size = Math.max(1, Number(input['size']))
  // A list that has become shorter since is shown from its last page.
  const page = Math.min(Number(input['page']), Math.max(0, Math.ceil(found.value.length / size) - 1))
  const items = found.value
    .slice(page * size, (page + 1) * size)
    .map((row) => lineOf(row, deps.writer, request, zone))
  return {
    ok: true,
    value: {
      items,
      from: page * size + 1,
      total: found.value.length,
      count: found.value.length < tasksMax ? found.value.length : { words: 'at_least', count: tasksMax },
      about: { words: `about_${which}` },
      empty: { words: `empty_${which}` },
    },
  }
}

const selections: readonly TaskSelection[] = ['my', 'today', 'overdue', 'ordered', 'control']

const headingSays: Says = {
  ...Object.fromEntries(
    selections.flatMap((which) => [
      [`about_${which}`, []],
      [`empty_${which}`, []],
    ]),
  ),
  at_least: ['count'],
}

async function get(
  deps: TaskDeskDeps,
  { request, actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const id = idOf(input['id'])
  if (id === null) return notFound
  const found = await deps.desk.get(actor.employee, id, signal)
  return found.ok ? { ok: true, value: cardOf(found.value, deps.writer, request, actor.zone) } : found
}

async function move(deps: TaskDeskDeps, { actor, input }: Asked, signal: AbortSignal): Promise<Outcome> {
  const id = idOf(input['id'])
  const wanted = moves.find((one) => one === input['move'])
  if (id === null || wanted === undefined) return notFound
  const signature = deps.signature(wanted === 'complete' ? 'complete' : 'status', actor.name) ?? undefined
  const moved = await deps.desk.move(actor.employee, id, wanted, signal, signature)
  if (!moved.ok) return moved
  const { status } = moved.value
  return { ok: true, value: { status, state: stateOf(status) } }
}

const moves: readonly TaskMove[] = ['start', 'pause', 'defer', 'renew', 'complete', 'approve', 'disapprove']

async function setDeadline(
  deps: TaskDeskDeps,
  { actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const id = idOf(input['id'])
  const when = input['deadline']
  if (id === null) return notFound
  const deadline = isWhen(when) ? deps.deadlineOf(when, deps.policy) : null
  const moved = await deps.desk.setDeadline(actor.employee, id, deadline, signal)
  if (!moved.ok) return moved
  const { before, after } = moved.value
  const answer = (iso: string | null): Json =>
    iso === null ? null : asAnswer(deps.momentOf(Date.parse(iso), actor.zone))
  return { ok: true, value: { before: answer(before), after: answer(after) } }
}

async function assign(deps: TaskDeskDeps, { actor, input }: Asked, signal: AbortSignal): Promise<Outcome> {
  const id = idOf(input['id'])
  const to = idOf(input['to'])
  if (id === null || to === null) return notFound
  const signature = deps.signature('assign', actor.name) ?? undefined
  const assigned = await deps.desk.assign(actor.employee, id, toPortalUserId(to), signal, signature)
  return assigned.ok ? { ok: true, value: { name: assigned.value.responsible.name } } : assigned
}

async function comment(
  deps: TaskDeskDeps,
  { request, actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const id = idOf(input['id'])
  if (id === null) return notFound
  // Nothing tells a comment that was made from one that was not, and two would be seen by everybody.
  if (request.repeated) return { ok: false, reason: 'uncertain' }
  return deps.desk.comment(actor.employee, id, textAt(input, 'text'), signal)
}

/** What Bot API lets a bot fetch, and what the rules let an employee attach. */
const fileMaxBytes = 20 * 1024 * 1024

async function attach(
  deps: TaskDeskDeps,
  { request, actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const id = idOf(input['id'])
  const { file } = input
  if (id === null || !isObject(file)) return notFound
  const fetched = await deps.files.download(textAt(file, 'id'), fileMaxBytes, signal)
  if (!fetched.ok) return fetched
  const { operation } = request
  const sent = { name: textAt(file, 'name'), bytes: fetched.value }
  return deps.desk.attach(actor.employee, id, sent, operation, signal)
}

const notFound = { ok: false, reason: 'not_found' } as const

/** An id comes from a command, a button or a list: it proves nothing, and the desk asks whose it is. */
function idOf(value: Json | undefined): number | null {
  const id = typeof value === 'number' ? value : Number.NaN
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

function asAnswer(when: When): Json {
  const { kind, start, bound, sure, zone } = when
  return { kind, start: { ...start }, bound, sure: { ...sure }, zone }
}
