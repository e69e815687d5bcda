import type { ChatId } from '../ports/identity.ts'
import type { Json } from '../ports/json.ts'

export interface UpdateStore {
  /** Takes `updateId` for good. False when it was taken before: the update is a repetition and must do nothing. */
  claim(updateId: number, atMs: number): Promise<boolean>
  /** Keeps an update whose turn threw every time, for a person to look at. Takes the id as {@link claim} does. */
  poison(update: {
    readonly updateId: number
    readonly chat: ChatId
    readonly payload: Json
    /** What the person was told to quote. */
    readonly incident: string
    readonly error: string
    readonly atMs: number
  }): Promise<void>
}
