import type { PortalUserId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'

/** What is kept about one employee, for whoever has to answer for it: outside any transaction. */
export interface PersonalData {
  /** Every row, by table, as it is stored, but for the digests of codes. */
  collect(employee: PortalUserId): Promise<Readonly<Record<string, readonly object[]>>>
  /**
   * Deletes it, but the records of who did what, which hold numbers alone. `blank` is what is left of a chat's state.
   * `linked`: the link has to be ended first; `unfinished`: something is still to be said or done, and nothing was deleted.
   */
  erase(
    employee: PortalUserId,
    blank: (state: JsonObject) => JsonObject,
  ): Promise<{ readonly type: 'linked' | 'unfinished' } | { readonly type: 'erased'; readonly rows: number }>
}
