import { type ClockSaid, type Need, hourIn } from '../said.ts'
import type { Groups, Meaning } from './meaning.ts'
import { boundOf, numberOf } from './words.ts'

export function past(
  preposition: string | undefined,
  minutes: number,
  hour: string | undefined,
): Meaning | null {
  const said = numberOf(hour ?? '')
  if (said < 1 || said > 12 || Math.abs(minutes) > 59) return null
  const total = said * 60 + minutes
  const at = Math.floor(total / 60)
  return clock(preposition, at === 0 ? 12 : at, total % 60, true)
}

export function clock(
  preposition: string | undefined,
  hour: number,
  minute: number,
  bare: boolean,
  need: Need = 'none',
): Meaning {
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) {
    return { facts: [{ type: 'invalid', reason: 'no-such-time' }], need, bound: boundOf(preposition) }
  }
  const said: ClockSaid = { hour, minute, second: 0, bare: bare && hour >= 1 && (hour <= 12 || hour === 24) }
  return { facts: [{ type: 'clock', clock: said }], need, bound: boundOf(preposition) }
}

/** «3pm», «14:30», «at 3», «by 18.30»; a lone number is no time, and one that counts a noun is none either. */
export function written(groups: Groups): Meaning | null {
  const { preposition, a, aColon, aMinute, aHalf, noun } = groups
  const hour = Number(a)
  if (aHalf !== undefined) return clock(preposition, halfHour(hour, aHalf), Number(aMinute ?? 0), false)
  if (aMinute !== undefined) {
    const alone = aColon !== undefined && noun === undefined ? 'edge' : 'company'
    const need = preposition === undefined ? alone : 'none'
    return clock(preposition, hour, Number(aMinute), false, need)
  }
  if (preposition === undefined || preposition === 'on' || preposition === 'due' || hour > 24) return null
  return clock(preposition, hour, 0, true, noun === undefined ? 'none' : 'company')
}

function halfHour(hour: number, half: string): number {
  if (hour > 12) return hour
  return half === 'a' ? hourIn('morning', hour) : hour === 12 ? 12 : hour + 12
}

/** «from 2 to 3:30 pm»: a marker at the end serves both, unless the start would come after the end. */
export function clocks(groups: Groups, need: Need): Meaning | null {
  const end =
    namedClocks.get(groups['named'] ?? '') ?? clockOf(groups['b'], groups['bMinute'], groups['bHalf'])
  const own = clockOf(groups['a'], groups['aMinute'], groups['aHalf'])
  const shared = clockOf(groups['a'], groups['aMinute'], groups['aHalf'] ?? groups['bHalf'])
  if (end === null || own === null || shared === null) return null
  const fits = shared.hour * 60 + shared.minute < end.hour * 60 + end.minute
  return { facts: [{ type: 'clocks', start: fits ? shared : own, end }], need }
}

const namedClocks: ReadonlyMap<string, ClockSaid> = new Map([
  ['noon', { hour: 12, minute: 0, second: 0, bare: false }],
  ['midday', { hour: 12, minute: 0, second: 0, bare: false }],
  ['midnight', { hour: 24, minute: 0, second: 0, bare: false }],
])

function clockOf(
  hour: string | undefined,
  minute: string | undefined,
  half: string | undefined,
): ClockSaid | null {
  const value = half === undefined ? Number(hour) : halfHour(Number(hour), half)
  const minutes = Number(minute ?? 0)
  if (value > 23 || minutes > 59) return null
  return {
    hour: value,
    minute: minutes,
    second: 0,
    bare: half === undefined && minute === undefined && value <= 12,
  }
}
