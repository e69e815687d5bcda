import type { Outcome } from './outcome.ts'

/** Rooms for video calls. */
export interface Conferences {
  /** False without a token, and from the moment the service has said that this account may not. */
  readonly available: boolean
  /** A new room. Reasons: `temporary`, `uncertain` (a room nobody uses does no harm), `config`, `unsupported`. */
  create(signal?: AbortSignal): Promise<Outcome<{ readonly url: string }>>
}
