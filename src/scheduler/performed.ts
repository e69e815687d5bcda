import type { Settlement } from '../store/outbox.ts'
import type { Unit } from '../store/unit.ts'

/** What came of doing one delivery. */
export interface Performed {
  readonly settlement: Settlement
  /** What follows from the outcome; stored in the same transaction as the settlement. */
  readonly follow?: (unit: Unit) => Promise<void>
  /** The whole channel has to pause until then: the messenger refused everybody, not only this chat. */
  readonly holdUntilMs?: number
}
