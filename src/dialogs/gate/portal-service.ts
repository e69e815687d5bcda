/** A service of the portal, with what the gate before it has to know. */
import type { RemoteService } from '../../machines/services.ts'
import type { JsonObject, Outcome } from '../../ports.ts'

export interface PortalService extends RemoteService {
  readonly portal: PortalUse
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
