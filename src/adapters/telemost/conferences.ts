import { z } from 'zod'

import type { Conferences } from '../../ports/conferences.ts'
import type { Clock } from '../../ports/environment.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { exchange } from './exchange.ts'
import type { Answer } from './exchange.ts'
import { readTelemostLink } from './link.ts'

type Failure = Extract<Outcome<never>, { ok: false }>

export interface ConferencesDeps {
  /** `https://cloud-api.yandex.net`, without a slash at the end. */
  readonly apiRoot: string
  /** OAuth token with `telemost-api:conferences.create`; '' for none. */
  readonly token: string
  /** Only for `Retry-After` that names a date. */
  readonly clock: Clock
  readonly fetch?: typeof globalThis.fetch
  /** For one attempt; there is no second one. */
  readonly timeoutMs?: number
}

const path = '/v1/telemost-api/conferences'
const defaultTimeoutMs = 15_000
const retryAfterMaxMs = 60 * 60 * 1000

/**
 * Rooms by the Telemost API (docs: conference-create). A room has neither title nor time, belongs to the account of the
 * token, and is open to everybody who has the link: `PUBLIC`, so that the employee does not wait at their own door.
 *
 * Nothing is repeated here: a room that was made and not used does no harm, but neither does it help.
 */
export function createConferences(deps: ConferencesDeps): Conferences {
  const { apiRoot, token, clock, fetch = globalThis.fetch, timeoutMs = defaultTimeoutMs } = deps
  let allowed = token !== ''

  return {
    get available() {
      return allowed
    },

    async create(signal) {
      if (!allowed) return fail('unsupported', 'no token, or an account that may not')
      if (signal?.aborted === true) return fail('temporary', 'given up before it was sent')
      const came = await exchange(fetch, `${apiRoot}${path}`, {
        token,
        body: JSON.stringify({ waiting_room_level: 'PUBLIC' }),
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      })
      if (came.type === 'unsent') return fail('temporary', `not reached (${came.cause})`)
      if (came.type === 'lost') return fail('uncertain', `no usable answer (${came.cause})`)
      if (came.status >= 200 && came.status <= 299) return readRoom(came)
      const failure = refusal(came, clock.now())
      if (failure.reason === 'unsupported') allowed = false
      return failure
    },
  }
}

const room = z.object({ join_url: z.string() })

function readRoom(answer: Answer): Outcome<{ readonly url: string }> {
  const parsed = room.safeParse(answer.body)
  const url = parsed.success ? readTelemostLink(parsed.data.join_url) : null
  return url === null ? fail('uncertain', `${answer.status} without a link`) : { ok: true, value: { url } }
}

const refusalBody = z.object({ error: z.string() }).transform(({ error }) => error)

/** Words of the service that may stand in a log (docs); whatever else it says could repeat what it was sent. */
const knownCodes = new Set([
  'ApiRestrictedToOrganizations',
  'ConferenceNotFound',
  'Forbidden',
  'PaymentRequiredToUseLiveStreams',
  'Unauthorized',
  'ValidationError',
])

/** `{error, description, message, details}`: the code decides together with the status, texts never. */
function refusal(answer: Answer, nowMs: number): Failure {
  const parsed = refusalBody.safeParse(answer.body)
  const code = parsed.success && knownCodes.has(parsed.data) ? parsed.data : 'no known code'
  const detail = `${answer.status} ${code}`
  if (answer.status === 403 && code === 'ApiRestrictedToOrganizations') {
    return { ...fail('unsupported', detail), trouble: { kind: 'telemost_restricted', at: detail } }
  }
  if (answer.status === 429 || answer.status === 503) {
    return { ...fail('temporary', detail), ...retryAfter(answer.retryAfter, nowMs) }
  }
  // Whoever answers 5xx may have made the room before something broke.
  if (answer.status >= 500) return fail('uncertain', detail)
  const refused = answer.status === 401 || answer.status === 403
  return { ...fail('config', detail), ...(refused && { trouble: { kind: 'telemost_token', at: detail } }) }
}

/** Seconds, or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null, nowMs: number): { readonly retryAfterMs?: number } {
  if (header === null) return {}
  const ms = /^\d{1,9}$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(0, ms), retryAfterMaxMs) }
}

function fail(reason: string, detail: string): Failure {
  return { ok: false, reason, detail: `telemost: ${detail}` }
}
