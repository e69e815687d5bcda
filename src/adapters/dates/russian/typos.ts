import type { Token, Tokens } from './tokens.ts'
import { is } from './tokens.ts'
import { words } from './words.ts'

export interface Correction {
  readonly from: string
  readonly to: string
  /** Offset of the word in the normalised text. */
  readonly at: number
}

/**
 * Takes unknown words for date words one edit away (two from seven letters), where a neighbour supports it: a number
 * before a month or a unit, a preposition before a weekday.
 */
export function correct(tokens: Tokens): { tokens: Token[]; corrections: Correction[] } {
  const corrections: Correction[] = []
  const result = tokens.map((token, i) => {
    if (!isSuspect(token)) return token
    const to = nearest(token.text, candidates(tokens, i))
    if (to === null) return token
    corrections.push({ from: token.text, to, at: token.from })
    return { ...token, text: to, word: words.get(to) ?? {} }
  })
  return { tokens: result, corrections }
}

/** Real words next to date words; the typo pass must leave them alone. */
const innocent =
  /^(?:завтрак|завтраш|сегодняшн|четверт|четвер[окы]|пятнич|субботн|воскресн|вечерн|утренн|часов|минутн|недельн|месячн|карт|парт|марк|часы|часть|ночь|средн|средств|редак|черед|череп|дневн|ведер|дели|пятк|пятн[а-я]$|пятницк|марти|март[аы]ш|еже[а-я]+(?:ый|ая|ое|ые|ого|ой|ую|ом|ым|ых|ыми|ому)$)/

function isSuspect(token: Token): boolean {
  if (token.kind !== 'word' || token.text.length < 4 || token.text.length > 17) return false
  if (Object.keys(token.word).length > 0 || !/^[а-я]+$/.test(token.text)) return false
  return !innocent.test(token.text) && !known.has(token.text)
}

const known = new Set(
  'утром вечером днем часика числа число числу полдень полночь полчаса полгода четверть обед обеда обеду вечеру вечер утро утру понедельникам вторникам четвергам пятницам субботам воскресеньям утрам вечерам'.split(
    ' ',
  ),
)

const weekdays =
  'понедельник понедельника понедельнику вторник вторника вторнику среду среды среде четверг четверга четвергу пятница пятницу пятницы пятнице субботу субботы субботе воскресенье воскресенья воскресенью'.split(
    ' ',
  )
const months = 'января февраля марта апреля июня июля августа сентября октября ноября декабря'.split(' ')
const units = 'минут минуты минуту часа часов недели недель неделю месяца месяцев'.split(' ')
const periods = 'недели месяца квартала'.split(' ')
const places = 'неделе неделю месяце'.split(' ')
const repeats = 'каждый каждую каждое каждые ежедневно еженедельно ежемесячно ежеквартально ежегодно'.split(
  ' ',
)
const whiches =
  'следующий следующую следующее следующего следующей следующему следующем ближайший ближайшую'.split(' ')
const halves = ['вечера']
const parts = ['вечером', 'утром']
const relative = ['послезавтра', 'завтра', 'сегодня', 'вчера']

function candidates(tokens: Tokens, i: number): string[] {
  const before = tokens[i - 1]
  const after = tokens[i + 1]
  const found = [...relative, ...parts]
  const counted = before?.literal?.type === 'number' || before?.word.cardinal !== undefined
  if (counted || is(before, 'через')) found.push(...units)
  if (counted || before?.literal?.type === 'clock' || before?.text.startsWith('пол')) found.push(...halves)
  if (counted || before?.literal?.type === 'ordinal' || before?.word.ordinal !== undefined)
    found.push(...months)
  const preposed =
    is(before, 'в', 'во', 'к', 'ко', 'до', 'на', 'с', 'со', 'по') || before?.word.which !== undefined
  if (preposed || tokens.length === 1 || after?.literal?.type === 'clock') found.push(...weekdays)
  if (is(before, 'конца', 'концу', 'конце', 'начале', 'началу', 'середине')) found.push(...periods)
  if (before?.word.which !== undefined) found.push(...places, ...periods)
  const timely = after?.word.weekday !== undefined || after?.word.unit !== undefined
  if (timely || is(after, 'неделе')) found.push(...whiches)
  if (timely || tokens.length === 1 || after?.literal !== null) found.push(...repeats)
  if (after?.word.unit !== undefined || after?.text.startsWith('пол')) found.push('через')
  if (after?.literal?.type === 'number' && tokens[i + 2]?.word.unit !== undefined) found.push('через')
  return found
}

function nearest(typed: string, candidates: readonly string[]): string | null {
  let found: string | null = null
  let least = 3
  for (const word of candidates) {
    const edits = editsTo(typed, word)
    if (edits >= least) continue
    found = word
    least = edits
  }
  return found
}

/** How many edits make `typed` the word; infinite where they are more than its length excuses. */
function editsTo(typed: string, word: string): number {
  const allowed = word.length >= 7 && typed.length >= 7 ? 2 : 1
  if (Math.abs(typed.length - word.length) > allowed) return Number.POSITIVE_INFINITY
  const sameStart = typed[0] === word[0] || (typed[0] === word[1] && typed[1] === word[0])
  const edits = sameStart ? distance(typed, word) : Number.POSITIVE_INFINITY
  return edits <= allowed ? edits : Number.POSITIVE_INFINITY
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(beforeLast, j - 2) + 1)
      }
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], j: number): number {
  return row[j] ?? Number.POSITIVE_INFINITY
}
