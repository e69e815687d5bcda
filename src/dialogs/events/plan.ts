/** The time of an event as one service hands it to the next, through the dialog. */
import type { Recurrence } from '../../ports/calendar.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import { asJson, fromJson } from '../../machines/json.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { EventPlan } from './event-time.ts'

export interface KeptPlan extends EventPlan {
  readonly recurrence: Recurrence | null
}

/** `shown` says it in words. */
export function keepPlan(plan: EventPlan, recurrence: Recurrence | null, shown: JsonObject): JsonObject {
  return { ...asJson({ ...plan, recurrence }), shown }
}

/** Null for what no service of ours has made. */
export function planIn(value: Json | undefined): KeptPlan | null {
  return isObject(value) && isObject(value['time']) ? fromJson<KeptPlan>(value) : null
}
