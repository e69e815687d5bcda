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
  const shouted = tokens.every((token) => token.kind !== 'word' || token.capital)
  const result = tokens.map((token, i) => {
    if (!isSuspect(token) || isName(token, i, shouted)) return token
    const to = nearest(token.text, candidates(tokens, i))
    if (to === null) return token
    corrections.push({ from: token.text, to, at: token.from })
    return { ...token, text: to, word: words.get(to) ?? {} }
  })
  return { tokens: result, corrections }
}

/** Beginnings of real words that stand one slip away from date words; they are left alone. */
const innocent = new RegExp(
  `^(?:${[
    'завтрак|завтраш|сегодняшн|четверт|четверк[аиуео]|четвер[оы]|пятнич|субботн|воскресн|вечерн|утренн|пятк|пятн[а-я]$|пятницк',
    'часов|минутн|недельн|месячн|часы|часть|чаш|чащ|чар|дневн|ведер|дели|нежел|минус|минут[ьи]|минер|модел',
    'карт|парт|марк|март[аы]ш|марти|марф|марат|мачт|марж|марш|мат[аыуе]?$|матч|матер|июнск|июльск|август(?:ин|ов)',
    'средн|средств|среди|средь|сред$|сроду|редак|череп|черед|ночь|вер[аыуе]$|верой|ветер|ветр|вечерок$|вечерк[аиу]$|вечеря$|венер',
    'пшениц|пьяниц|путаниц|поясниц|петлиц|вероник|воскреш|подельник|субботин|выгодн|обид|полтав|полш',
    'след[уыае]$|последующ|посредн|сед[ыуе]$|сердечн|весел|валер|входн|обещ|возник|кинут|тур|марс|мин[уы]$',
    'сначал|вначал|кон[аеуьи]$|конк|конф|оконц|серег|сереж|квартир|сведущ|еженедельник|ежегодник|ежедневник',
    'еже[а-я]+(?:ый|ая|ое|ые|ого|ой|ую|ом|ым|ых|ыми|ому)$',
  ].join('|')})`,
)

/** A name inside a sentence («с Вероникой») is no slip; at its start and in capitals only, anything may be. */
function isName({ capital }: Token, i: number, shouted: boolean): boolean {
  return capital && i > 0 && !shouted
}

function isSuspect(token: Token): boolean {
  if (token.kind !== 'word' || token.text.length < 4 || token.text.length > 17) return false
  if (Object.keys(token.word).length > 0 || !/^[а-я]+$/.test(token.text)) return false
  return !innocent.test(token.text) && !known.has(token.text)
}

const known = new Set(
  'конец начало середина утром вечером днем часика числа число числу полдень полночь полчаса полгода четверть обед обеда обеду вечеру вечер утро утру понедельникам вторникам четвергам пятницам субботам воскресеньям утрам вечерам'.split(
    ' ',
  ),
)

const weekdays =
  'понедельник понедельника понедельнику вторник вторника вторнику среду среды среде четверг четверга четвергу пятница пятницу пятницы пятнице субботу субботы субботе воскресенье воскресенья воскресенью'.split(
    ' ',
  )
const plurals = 'понедельникам вторникам средам четвергам пятницам субботам воскресеньям'.split(' ')
const ones = ['неделю', 'минуту', 'месяц']
const months = 'января февраля марта апреля июня июля августа сентября октября ноября декабря'.split(' ')
const units = 'минут минуты минуту часа часов недели недель неделю месяца месяцев'.split(' ')
const periods = 'недели месяца квартала'.split(' ')
const places = 'неделе неделю месяце'.split(' ')
const each = 'каждый каждую каждое каждые каждого каждой каждых'.split(' ')
const adverbs = 'ежедневно еженедельно ежемесячно ежеквартально ежегодно'.split(' ')
const lastMonths = 'январь февраль апрель июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ')
const nths = 'первый первую последний последнюю вторую третий третью'.split(' ')
const days =
  'первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого двадцатого тридцатого'.split(
    ' ',
  )
const inMonths = 'январе феврале апреле августе сентябре октябре ноябре декабре'.split(' ')
const edges = 'конца концу конце начале началу начала середине'.split(' ')
const halfHours =
  'полвторого полтретьего полчетвертого полпятого полшестого полседьмого полвосьмого полдевятого полдесятого'.split(
    ' ',
  )
const hours =
  'четыре четырех пять пяти шесть шести семь семи восемь восьми девять девяти десять десяти'.split(' ')
const noons = ['полдень', 'полночь']
const beside = 'выходных выходным обеда обеду вечеру'.split(' ')
const whiches =
  'следующий следующую следующее следующего следующей следующему следующем ближайший ближайшую'.split(' ')
const halves = ['вечера']
const parts = ['вечером', 'утром']
const relative = ['послезавтра', 'завтра', 'сегодня', 'вчера']

/** Only what the neighbours make likely: an unknown word alone is no date. */
function candidates(tokens: Tokens, i: number): string[] {
  const before = tokens[i - 1]
  const after = tokens[i + 1]
  const counted = before?.literal?.type === 'number' || before?.word.cardinal !== undefined
  const timely = after?.word.weekday !== undefined || after?.word.unit !== undefined
  const ordinal = before?.literal?.type === 'ordinal' || before?.word.ordinal !== undefined
  const half = counted || before?.literal?.type === 'clock' || before?.text.startsWith('пол') === true
  const counting = after?.literal?.type === 'number' || after?.word.cardinal !== undefined
  const soon = (counting && tokens[i + 2]?.word.unit !== undefined) || after?.word.count !== undefined
  const placed =
    is(before, 'в', 'во', 'к', 'ко', 'до', 'на', 'с', 'со', 'по') || before?.word.which !== undefined
  const alone = tokens.length === 1 || after?.literal?.type === 'clock'
  const sources: readonly (readonly [boolean, readonly string[]])[] = [
    [true, parts],
    [true, adverbs],
    // «в 8 вчеера» is an evening, not yesterday.
    [!counted, relative],
    [is(before, 'через'), ['час']],
    [is(before, 'через'), ones],
    [counted || is(before, 'через'), units],
    [half, halves],
    [counted || ordinal, months],
    [is(before, 'по'), plurals],
    [placed || alone, weekdays],
    [is(before, 'конца', 'концу', 'конце', 'начале', 'началу', 'середине'), periods],
    [before?.word.which !== undefined, [...places, ...periods]],
    [timely || is(after, 'неделе'), whiches],
    [timely, each],
    [after?.word.weekday !== undefined, nths],
    [(after?.word.ordinal ?? 10) < 10, ['двадцать', 'тридцать']],
    [after?.word.month !== undefined, days],
    [is(before, 'по', '-') && tokens[i - 2]?.word.month !== undefined, lastMonths],
    [is(before, 'в'), inMonths],
    [is(before, 'в', 'к', 'до') && (timely || after?.word.month !== undefined), edges],
    [is(before, 'в', 'к', 'до', 'с', 'после') || alone, halfHours],
    [is(before, 'до', 'к', 'на', 'после'), beside],
    [counted && after?.word.unit === 'day', ['рабочих', 'рабочий', 'рабочего']],
    [is(before, 'через', 'на'), ['полчаса']],
    [is(before, 'без'), ['четверти']],
    [is(before, 'в'), noons],
    [is(before, 'в', 'к', 'до') && after?.word.half !== undefined, hours],
    [timely || soon || after?.text.startsWith('пол') === true, ['через']],
  ]
  return sources.flatMap(([fits, words]) => (fits ? words : []))
}

/** The one nearest word; null where two that mean different things are equally near («иютя»: июня, июля). */
function nearest(typed: string, candidates: readonly string[]): string | null {
  let found: string | null = null
  let least = 3
  let torn = false
  for (const word of candidates) {
    const edits = editsTo(typed, word)
    if (edits === 0) return null
    if (edits > least || edits === Number.POSITIVE_INFINITY) continue
    if (edits === least && found !== null) torn ||= !meanSame(found, word)
    else {
      found = word
      least = edits
      torn = false
    }
  }
  return torn ? null : found
}

function meanSame(one: string, other: string): boolean {
  const [a, b] = [words.get(one), words.get(other)]
  if (a === undefined || b === undefined) return one.slice(0, 4) === other.slice(0, 4)
  return (
    a.cardinal === b.cardinal &&
    a.weekday === b.weekday &&
    a.month === b.month &&
    a.unit === b.unit &&
    a.day === b.day
  )
}

/** How many edits make `typed` the word; infinite where they are more than its length excuses. */
function editsTo(typed: string, word: string): number {
  const long = word.length >= 7 && typed.length >= 7
  const start = typed[0] === word[0] || (typed[0] === word[1] && typed[1] === word[0])
  // A slip in the first letter makes another word too easily, so it has to be the only one, in a word of some length.
  const allowed = start ? (long ? 2 : 1) : word.length >= 6 ? 1 : 0
  if (allowed === 0 || Math.abs(typed.length - word.length) > allowed) return Number.POSITIVE_INFINITY
  const edits = distance(typed, word)
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
