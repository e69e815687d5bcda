import type { Json, JsonObject } from '../../src/ports/json.ts'

/** @throws SyntaxError when `text` is not JSON. */
export function parseJson(text: string): Json {
  // JSON.parse can return nothing else than Json; its declared type is just older than this name for it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as Json
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** A deep copy made of nothing but JSON: what has no value is left out. */
export function toJson(value: object): Json {
  return parseJson(JSON.stringify(value))
}
