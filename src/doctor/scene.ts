import type { Sleep } from '../adapters/bitrix24/limiter.ts'
import type { Config } from '../config/config.ts'
import type { Clock, Randomness } from '../ports/environment.ts'

/** What every check is given. */
export interface Scene {
  readonly config: Config
  readonly clock: Clock
  readonly random: Randomness
  readonly sleep: Sleep
  /** Null: nothing is written. */
  readonly writing: WriteProbe | null
}

export interface WriteProbe {
  /** Whose calendar is written into and who is named as creator; null: the webhook's owner. */
  readonly employeeId: number | null
}
