import type { Json, JsonObject } from '../../../src/ports/json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'

export interface CallV3 {
  readonly portal: Portal
  readonly owner: EmployeeRow
  readonly params: JsonObject
}

export interface MethodV3 {
  /** `tasks` is read by the mode `v3TaskScope`; null: no scope. */
  readonly scope: 'tasks' | null
  /** Creates, changes or deletes: takes `Idempotency-Key` into account (docs). */
  readonly writes: boolean
  /** What goes under `result`. @throws Refusal */
  run(call: CallV3): Json
}

export type MethodTableV3 = Readonly<Record<string, MethodV3>>
