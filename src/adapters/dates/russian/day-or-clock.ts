import { clock } from './clocks.ts'
import { day } from './days.ts'
import { closes } from './followers.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Preposition, preposition } from './prepositions.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «в пятницу», «к 15:00», «до 25.12». */
export function onDayOrClock({ tokens, before, known }: Place): Match<Meaning> | null {
  return before === null ? null : read(tokens, before.end, before.value, known)
}

/** «завтра», «25 декабря», «14:30»: without a preposition. */
export function dayOrClock({ tokens, i, known }: Place): Match<Meaning> | null {
  return read(tokens, i, null, known)
}

/** The longer of the two readings; a day on a tie, unless a clock is what the preposition asks for. */
function read(tokens: Tokens, i: number, before: Preposition | null, known: boolean): Match<Meaning> | null {
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
  const { day: said, need, month } = date.value
  if (said === 'no-such-day')
    return meaning(date.end, { type: 'invalid', reason: 'no-such-day', ...(month && { month }) }, need, bound)
  if (said.type === 'weekday' && said.which === 'bare') {
    const number = numberAfter(tokens, date.end)
    // A film rather than a day.
    if (number?.value === 13 && said.weekday === 5) return meaning(number.end, { type: 'topic' })
    // «в пятницу 15 — созвон»: an hour as likely.
    if (number !== null && number.value <= hoursOfDay) return meaning(number.end, { type: 'unclear' })
    if (number !== null) {
      const found = meaning(number.end, { type: 'day', day: said }, need, bound)
      const also = { type: 'day', day: { type: 'day-of-month', day: number.value, offset: null } } as const
      return { ...found, value: { ...found.value, also } }
    }
  }
  const doubled = isLink(tokens, date.end) && namesDay(tokens, date.end + 1)
  return meaning(date.end, doubled ? { type: 'unclear' } : { type: 'day', day: said }, need, bound)
}

const hoursOfDay = 24

/** «пт 27», «понедельник 30 — созвон»: the day of the month, where it is no hour. */
function numberAfter(tokens: Tokens, i: number): Match<number> | null {
  const at = is(tokens[i], ',') ? i + 1 : i
  const said = tokens[at]?.literal
  if (said?.type !== 'number' || said.width > 2 || said.value < 1 || said.value > 31) return null
  const dash = is(tokens[at + 1], '-') && tokens[at + 1]?.gap === true && tokens[at + 2]?.gap === true
  return dash || (said.value > hoursOfDay && closes(tokens, at + 1))
    ? { end: at + 1, value: said.value }
    : null
}

/** «в 9 и 12», «в 15:00 или 16:00». */
function isDoubled(tokens: Tokens, i: number): boolean {
  if (!isLink(tokens, i)) return false
  const second = clock(tokens, i + 1, 'в', false)
  return second !== null && tokens[i + 1]?.kind === 'literal'
}

function isLink(tokens: Tokens, i: number): boolean {
  return is(tokens[i], 'и', 'или', 'либо')
}

/** «во вторник или среду», «завтра и послезавтра». */
function namesDay(tokens: Tokens, i: number): boolean {
  const word = tokens[preposition(tokens, i)?.end ?? i]?.word
  return word?.weekday !== undefined || word?.day !== undefined
}
