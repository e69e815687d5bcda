/** The services that the task dialogs name, bound to the portal. */
import type {
  DateWriter,
  Files,
  Json,
  JsonObject,
  Outcome,
  TaskDesk,
  TaskMove,
  TaskSelection,
  When,
  WhenPolicy,
} from '../../ports.ts'
import { toPortalUserId } from '../../ports.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { textAt } from '../../machines/json.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Says, ServiceRequest } from '../../machines/services.ts'
import type { Link } from '../../store.ts'
import type { PortalService, PortalUse } from '../gate/portal-service.ts'
import { cardOf, cardSays, lineOf, lineSays, stateOf, stateSays } from './shown.ts'

export interface TaskDeskDeps {
  readonly desk: TaskDesk
  readonly files: Files
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  /** The instant a deadline means, ISO 8601 with an offset; a day without a clock ends with the working day. */
  deadlineOf(when: When, policy: WhenPolicy): string
  /** An instant as the answer to a question about a moment. */
  momentOf(atMs: number, zone: string): When
}

const common = ['temporary', 'limited', 'uncertain', 'config', 'denied', 'rejected', 'not_found'] as const
const readTimeoutMs = 20_000
const writeTimeoutMs = 40_000
/** Shorter than the lease of its delivery. */
const attachTimeoutMs = 75_000

export function createTaskDeskServices(deps: TaskDeskDeps): ReadonlyMap<string, PortalService> {
  const reads = { timeoutMs: readTimeoutMs, portal: 'reads' } as const
  const writes = { timeoutMs: writeTimeoutMs, portal: { writes: 'task:{id}' } } as const
  return new Map([
    [
      'bitrix.tasks.list',
      service({ ...reads, says: { ...lineSays, ...headingSays }, run: (asked) => list(deps, asked) }),
    ],
    [
      'bitrix.tasks.get',
      service({ ...reads, says: { ...stateSays, ...cardSays }, run: (asked) => get(deps, asked) }),
    ],
    [
      'bitrix.tasks.move',
      service({
        ...writes,
        reasons: ['needs_result', 'closed'],
        says: stateSays,
        run: async (asked) => whenClosed(deps, asked, await move(deps, asked)),
      }),
    ],
    [
      'bitrix.tasks.deadline',
      service({
        ...writes,
        reasons: ['rejected_deadline', 'closed'],
        run: async (asked) => whenClosed(deps, asked, await setDeadline(deps, asked)),
      }),
    ],
    [
      'bitrix.tasks.assign',
      service({
        ...writes,
        reasons: ['rejected_assignee', 'closed'],
        run: async (asked) => whenClosed(deps, asked, await assign(deps, asked)),
      }),
    ],
    [
      'bitrix.tasks.comment',
      service({ ...writes, reasons: ['unsupported'], run: (asked) => comment(deps, asked) }),
    ],
    [
      'bitrix.tasks.attach',
      service({
        ...writes,
        timeoutMs: attachTimeoutMs,
        reasons: ['unsupported', 'too_large', 'type_refused', 'gone'],
        run: (asked) => attach(deps, asked),
      }),
    ],
  ])
}

interface Asked {
  readonly request: ServiceRequest
  readonly actor: Link
  readonly input: JsonObject
  readonly signal: AbortSignal
}

function service(of: {
  readonly portal: PortalUse
  readonly timeoutMs: number
  readonly reasons?: readonly string[]
  readonly says?: NonNullable<PortalService['says']>
  run(asked: Asked): Promise<Outcome>
}): PortalService {
  return {
    type: 'remote',
    portal: of.portal,
    timeoutMs: of.timeoutMs,
    reasons: [...common, ...(of.reasons ?? [])],
    ...(of.says && { says: of.says }),
    async run(request, signal) {
      const { actor, input } = request
      return actor === null ? { ok: false, reason: 'denied' } : of.run({ request, actor, input, signal })
    },
  }
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

async function list(deps: TaskDeskDeps, { request, actor, input, signal }: Asked): Promise<Outcome> {
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
      about: { words: `about_${which}` },
      empty: { words: `empty_${which}` },
    },
  }
}

const selections: readonly TaskSelection[] = ['my', 'today', 'overdue', 'ordered', 'control']

const headingSays: Says = Object.fromEntries(
  selections.flatMap((which) => [
    [`about_${which}`, []],
    [`empty_${which}`, []],
  ]),
)

async function get(deps: TaskDeskDeps, { request, actor, input, signal }: Asked): Promise<Outcome> {
  const id = idOf(input['id'])
  if (id === null) return notFound
  const found = await deps.desk.get(actor.employee, id, signal)
  return found.ok ? { ok: true, value: cardOf(found.value, deps.writer, request, actor.zone) } : found
}

async function move(deps: TaskDeskDeps, { actor, input, signal }: Asked): Promise<Outcome> {
  const id = idOf(input['id'])
  const wanted = moves.find((one) => one === input['move'])
  if (id === null || wanted === undefined) return notFound
  const moved = await deps.desk.move(actor.employee, id, wanted, signal)
  if (!moved.ok) return moved
  const { status } = moved.value
  return { ok: true, value: { status, state: stateOf(status) } }
}

const moves: readonly TaskMove[] = ['start', 'pause', 'defer', 'renew', 'complete', 'approve', 'disapprove']

async function setDeadline(deps: TaskDeskDeps, { actor, input, signal }: Asked): Promise<Outcome> {
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

async function assign(deps: TaskDeskDeps, { actor, input, signal }: Asked): Promise<Outcome> {
  const id = idOf(input['id'])
  const to = idOf(input['to'])
  if (id === null || to === null) return notFound
  const assigned = await deps.desk.assign(actor.employee, id, toPortalUserId(to), signal)
  return assigned.ok ? { ok: true, value: { name: assigned.value.responsible.name } } : assigned
}

async function comment(deps: TaskDeskDeps, { request, actor, input, signal }: Asked): Promise<Outcome> {
  const id = idOf(input['id'])
  if (id === null) return notFound
  // Nothing tells a comment that was made from one that was not, and two would be seen by everybody.
  if (request.repeated) return { ok: false, reason: 'uncertain' }
  return deps.desk.comment(actor.employee, id, textAt(input, 'text'), signal)
}

/** What Bot API lets a bot fetch, and what the rules let an employee attach. */
const fileMaxBytes = 20 * 1024 * 1024

async function attach(deps: TaskDeskDeps, { request, actor, input, signal }: Asked): Promise<Outcome> {
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
