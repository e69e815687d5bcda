/** A cache that several processes share, as this room needs it; Redis implements it. Values are JSON. Never rejects. */
export interface SharedMemory {
  /** Those of the keys that are remembered. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, unknown>>
  set(entries: ReadonlyMap<string, unknown>, ttlMs: number): Promise<void>
}

/** Nobody shares anything. */
export const unshared: SharedMemory = {
  get: () => Promise.resolve(new Map()),
  set: () => Promise.resolve(),
}
