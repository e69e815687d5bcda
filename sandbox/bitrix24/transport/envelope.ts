/** Answers on their way out: the `time` block and the error shapes of both versions. */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { ownerZone, type Portal } from '../portal.ts'
import type { Refusal } from '../refusal.ts'
import { isoInZone } from '../time.ts'
import type { Operating } from './limits.ts'

/** What the listener writes. */
export interface WireAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Json
  /** For the request log. */
  readonly errorCode?: string
  readonly replayed?: boolean
}

export function timeBlock(portal: Portal, operating: Operating, method: string): JsonObject {
  const nowMs = portal.clock.now()
  const isWhole = portal.modes.timeNumbers === 'whole'
  const date = isoInZone(nowMs, ownerZone(portal))
  return {
    start: isWhole ? Math.floor(nowMs / 1000) : nowMs / 1000,
    finish: nowMs / 1000,
    duration: 0.0421,
    processing: isWhole ? 0 : 0.0308,
    date_start: date,
    date_finish: date,
    ...(portal.modes.operatingInTime ? operating.report(method) : {}),
  }
}

/** Flat, and without `time`: v2, and what stands in front of both versions (limits, blocked portal; inferred for v3). */
export function flatError(refusal: Refusal): WireAnswer {
  return {
    status: refusal.status,
    body: { error: refusal.code, error_description: refusal.message },
    errorCode: refusal.code,
  }
}

export const v3Prefix = 'BITRIX_REST_V3_EXCEPTION_'

/** REST 3.0: an object under `error` (docs). */
export function nestedError(refusal: Refusal): WireAnswer {
  const validation = refusal.validation?.map(({ message, field }) => ({ message, field }))
  return {
    status: refusal.status,
    body: {
      error: {
        code: refusal.code,
        message: refusal.message,
        ...(validation === undefined ? {} : { validation }),
      },
    },
    errorCode: refusal.code,
  }
}
