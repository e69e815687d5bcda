import type { PortalUserId } from './identity.ts'

/** An employee as names in a sentence are compared with; empty where the portal has nothing. */
export interface Person {
  readonly id: PortalUserId
  readonly firstName: string
  readonly lastName: string
  /** The patronymic. */
  readonly secondName: string
  readonly position: string
}

/** A name in a sentence, and the words that go with it. */
export interface PersonMention {
  /** Everybody it may be, best first; never empty. */
  readonly people: readonly Person[]
  /** `likely`: whoever it is may have the part asked about, or may just be spoken of. */
  readonly role: 'sure' | 'likely'
  /** UTF-16 offsets of the name with its preposition, or with what introduces it («исполнитель:»). */
  readonly start: number
  readonly end: number
  /** What the sentence says there once the mention is taken out: «Проверить» of «Пусть Роман проверит». */
  readonly instead?: string
}

/**
 * Finds employees in what people type, in any case form, by surname, first name, diminutive or initials. Pure; knows
 * nobody but the directory it is handed; of a full name that is nobody's it takes no half.
 */
export interface PeopleReader {
  /** Those who are to do it, or to take part, in order. `taken`: stretches that something else has been read from. */
  mentions(
    text: string,
    directory: readonly Person[],
    options: {
      readonly expect: 'assignee' | 'participants'
      readonly taken?: readonly { readonly start: number; readonly end: number }[]
    },
  ): readonly PersonMention[]
  /** Whom a text that is a name and nothing else may mean, best first; empty for any other text. */
  named(text: string, directory: readonly Person[]): readonly Person[]
}

/** The people reader over the employees known at the moment of reading. */
export interface KnownPeople {
  mentions(text: string, options: Parameters<PeopleReader['mentions']>[2]): readonly PersonMention[]
  named(text: string): readonly Person[]
}

/** The employees of the portal as they were a while ago. */
export interface Roster {
  /** Empty until the portal has told them; asks it for fresh ones in the background when these are old. */
  people(): readonly Person[]
}
