/** Reading parameters the way PHP does: loosely, without errors. */
import type { Json, JsonObject } from '../../src/ports/json.ts'

export function isJson(value: unknown): value is Json {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true
  if (Array.isArray(value)) return value.every(isJson)
  return typeof value === 'object' && Object.values(value).every(isJson)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Undefined when `text` is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** PHP's `(string)`: false and null are empty, true is "1"; an array is of no use. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return value === true ? '1' : ''
}

/** PHP's `(int)`: leading digits, otherwise 0. */
export function integerOf(value: Json | undefined): number {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' ? Number.parseInt(value, 10) || 0 : 0
}

/** PHP's `empty()`. */
export function isEmpty(value: Json | undefined): boolean {
  if (isList(value)) return value.length === 0
  if (isObject(value)) return Object.keys(value).length === 0
  return (
    value === undefined || value === null || value === '' || value === '0' || value === 0 || value === false
  )
}

/** The values of a list or of a PHP array that came as an object; a scalar is a list of one. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null || value === '') return []
  if (isList(value)) return value
  return isObject(value) ? Object.values(value) : [value]
}

export function objectOf(value: Json | undefined): JsonObject {
  if (isObject(value)) return value
  return isList(value) ? Object.fromEntries(value.entries()) : {}
}

export function idsOf(value: Json | undefined): readonly number[] {
  return [...new Set(listOf(value).map(integerOf))].filter((id) => id > 0)
}

/** Keys in upper case, as `user.get` and `im.notify*` do with theirs (source). */
export function upperKeys(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toUpperCase(), value]))
}

/** PHP serialises an empty array as `[]` even where an object is documented. */
export function phpObject(entries: Readonly<Record<string, Json>>): Json {
  return Object.keys(entries).length === 0 ? [] : entries
}
