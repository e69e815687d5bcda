/** Composes what falls due, and shows it as a person reads it: the text, and the buttons in brackets. */
import { composeMessage, type Composed } from '../../../../src/scheduler/rules/compose/compose.ts'
import type { DigestFacts } from '../../../../src/scheduler/rules/compose/digest.ts'
import type { Facts, PlannedNotification } from '../../../../src/scheduler/rules/notification.ts'
import { gather, plan } from '../../../../src/scheduler/rules/plan.ts'
import { facts, words } from '../people.ts'

/** No-break spaces are shown as «~». */
export function shown(text: string): string {
  return text.replaceAll('\u00A0', '~')
}

export function said(composed: Composed | undefined): string {
  if (composed?.type !== 'message') return composed?.type ?? 'nothing'
  const rows = composed.message.rows.map((row) => row.map(({ label }) => `[${label}]`).join(' '))
  return shown([composed.message.text, ...rows].join('\n'))
}

/** What the one message due at `now` says. */
export function saidAt(now: string, changes: Partial<Facts & DigestFacts> = {}): string {
  return said(composedAt(now, changes)[0])
}

export function composedAt(now: string, changes: Partial<Facts & DigestFacts> = {}): readonly Composed[] {
  const known = { ...facts(now, changes), ...changes }
  return gather(plan(known), known.nowMs).map((outgoing) => composeMessage(outgoing, known, words))
}

/** What these rows say at `now`, as one message. */
export function saidOf(
  rows: readonly PlannedNotification[],
  now: string,
  changes: Partial<Facts & DigestFacts> = {},
): string {
  const known = { ...facts(now, changes), ...changes }
  return said(composeMessage({ rows, combined: false }, known, words))
}
