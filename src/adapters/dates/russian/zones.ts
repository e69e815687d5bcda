import { cityZone, offsetZone, zoneLetters } from '../zone.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «18:00 мск», «в 10 по Екатеринбургу». */
export function zoned({ tokens, i }: Place): Match<Meaning> | null {
  const found = zone(tokens, i)
  return found === null ? null : meaning(found.end, { type: 'zone', zone: found.value }, 'company')
}

/** «мск», «МСК+2», «по Москве», «по московскому времени», «UTC+5»: an IANA name or `UTC±h`. */
function zone(tokens: Tokens, i: number): Match<string> | null {
  const at = is(tokens[i], 'по') ? i + 1 : i
  const token = tokens[at]
  if (token?.literal?.type === 'offset') return { end: at + 1, value: offsetZone(token.literal.minutes) }
  if (is(token, 'мск', 'msk')) return withOffset(tokens, at + 1, 3, 'Europe/Moscow')
  if (is(token, 'utc', 'gmt', 'z')) return withOffset(tokens, at + 1, 0, 'UTC')
  if (token === undefined) return null
  const letters = zoneLetters.get(token.text) ?? cityLetters.get(token.text)
  if (letters !== undefined) return { end: at + 1, value: letters }
  if (at === i) return null
  // «по Нью-Йорку»: the second half tells.
  const last = is(tokens[at + 1], '-') && tokens[at + 2]?.gap === false ? at + 2 : at
  const found = cityZone(tokens[last]?.text ?? '')
  if (found === null) return null
  return { end: is(tokens[last + 1], 'времени') ? last + 2 : last + 1, value: found }
}

/** «18:00 екб»: cities that are written short after a clock, as Moscow is. */
const cityLetters: ReadonlyMap<string, string> = new Map([
  ['екб', 'Asia/Yekaterinburg'],
  ['нск', 'Asia/Novosibirsk'],
  ['спб', 'Europe/Moscow'],
])

function withOffset(tokens: Tokens, i: number, base: number, plain: string): Match<string> {
  const sign = is(tokens[i], '+') ? 1 : is(tokens[i], '-') ? -1 : 0
  const literal = tokens[i + 1]?.literal
  if (sign === 0 || literal?.type !== 'number' || literal.value > 12) return { end: i, value: plain }
  return { end: i + 2, value: offsetZone((base + sign * literal.value) * 60) }
}
