/**
 * Whether somebody still is an active employee: what rule G5 asks before the portal is asked anything for them. The
 * portal itself does not know for whom the webhook calls.
 */
import type { Directory } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Link } from '../../store/links.ts'
import type { Store } from '../../store/store.ts'
import { endDismissed } from '../link-account/endings.ts'
import type { LinkWording } from '../link-account/notices.ts'

export interface EmploymentDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly directory: Pick<Directory, 'active'>
  readonly clock: Clock
  readonly wording: LinkWording
}

type Refusal = Extract<Outcome<never>, { ok: false }>

export interface Employment {
  /**
   * Null for an employee the portal has called active within {@link freshMs}, asking it where that was longer ago. One
   * who is not: the link is ended, and the refusal is `dismissed`. While the portal cannot say, the last answer holds
   * until it is {@link closedMs} old; from then on the refusal is the reason why it cannot.
   */
  refuses(link: Link): Promise<Refusal | null>
}

export const freshMs = 15 * 60_000
export const closedMs = 60 * 60_000
/** Longer than this nobody is kept waiting for the check before the call. */
const checkTimeoutMs = 10_000
/** After a check that failed, the last answer is taken for this long without asking. */
const restMs = 60_000

export function createEmployment(deps: EmploymentDeps): Employment {
  const { clock, directory, store, wording } = deps
  const asking = new Map<PortalUserId, Promise<Refusal | null>>()
  let restUntilMs = -Infinity

  /** One question at a time for each employee: whoever comes meanwhile gets the same answer. */
  async function asked(link: Link): Promise<Refusal | null> {
    const under = asking.get(link.employee)
    if (under !== undefined) return under
    const answer = ask(link).finally(() => asking.delete(link.employee))
    asking.set(link.employee, answer)
    return answer
  }

  async function ask({ employee }: Link): Promise<Refusal | null> {
    const atMs = clock.now()
    const active = await directory.active([employee], AbortSignal.timeout(checkTimeoutMs))
    if (!active.ok) return active
    if (active.value.includes(employee)) {
      await store.transaction((unit) => unit.links.checked([employee], atMs))
      return null
    }
    await store.transaction((unit) => endDismissed(unit, [employee], { wording, nowMs: clock.now() }))
    return dismissed
  }

  return {
    async refuses(link) {
      const open = within(link.checkedAtMs, clock.now(), closedMs)
      if (within(link.checkedAtMs, clock.now(), freshMs)) return null
      if (open && clock.now() < restUntilMs) return null
      const refusal = await asked(link)
      if (refusal === null || refusal === dismissed) return refusal
      restUntilMs = clock.now() + restMs
      return open ? null : refusal
    },
  }
}

const dismissed: Refusal = { ok: false, reason: 'dismissed' }

/** An answer of the future, left by a clock that has been set back since, is none. */
function within(atMs: number, nowMs: number, lifeMs: number): boolean {
  return nowMs >= atMs && nowMs - atMs < lifeMs
}
