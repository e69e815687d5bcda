/** One value of a query with the names that lead to it; `list` values repeat the same path. */
export interface QueryLeaf {
  /** `filter.>ID` for `filter[>ID]`, without the indexes of lists. */
  readonly path: string
  /** As PHP reads it: `filter[!REAL_STATUS][0]`. */
  readonly name: string
  readonly value: number | string
}

/**
 * Takes nested parameters apart the way PHP puts them together again.
 *
 * @throws RangeError for an empty list (the portal takes it for no condition at all) and for anything that is neither
 * a number nor a plain string; the message repeats names, never values.
 */
export function queryLeaves(params: object): readonly QueryLeaf[] {
  return Object.entries(params).flatMap(([name, value]: [string, unknown]) => leavesOf(name, name, value))
}

/** `filter%5B%3EID%5D=8001&…`: names and values encoded once. */
export function encodeQuery(leaves: readonly QueryLeaf[]): string {
  return leaves.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
}

function leavesOf(path: string, name: string, value: unknown): readonly QueryLeaf[] {
  if (typeof value === 'number' || typeof value === 'string') return [{ path, name, value }]
  if (Array.isArray(value)) {
    if (value.length === 0) throw new RangeError(`An empty list as ${name}`)
    return value.flatMap((one: unknown, at) => leavesOf(path, `${name}[${at}]`, one))
  }
  if (typeof value !== 'object' || value === null) throw new RangeError(`No value for ${name}`)
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
    leavesOf(`${path}.${key}`, `${name}[${key}]`, one),
  )
}
