import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'

import { leadingInteger } from './parameters.ts'
import type { Webhook } from './state.ts'

const idleMs = 60_000

export type PostResult =
  | {
      readonly type: 'answered'
      readonly status: number
      readonly reason: string
      /** 0 without a `Retry-After` header. */
      readonly retryAfterS: number
      readonly contentType: string
      readonly body: Buffer
    }
  /** The request was under way and no answer came. */
  | { readonly type: 'cut'; readonly error: string }
  /** There was nobody to connect to: the update was not even tried. */
  | { readonly type: 'unreachable'; readonly error: string }

/** Posts one update to the webhook. Never rejects. */
export function post(webhook: Webhook, body: string, signal: AbortSignal): Promise<PostResult> {
  return new Promise((resolve) => {
    const outgoing = request(
      webhook.url,
      {
        method: 'POST',
        signal,
        timeout: idleMs,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(webhook.secret === '' ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }),
        },
      },
      (response) => void readAnswer(response).then(resolve),
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('Read timeout expired')))
    outgoing.on('error', (error) => resolve(failure(error)))
    outgoing.end(body)
  })
}

async function readAnswer(response: IncomingMessage): Promise<PostResult> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  } catch {
    return { type: 'cut', error: 'Connection closed' }
  }
  return {
    type: 'answered',
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? '',
    retryAfterS: Math.max(leadingInteger(response.headers['retry-after'] ?? ''), 0),
    contentType: response.headers['content-type'] ?? '',
    body: Buffer.concat(chunks),
  }
}

function failure(error: Error & { readonly code?: string }): PostResult {
  if (error.code === 'ECONNREFUSED') return { type: 'unreachable', error: 'Connection refused' }
  if (error.message === 'Read timeout expired') return { type: 'cut', error: error.message }
  return {
    type: 'cut',
    error: error.message === 'socket hang up' ? 'Connection closed' : 'Connection reset by peer',
  }
}
