/** The path on which Telegram brings its updates (Bot API, `setWebhook`). */
import { isSameSecret } from './secret.ts'

export interface UpdatesDoor {
  /** Of TELEGRAM_WEBHOOK_URL. */
  readonly path: string
  /** TELEGRAM_WEBHOOK_SECRET. */
  readonly secret: string
  /** Resolves once the update in the body is committed; rejects when it could not be. */
  take(body: string): Promise<'taken' | 'unreadable'>
}

/** A request, however it came in. */
export interface ArrivingUpdate {
  readonly method: string | undefined
  /** By its name in lower case. */
  header(name: string): string | null
  /** The body as text; null when it is longer than that, or broke off. Never rejects. */
  body(bytesMax: number): Promise<string | null>
}

/** A message of 4,096 characters with all its entities is a tenth of this. */
const bodyBytesMax = 1024 * 1024

/**
 * The status to answer with. Telegram sends an update again until it gets a 2xx, so there is one only after the commit,
 * and a 503 only when the commit failed. Whoever does not know the secret is sent away before anything is read.
 */
export async function answerUpdate(
  door: Pick<UpdatesDoor, 'secret' | 'take'>,
  request: ArrivingUpdate,
): Promise<200 | 400 | 403 | 405 | 413 | 415 | 503> {
  if (request.method !== 'POST') return 405
  if (!isSameSecret(request.header('x-telegram-bot-api-secret-token') ?? '', door.secret)) return 403
  if (!/^application\/json\s*(?:;|$)/i.test(request.header('content-type') ?? '')) return 415
  const body = await request.body(bodyBytesMax)
  if (body === null) return 413
  try {
    return (await door.take(body)) === 'taken' ? 200 : 400
  } catch {
    return 503
  }
}
