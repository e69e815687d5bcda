/** What `npm run link -- invite` needs of the outside: whose address it is, and what the bot is called. */
import { createBitrixClient } from '../adapters/bitrix24/client.ts'
import { createDirectory } from '../adapters/bitrix24/users.ts'
import { createTelegramClient } from '../adapters/telegram/client.ts'
import { TelegramFailed } from '../adapters/telegram/errors.ts'
import { readIdentity } from '../adapters/telegram/identity.ts'
import { createProxiedFetch } from '../adapters/telegram/proxied-fetch.ts'
import type { Config } from '../config/config.ts'
import { createCodeBook } from '../dialogs/link-account/code.ts'
import { makeInvitation } from '../dialogs/link-account/invitation.ts'
import type { Invitation } from './link.ts'
import type { Clock, Randomness } from '../ports/environment.ts'
import type { Language } from '../ports/language.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { Store } from '../store/store.ts'

export interface InviteDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly random: Randomness
  /** Russian when absent. */
  readonly language?: Language
}

const idLength = 22

/**
 * Makes a deep link for the one employee whom linking would find under `email`. Every refusal has its `detail`, a sentence
 * for the administrator, who may be told whether there is such an address.
 */
export async function inviteByEmail(
  email: string,
  config: Config,
  { store, clock, random, language = 'ru' }: InviteDeps,
): Promise<Outcome<Invitation>> {
  const { linkCodeSecret } = config
  if (linkCodeSecret === null) return refused(said.secret[language])
  const found = await findEmployee(email, config, clock)
  if (!found.ok) return refused(said.portal[language])
  if (found.value === null) return refused(said.nobody[language])
  const employee = found.value
  const username = await botName(config)
  if (username === null) return refused(said.telegram[language])
  const made = { id: random.token(idLength), book: createCodeBook(linkCodeSecret), nowMs: clock.now() }
  const carried = await store.transaction((unit) => makeInvitation(unit, employee, made))
  const { id, name } = employee
  return { ok: true, value: { employee: id, name, url: `https://t.me/${username}?start=${carried}` } }
}

const said = {
  secret: {
    ru: 'Задайте LINK_CODE_SECRET в .env и перезапустите помощника: без него ссылку нечем проверить.',
    en: 'Set LINK_CODE_SECRET in .env and restart the assistant: without it a link cannot be verified.',
  },
  portal: {
    ru: 'Битрикс24 не ответил или отказал. Проверьте: npm run doctor.',
    en: 'Bitrix24 did not answer, or refused. Look into it with: npm run doctor.',
  },
  nobody: {
    ru: 'По этому адресу нет ровно одного работающего сотрудника, поэтому ссылка не создана.',
    en: 'This address does not belong to exactly one active employee, so no link was made.',
  },
  telegram: {
    ru: 'Telegram не ответил или отказал. Проверьте: npm run doctor.',
    en: 'Telegram did not answer, or refused. Look into it with: npm run doctor.',
  },
} as const

function findEmployee(email: string, { bitrix24 }: Config, clock: Clock) {
  const { webhook, attempts, retryDelayMs: delayMs } = bitrix24
  const client = createBitrixClient({ webhook, clock, log: () => {}, retry: { attempts, delayMs } })
  return createDirectory({ client, clock }).findByEmail(email)
}

async function botName({ telegram }: Config): Promise<string | null> {
  const { token, apiRoot, proxyUrl } = telegram
  const fetch = proxyUrl === null ? {} : { fetch: createProxiedFetch(proxyUrl) }
  try {
    return (await readIdentity(createTelegramClient({ token, apiRoot, log: () => {}, ...fetch }))).username
  } catch (error) {
    if (error instanceof TelegramFailed) return null
    throw error
  }
}

function refused(detail: string): Outcome<never> {
  return { ok: false, reason: 'refused', detail }
}
