import type { Api } from 'grammy'
import { failureOf, TelegramFailed } from './errors.ts'
import { grammySignal } from './signal.ts'

/** Who the bot is: needed for `t.me/<username>?start=` links. */
export interface Identity {
  readonly id: number
  readonly username: string
}

/**
 * Asks Telegram (`getMe`). The answer does not change while the process runs; keep it.
 *
 * @throws TelegramFailed with the failure: `misconfigured` when the token is refused, `later` or `uncertain` when
 * Telegram could not be reached.
 */
export async function readIdentity(api: Api, signal?: AbortSignal): Promise<Identity> {
  try {
    const { id, username } = await api.getMe(grammySignal(signal))
    return { id, username }
  } catch (error) {
    throw new TelegramFailed('getMe', failureOf(error))
  }
}
