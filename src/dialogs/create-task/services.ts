/** The services that `create-task` names, bound to the portal. */
import type {
  Directory,
  Json,
  JsonObject,
  KnownPeople,
  Outcome,
  Person,
  TaskBoard,
  When,
  WhenPolicy,
} from '../../ports.ts'
import { toPortalUserId } from '../../ports.ts'
import type { ServiceRequest } from '../../machines/services.ts'
import type { BucketStore } from '../../store.ts'
import type { PortalService } from '../gate/portal-service.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'

export interface TaskServiceDeps {
  readonly directory: Directory
  /** Whom a typed name means among the employees that are known already, in any case form. */
  readonly people?: Pick<KnownPeople, 'named'>
  /** How often somebody has searched, counted for all processes together. */
  readonly searches: Pick<BucketStore, 'take'>
  readonly tasks: TaskBoard
  readonly policy: WhenPolicy
  /** The instant a deadline means, ISO 8601 with an offset; a day without a clock ends with the working day. */
  deadlineOf(when: When, policy: WhenPolicy): string
}

const searchTimeoutMs = 15_000
const addTimeoutMs = 55_000
/** Five pages of buttons. */
const namedMax = 30
/** Nobody gets more than thirty searches in any hour: enough for a meeting of twenty, too few to copy the staff. */
const searchesOfOne = { burst: 20, perSecond: 10 / 3600, reserve: 0 }
const common = ['temporary', 'limited', 'uncertain', 'config', 'denied', 'rejected'] as const

export function createTaskServices(deps: TaskServiceDeps): ReadonlyMap<string, PortalService> {
  return new Map<string, PortalService>([
    [
      'bitrix.users.search',
      {
        type: 'remote',
        timeoutMs: searchTimeoutMs,
        portal: 'reads',
        reasons: [...common, 'too_many_searches'],
        run: (request, signal) => search(deps, request, signal),
      },
    ],
    [
      'bitrix.tasks.add',
      {
        type: 'remote',
        timeoutMs: addTimeoutMs,
        portal: { creates: 'task' },
        reasons: [...common, 'rejected_assignee', 'rejected_title', 'rejected_deadline', 'required_field'],
        run: (request, signal) => add(deps, request, signal),
      },
    ],
  ])
}

async function search(deps: TaskServiceDeps, request: ServiceRequest, signal: AbortSignal): Promise<Outcome> {
  // Colleagues are shown to linked employees only.
  if (request.actor === null) return { ok: false, reason: 'denied' }
  const { tokens } = await deps.searches.take(`search:${request.actor.employee}`, 1, searchesOfOne)
  if (tokens === 0) return { ok: false, reason: 'too_many_searches' }
  const query = text(request.input, 'query')
  const named = deps.people?.named(query) ?? []
  if (named.length > 0) return { ok: true, value: named.slice(0, namedMax).map(asFound) }
  // The portal looks for beginnings of names, as they are written there.
  const found = await deps.directory.search(query, signal)
  return found.ok
    ? { ok: true, value: found.value.map(({ id, name, position }) => ({ id, name, position })) }
    : found
}

function asFound({ id, firstName, lastName, position }: Person): Json {
  return { id, name: `${firstName} ${lastName}`.trim(), position }
}

async function add(deps: TaskServiceDeps, request: ServiceRequest, signal: AbortSignal): Promise<Outcome> {
  const { actor, input } = request
  if (actor === null) return { ok: false, reason: 'denied' }
  const deadline = input['deadline']
  const added = await deps.tasks.add(
    {
      title: text(input, 'title'),
      description: text(input, 'description'),
      creator: actor.employee,
      responsible: toPortalUserId(Number(input['responsible'])),
      deadline: isWhen(deadline) ? deps.deadlineOf(deadline, deps.policy) : null,
      priority: input['priority'] === 'high' ? 'high' : 'normal',
    },
    request.operation,
    request.repeated,
    signal,
  )
  return added.ok ? { ok: true, value: { ...added.value } } : added
}

function text(input: JsonObject, key: string): string {
  const value: Json | undefined = input[key]
  return typeof value === 'string' ? value : ''
}
