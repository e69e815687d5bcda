import type { OwnedStore } from '../../../db/store.ts'
import type { Clock } from '../../../src/ports/environment.ts'

export interface EmptyDatabase {
  readonly store: OwnedStore
  /** The same database opened once more, as a second process does; absent where it cannot be shared. */
  readonly another?: () => Promise<OwnedStore>
}

/** Opens an empty database; the opener closes it after the test. */
export type OpenEmpty = (clock: Clock) => Promise<EmptyDatabase>
