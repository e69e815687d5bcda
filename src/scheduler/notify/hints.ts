/**
 * Hints of the portal that something has changed. One names an object and nobody it concerns (whoever sends it cannot be
 * believed more), so everybody is looked at again; never more often than a company of this size allows.
 */
import type { Clock } from '../../ports/environment.ts'
import type { Store } from '../../store/store.ts'

export interface Hints {
  /** Something has changed in the portal. */
  add(): void
  /** Before each look at the clock: whoever is to be looked at again is due from now on. */
  apply(): Promise<void>
}

const everyMs = 60_000
/** So many people are read in some ten requests; a larger company is looked at less often than every minute. */
const peopleAMinute = 500
/** From here on the usual look comes as soon. */
const slowestMs = 5 * 60_000

export function createHints(deps: {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  crowd(): Promise<number>
}): Hints {
  let hinted = false
  let appliedAtMs = -Infinity
  return {
    add() {
      hinted = true
    },
    async apply() {
      const nowMs = deps.clock.now()
      if (!hinted || Math.abs(nowMs - appliedAtMs) < everyMs) return
      const waitMs = Math.ceil((await deps.crowd()) / peopleAMinute) * everyMs
      if (waitMs < slowestMs && Math.abs(nowMs - appliedAtMs) < waitMs) return
      hinted = false
      if (waitMs >= slowestMs) return
      appliedAtMs = nowMs
      await deps.store.transaction((unit) => unit.links.replanAll())
    },
  }
}
