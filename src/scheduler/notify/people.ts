/** From links to people who can be told something. */
import { fromJson } from '../../machines/json.ts'
import type { ChatState } from '../../machines/chat/state.ts'
import type { ChatId } from '../../ports.ts'
import type { Link, NotificationSettings, Store, Unit } from '../../store.ts'
import type { Recipient } from '../rules/notification.ts'

/** The settings of whoever has changed nothing. */
export type Defaults = NotificationSettings

export async function peopleOf(
  store: Store,
  links: readonly Link[],
  defaults: Defaults,
): Promise<readonly Recipient[]> {
  const people: Recipient[] = []
  // Each by itself: loading a chat holds it, and a company is not held for its last member.
  for (const link of links) {
    const person = await store.transaction((unit) => personOf(unit, link, defaults))
    if (person !== null) people.push(person)
  }
  return people
}

/** Null when the chat speaks for somebody else by now, or for nobody. */
export async function personOf(unit: Unit, link: Link, defaults: Defaults): Promise<Recipient | null> {
  const { chat, employee, firstName, zone } = link
  const living = await unit.links.byChat(chat)
  const record = await unit.chats.load(chat)
  if (living?.employee !== employee || record === null) return null
  const stored = await unit.settings.load(chat)
  const { awakeAtMs = 0 } = fromJson<ChatState>(record.state)
  const { morning, evening, all } = stored?.chosenAtMs ?? { morning: 0, evening: 0, all: 0 }
  return {
    chat,
    employee,
    firstName,
    zone: living.zone ?? zone,
    language: stored?.language ?? record.language,
    settings: { ...defaults, ...stored?.notifications },
    status: record.status,
    sinceMs: Math.max(link.linkedAtMs, awakeAtMs, all),
    chosenAtMs: { morning, evening },
  }
}

export async function linkOf(store: Store, chat: ChatId): Promise<Link | null> {
  return store.transaction((unit) => unit.links.byChat(chat))
}
