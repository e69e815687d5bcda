import type { Need, Part } from '../said.ts'
import { closes, standsBefore } from './followers.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import type { Preposition } from './prepositions.ts'
import { type Match, type Tokens, is } from './tokens.ts'

type Before = Preposition['name'] | null

/** «с утра», «к обеду», «во второй половине дня». */
export function partOfDay({ tokens, before }: Place): Match<Meaning> | null {
  const found = before === null ? null : part(tokens, before.end, before.value.name)
  if (before === null || found === null) return null
  const { name, bound } = before.value
  return meaning(
    found.end,
    { type: 'part', part: found.value.part },
    found.value.need,
    name === 'с' ? 'at' : bound,
  )
}

/** «утром», «вечером», «днём», and after a day «завтра вечер». */
export function partAlone({ tokens, i, known }: Place): Match<Meaning> | null {
  const found = part(tokens, i, null, known)
  return found === null
    ? null
    : meaning(found.end, { type: 'part', part: found.value.part }, found.value.need)
}

/** A part of the day without a clock: «утром», «с утра», «к обеду»; `known`: a day was named right before. */
export function part(
  tokens: Tokens,
  i: number,
  before: Before,
  known = false,
): Match<{ part: Part; need: Need }> | null {
  if (before === null) return adverb(tokens, i) ?? (known ? bareNoun(tokens, i) : null)
  const half = halfOfDay(tokens, i, before) ?? lunchTime(tokens, i, before)
  if (half !== null) return half
  const at = is(tokens[i], 'самого', 'самое', 'раннего') ? i + 1 : i
  const text = tokens[at]?.text
  const found = text === undefined ? undefined : nouns.get(`${before} ${text}`)
  return found === undefined ? null : { end: at + 1, value: { part: found, need: 'none' } }
}

/** «в обеденный перерыв», «в обеденное время». */
function lunchTime(tokens: Tokens, i: number, before: Before): Match<{ part: Part; need: Need }> | null {
  if (before !== 'в' || !is(tokens[i], 'обеденный', 'обеденное')) return null
  return is(tokens[i + 1], 'перерыв', 'время') ? { end: i + 2, value: { part: 'lunch', need: 'none' } } : null
}

const nouns: ReadonlyMap<string, Part> = new Map([
  ['с утра', 'morning'],
  ['с утречка', 'morning'],
  ['с утреца', 'morning'],
  ['к утру', 'morning'],
  ['на утро', 'morning'],
  ['в обед', 'lunch'],
  ['к обеду', 'lunch'],
  ['до обеда', 'lunch'],
  ['после обеда', 'afternoon'],
  ['к вечеру', 'evening'],
  ['к вечерку', 'evening'],
  ['до вечера', 'evening'],
  ['на вечер', 'evening'],
  ['до утра', 'morning'],
  ['около обеда', 'lunch'],
  ['после работы', 'work-end'],
])

/** «завтра утро», «до понедельника утра», «завтра вечер». */
function bareNoun(tokens: Tokens, i: number): Match<{ part: Part; need: Need }> | null {
  if (is(tokens[i], 'утра', 'утро') && closes(tokens, i + 1)) {
    return { end: i + 1, value: { part: 'morning', need: 'company' } }
  }
  const evening = is(tokens[i], 'вечера', 'вечер') && closes(tokens, i + 1)
  return evening ? { end: i + 1, value: { part: 'evening', need: 'company' } } : null
}

/** «с днем рождения» is no time: «днем» needs company and nothing that owns it. */
function adverb(tokens: Tokens, i: number): Match<{ part: Part; need: Need }> | null {
  const at = is(tokens[i], 'рано', 'поздно', 'ранним', 'поздним') ? i + 1 : i
  if (is(tokens[at], 'утром', 'утречком')) return { end: at + 1, value: { part: 'morning', need: 'none' } }
  if (is(tokens[at], 'вечером', 'вечерком')) return { end: at + 1, value: { part: 'evening', need: 'none' } }
  if (is(tokens[at], 'ночью')) return { end: at + 1, value: { part: 'night', need: 'none' } }
  if (at === i && is(tokens[i], 'днем') && !is(tokens[i - 1], ...instrumental) && !tokens[i + 1]?.capital) {
    const need = standsBefore(tokens, i + 1, false) ? 'edge' : 'company'
    return { end: i + 1, value: { part: 'day', need } }
  }
  return null
}

const instrumental = [
  'с',
  'со',
  'над',
  'под',
  'перед',
  'между',
  'за',
  'каждым',
  'рабочим',
  'этим',
  'последним',
]

function halfOfDay(tokens: Tokens, i: number, before: Before): Match<{ part: Part; need: Need }> | null {
  if (before !== 'в' || !is(tokens[i + 1], 'половине', 'половину') || !is(tokens[i + 2], 'дня')) return null
  if (is(tokens[i], 'первой', 'первую')) return { end: i + 3, value: { part: 'morning', need: 'none' } }
  if (is(tokens[i], 'второй', 'вторую')) return { end: i + 3, value: { part: 'afternoon', need: 'none' } }
  return null
}
