/** `POST /tick`: a timer outside (a cron of the database, a scheduler of the cloud) makes the assistant look at the clock. */
import { isSameSecret } from './secret.ts'

export const tickPath = '/tick'

export interface TickOptions {
  /** TICK_SECRET. */
  readonly secret: string
  /** May be called while it is still running elsewhere. What it resolves to is answered, as JSON. */
  run(): Promise<object>
}

/** The report for whoever shows the secret, null for anybody else. Rejects when the look failed. */
export type TickDoor = (authorization: string | undefined) => Promise<object | null>

/** Asked again while it is looking, it answers all of them with one report: a timer that is too fast does no harm. */
export function createTickDoor({ secret, run }: TickOptions): TickDoor {
  let looking: Promise<object> | null = null
  return async (authorization) => {
    if (!isSameSecret(authorization ?? '', `Bearer ${secret}`)) return null
    looking ??= run().finally(() => {
      looking = null
    })
    return looking
  }
}
