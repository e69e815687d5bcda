import type { ChatId } from '../ports/identity.ts'
import type { Language } from '../ports/language.ts'

/** What a person has chosen. Deleted with the link. Times are wall clock in the link's zone, minutes after midnight. */
export interface Settings {
  /** Null: as their messenger says. */
  readonly language: Language | null
  readonly notifications: NotificationSettings
  /** Absent in what was saved before it was kept. */
  readonly chosenAtMs?: ChosenAt
}

/** When it was last said what is due from now on; 0 for never. What fell due before is not owed. */
export interface ChosenAt {
  /** The hour of the morning digest, or the zone, which moves it. */
  readonly morning: number
  readonly evening: number
  /** All notifications were switched on, or a pause was ended before its date. */
  readonly all: number
}

export interface NotificationSettings {
  readonly enabled: boolean
  readonly morning: { readonly enabled: boolean; readonly atMinutes: number }
  readonly evening: { readonly enabled: boolean; readonly atMinutes: number }
  readonly events: {
    readonly enabled: boolean
    readonly leadMinutes: number
    /** For important events, in addition; null: not at all. */
    readonly importantLeadMinutes: number | null
  }
  readonly deadlines: { readonly dayBefore: boolean; readonly onDay: boolean; readonly passed: boolean }
  readonly workDaysOnly: boolean
  /** A digest with nothing in it is not sent. */
  readonly skipEmpty: boolean
  /** Delivered without a sound in between. */
  readonly quiet: { readonly fromMinutes: number; readonly toMinutes: number } | null
  /** Local date from which notifications come again; null without a pause. */
  readonly pausedUntil: string | null
}

export interface SettingsStore {
  /** Null while the person has changed nothing. */
  load(chat: ChatId): Promise<Settings | null>
  save(chat: ChatId, settings: Settings, atMs: number): Promise<void>
  drop(chat: ChatId): Promise<void>
}
