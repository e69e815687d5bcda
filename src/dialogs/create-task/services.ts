/** The service that makes a task of what `create-task` has asked. */
import type { When, WhenPolicy } from '../../ports/dates.ts'
import type { Directory } from '../../ports/employees.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { TaskBoard } from '../../ports/tasks.ts'
import { toPortalUserId } from '../../ports/identity.ts'
import { textAt } from '../../machines/json.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { portalService, type Asked, type PortalService } from '../gate/portal-service.ts'

export interface NewTaskDeps {
  readonly tasks: TaskBoard
  readonly directory: Pick<Directory, 'active'>
  readonly policy: WhenPolicy
  /** The instant a deadline means, ISO 8601 with an offset; a day without a clock ends with the working day. */
  deadlineOf(when: When, policy: WhenPolicy): string
}

const addTimeoutMs = 55_000

export function createNewTaskServices(deps: NewTaskDeps): ReadonlyMap<string, PortalService> {
  return new Map([
    [
      'bitrix.tasks.add',
      portalService({
        portal: { creates: 'task' },
        timeoutMs: addTimeoutMs,
        reasons: ['rejected_assignee', 'rejected_title', 'rejected_deadline', 'required_field'],
        run: (asked, signal) => add(deps, asked, signal),
      }),
    ],
  ])
}

async function add(
  deps: NewTaskDeps,
  { request, actor, input }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const deadline = input['deadline']
  const responsible = toPortalUserId(Number(input['responsible']))
  // Who is acting has just been looked up. A repeat was let through before, and its task may be there already.
  const refusal =
    responsible === actor.employee || request.repeated
      ? null
      : await refuseInactive(deps, responsible, signal)
  if (refusal !== null) return refusal
  const added = await deps.tasks.add(
    {
      title: textAt(input, 'title'),
      description: textAt(input, 'description'),
      creator: actor.employee,
      responsible,
      deadline: isWhen(deadline) ? deps.deadlineOf(deadline, deps.policy) : null,
      priority: input['priority'] === 'high' ? 'high' : 'normal',
    },
    request.operation,
    request.repeated,
    signal,
  )
  return added.ok ? { ok: true, value: { ...added.value } } : added
}

/** The portal gives tasks to whoever is named: somebody dismissed since they were found, too. */
async function refuseInactive(
  { directory }: NewTaskDeps,
  responsible: PortalUserId,
  signal: AbortSignal,
): Promise<Extract<Outcome, { ok: false }> | null> {
  const active = await directory.active([responsible], signal)
  // Nothing has been written yet: an answer that was lost can simply be asked for again.
  if (!active.ok) return active.reason === 'uncertain' ? { ...active, reason: 'temporary' } : active
  return active.value.includes(responsible) ? null : { ok: false, reason: 'rejected_assignee' }
}
