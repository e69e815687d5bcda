/** How a dialog's named services are provided: `bitrix.users.search` in the YAML is a key of this registry. */
import type { ChatId } from '../ports/identity.ts'
import type { Sender } from '../ports/incoming.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { Link } from '../store/links.ts'
import type { Unit } from '../store/unit.ts'

export interface ServiceRequest {
  readonly service: string
  /** What the dialog passes, by the parameter names of its `with`. */
  readonly input: JsonObject
  /**
   * Names what is to be done, not the attempt: the same through every repeat of one confirmed step, so that doing it
   * twice can be recognised.
   */
  readonly operation: string
  /** An earlier attempt of this operation may have reached the other side. */
  readonly repeated: boolean
  readonly chat: ChatId
  /** Who asks, as the messenger knows them; names are hostile text. */
  readonly sender: Pick<Sender, 'firstName' | 'lastName' | 'username'>
  /** Whom the chat speaks for: from the link alone, never from the dialog. Null while the chat is not linked. */
  readonly actor: Link | null
  readonly language: Language
  readonly nowMs: number
}

/**
 * Touches nothing but the database, and runs inside the turn that asked for it: its writes, the answer that led to it
 * and the next question are one transaction.
 */
export interface LocalService {
  readonly type: 'local'
  run(request: ServiceRequest, unit: Unit): Promise<Outcome>
  readonly reasons: readonly string[]
  readonly says?: Says
}

/** Goes over the network: performed by the dispatcher after the commit, its result comes back as an event of its own. */
export interface RemoteService {
  readonly type: 'remote'
  /** Never throws for the network; what it throws is a bug, and counts as `uncertain`. */
  run(request: ServiceRequest, signal: AbortSignal): Promise<Outcome>
  /** The longest a call may take; the lease of its delivery is longer. */
  readonly timeoutMs: number
  /** Reasons its `on_error` may name, for the linter and for authors. */
  readonly reasons: readonly string[]
  readonly says?: Says
}

/**
 * Texts a result may name as `{words: key, …values}`, each with the values it brings: the dialog that calls the service
 * must have them. So a service tells one thing from another, and the dialog words both.
 */
export type Says = Readonly<Record<string, readonly string[]>>

export type Service = LocalService | RemoteService

export type Services = ReadonlyMap<string, Service>

/** A service to be called with nobody waiting for its result: repeated by the dispatcher until it is settled. */
export interface BackgroundCall {
  readonly service: string
  readonly input: JsonObject
  readonly operation: string
}
