import type { Api } from 'grammy'
import type { BotCommand } from 'grammy/types'
import type { ChatId } from '../../ports/identity.ts'
import type { Language } from '../../ports/language.ts'
import { grammySignal } from './signal.ts'
import { cut } from './text.ts'

/** Bot API `BotCommand.description`. */
const descriptionUnitsMax = 256

/**
 * Makes the commands menu of private chats read `commands`, for clients in `language` or, without one, for all others.
 * Asks first and writes only what differs: `setMyCommands` at every start is refused with 429 sooner than one thinks.
 */
export async function setCommandsMenu(
  api: Api,
  commands: readonly { name: string; description: string }[],
  language?: Language,
): Promise<void> {
  const audience = {
    scope: { type: 'all_private_chats' as const },
    ...(language !== undefined && { language_code: language }),
  }
  const wanted = commands.map(toBotCommand)
  const present = await api.getMyCommands(audience)
  const same =
    present.length === wanted.length &&
    wanted.every(
      ({ command, description }, index) =>
        present[index]?.command === command && present[index].description === description,
    )
  if (!same) await api.setMyCommands(wanted, audience)
}

/**
 * Makes the commands menu of one chat read `commands`, whatever language its client speaks, or removes it: then the one of
 * all private chats is shown (Bot API: of several scopes the narrowest counts).
 */
export async function setChatCommandsMenu(
  api: Api,
  chat: ChatId,
  commands: Commands | null,
  signal?: AbortSignal,
): Promise<void> {
  const scope = { type: 'chat' as const, chat_id: chat }
  if (commands === null) await api.deleteMyCommands({ scope }, grammySignal(signal))
  else await api.setMyCommands(commands.map(toBotCommand), { scope }, grammySignal(signal))
}

type Commands = readonly { readonly name: string; readonly description: string }[]

function toBotCommand({ name, description }: Commands[number]): BotCommand {
  return { command: name, description: cut(description.toWellFormed(), descriptionUnitsMax) }
}
