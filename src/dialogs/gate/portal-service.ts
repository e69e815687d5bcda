/** Services of the portal, with what the gate before them has to know. */
import type { RemoteService, Says, ServiceRequest } from '../../machines/services.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Link } from '../../store/links.ts'

export interface PortalService extends RemoteService {
  readonly portal: PortalUse
}

/** One question to a service, by somebody who is linked. */
export interface Asked {
  readonly request: ServiceRequest
  readonly actor: Link
  readonly input: JsonObject
}

/** How long a reading may take. */
export const readTimeoutMs = 20_000

/** Whatever is asked of the portal can end like this. */
const common = ['temporary', 'limited', 'uncertain', 'config', 'denied', 'rejected'] as const

export const denied = { ok: false, reason: 'denied' } as const

/** A service that asks the portal, and answers nobody who is not linked. `reasons` are those beyond the common ones. */
export function portalService(of: {
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

/**
 * What a service does in the portal. `'reads'` leaves nothing behind. `writes` names what is changed, with the
 * parameter that says which one: `task:{id}`. `creates` names what is made: `task`; which one it became is the `id` of
 * its result.
 */
export type PortalUse = 'reads' | { readonly writes: string } | { readonly creates: string }

/** `task:8017`, of several `task:8017,8018`, of what is asked for; null where it is still to be made. Never what a person typed. */
export function objectOf(use: Exclude<PortalUse, 'reads'>, input: JsonObject): string | null {
  if ('creates' in use) return null
  return use.writes.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => idIn(input, name))
}

/** The same, once it has been made. Undefined where nothing more is known than before. */
export function createdObject(use: Exclude<PortalUse, 'reads'>, outcome: Outcome): string | undefined {
  if (!('creates' in use) || !outcome.ok) return undefined
  const { value } = outcome
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined
  return `${use.creates}:${idIn(value, 'id')}`
}

function idIn(object: JsonObject, name: string): string {
  const id = Object.hasOwn(object, name) ? object[name] : undefined
  if (typeof id === 'number') return String(id)
  if (Array.isArray(id) && id.every((one) => typeof one === 'number')) return id.join(',')
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : '?'
}
