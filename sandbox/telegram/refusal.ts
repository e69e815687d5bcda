import type { Json, JsonObject } from '../../src/ports/json.ts'

/** The server's "no" to one request: becomes an error envelope with the HTTP status `code`. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly code: number
  readonly parameters: JsonObject | undefined
  /** The text before prefix and first letter were put right; what a wider context quotes. */
  readonly original: string

  constructor(code: number, description: string, parameters?: JsonObject, original = description) {
    super(description)
    this.code = code
    this.parameters = parameters
    this.original = original
  }

  /** Seconds, for the `Retry-After` header of a 429. */
  get retryAfter(): number | undefined {
    const seconds = this.parameters?.['retry_after']
    return typeof seconds === 'number' ? seconds : undefined
  }
}

/** Refuses with a text as the library under the server words it; the prefix and first letter are the server's. */
export function refuse(message: string, code = 400): never {
  throw refusal(message, code)
}

export function refusal(message: string, code = 400): Refusal {
  return new Refusal(code, describe(message, code), undefined, message)
}

export function tooManyRequests(retryAfter: number): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })
}

export function errorEnvelope(refusal: Refusal): Json {
  const base = { ok: false, error_code: refusal.code, description: refusal.message }
  return refusal.parameters === undefined ? base : { ...base, parameters: refusal.parameters }
}

/** The rule of `Client::fail_query_with_error`: a prefix by code, then the text with a small first letter unless it is a raw code. */
function describe(message: string, code: number): string {
  const prefix = prefixes.get(code)
  if (prefix === undefined || message.startsWith(prefix)) return message
  const second = message.charAt(1)
  const isRawCode = second === '_' || (second >= 'A' && second <= 'Z')
  return `${prefix}: ${isRawCode ? message : message.charAt(0).toLowerCase() + message.slice(1)}`
}

const prefixes = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [500, 'Internal Server Error'],
])
