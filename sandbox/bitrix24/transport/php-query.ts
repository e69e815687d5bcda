/** PHP's reading of query strings and forms: `a[b][]=1` nests, dots and spaces in a top-level name become `_`. */
import type { Json, JsonObject } from '../../../src/ports/json.ts'

/** A map, not an object: a parameter may be called `__proto__`. */
type Branch = Map<string, string | Branch>

export function parsePhpQuery(query: string): JsonObject {
  return nestPairs([...new URLSearchParams(query)])
}

export function nestPairs(pairs: readonly (readonly [string, string])[]): JsonObject {
  const root: Branch = new Map()
  for (const [name, value] of pairs) plant(root, pathOf(name), value)
  return Object.fromEntries([...root].map(([key, value]) => [key, asJson(value)]))
}

function pathOf(name: string): readonly string[] {
  const open = name.indexOf('[')
  const head = (open < 0 ? name : name.slice(0, open)).replaceAll(/[. ]/g, '_')
  const inside =
    open < 0 ? [] : [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')
  return [head, ...inside]
}

function plant(root: Branch, path: readonly string[], value: string): void {
  let branch = root
  for (const [at, part] of path.entries()) {
    const key = part === '' && at > 0 ? String(branch.size) : part
    if (at === path.length - 1) {
      branch.set(key, value)
      return
    }
    const found = branch.get(key)
    const next: Branch = found instanceof Map ? found : new Map()
    branch.set(key, next)
    branch = next
  }
}

/** A branch with keys 0…n−1 is a list, as `json_encode` would print it. */
function asJson(value: string | Branch): Json {
  if (typeof value === 'string') return value
  const entries = [...value]
  if (entries.every(([key], at) => key === String(at))) return entries.map(([, one]) => asJson(one))
  return Object.fromEntries(entries.map(([key, one]) => [key, asJson(one)]))
}
