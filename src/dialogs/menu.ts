/** The menu of commands, beside the line people type in. */
import { createHash } from 'node:crypto'
import type { DialogDefinition } from '../machines/language/definition.ts'
import { capitalised } from '../machines/language/first-letter.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { RemoteService } from '../machines/services.ts'
import type { Language } from '../ports/language.ts'
import type { Messenger } from '../ports/messenger.ts'

export type Menu = Parameters<Messenger['setCommands']>[0]

export interface Menus {
  /** What works in a chat that speaks for nobody. */
  common(language: Language): Menu
  /** Everything. */
  connected(language: Language): Menu
  /** Names what {@link Menus.connected} holds: another one, once that has changed. */
  mark(language: Language): string
}

/** What the dialogs declare as they are now, then the commands every dialog understands. */
export function createMenus(definitions: () => readonly DialogDefinition[], repairs: Repairs): Menus {
  const connected = (language: Language): Menu => menuOf(definitions(), repairs, language)
  return {
    common: (language) => menuOf(definitions().filter(isForAll), repairs, language),
    connected,
    mark: (language) =>
      createHash('sha256')
        .update(JSON.stringify(connected(language)))
        .digest('base64url')
        .slice(0, 12),
  }
}

function isForAll({ start: { command = '', requires } }: DialogDefinition): boolean {
  return requires === undefined && !onlyConnected.has(command)
}

/** Says that there is nothing to do where nobody is connected. */
const onlyConnected: ReadonlySet<string> = new Set(['unlink'])

/** All commands that the dialogs declare, and those every dialog has. */
export function menuOf(definitions: readonly DialogDefinition[], repairs: Repairs, language: Language): Menu {
  const own = definitions.flatMap(({ start: { command, describe } }) =>
    command === undefined || describe === undefined
      ? []
      : [{ name: command, description: describe[language] }],
  )
  const { help_command, cancel_command } = repairs.texts
  const builtIn = [
    { name: 'cancel', description: capitalised(cancel_command[language]) },
    { name: 'help', description: capitalised(help_command[language]) },
  ]
  return [...own, ...builtIn]
}

/**
 * `chat.menu`: shows a connected chat everything, in the language of its person, and any other one what everybody sees.
 * Goes by how things are when it is performed. Only what surely was not shown is tried again: a menu is worth no alarm.
 */
export function createMenuService(deps: {
  readonly messenger: Pick<Messenger, 'setChatCommands'>
  readonly menus: Pick<Menus, 'connected'>
}): RemoteService {
  return {
    type: 'remote',
    timeoutMs: 20_000,
    reasons: [],
    async run({ chat, actor, language }, signal) {
      const menu = actor === null ? null : deps.menus.connected(language)
      const result = await deps.messenger.setChatCommands(chat, menu, signal)
      if (result.type !== 'later') return { ok: true, value: null }
      return {
        ok: false,
        reason: 'temporary',
        detail: 'the menu was not shown',
        retryAfterMs: result.afterMs,
      }
    },
  }
}
