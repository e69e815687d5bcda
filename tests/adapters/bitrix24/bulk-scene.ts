import { createBulkReads } from '../../../src/adapters/bitrix24/bulk-reads.ts'
import type { BulkReadsDeps } from '../../../src/adapters/bitrix24/bulk-reads.ts'
import type { BulkNote } from '../../../src/adapters/bitrix24/bulk-tasks.ts'
import type { BitrixClientDeps } from '../../../src/adapters/bitrix24/client.ts'
import type { Limiter } from '../../../src/adapters/bitrix24/limiter.ts'
import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'
import type { BulkReads, EmployeeInZone, PerEmployee } from '../../../src/ports/bulk-reads.ts'
import type { PortalUserId } from '../../../src/ports/identity.ts'
import { romashka } from '../../../sandbox/bitrix24/company.ts'
import type { HandClock } from './hand-clock.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

export const dayMs = 24 * 60 * 60 * 1000
/** Noon in Moscow, when the portal of a test starts. */
export const nowMs = Date.parse('2026-11-24T12:00:00+03:00')
export const untilMs = Date.parse('2026-11-25T00:00:00+03:00')

export interface BulkScene extends AsyncDisposable {
  readonly portal: TestPortal
  readonly bulk: BulkReads
  readonly notes: readonly BulkNote[]
  /** Requests since the last time this was asked. */
  requests(): number
}

type PortalOptions = Parameters<typeof startTestPortal>[0]

/** Reads for many against the sandbox portal, by real HTTP; without tasks and events but those a test puts there. */
export async function openBulk(
  options: PortalOptions = {},
  deps: Partial<BulkReadsDeps> &
    Pick<Partial<BitrixClientDeps>, 'fetch' | 'operatingCapSeconds'> & {
      readonly limiterOf?: (clock: HandClock) => Limiter
    } = {},
): Promise<BulkScene> {
  const company = { ...romashka, tasks: () => [], events: () => [] }
  const portal = await startTestPortal({ company, ...options })
  const { fetch, operatingCapSeconds = 480, limiterOf, ...rest } = deps
  const limited = limiterOf === undefined ? {} : { limiter: limiterOf(portal.clock) }
  const client = portal.connect(fetch, { operatingCapSeconds, ...limited })
  const notes: BulkNote[] = []
  const { clock } = portal
  const names = createNameBook({ client, clock, ttlMs: 3_600_000, priority: 'background' })
  const bulk = createBulkReads({
    client,
    clock,
    names,
    readLink: readTelemostLink,
    sleep: clock.sleep,
    note: (one) => notes.push(one),
    ...rest,
  })
  let looked = 0
  return {
    portal,
    bulk,
    notes,
    requests() {
      const since = portal.sandbox.requests.length - looked
      looked = portal.sandbox.requests.length
      return since
    },
    [Symbol.asyncDispose]: () => portal[Symbol.asyncDispose](),
  }
}

export function inMoscow(...employees: readonly PortalUserId[]): readonly EmployeeInZone[] {
  return employees.map((employee) => ({ employee, zone: 'Europe/Moscow' }))
}

/** Titles of everybody's list, or the reason why there is none. */
export function titlesOf(
  read: PerEmployee<readonly { readonly title: string | null }[]>,
): Record<number, readonly (string | null)[] | string> {
  return Object.fromEntries(
    [...read].map(([id, outcome]) => [
      id,
      outcome.ok ? outcome.value.map(({ title }) => title) : outcome.reason,
    ]),
  )
}
