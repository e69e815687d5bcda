import type { Json } from '../../src/ports/json.ts'
import type { Person } from '../telegram/person.ts'
import type { TelegramSandbox } from '../telegram/server.ts'

/** Who has blocked the bot. A person of the sandbox can block but is not asked whether they did; so it is noted here. */
export interface BlockList {
  has(personId: number): boolean
  /** Blocks the bot, or lets it in again. */
  set(person: Person, blocked: boolean): void
}

/** Starts with what a restored sandbox remembers. */
export function createBlockList(telegram: TelegramSandbox): BlockList {
  const blocked = new Set(
    telegram.persons.map(({ profile }) => profile.id).filter(remembersBlock(telegram.save())),
  )
  return {
    has: (personId) => blocked.has(personId),
    set(person, block) {
      // Noted first: the change makes the pages redraw.
      if (block) blocked.add(person.profile.id)
      else blocked.delete(person.profile.id)
      if (block) person.block()
      else person.unblock()
    },
  }
}

function remembersBlock(saved: Json): (personId: number) => boolean {
  const chats = field(saved, 'chats')
  return (personId) =>
    Array.isArray(chats) &&
    chats.some(
      (chat: Json) => field(field(chat, 'person'), 'id') === personId && field(chat, 'blocked') === true,
    )
}

function field(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
}
