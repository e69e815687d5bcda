import type { Json } from '../../ports/json.ts'
import type { Candidate } from '../language/steps/kind.ts'
import type { CallFailure, DialogEvent } from './context.ts'
import { labelOfFound } from './offered.ts'
import { isObject } from './values.ts'

/** An event as XState hands it on: one of ours, or the result of a call. */
export type MachineEvent =
  | DialogEvent
  | { readonly type: string; readonly output?: Json; readonly error?: CallFailure }

/** What a statechart says along with the name of a guard or an action. */
export interface Params {
  readonly step?: string
  readonly steps?: readonly string[]
  readonly reason?: string
  readonly onTimeout?: string
  readonly retry?: number
  readonly everyMs?: number
  readonly text?: string
  readonly buttons?: boolean
  readonly forget?: string | null
  readonly max?: number
}

export function reasonOf(event: MachineEvent, params: Params): string {
  return 'error' in event && event.error !== undefined
    ? event.error.reason
    : (params.onTimeout ?? 'temporary')
}

export function outputOf(event: MachineEvent): Json {
  return 'output' in event ? (event.output ?? null) : null
}

/** What a search returned, as things to choose from: each with a name, and a position where it has one. */
export function found(event: MachineEvent): readonly Candidate[] {
  const output = outputOf(event)
  if (!Array.isArray(output)) return []
  return output.flatMap((one: Json) => (isObject(one) ? [{ label: labelOfFound(one), value: one }] : []))
}
