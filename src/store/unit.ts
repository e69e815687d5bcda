/**
 * What one transaction can read and write.
 *
 * A {@link Unit} is one open transaction. Whoever holds one awaits nothing but its methods: no network, no timers, no
 * second transaction (on SQLite that would be a deadlock).
 */
import type { ActionStore } from './actions.ts'
import type { CardStore } from './cards.ts'
import type { ChatStore } from './chats.ts'
import type { DefinitionStore } from './definitions.ts'
import type { DeliveryWriter } from './deliveries.ts'
import type { JournalStore } from './journal.ts'
import type { LinkStore } from './links.ts'
import type { NotificationStore } from './notifications.ts'
import type { SettingsStore } from './settings.ts'
import type { UpdateStore } from './updates.ts'
import type { WorkDayStore } from './work-days.ts'

export interface Unit {
  /** Runs `work` inside a savepoint: when it throws, only its own writes are undone, and the error goes on up. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
  readonly updates: UpdateStore
  readonly chats: ChatStore
  readonly cards: CardStore
  readonly definitions: DefinitionStore
  readonly journal: JournalStore
  readonly deliveries: DeliveryWriter
  readonly links: LinkStore
  readonly settings: SettingsStore
  readonly actions: ActionStore
  readonly notifications: NotificationStore
  readonly workDays: WorkDayStore
}
