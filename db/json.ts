import type { Json, JsonObject } from '../src/ports/json.ts'

/** JSON as a text column holds it. */
export function encodeJson(value: Json): string {
  return JSON.stringify(value)
}

/** @throws SyntaxError when the column does not hold JSON. */
export function decodeJson(text: string): Json {
  // JSON.parse yields nothing but Json; its declared `any` is wider than the truth.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as Json
}

/** @throws TypeError when the column holds JSON other than an object. */
export function decodeJsonObject(text: string): JsonObject {
  const value = decodeJson(text)
  if (!isJsonObject(value)) throw new TypeError('A column that must hold a JSON object holds something else')
  return value
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
