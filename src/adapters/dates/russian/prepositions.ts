import type { When } from '../../../ports/dates.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** A preposition before a day or a clock, reduced to the forms the rules tell apart. */
export interface Preposition {
  readonly name: 'в' | 'к' | 'до' | 'на' | 'с' | 'по' | 'после' | 'около'
  readonly bound: When['bound']
}

const simple: ReadonlyMap<string, Preposition> = new Map([
  ['в', { name: 'в', bound: 'at' }],
  ['во', { name: 'в', bound: 'at' }],
  ['к', { name: 'к', bound: 'by' }],
  ['ко', { name: 'к', bound: 'by' }],
  ['до', { name: 'до', bound: 'by' }],
  ['на', { name: 'на', bound: 'at' }],
  ['с', { name: 'с', bound: 'from' }],
  ['со', { name: 'с', bound: 'from' }],
  ['по', { name: 'по', bound: 'by' }],
  ['после', { name: 'после', bound: 'after' }],
  ['около', { name: 'около', bound: 'about' }],
])

/** Adverbs that may stand before the preposition and belong to the date. */
const hedges: ReadonlyMap<string, When['bound'] | null> = new Map([
  ['примерно', 'about'],
  ['приблизительно', 'about'],
  ['ориентировочно', 'about'],
  ['ближе', 'about'],
  ['начиная', 'from'],
  ['часов', 'about'],
  ['часа', 'about'],
  ['часам', 'about'],
  ['ровно', null],
  ['строго', null],
])

/** «в», «не позднее», «примерно в», «в районе», «начиная с». */
export function preposition(tokens: Tokens, i: number): Match<Preposition> | null {
  if (isSuffix(tokens, i)) return null
  const term = labelled(tokens, i)
  if (term !== null) return term
  if (is(tokens[i], 'не') && is(tokens[i + 1], 'позднее', 'позже')) {
    const end = is(tokens[i + 2], 'чем') ? i + 3 : i + 2
    const inner = simple.get(tokens[end]?.text ?? '')
    return { end: inner === undefined ? end : end + 1, value: { name: 'до', bound: 'by' } }
  }
  if (is(tokens[i], 'не') && is(tokens[i + 1], 'раньше', 'ранее')) {
    return { end: i + 2, value: { name: 'после', bound: 'from' } }
  }
  if (is(tokens[i], 'в') && is(tokens[i + 1], 'районе')) {
    return { end: i + 2, value: { name: 'около', bound: 'about' } }
  }
  const hedge = isCounted(tokens, i) ? undefined : hedges.get(tokens[i]?.text ?? '')
  const at = hedge === undefined ? i : i + 1
  const found = simple.get(tokens[at]?.text ?? '')
  if (found === undefined) return null
  // «До: 30.11», a line of a form.
  const end = found.name === 'до' && is(tokens[at + 1], ':') ? at + 2 : at + 1
  return { end, value: { name: found.name, bound: hedge ?? found.bound } }
}

/** «Срок: пятница», «дедлайн — до 25.12»: a label that opens its sentence belongs to the date. */
function labelled(tokens: Tokens, i: number): Match<Preposition> | null {
  if (!is(tokens[i], 'срок', 'дедлайн', 'крайний')) return null
  if (i > 0 && tokens[i - 1]?.kind !== 'mark') return null
  const noun = is(tokens[i], 'крайний') ? i + 1 : i
  if (!is(tokens[noun], 'срок', 'дедлайн')) return null
  const at = is(tokens[noun + 1], ':', '-') ? noun + 2 : noun + 1
  const inner = simple.get(tokens[at]?.text ?? '')
  return { end: inner === undefined ? at : at + 1, value: { name: inner?.name ?? 'до', bound: 'by' } }
}

/** «часов в 11» is about eleven, «5 часов в пятницу» is a length. */
function isCounted(tokens: Tokens, i: number): boolean {
  const before = tokens[i - 1]
  return before?.literal?.type === 'number' || before?.word.cardinal !== undefined
}

/** The letter of «1С» is part of its number. */
export function isSuffix(tokens: Tokens, i: number): boolean {
  return tokens[i]?.gap === false && tokens[i - 1]?.kind === 'literal'
}
