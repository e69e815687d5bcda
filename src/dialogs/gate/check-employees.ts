/** The check that finds out about dismissed employees who do nothing. */
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Link } from '../../store/links.ts'
import { endDismissed } from '../link-account/endings.ts'
import type { EmploymentDeps } from './employment.ts'

export interface EmployeeCheck {
  readonly active: number
  /** The links that were ended. */
  readonly dismissed: readonly Link[]
  /** Why the portal could not be asked, or was not believed; whoever is left is asked next time. Null: all were asked. */
  readonly failed: Extract<Outcome<never>, { ok: false }> | null
}

/** As many as one request of `user.get` answers. */
const chunkMax = 50
/** Of so many, somebody works: a portal that says otherwise is mistaken, and would cut everybody off. */
const suspectMin = 5

/**
 * Asks the portal about every linked employee whose last check is older than `olderThanMs`, fifty at a time and the
 * oldest first, and cuts off those who are active no more. At 24 hours a thousand links make twenty requests a day.
 *
 * Stops at the first failure. Reason `suspect`: not one of a whole chunk was called active; nobody was cut off for it.
 */
export async function checkEmployees(
  deps: EmploymentDeps,
  options: { readonly olderThanMs: number; readonly signal?: AbortSignal },
): Promise<EmployeeCheck> {
  const dismissed: Link[] = []
  let active = 0
  for (const chunk of await dueChunks(deps, options.olderThanMs)) {
    const atMs = deps.clock.now()
    const answer = await deps.directory.active(chunk, options.signal)
    if (!answer.ok) return { active, dismissed, failed: answer }
    if (answer.value.length === 0 && chunk.length >= suspectMin)
      return { active, dismissed, failed: { ok: false, reason: 'suspect' } }
    active += answer.value.length
    dismissed.push(...(await settle(deps, chunk, answer.value, atMs)))
  }
  return { active, dismissed, failed: null }
}

async function dueChunks(deps: EmploymentDeps, olderThanMs: number): Promise<readonly PortalUserId[][]> {
  const links = await deps.store.transaction((unit) => unit.links.all())
  const due = links
    .filter(({ checkedAtMs }) => deps.clock.now() - checkedAtMs >= olderThanMs)
    .toSorted((one, other) => one.checkedAtMs - other.checkedAtMs)
    .map(({ employee }) => employee)
  const count = Math.ceil(due.length / chunkMax)
  return Array.from({ length: count }, (_, index) => due.slice(index * chunkMax, (index + 1) * chunkMax))
}

async function settle(
  deps: EmploymentDeps,
  asked: readonly PortalUserId[],
  active: readonly PortalUserId[],
  atMs: number,
): Promise<readonly Link[]> {
  const there = new Set(active)
  const gone = asked.filter((employee) => !there.has(employee))
  return deps.store.transaction(async (unit) => {
    await unit.links.checked(active, atMs)
    return endDismissed(unit, gone, { wording: deps.wording, nowMs: deps.clock.now() })
  })
}
