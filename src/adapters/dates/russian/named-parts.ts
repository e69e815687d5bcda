import type { Part } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { namedDays } from './named-days.ts'
import { type Match, is } from './tokens.ts'

/** «до завтрашнего утра», «сегодняшним вечером», «к завтрашнему обеду»: a part of the day that the adjective names; «завтрашним днём» is the day. */
export function namedPart({ tokens, i, before }: Place): Match<Meaning> | null {
  const at = before?.end ?? i
  const days = namedDays.get(tokens[at]?.text ?? '')
  if (
    days !== undefined &&
    before === null &&
    is(tokens[at], ...instrumental) &&
    is(tokens[at + 1], 'днем', 'числом')
  )
    return meaning(at + 2, { type: 'day', day: { type: 'offset', days } })
  const part = nouns.get(tokens[at + 1]?.text ?? '')
  if (days === undefined || part === undefined) return null
  const adverb = is(tokens[at + 1], 'утром', 'вечером')
  if ((before === null) !== adverb) return null
  const found = meaning(at + 2, { type: 'part', part }, 'none', before?.value.bound ?? 'at')
  return { ...found, value: { ...found.value, also: { type: 'day', day: { type: 'offset', days } } } }
}

const instrumental = ['сегодняшним', 'завтрашним', 'вчерашним']

const nouns: ReadonlyMap<string, Part> = new Map([
  ['утра', 'morning'],
  ['утру', 'morning'],
  ['утром', 'morning'],
  ['вечера', 'evening'],
  ['вечеру', 'evening'],
  ['вечером', 'evening'],
  ['вечер', 'evening'],
  ['обеда', 'lunch'],
  ['обеду', 'lunch'],
])
