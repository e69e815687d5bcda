/** Where typed data becomes stored JSON and comes back. The only places that have to take a type on trust. */
import type { Json, JsonObject } from '../ports/json.ts'

/** Plain data as JSON: what is undefined is left out, what is shared is copied. */
export function asJson(data: object): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject
}

/** Plain data that already is JSON, seen as JSON. Nothing is copied. */
export function seenAsJson(data: object): JsonObject {
  return data as JsonObject
}

/** Stored JSON as what it was stored as. Only for what this program alone writes. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it stored
export function fromJson<T>(stored: Json | undefined): T {
  return stored as T
}

/** The text under a key of a payload this program wrote; empty when there is none. */
export function textAt(payload: JsonObject, key: string): string {
  const value = payload[key]
  return typeof value === 'string' ? value : ''
}
