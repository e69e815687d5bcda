import type { JsonObject } from '../../src/ports/json.ts'
import { refuse } from './refusal.ts'

/**
 * Fields of JSON objects inside parameters, read with the server's tolerance and its error texts (td `JsonBuilder.cpp`):
 * numbers pass as strings and strings as numbers, null does not pass as anything.
 */
export function optionalText(object: JsonObject, name: string): string {
  const value = object[name]
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  return refuse(`Field "${name}" must be of type String`)
}

export function requiredText(object: JsonObject, name: string): string {
  if (object[name] === undefined) missing(name)
  return optionalText(object, name)
}

export function flagField(object: JsonObject, name: string): boolean {
  const value = object[name]
  if (value === undefined || typeof value === 'boolean') return value ?? false
  return refuse(`Field "${name}" must be of type Boolean`)
}

/** A whole number of 32 bits; undefined when absent. */
export function integerField(object: JsonObject, name: string): number | undefined {
  const text = longField(object, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (Math.abs(value) > 0x7fffffff) refuse(`Field "${name}" must be a valid Number`)
  return value
}

export function requiredInteger(object: JsonObject, name: string): number {
  return integerField(object, name) ?? missing(name)
}

/** A whole number of 64 bits, as its digits; undefined when absent. */
export function longField(object: JsonObject, name: string): string | undefined {
  const value = object[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' && typeof value !== 'number')
    return refuse(`Field "${name}" must be a Number`)
  const text = String(value)
  return /^-?\d+$/.test(text) ? text : refuse(`Field "${name}" must be a valid Number`)
}

export function requiredLong(object: JsonObject, name: string): string {
  return longField(object, name) ?? missing(name)
}

function missing(name: string): never {
  return refuse(`Can't find field "${name}"`)
}
