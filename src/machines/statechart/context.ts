/** What a conversation remembers: the XState context of a compiled dialog. Plain JSON, small, no history. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Candidate } from '../language/steps/kind.ts'

export interface DialogContext {
  /**
   * Answers by step; a skipped question has `null`, a finished call its result, a said text `true`. A step without a
   * key here has not been answered.
   */
  readonly answers: JsonObject
  /** The person has confirmed the review and has changed nothing since. */
  readonly confirmed?: true
  /**
   * Answers accepted so far. Names the operation of what is done with them: confirming the same answers again is the
   * same operation, confirming others is a new one.
   */
  readonly draft: number
  /** The question asked again from the review. Its old answer stands until there is a new one. */
  readonly editing?: string
  /** Misses in a row at the open question. */
  readonly misses: number
  /** Said instead of the prompt of the open question, or above the review. */
  readonly notice?: Notice
  /** What has just been done: stands above whatever is shown next, with the answers it was done with. */
  readonly news?: Note
  /** Several things the person may have meant, or several found. */
  readonly candidates?: readonly Candidate[]
  /** What one sentence left open for later questions. */
  readonly offered?: OfferedTo
  /** The questions that one sentence said something for. */
  readonly told?: readonly string[]
  readonly page?: number
  /** The page of a list that is on the screen. */
  readonly listing?: Listing
  /** Chosen so far, where several may be. */
  readonly chosen?: readonly Json[]
  /** What came with the command for a question that has to search for it first. */
  readonly given?: Readonly<Record<string, string>>
  /** What was last typed at a question that is no secret, cut to be quoted. */
  readonly typed?: string
  /** Failed attempts of the open call. */
  readonly tries: number
  /** How long the call waits before its next attempt. */
  readonly delayMs?: number
  /** An attempt to do what these answers say may have succeeded unseen. Stays until one surely has, or the answers change. */
  readonly maybeDone?: true
  /** Facts of the last failure or refusal, for the wording. */
  readonly facts?: JsonObject
}

/** What one sentence left open for one question. */
interface Offered {
  /** Settled already, where several may be chosen. */
  readonly chosen?: readonly Json[]
  /** One after another; each a choice between these. */
  readonly choices: readonly (readonly Candidate[])[]
  /** Said above the first of them instead of the question. */
  readonly text?: string
  /** Values for that text. */
  readonly facts?: JsonObject
}

export type OfferedTo = Readonly<Record<string, Offered>>

/** A text of the dialog with its values. */
export interface Note {
  readonly text: string
  readonly values: JsonObject
}

/** One page of a list, as the service gave it. */
export interface Listing {
  readonly items: readonly JsonObject[]
  readonly total: number
  /** What else the service said of it. */
  readonly about: JsonObject
}

export interface Notice {
  readonly text: string
  /** The step whose failure handler brings its own buttons, and for which reason. */
  readonly buttons?: { readonly step: string; readonly reason: string }
}

export function newContext(answers: JsonObject, given: Readonly<Record<string, string>> = {}): DialogContext {
  return {
    answers,
    draft: 0,
    misses: 0,
    tries: 0,
    ...(Object.keys(given).length > 0 && { given }),
  }
}

/** The events a compiled dialog understands. What people type has already been read into one of them. */
export type DialogEvent =
  | {
      readonly type: 'ANSWER'
      readonly value: Json
      readonly typed?: string
      /** Answers to later questions that came in the same words. */
      readonly also?: JsonObject
      /** What the same words may mean as answers to later questions. */
      readonly offered?: OfferedTo
      /** What is to be said of it, above whatever is shown next. */
      readonly note?: Note
    }
  | {
      readonly type: 'REFUSE'
      readonly text: string
      readonly typed?: string
      readonly facts?: JsonObject
      readonly candidates?: readonly Candidate[]
    }
  | {
      readonly type: 'UNSURE'
      readonly candidates: readonly Candidate[]
      /** Said above them instead of the step's own words. */
      readonly text?: string
      readonly typed?: string
    }
  | { readonly type: 'SEARCH'; readonly typed: string }
  | { readonly type: 'PAGE'; readonly page: number }
  /** Shows the month so many from the present one. */
  | { readonly type: 'MONTH'; readonly page: number }
  /** The choosing of several is over. */
  | { readonly type: 'ENOUGH' }
  /** Not this one after all: its place among the chosen. */
  | { readonly type: 'DROP'; readonly index: number }
  | { readonly type: 'SKIP' }
  | { readonly type: 'BACK' }
  | { readonly type: 'AGAIN'; readonly step: string }
  | {
      readonly type: 'FILL'
      readonly answers: JsonObject
      readonly offered?: OfferedTo
      readonly note?: Note
    }
  | { readonly type: 'REPLACE'; readonly answers: JsonObject }
  | { readonly type: 'MENU' }
  | { readonly type: 'EDIT'; readonly step: string }
  | { readonly type: 'CONFIRM' }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'EXPIRE' }

/** What a service said when it did not do what it was asked. */
export interface CallFailure {
  readonly reason: string
  readonly data?: JsonObject
  readonly retryAfterMs?: number
}
