import { z } from 'zod'

import { exchange } from './exchange.ts'

/**
 * How the service stands to a token. `accepted`: it may read rooms; whether it may make them, only making one tells.
 * `unread`: it is a token, and may not read.
 */
export type Standing = 'accepted' | 'unread' | 'refused' | 'restricted' | 'unreachable'

/** A room's id has 14 digits that are never all 0. */
const noRoom = '/v1/telemost-api/conferences/00000000000000'
const timeoutMs = 15_000
const code = z.object({ error: z.string() }).transform(({ error }) => error)

/**
 * Asks for a room that is not there: what kind of no comes back tells whether the token is good (docs: 401, 403
 * `ApiRestrictedToOrganizations`, 404). Changes nothing, never throws; `detail` is fit for any log.
 */
export async function asksForNoRoom(deps: {
  readonly apiRoot: string
  readonly token: string
  readonly fetch?: typeof globalThis.fetch
}): Promise<{ readonly standing: Standing; readonly detail: string }> {
  const { apiRoot, token, fetch = globalThis.fetch } = deps
  const came = await exchange(fetch, `${apiRoot}${noRoom}`, { method: 'GET', token, timeoutMs })
  if (came.type !== 'answered') return { standing: 'unreachable', detail: came.cause }
  const { status, body } = came
  const said = code.safeParse(body).data
  const detail = String(status)
  if (status === 401) return { standing: 'refused', detail }
  if (status === 403)
    return { standing: said === 'ApiRestrictedToOrganizations' ? 'restricted' : 'unread', detail }
  // A proxy's 404 has no words of the service in it.
  const known = said !== undefined && (status === 404 || (status >= 200 && status <= 299))
  return { standing: known ? 'accepted' : 'unreachable', detail }
}
