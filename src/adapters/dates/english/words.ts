import type { When } from '../../../ports/dates.ts'
import type { Unit, Which } from '../said.ts'

const numberWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ')

/** Alternations for patterns; all texts are lower case. */
export const numberPattern = `\\d{1,3}(?:[.,]\\d)?|an?|${numberWords.slice(1).join('|')}|twenty|thirty|forty|half an?|(?:a )?couple(?: of)?`
export const hourPattern = `\\d{1,2}|${numberWords.slice(1, 13).join('|')}`
export const weekdayPattern =
  'mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?'
export const weekdayListPattern = `(?:${weekdayPattern})(?:(?:, ?(?:and )?| and | ?& ?)(?:${weekdayPattern}))*`
export const monthPattern =
  'january|february|march|april|may|june|july|august|september|october|november|december'
export const shortMonthPattern = `${monthPattern}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec`
export const seasonPattern = 'spring|summer|autumn|fall|winter'
export const unitPattern =
  'seconds?|secs?|minutes?|mins?|m|hours?|hrs?|h|days?|fortnights?|weeks?|months?|quarters?|years?'

/** «a», «two», «1.5», «half an», «a couple of». */
export function numberOf(word: string): number {
  if (word === 'a' || word === 'an') return 1
  if (word === 'half an' || word === 'half a') return 0.5
  if (word.includes('couple')) return 2
  const tens = ['twenty', 'thirty', 'forty'].indexOf(word)
  if (tens >= 0) return (tens + 2) * 10
  const index = numberWords.indexOf(word)
  return index >= 0 ? index : Number(word.replace(',', '.'))
}

/** Monday 1 … Sunday 7. */
export function weekdayOf(word: string): number {
  return ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(word.slice(0, 3)) + 1
}

/** January 1 … December 12. */
export function monthOf(word: string): number {
  const start = word.slice(0, 3)
  return 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').indexOf(start) + 1
}

/** Spring 0 to winter 3. */
export function seasonOf(word: string): number {
  return word === 'fall' ? 2 : ['spring', 'summer', 'autumn', 'winter'].indexOf(word)
}

export const nthPattern = 'first|second|third|fourth|last|1st|2nd|3rd|4th'

/** −1 for the last. */
export function nthOf(word: string): number {
  if (word === 'last') return -1
  return word.startsWith('f') && word !== 'first'
    ? 4
    : ['first', 'second', 'third'].indexOf(word) + 1 || Number(word[0])
}

export function weekdaysOf(list: string): number[] {
  const days = [...list.matchAll(new RegExp(weekdayPattern, 'g'))].map(([word]) => weekdayOf(word))
  return [...new Set(days)].sort((a, b) => a - b)
}

export function unitOf(word: string): Unit {
  const units: readonly Unit[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
  if (word === 'm' || word.startsWith('min')) return 'minute'
  return units.find((unit) => unit.startsWith(word.slice(0, 1)) && unit[1] !== 'i') ?? 'day'
}

export function whichOf(word: string | undefined): Which {
  return whiches.get(word ?? '') ?? 'bare'
}

export function boundOf(preposition: string | undefined): When['bound'] {
  return bounds.get(preposition ?? '') ?? 'at'
}

const whiches: ReadonlyMap<string, Which> = new Map([
  ['this', 'this'],
  ['current', 'this'],
  ['coming', 'nearest'],
  ['this coming', 'nearest'],
  ['next', 'next'],
  ['last', 'last'],
])

const bounds: ReadonlyMap<string, When['bound']> = new Map([
  ['by', 'by'],
  ['until', 'by'],
  ['till', 'by'],
  ['before', 'by'],
  ['no later than', 'by'],
  ['from', 'from'],
  ['since', 'from'],
  ['after', 'after'],
  ['around', 'about'],
  ['about', 'about'],
])
