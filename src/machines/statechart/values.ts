/** Looking values up by path, never through a prototype. */
import type { Json, JsonObject } from '../../ports/json.ts'

/** The value at «assignee.id»; undefined where any part is missing. */
export function valueAt(values: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = values
  for (const part of path.split('.')) current = partOf(current, part)
  return current
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function partOf(value: Json | undefined, part: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
}
