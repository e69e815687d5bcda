/** The path on which Telegram brings its updates (Bot API, `setWebhook`). */
import type { IncomingMessage } from 'node:http'
import { readBody } from './body.ts'
import { isSameSecret } from './secret.ts'

export interface UpdatesDoor {
  /** Of TELEGRAM_WEBHOOK_URL. */
  readonly path: string
  /** TELEGRAM_WEBHOOK_SECRET. */
  readonly secret: string
  /** Resolves once the update in the body is committed; rejects when it could not be. */
  take(body: string): Promise<'taken' | 'unreadable'>
}

/** A message of 4,096 characters with all its entities is a tenth of this. */
const bodyBytesMax = 1024 * 1024

/**
 * The status to answer with. Telegram sends an update again until it gets a 2xx, so there is one only after the commit,
 * and a 503 only when the commit failed. Whoever does not know the secret is sent away before anything is read.
 */
export async function answerUpdate(
  door: UpdatesDoor,
  request: IncomingMessage,
): Promise<200 | 400 | 403 | 405 | 413 | 415 | 503> {
  if (request.method !== 'POST') return 405
  const given = request.headers['x-telegram-bot-api-secret-token']
  if (!isSameSecret(typeof given === 'string' ? given : '', door.secret)) return 403
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) return 415
  const body = await readBody(request, bodyBytesMax)
  if (body === null) return 413
  try {
    return (await door.take(body)) === 'taken' ? 200 : 400
  } catch {
    return 503
  }
}
