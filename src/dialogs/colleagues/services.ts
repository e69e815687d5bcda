/** The search for a colleague, whichever dialog asks for one. */
import type { Directory } from '../../ports/employees.ts'
import type { Json } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { KnownPeople, Person } from '../../ports/people.ts'
import { textAt } from '../../machines/json.ts'
import type { BucketStore } from '../../store/buckets.ts'
import { portalService, type Asked, type PortalService } from '../gate/portal-service.ts'

export interface ColleagueDeps {
  readonly directory: Pick<Directory, 'search'>
  /** Whom a typed name means among the employees that are known already, in any case form. */
  readonly people?: Pick<KnownPeople, 'named'>
  /** How often somebody has searched, counted for all processes together. */
  readonly searches: Pick<BucketStore, 'take'>
}

const searchTimeoutMs = 15_000
/** As many as the portal's own search shows: nobody needs more to find one person, only to copy the staff. */
const namedMax = 8
/** Nobody gets more than thirty searches in any hour: enough for a meeting of twenty, too few to copy the staff. */
const searchesOfOne = { burst: 20, perSecond: 10 / 3600, reserve: 0 }

export function createColleagueServices(deps: ColleagueDeps): ReadonlyMap<string, PortalService> {
  return new Map([
    [
      'bitrix.users.search',
      portalService({
        portal: 'reads',
        timeoutMs: searchTimeoutMs,
        reasons: ['too_many_searches'],
        run: (asked, signal) => search(deps, asked, signal),
      }),
    ],
  ])
}

async function search(deps: ColleagueDeps, { actor, input }: Asked, signal: AbortSignal): Promise<Outcome> {
  const { tokens } = await deps.searches.take(`search:${actor.employee}`, 1, searchesOfOne)
  if (tokens === 0) return { ok: false, reason: 'too_many_searches' }
  const query = textAt(input, 'query')
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
