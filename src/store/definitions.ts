import type { Json } from '../ports/json.ts'

export interface DefinitionStore {
  /** Keeps a definition under its content hash; a second time does nothing. */
  keep(definition: {
    readonly hash: string
    readonly dialog: string
    readonly source: Json
    readonly atMs: number
  }): Promise<void>
  /** The definition of that hash, or null. */
  load(hash: string): Promise<Json | null>
  /**
   * Makes these the definitions that running processes go over to: each dialog by the hash it is kept under. A later
   * publication takes the place of an earlier one.
   */
  publish(hashes: ReadonlyMap<string, string>, atMs: number): Promise<void>
  /** What was published after `afterMs`, as {@link Publication.atMs} counts, oldest first. */
  publishedAfter(afterMs: number): Promise<readonly Publication[]>
}

export interface Publication {
  readonly dialog: string
  readonly hash: string
  /** Instants of one database never repeat nor go back, whatever the clocks of those who publish say. */
  readonly atMs: number
}
