/** What every kind of question provides: how it is written, how an answer is read, checked and shown. */
import type { DateReader, DateWriter, WhenPolicy } from '../../../ports/dates.ts'
import type { Json, JsonObject } from '../../../ports/json.ts'
import type { Language } from '../../../ports/language.ts'
import { z } from 'zod'
import { common, name, textKey } from '../definition-parts.ts'

/** Everything a reading may depend on; nothing in it runs anything. */
export interface ReadEnv {
  readonly nowMs: number
  /** IANA name. */
  readonly zone: string
  readonly language: Language
  readonly policy: WhenPolicy
  readonly reader: DateReader
  readonly writer: DateWriter
  /** The words of a text key, plain, in the person's language. */
  words(key: string): string
}

/** One of several things the person may have meant, or one of several found. */
export interface Candidate {
  readonly label: string
  readonly value: Json
  /** Answers to other questions that come with this one. */
  readonly also?: JsonObject
}

export type Reading =
  | { readonly type: 'answer'; readonly value: Json }
  /** `reason` picks the wording: `invalid` and its grades, or another refusal the step has a text for. */
  | {
      readonly type: 'refuse'
      readonly reason: 'invalid' | 'past'
      /** Key of what is said instead of the step's own words. */
      readonly text?: string
      readonly suggestion?: Candidate
      readonly facts?: Readonly<Record<string, string>>
    }
  /** `text`: as above. */
  | { readonly type: 'unsure'; readonly candidates: readonly Candidate[]; readonly text?: string }

/** A kind of question. `S` is the step as its schema reads it. */
export interface AskKind<S> {
  readonly type: string
  /** Reads what a person typed, or what a quick answer stands for. */
  read(step: S, text: string, env: ReadEnv): Reading
  /** Whether a stored answer still is one under this step: after an edit of the definition it may not be. */
  valid(step: S, value: Json): boolean
  /** The answer as the person sees it on a card. */
  show(step: S, value: Json, env: ReadEnv): string
  /** Answers offered as buttons; `text` is read as if it had been typed. */
  quick?(step: S, env: ReadEnv): readonly { readonly label: string; readonly text: string }[]
}

/** Keys every `ask` has. */
export const askCommon = {
  ask: name,
  ...common,
  prompt: textKey,
  invalid: z
    .union([textKey, z.array(textKey).min(1).max(3)])
    .describe('One text, or a list: first, second, third miss.'),
} as const
