/**
 * Reads one event of the portal's outgoing webhook (docs: api-reference/events/index.md, safe-event-handlers.md). The
 * body is not signed, and whoever learns the token can write anything into it: only which object to look at again is
 * taken from it.
 */
import { isSameSecret } from './secret.ts'

/** Something may have happened to this object: whoever cares reads it again. */
export interface PortalHint {
  readonly kind: 'task' | 'event'
  readonly id: number
}

export type EventReading =
  | { readonly type: 'hint'; readonly hint: PortalHint }
  /** Nothing we have to do with. */
  | { readonly type: 'ignored' }
  | { readonly type: 'refused'; readonly why: 'token' | 'domain' }

export interface EventProof {
  /** BITRIX24_EVENT_TOKEN. */
  readonly token: string
  /** The portal's host, with its port if it has one; null: not compared. */
  readonly portalHost: string | null
}

/** `body` is `application/x-www-form-urlencoded`, with brackets in its keys as PHP writes them. */
export function readEvent(body: string, proof: EventProof): EventReading {
  const fields = new URLSearchParams(body)
  if (!isSameSecret(fields.get('auth[application_token]') ?? '', proof.token))
    return { type: 'refused', why: 'token' }
  const domain = fields.get('auth[domain]')
  if (proof.portalHost !== null && isGiven(domain) && !isSameHost(domain, proof.portalHost))
    return { type: 'refused', why: 'domain' }
  const hint = hintOf(fields)
  return hint === null ? { type: 'ignored' } : { type: 'hint', hint }
}

function isSameHost(domain: string, portalHost: string): boolean {
  const [given, ours] = [domain.toLowerCase(), portalHost.toLowerCase()]
  return given === ours || given === ours.replace(/:\d+$/, '')
}

/** Where each event names its object; of a task that was made or deleted, one of the two is not there. */
const idKeys: ReadonlyMap<string, readonly [PortalHint['kind'], ...string[]]> = new Map([
  ['ONTASKADD', ['task', 'data[FIELDS_AFTER][ID]']],
  ['ONTASKUPDATE', ['task', 'data[FIELDS_AFTER][ID]', 'data[FIELDS_BEFORE][ID]']],
  ['ONTASKDELETE', ['task', 'data[FIELDS_BEFORE][ID]']],
  ['ONCALENDARENTRYADD', ['event', 'data[id]']],
  ['ONCALENDARENTRYUPDATE', ['event', 'data[id]']],
  ['ONCALENDARENTRYDELETE', ['event', 'data[id]']],
])

function hintOf(fields: URLSearchParams): PortalHint | null {
  const [kind, ...keys] = idKeys.get((fields.get('event') ?? '').toUpperCase()) ?? []
  if (kind === undefined) return null
  const id = keys
    .map((key) => fields.get(key))
    .find((value) => isGiven(value) && /^[1-9]\d{0,14}$/.test(value))
  return id === undefined || id === null ? null : { kind, id: Number(id) }
}

/** The portal writes what is missing as the word `undefined`. */
function isGiven(value: string | null): value is string {
  return value !== null && value !== '' && value !== 'undefined'
}
