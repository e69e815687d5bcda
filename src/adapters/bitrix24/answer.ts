import type { z } from 'zod'

import { parseJson, readBytes } from '../http/body.ts'
import { envelope, errorBody } from './schemas.ts'

/** An answer of the portal as it came over the wire. `body` is undefined when it is not JSON. */
export interface RawAnswer {
  readonly status: number
  readonly body: unknown
  /** The stored answer of an earlier request with the same key (`Idempotent-Replayed`). */
  readonly replayed: boolean
  readonly keyEchoed: boolean
}

/** What an answer says, before anyone decides what to do about it. */
export type Answer<T> =
  | { readonly type: 'good'; readonly value: T; readonly next: number | null }
  | {
      readonly type: 'error'
      readonly code: string
      readonly text: string
      readonly fields: readonly string[]
    }
  /** No JSON: a proxy's page, an empty body. */
  | { readonly type: 'garbled' }
  /** JSON of another shape than the method promises. */
  | { readonly type: 'misshapen' }

export interface Operating {
  readonly seconds: number
  readonly resetAtMs: number | null
}

/** More than this is no answer of a method we call. */
const answerBytesMax = 5 * 1024 * 1024

export class AnswerTooLong extends Error {
  override name = 'AnswerTooLong'
}

/** @throws AnswerTooLong over {@link answerBytesMax}; whatever the stream throws when the connection is cut. */
export async function readRaw(response: Response): Promise<RawAnswer> {
  const bytes = await readBytes(response, answerBytesMax)
  if (bytes === null) throw new AnswerTooLong()
  return {
    status: response.status,
    body: parseJson(bytes),
    keyEchoed: response.headers.has('idempotency-key'),
    replayed: response.headers.get('idempotent-replayed')?.toLowerCase() === 'true',
  }
}

/**
 * An answer is an error when its status is not 2xx, or it has a property `error`, whatever the value (calendar errors
 * have `""`), or it is not JSON, or it has not the shape of the method.
 */
export function readAnswer<T>(raw: RawAnswer, schema: z.ZodType<T>): Answer<T> {
  const { status, body } = raw
  if (body === undefined) return { type: 'garbled' }
  const isObject = typeof body === 'object' && body !== null
  if (isObject && Object.hasOwn(body, 'error')) {
    const parsed = errorBody.safeParse(body)
    if (!parsed.success) return { type: 'error', code: '', text: '', fields: [] }
    const { error, error_description: description } = parsed.data
    return {
      type: 'error',
      code: error.code,
      text: plainText(error.message || description),
      fields: error.fields,
    }
  }
  if (status < 200 || status > 299) return { type: 'error', code: '', text: '', fields: [] }
  const outer = envelope.safeParse(body)
  if (!outer.success || !isObject || !Object.hasOwn(body, 'result')) return { type: 'misshapen' }
  const inner = schema.safeParse(outer.data.result)
  return inner.success
    ? { type: 'good', value: inner.data, next: outer.data.next ?? null }
    : { type: 'misshapen' }
}

/** `time.operating`, on the cloud only. */
export function readOperating(body: unknown): Operating | null {
  const parsed = envelope.safeParse(body)
  const time = parsed.success ? parsed.data.time : undefined
  if (time?.operating === undefined) return null
  const resetAt = time.operating_reset_at
  return { seconds: time.operating, resetAtMs: resetAt === undefined ? null : resetAt * 1000 }
}

/** Descriptions hold `<br>` and sometimes other tags. */
function plainText(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>/giu, '\n')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll('&quot;', '"')
    .trim()
}
