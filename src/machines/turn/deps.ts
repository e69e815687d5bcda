import type { DateReader, DateWriter, WhenPolicy } from '../../ports/dates.ts'
import type { Clock, Randomness } from '../../ports/environment.ts'
import type { Reach } from '../../ports/fault-points.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { Language } from '../../ports/language.ts'
import type { KnownPeople } from '../../ports/people.ts'
import type { Store } from '../../store/store.ts'
import type { DialogLibrary } from '../dialog-library.ts'
import type { Repairs } from '../language/repairs.ts'
import type { Services } from '../services.ts'

/** What a turn is decided with. */
export interface TurnDeps {
  readonly store: Store
  readonly dialogs: DialogLibrary
  readonly services: Services
  readonly repairs: Repairs
  readonly reader: DateReader
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  /** Absent: nobody is found in sentences. */
  readonly people?: KnownPeople
  readonly clock: Clock
  readonly random: Randomness
  /** IANA name, for people whose portal profile has none. */
  readonly defaultZone: string
  readonly reach: Reach
  /**
   * The mark of the menu of commands that a connected chat shows, so that it is given out again when it changes. Absent:
   * all chats show the same.
   */
  menuMark?(language: Language): string
  /** The chats are somebody else's bot's as well: what is nothing to the dialogs is left alone. */
  readonly shared?: true
  /** Tells the operator about an update that could not be taken. */
  alert(incident: { readonly code: string; readonly chat: ChatId; readonly error: unknown }): void
}
