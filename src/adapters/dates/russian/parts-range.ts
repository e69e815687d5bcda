import { partHours } from '../half-day.ts'
import type { ClockSaid, Part } from '../said.ts'
import { clock } from './clocks.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { type Match, type Tokens, is } from './tokens.ts'

/** «с утра до обеда», «с 10 до обеда», «с обеда до вечера»: an end that is a part of the day stands for its hour. */
export function rangedParts({ tokens, i }: Place): Match<Meaning> | null {
  if (!is(tokens[i], 'с', 'со')) return null
  const first = edge(tokens, i + 1, 'с')
  if (first === null || !is(tokens[first.end], 'до')) return null
  const last = edge(tokens, first.end + 1, 'до')
  if (last === null || !(first.value.part || last.value.part)) return null
  return meaning(last.end, { type: 'clocks', start: first.value.clock, end: last.value.clock })
}

interface Edge {
  readonly clock: ClockSaid
  readonly part: boolean
}

function edge(tokens: Tokens, i: number, before: 'с' | 'до'): Match<Edge> | null {
  const part = nouns.get(tokens[i]?.text ?? '')
  const hour = part === undefined ? undefined : partHours[part]
  if (hour !== undefined)
    return { end: i + 1, value: { clock: { hour, minute: 0, second: 0, bare: false }, part: true } }
  const found = clock(tokens, i, before, false)
  if (found === null || found.value.clock === 'no-such-time') return null
  return { end: found.end, value: { clock: found.value.clock, part: false } }
}

const nouns: ReadonlyMap<string, Extract<Part, keyof typeof partHours>> = new Map([
  ['утра', 'morning'],
  ['обеда', 'lunch'],
  ['вечера', 'evening'],
])
