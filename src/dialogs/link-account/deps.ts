import type { DateWriter } from '../../ports/dates.ts'
import type { Directory, Notices } from '../../ports/employees.ts'
import type { Clock, Randomness } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Store } from '../../store/store.ts'
import type { LinkWording } from './notices.ts'

/** What linking needs of the outside. */
export interface LinkDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly directory: Pick<Directory, 'findByEmail'>
  readonly notices: Notices
  readonly clock: Clock
  readonly random: Randomness
  readonly writer: Pick<DateWriter, 'formatClock' | 'formatZone'>
  readonly wording: LinkWording
  /** LINK_CODE_SECRET: at least 32 bytes, kept nowhere but in the environment. */
  readonly secret: string
  /** LINK_ALLOWED_EMAIL_DOMAINS; empty for any. */
  readonly allowedDomains: readonly string[]
  /** IANA name, for people whose portal profile has none. */
  readonly defaultZone: string
  /** What the portal's people read: whoever asks for a code does not choose the language of the warning. */
  readonly portalLanguage: Language
  /** The address that hands `invite` back to the bot when opened, or null while the bot's name is not known. */
  inviteUrl(invite: string): string | null
  alert(alarm: LinkAlarm): void
  /** Gets neither address nor code nor chat. */
  log(entry: LinkLogEntry): void
}

/** Something an administrator should know of at once. */
export type LinkAlarm =
  /** Linking is closed for everybody for an hour: too many codes were asked for. */
  | { readonly type: 'too_many_requests' }
  /** Linking is closed for everybody for an hour: too many codes were wrong. */
  | { readonly type: 'too_many_wrong_codes' }
  /** Linking is closed for this employee until an administrator opens it again. */
  | { readonly type: 'employee_closed'; readonly employee: PortalUserId }

export interface LinkLogEntry {
  readonly level: 'info' | 'warn'
  readonly message: string
  readonly [key: string]: unknown
}

export type Refusal = Extract<Outcome<never>, { ok: false }>

/** An outcome with nothing to say. */
export const settled: Outcome = { ok: true, value: null }

export function refuse(reason: string, data?: JsonObject): Refusal {
  return { ok: false, reason, ...(data && { data }) }
}

/** A text the dialog passed, or null when it passed none. */
export function textOf(input: JsonObject, key: string): string | null {
  const value = Object.hasOwn(input, key) ? input[key] : undefined
  return typeof value === 'string' && value !== '' ? value : null
}
