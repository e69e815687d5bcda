/** From links to people who can be told something. */
import { fromJson } from '../../machines/json.ts'
import type { ChatState } from '../../machines/chat/state.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { Link } from '../../store/links.ts'
import type { ChosenAt, Settings } from '../../store/settings.ts'
import type { Store } from '../../store/store.ts'
import type { Unit } from '../../store/unit.ts'
import type { Recipient } from '../rules/notification.ts'

/** What a person has chosen, and the usual for everything they have not. Whatever was stored, it is complete. */
export type ReadSettings = (
  stored: Settings | null,
) => Pick<Settings, 'language' | 'notifications'> & { readonly chosenAtMs: ChosenAt }

export async function peopleOf(
  store: Store,
  links: readonly Link[],
  readSettings: ReadSettings,
): Promise<readonly Recipient[]> {
  const people: Recipient[] = []
  // Each by itself: loading a chat holds it, and a company is not held for its last member.
  for (const link of links) {
    const person = await store.transaction((unit) => personOf(unit, link, readSettings))
    if (person !== null) people.push(person)
  }
  return people
}

/** Null when the chat speaks for somebody else by now, or for nobody. */
export async function personOf(
  unit: Unit,
  link: Link,
  readSettings: ReadSettings,
): Promise<Recipient | null> {
  const { chat, employee, firstName, zone } = link
  // First the chat, which waits for a turn that may be ending the link just now.
  const record = await unit.chats.load(chat)
  const living = await unit.links.byChat(chat)
  if (living?.employee !== employee || record === null) return null
  const { language, notifications, chosenAtMs } = readSettings(await unit.settings.load(chat))
  const { awakeAtMs = 0 } = fromJson<ChatState>(record.state)
  return {
    chat,
    employee,
    firstName,
    zone: living.zone ?? zone,
    language: language ?? record.language,
    settings: notifications,
    status: record.status,
    sinceMs: Math.max(link.linkedAtMs, awakeAtMs, chosenAtMs.all),
    chosenAtMs,
  }
}

export async function linkOf(store: Store, chat: ChatId): Promise<Link | null> {
  return store.transaction((unit) => unit.links.byChat(chat))
}
