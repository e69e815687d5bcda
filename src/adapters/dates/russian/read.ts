import type { When } from '../../../ports.ts'
import type { Plain } from '../normalise.ts'
import type { Fact, Need, Piece } from '../said.ts'
import { clock } from './clocks.ts'
import { day } from './days.ts'
import { length } from './numbers.ts'
import { part } from './parts.ts'
import { endOf, period } from './periods.ts'
import { type Preposition, preposition } from './prepositions.ts'
import { range } from './ranges.ts'
import { recurrence } from './recurrence.ts'
import { isMomentary, shift } from './shifts.ts'
import { type Match, type Token, type Tokens, is, tokenise } from './tokens.ts'
import { topic } from './topics.ts'
import { type Correction, correct } from './typos.ts'
import { zone } from './zones.ts'

export interface RussianReading {
  readonly pieces: Piece[]
  readonly tokens: Tokens
  readonly corrections: readonly Correction[]
}

/** Every stretch of the text that speaks of time, left to right, without overlaps. */
export function readRussian(plain: Plain): RussianReading {
  const { tokens, corrections } = correct(joined(tokenise(plain)))
  const pieces: Piece[] = []
  for (let i = 0; i < tokens.length;) {
    const found =
      daysAfterStart(tokens, i, pieces.at(-1)) ??
      pieceAt(tokens, i, followsDay(pieces, tokens, i)) ??
      lengthAfterClock(tokens, i, pieces.at(-1))
    if (found === null) {
      i += 1
      continue
    }
    const end = is(tokens[found.end], 'включительно') ? found.end + 1 : found.end
    const from = tokens[i]?.from ?? 0
    const to = tokens[end - 1]?.to ?? from
    pieces.push({ from, to, ...found.value })
    i = Math.max(end, i + 1)
  }
  return { pieces, tokens, corrections }
}

/** «после завтра» is one word split in two, the dot of «след. неделе» ends no sentence. */
function joined(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (is(last, 'после') && is(token, 'завтра') && last !== undefined) {
      result[result.length - 1] = { ...last, text: 'послезавтра', to: token.to, word: { day: 2 } }
    } else if (!(is(last, 'след') && is(token, '.'))) result.push(token)
  }
  return result
}

function followsDay(pieces: readonly Piece[], tokens: Tokens, i: number): boolean {
  const last = pieces.at(-1)
  const from = tokens[i]?.from ?? 0
  return last !== undefined && from - last.to <= 2 && (last.fact.type === 'day' || last.fact.type === 'part')
}

type Meaning = Omit<Piece, 'from' | 'to'>

function pieceAt(tokens: Tokens, i: number, known: boolean): Match<Meaning> | null {
  return (
    repeated(tokens, i) ??
    ranged(tokens, i) ??
    about(tokens, i) ??
    shifted(tokens, i) ??
    now(tokens, i) ??
    ended(tokens, i) ??
    preposed(tokens, i, known) ??
    alone(tokens, i, known) ??
    lasting(tokens, i) ??
    zoned(tokens, i)
  )
}

function meaning(end: number, fact: Fact, need: Need = 'none', bound: When['bound'] = 'at'): Match<Meaning> {
  return { end, value: { fact, need, bound } }
}

function repeated(tokens: Tokens, i: number): Match<Meaning> | null {
  const found = recurrence(tokens, i)
  return found === null ? null : meaning(found.end, { type: 'recurrence', ...found.value })
}

function ranged(tokens: Tokens, i: number): Match<Meaning> | null {
  const found = range(tokens, i)
  return found === null ? null : meaning(found.end, found.value.fact, found.value.need)
}

function about(tokens: Tokens, i: number): Match<Meaning> | null {
  const end = topic(tokens, i)
  return end === null ? null : meaning(end, { type: 'topic' })
}

function shifted(tokens: Tokens, i: number): Match<Meaning> | null {
  // «через понедельник» is the Monday after the next one to some and the next one to others.
  if (is(tokens[i], 'через') && tokens[i + 1]?.word.weekday !== undefined)
    return meaning(i + 2, { type: 'unclear' })
  const found = shift(tokens, i)
  if (found === null) return null
  if (isMomentary(found.value)) return meaning(found.end, { type: 'moment-shift', length: found.value })
  return meaning(found.end, { type: 'day', day: { type: 'shift', length: found.value } })
}

function now(tokens: Tokens, i: number): Match<Meaning> | null {
  const at = is(tokens[i], 'прямо') ? i + 1 : i
  if (!is(tokens[at], 'сейчас')) return null
  const length = { months: 0, days: 0, seconds: 0 }
  return meaning(at + 1, { type: 'moment-shift', length }, 'company')
}

/** «до конца недели», «в последний день месяца». */
function ended(tokens: Tokens, i: number): Match<Meaning> | null {
  const before = preposition(tokens, i)
  const found = endOf(tokens, before?.end ?? i)
  if (found === null) return null
  const bound = before?.value.bound ?? 'at'
  const { value } = found
  if (typeof value === 'string') return meaning(found.end, { type: 'part', part: value }, 'none', bound)
  return meaning(found.end, { type: 'day', day: { type: 'end', period: value } }, 'none', bound)
}

function preposed(tokens: Tokens, i: number, known: boolean): Match<Meaning> | null {
  const before = preposition(tokens, i)
  if (before === null) return null
  const { name, bound } = before.value
  const at = before.end
  const noun = part(tokens, at, name)
  if (noun !== null) {
    const said = name === 'с' ? 'at' : bound
    return meaning(noun.end, { type: 'part', part: noun.value.part }, noun.value.need, said)
  }
  const whole = period(tokens, at, name)
  if (whole !== null) return meaning(whole.end, { type: 'period', period: whole.value })
  return dayOrClock(tokens, at, before.value, known)
}

function alone(tokens: Tokens, i: number, known: boolean): Match<Meaning> | null {
  const noun = part(tokens, i, null, known)
  if (noun !== null) return meaning(noun.end, { type: 'part', part: noun.value.part }, noun.value.need)
  return dayOrClock(tokens, i, null, known)
}

/** The longer of the two readings; a day on a tie, unless a clock is what the preposition asks for. */
function dayOrClock(
  tokens: Tokens,
  i: number,
  before: Preposition | null,
  known: boolean,
): Match<Meaning> | null {
  const name = before?.name ?? null
  const bound = before?.bound ?? 'at'
  const time = clock(tokens, i, name, known)
  const date = day(tokens, i, name)
  if (time !== null && (date === null || time.end > date.end || (time.end === date.end && name === 'в'))) {
    const { clock, need } = time.value
    // A range was tried before and found no end: «с 2 до 5 человек» is none, «с 14:00 до пятницы» is unclear.
    if (name === 'с' && is(tokens[time.end], 'до', 'по')) {
      return tokens[i]?.literal?.type === 'clock' ? meaning(time.end, { type: 'unclear' }) : null
    }
    if (clock === 'no-such-time')
      return meaning(time.end, { type: 'invalid', reason: 'no-such-time' }, need, bound)
    if (isDoubled(tokens, time.end)) return meaning(time.end, { type: 'unclear' }, need, bound)
    return meaning(time.end, { type: 'clock', clock }, need, bound)
  }
  if (date === null) return null
  const { day: said, need } = date.value
  if (said === 'no-such-day')
    return meaning(date.end, { type: 'invalid', reason: 'no-such-day' }, need, bound)
  const doubled = isLink(tokens, date.end) && namesDay(tokens, date.end + 1)
  return meaning(date.end, doubled ? { type: 'unclear' } : { type: 'day', day: said }, need, bound)
}

/** «в 9 и 12», «в 15:00 или 16:00». */
function isDoubled(tokens: Tokens, i: number): boolean {
  if (!isLink(tokens, i)) return false
  const second = clock(tokens, i + 1, 'в', false)
  return second !== null && tokens[i + 1]?.kind === 'literal'
}

/** «в 15:00, 30 минут»: a length right after the start needs no «на». */
function lengthAfterClock(tokens: Tokens, i: number, last: Piece | undefined): Match<Meaning> | null {
  const token = tokens[i]
  if (last?.fact.type !== 'clock' || token === undefined || token.from - last.to > 2) return null
  const found = length(tokens, i)
  if (found === null || found.value.months !== 0 || found.value.days !== 0) return null
  return meaning(found.end, { type: 'length', length: found.value })
}

function isLink(tokens: Tokens, i: number): boolean {
  return is(tokens[i], 'и', 'или', 'либо')
}

/** «во вторник или среду», «завтра и послезавтра». */
function namesDay(tokens: Tokens, i: number): boolean {
  const word = tokens[preposition(tokens, i)?.end ?? i]?.word
  return word?.weekday !== undefined || word?.day !== undefined
}

/** «с 1 июля на 2 недели»: whole days run from a day that was named as the start. */
function daysAfterStart(tokens: Tokens, i: number, last: Piece | undefined): Match<Meaning> | null {
  if (last?.fact.type !== 'day' || last.bound !== 'from' || !is(tokens[i], 'на')) return null
  const found = length(tokens, i + 1)
  if (found === null || found.value.seconds !== 0) return null
  return meaning(found.end, { type: 'length', length: found.value })
}

/** «на полтора часа» after a start; days and weeks («на неделю») say no meeting's length. */
function lasting(tokens: Tokens, i: number): Match<Meaning> | null {
  if (!is(tokens[i], 'на', 'длительностью', 'продолжительностью')) return null
  const found = length(tokens, i + 1)
  if (found === null || found.value.months !== 0 || found.value.days !== 0) return null
  return meaning(found.end, { type: 'length', length: found.value })
}

function zoned(tokens: Tokens, i: number): Match<Meaning> | null {
  const found = zone(tokens, i)
  return found === null ? null : meaning(found.end, { type: 'zone', zone: found.value }, 'company')
}
