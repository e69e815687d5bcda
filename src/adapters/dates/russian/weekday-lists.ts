import { type Match, type Token, type Tokens, is } from './tokens.ts'

/** «вторник и четверг», or in the dative plural «понедельникам, средам и пятницам»; also «пн, ср и пт», «пн ср пт». */
export function weekdayList(
  tokens: Tokens,
  i: number,
  form: 'weekday' | 'plural',
): Match<readonly number[]> | null {
  const first = weekdayIn(tokens[i], form)
  if (first === null) return null
  const days = [first]
  let end = i + 1
  // «пн ср пт» are short enough to need nothing between them.
  while (days.length < 7 && (is(tokens[end], 'и', ',') || bothShort(tokens, end))) {
    const bare = bothShort(tokens, end)
    const skip = bare ? end : is(tokens[end + 1], 'по', 'и') ? end + 2 : end + 1
    const next = weekdayIn(tokens[skip], form) ?? weekdayIn(tokens[skip], 'plural')
    if (next === null) break
    days.push(next)
    end = skip + 1
  }
  return { end, value: [...new Set(days)].sort((a, b) => a - b) }
}

function bothShort(tokens: Tokens, i: number): boolean {
  return tokens[i]?.word.short === true && tokens[i - 1]?.word.short === true
}

function weekdayIn(token: Token | undefined, form: 'weekday' | 'plural'): number | null {
  const { weekday, short } = token?.word ?? {}
  if (weekday !== undefined && (form === 'weekday' || short === true)) return weekday
  return form === 'plural' ? (plurals.get(token?.text ?? '') ?? null) : null
}

const plurals: ReadonlyMap<string, number> = new Map([
  ['понедельникам', 1],
  ['вторникам', 2],
  ['средам', 3],
  ['четвергам', 4],
  ['пятницам', 5],
  ['субботам', 6],
  ['воскресеньям', 7],
])
