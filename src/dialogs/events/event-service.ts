/** How services of the calendar are made, and how they read what a dialog hands them. */
import { toPortalUserId, type Json, type JsonObject, type Outcome, type Participant } from '../../ports.ts'
import { textAt } from '../../machines/json.ts'
import type { LocalService, Says, ServiceRequest } from '../../machines/services.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Link } from '../../store.ts'
import type { PortalService, PortalUse } from '../gate/portal-service.ts'

export type EventService = PortalService | LocalService
export type EventServices = ReadonlyMap<string, EventService>

/** One question to a service, by somebody who is linked. */
export interface Asked {
  readonly request: ServiceRequest
  readonly actor: Link
  readonly input: JsonObject
}

export const readTimeoutMs = 20_000
export const writeTimeoutMs = 50_000

const common = ['temporary', 'limited', 'uncertain', 'config', 'denied', 'rejected'] as const
const denied = { ok: false, reason: 'denied' } as const

/** A service that asks the portal. */
export function remote(of: {
  readonly portal: PortalUse
  readonly timeoutMs: number
  readonly reasons?: readonly string[]
  readonly says?: Says
  run(asked: Asked, signal: AbortSignal): Promise<Outcome>
}): PortalService {
  return {
    type: 'remote',
    portal: of.portal,
    timeoutMs: of.timeoutMs,
    reasons: [...common, ...(of.reasons ?? [])],
    ...(of.says && { says: of.says }),
    run: async (request, signal) =>
      request.actor === null
        ? denied
        : of.run({ request, actor: request.actor, input: request.input }, signal),
  }
}

/** A service that only works something out. */
export function local(of: {
  readonly reasons?: readonly string[]
  readonly says?: Says
  run(asked: Asked): Outcome
}): LocalService {
  return {
    type: 'local',
    reasons: [...(of.reasons ?? []), 'denied'],
    ...(of.says && { says: of.says }),
    run: ({ actor, ...request }) =>
      Promise.resolve(
        actor === null ? denied : of.run({ request: { ...request, actor }, actor, input: request.input }),
      ),
  }
}

/** What a dialog names an event by: a number from a command, or an entry of a list. It proves nothing. */
export interface EventName {
  readonly id: number
  readonly occurrence: string | null
}

export function eventIn(input: JsonObject): EventName | null {
  const { id, occurrence } = input
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return null
  return { id, occurrence: typeof occurrence === 'string' && occurrence !== '' ? occurrence : null }
}

/** The people a search or a card has brought. */
export function peopleIn(value: Json | undefined): readonly Participant[] {
  if (!isList(value)) return []
  return value.flatMap((one) => {
    if (!isObject(one)) return []
    const { id } = one
    const known = typeof id === 'number' && Number.isSafeInteger(id) && id > 0
    return known ? [{ id: toPortalUserId(id), name: textAt(one, 'name') }] : []
  })
}

/** People as values of a dialog. */
export function asPeople(people: readonly Participant[]): Json {
  return people.map(({ id, name }) => ({ id, name }))
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
