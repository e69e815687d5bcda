/** What every request passes before a method is looked for: portal, limits, webhook, owner. */
import { timingSafeEqual } from 'node:crypto'

import { findEmployee, type Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow } from '../rows.ts'
import type { Bucket, Operating } from './limits.ts'
import type { RestRequest } from './request.ts'

/** Everything the transport keeps besides the portal's state; a restart forgets it. */
export interface Gate {
  readonly portal: Portal
  readonly code: string
  readonly limited: boolean
  readonly bucket: Bucket
  readonly operating: Operating
}

/** @throws Refusal by the state of the portal or the rate limit. */
export function enterPortal(gate: Gate, address: string): void {
  const { modes } = gate.portal
  if (modes.portalDeleted !== false)
    throw new Refusal(modes.portalDeleted, 'PORTAL_DELETED', 'Portal was deleted')
  if (modes.overloaded) throw new Refusal(503, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload.')
  if (gate.limited && !gate.bucket.take(address)) {
    throw new Refusal(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests')
  }
}

/** The employee the call acts as. @throws Refusal 401 for a wrong, expired or orphaned webhook. */
export function authorise(gate: Gate, request: RestRequest): EmployeeRow {
  const { portal } = gate
  const owner = findEmployee(portal.state, portal.ownerId)
  const isKnown = request.userId === String(portal.ownerId) && isSame(request.code, gate.code)
  if (!isKnown || portal.modes.webhookExpired || owner === undefined || !owner.active) {
    throw new Refusal(401, 'NO_AUTH_FOUND', 'Wrong authorization data')
  }
  if (!portal.modes.restPaid) {
    throw new Refusal(403, 'ACCESS_DENIED', 'REST API is available only on commercial plans')
  }
  return owner
}

/** Checked before the call; the one that crosses the line still completes (docs). */
export function checkOperating(gate: Gate, method: string): void {
  if (gate.limited && gate.operating.used(method) >= gate.portal.modes.operatingCap) {
    throw new Refusal(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.')
  }
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
