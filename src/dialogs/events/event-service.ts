/** How services of the calendar are made, and how they read what a dialog hands them. */
import type { Participant } from '../../ports/employees.ts'
import { toPortalUserId } from '../../ports/identity.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { textAt } from '../../machines/json.ts'
import type { LocalService, Says } from '../../machines/services.ts'
import { isObject } from '../../machines/statechart/values.ts'
import { denied, type Asked, type PortalService } from '../gate/portal-service.ts'

export type EventService = PortalService | LocalService
export type EventServices = ReadonlyMap<string, EventService>

export const writeTimeoutMs = 50_000

/** Why what is to stand in a calendar may not stand there. */
export const writeReasons = [
  'past',
  'rejected_title',
  'rejected_time',
  'rejected_participants',
  'inactive_participants',
] as const

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
