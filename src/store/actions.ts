import type { ChatId, PortalUserId } from '../ports/identity.ts'

/** What was done in the portal on somebody's behalf: the portal itself names the webhook's owner as the author. */
export interface Action {
  /** The delivery that does it: a repeat is the same action. */
  readonly id: string
  readonly chat: ChatId
  readonly employee: PortalUserId
  /** The service: `bitrix.tasks.move`. */
  readonly service: string
  /** What it is done to: `task:8017`; null where it is being made. */
  readonly object: string | null
  readonly atMs: number
}

export interface PastAction extends Action {
  /** `done`, or the reason why not. Null while it is being done, or where nobody lived to write it down. */
  readonly outcome: string | null
  readonly endedAtMs: number | null
}

export interface ActionStore {
  /** Written down before it is tried; a second time does nothing. */
  begin(action: Action): Promise<void>
  /** `done`, or the reason why not; the last attempt has the last word. `object`: what was made. */
  end(id: string, outcome: string, atMs: number, object?: string): Promise<void>
  /** What was done for an employee, the latest first, at most `limit`: for whoever has to look into it. */
  ofEmployee(employee: PortalUserId, limit: number): Promise<readonly PastAction[]>
}
