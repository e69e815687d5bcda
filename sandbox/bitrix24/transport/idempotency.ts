/** Answers kept under `Idempotency-Key` for a day (docs: rest-v3.md). */
import type { Portal } from '../portal.ts'
import type { KeptAnswer } from '../portal-state.ts'
import { Refusal } from '../refusal.ts'
import { dayMs } from '../tasks/status.ts'
import { v3Prefix, type WireAnswer } from './envelope.ts'
import type { RestRequest } from './request.ts'

/** @throws Refusal 400 unless the key is 1–255 printable ASCII characters. */
export function checkKey(key: string): void {
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Refusal(
      400,
      `${v3Prefix}INVALIDIDEMPOTENCYKEYEXCEPTION`,
      'Invalid value of the Idempotency-Key header',
    )
  }
}

export function findKept(portal: Portal, request: RestRequest): KeptAnswer | undefined {
  const scope = scopeOf(request)
  return portal.state.keptAnswers.find((kept) => kept.scope === scope && isFresh(portal, kept))
}

/** @throws Refusal 422 when the key came with another body before. */
export function replay(kept: KeptAnswer, request: RestRequest): WireAnswer {
  if (kept.body !== request.body.toString('utf8')) {
    throw new Refusal(
      422,
      `${v3Prefix}IDEMPOTENCYKEYREUSEDEXCEPTION`,
      'The Idempotency-Key was already used with a different request body',
    )
  }
  const headers = { ...keyHeader(request), 'Idempotent-Replayed': 'true' }
  return { status: 200, headers, body: kept.answer, replayed: true }
}

/** Only successes are kept; of two that ran at once the first stays. */
export function keep(portal: Portal, request: RestRequest, answer: WireAnswer): void {
  if (findKept(portal, request) !== undefined) return
  portal.state.keptAnswers = [
    ...portal.state.keptAnswers.filter((kept) => isFresh(portal, kept)),
    {
      scope: scopeOf(request),
      body: request.body.toString('utf8'),
      answer: answer.body,
      atMs: portal.clock.now(),
    },
  ]
}

export function keyHeader(request: RestRequest): Readonly<Record<string, string>> {
  return request.idempotencyKey === undefined ? {} : { 'Idempotency-Key': request.idempotencyKey }
}

function scopeOf(request: RestRequest): string {
  return JSON.stringify([request.userId, request.method, request.idempotencyKey])
}

function isFresh(portal: Portal, kept: KeptAnswer): boolean {
  return portal.clock.now() < kept.atMs + dayMs
}
