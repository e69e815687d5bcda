/** What the services of a talk answer, in order, as it is written down. */
import { answerSchema, type Talk } from '../../machines/language/talks.ts'
import { durationMs } from '../../machines/language/definition-parts.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'

export interface Answer {
  readonly outcome: Outcome
  readonly facts?: Readonly<Record<string, boolean>>
  /** How long it takes to come. */
  readonly afterMs: number
}

export interface Answers {
  /** The next answer of a service; null where none is left. */
  next(service: string): Answer | null
  /** Those nobody has asked for. */
  left(): readonly string[]
}

export function answersOf(talk: Talk): Answers {
  const queues = new Map(Object.entries(talk.services ?? {}).map(([name, list]) => [name, [...list]]))
  return {
    next(service) {
      const queue = queues.get(service)
      return queue === undefined || queue.length === 0 ? null : read(queue.shift())
    },
    left: () => [...queues].flatMap(([name, queue]) => (queue.length > 0 ? [name] : [])),
  }
}

/** A name is that failure, a value is what was asked for, and what is more than that says so. */
function read(written: unknown): Answer {
  if (typeof written === 'string') return { outcome: { ok: false, reason: written }, afterMs: 0 }
  const more = answerSchema.safeParse(written)
  if (!more.success) return { outcome: { ok: true, value: json(written) }, afterMs: 0 }
  const { data } = more
  const afterMs = data.after === undefined ? 0 : durationMs(data.after)
  if ('answer' in data)
    return {
      outcome: { ok: true, value: json(data.answer) },
      afterMs,
      ...(data.facts && { facts: data.facts }),
    }
  const outcome: Outcome = {
    ok: false,
    reason: data.error,
    ...(data.data !== undefined && { data: object(data.data) }),
    ...(data.retry_after !== undefined && { retryAfterMs: durationMs(data.retry_after) }),
  }
  return { outcome, afterMs }
}

/** What YAML holds is JSON, but for what no file of ours can say. */
function json(value: unknown): Json {
  if (Array.isArray(value)) return value.map((one: unknown) => json(one))
  if (typeof value === 'object' && value !== null) return object({ ...value })
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

export function object(value: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, json(inner)]))
}
