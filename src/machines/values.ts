/** Looking values up by path, never through a prototype. */
import type { Json, JsonObject } from '../ports.ts'

/** The value at «assignee.id»; undefined where any part is missing. */
export function valueAt(values: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = values
  for (const part of path.split('.')) {
    if (
      typeof current !== 'object' ||
      current === null ||
      Array.isArray(current) ||
      !Object.hasOwn(current, part)
    )
      return undefined
    current = (current as JsonObject)[part]
  }
  return current
}
