import type { Api } from 'grammy'
import type { Language } from '../../ports.ts'
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
  const wanted = commands.map(({ name, description }) => ({
    command: name,
    description: cut(description.toWellFormed(), descriptionUnitsMax),
  }))
  const present = await api.getMyCommands(audience)
  const same =
    present.length === wanted.length &&
    wanted.every(
      ({ command, description }, index) =>
        present[index]?.command === command && present[index].description === description,
    )
  if (!same) await api.setMyCommands(wanted, audience)
}
