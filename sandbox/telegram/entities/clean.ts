import { refuse } from '../refusal.ts'
import { endOf } from './entity.ts'
import type { FormattedText, MessageEntity } from './entity.ts'
import { byteOffset } from './parse-error.ts'

/**
 * The text as the server keeps it: control characters are spaces, carriage returns, line separators, direction overrides
 * and some combining lines are gone. Entities move along (td `clean_input_string_with_entities`).
 *
 * @throws Refusal when an entity begins or ends inside a surrogate pair or beyond the text. Takes sorted entities.
 */
export function cleanText({ text, entities }: FormattedText): FormattedText {
  checkPlaces(text, entities)
  const moved: number[] = []
  let clean = ''
  for (let at = 0; at < text.length; at++) {
    moved.push(clean.length)
    clean += cleanCharacter(text.charAt(at))
  }
  moved.push(clean.length)
  const place = (entity: MessageEntity): MessageEntity => {
    const offset = moved[entity.offset] ?? 0
    return { ...entity, offset, length: (moved[endOf(entity)] ?? 0) - offset }
  }
  return { text: replaceDirectionMarks(clean), entities: entities.map(place) }
}

/** The same for a text without entities. */
export function cleanLine(text: string): string {
  return replaceDirectionMarks(Array.from(text, cleanCharacter).join(''))
}

/** Is there nothing to see in this text? Spaces of all kinds and invisible characters do not count. */
export function isBlank(text: string): boolean {
  return invisible.test(text)
}

const invisible =
  /^[ \n\t\r\v\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\u00a0\u{e0000}-\u{e007f}]*$/u

function cleanCharacter(char: string): string {
  if (char === '\r' || dropped.test(char)) return ''
  return char < ' ' && char !== '\n' ? ' ' : char
}

const dropped = /[\u2028-\u202e]|\u0333|\u033f|\u030a/

/** Of a run of left-to-right and right-to-left marks only the last one stays. */
function replaceDirectionMarks(text: string): string {
  return text.replaceAll(/[\u200e\u200f](?=[\u200e\u200f])/g, '\u200c')
}

/** Of several wrong entities the one is named that a walk through the text meets first, the inner before the outer. */
function checkPlaces(text: string, entities: readonly MessageEntity[]): void {
  const [first] = entities
    .toReversed()
    .flatMap((entity) => splitPairs(text, entity))
    .toSorted((a, b) => a.at - b.at || Number(a.isStart) - Number(b.isStart))
  if (first !== undefined) {
    const subject = first.isStart ? 'Entity begins' : `Entity beginning at UTF-16 offset ${first.offset} ends`
    refuse(`${subject} in a middle of a UTF-16 symbol at byte offset ${byteOffset(text, first.at)}`)
  }
  const late = entities.find((entity) => entity.offset > text.length)
  if (late !== undefined) refuse(`Entity begins after the end of the text at UTF-16 offset ${late.offset}`)
  const long = entities.findLast((entity) => endOf(entity) > text.length)
  if (long === undefined) return
  const { offset } = long
  refuse(
    `Entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${endOf(long)}`,
  )
}

/** A border that cuts a surrogate pair in two. */
interface SplitPair {
  /** The offset of the entity. */
  readonly offset: number
  /** Behind the pair. */
  readonly at: number
  readonly isStart: boolean
}

function splitPairs(text: string, entity: MessageEntity): SplitPair[] {
  const { offset } = entity
  const end = endOf(entity)
  if (isInsidePair(text, offset)) return [{ offset, at: offset + 1, isStart: true }]
  return isInsidePair(text, end) ? [{ offset, at: end + 1, isStart: false }] : []
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff
}
