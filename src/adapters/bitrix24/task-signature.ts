import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { neutraliseBbcode } from './bbcode.ts'
import type { BitrixClient } from './client.ts'
import { commentMethod, commentParams } from './task-comment.ts'
import { id as idSchema } from './schemas.ts'

/** Called once what somebody wanted is written. Never throws, and never says how it went. */
export type Signed = (actor: PortalUserId, task: number) => Promise<void>

/** Longer than this nobody waits for it, once what they wanted is done. */
const patienceMs = 5_000
/** A portal that does not let employees' comments be written is not asked again for a day. */
const restMs = 24 * 3_600_000

/**
 * The portal's history names the webhook's owner whoever asked, so a comment says who it was. Their right to write it is
 * not asked for again: it is the very request after one that they had the right to. At best: nothing depends on it,
 * and one whose answer was lost is not written again.
 */
export function createSigning(deps: {
  readonly client: BitrixClient
  readonly clock: Clock
}): (words: string | undefined, signal: AbortSignal | undefined) => Signed {
  let restUntilMs = -Infinity
  return (words, signal) => async (actor, task) => {
    const message = neutraliseBbcode(words ?? '').trim()
    if (message === '' || deps.clock.now() < restUntilMs) return
    const limit = AbortSignal.timeout(patienceMs)
    const result = await deps.client.call(commentMethod, commentParams(actor, task, message), {
      version: 2,
      kind: 'write',
      schema: idSchema,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
    if (result.type === 'rejected' || result.type === 'config') restUntilMs = deps.clock.now() + restMs
  }
}
