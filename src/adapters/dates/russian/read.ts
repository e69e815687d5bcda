import type { Plain } from '../normalise.ts'
import type { Piece } from '../said.ts'
import { preposition } from './prepositions.ts'
import { type Rule, rules } from './rules.ts'
import { type Token, type Tokens, is, tokenise } from './tokens.ts'
import { words } from './words.ts'
import { type Correction, correct } from './typos.ts'

export interface RussianReading {
  readonly pieces: Piece[]
  readonly tokens: Tokens
  readonly corrections: readonly Correction[]
  /** The rules that read the pieces, in the order of the text. */
  readonly by: readonly Rule[]
}

/**
 * Every stretch of the text that speaks of time, left to right, without overlaps. At each token the rules are asked in
 * their order; what none of them understands stays in the title.
 */
export function readRussian(plain: Plain): RussianReading {
  const { tokens, corrections } = correct(joined(tokenise(plain)))
  const pieces: Piece[] = []
  const by: Rule[] = []
  for (let i = 0; i < tokens.length;) {
    const known = followsDay(pieces, tokens, i)
    const place = { tokens, i, before: preposition(tokens, i), last: pieces.at(-1), known }
    let end = i + 1
    for (const rule of rules) {
      const found = rule.read(place)
      if (found === null) continue
      end = Math.max(end, is(tokens[found.end], ...trailing) ? found.end + 1 : found.end)
      const { also, ...said } = found.value
      const to = tokens[end - 1]?.to ?? 0
      pieces.push({ from: tokens[i]?.from ?? 0, to, ...said })
      if (also !== undefined) pieces.push({ ...said, from: to, to, fact: also })
      by.push(rule)
      break
    }
    i = end
  }
  return { pieces, tokens, corrections, by }
}

/** «до пятницы включительно», «в 15 ровно», «завтра же» belong to the date before them. */
const trailing = ['включительно', 'ровно', 'же']

/** «ч/з 10 мин», «чз час»; «ЧЗ» in capitals is a system of marking. */
const through = { text: 'через', word: { link: true } } as const

/** «после завтра» is one word split in two, the dot of «след. неделе» ends no sentence. */
function joined(tokens: readonly Token[]): Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (is(last, 'после') && is(token, 'завтра') && last !== undefined) {
      result[result.length - 1] = { ...last, text: 'послезавтра', to: token.to, word: { day: 2 } }
    } else if (is(last, '/') && is(token, 'з') && is(result.at(-2), 'ч')) {
      result.splice(-2, 2, { ...token, ...through, from: result.at(-2)?.from ?? 0, gap: true })
    } else if (is(token, 'чз') && !token.capital) result.push({ ...token, ...through })
    else if (!(is(last, 'след') && is(token, '.'))) result.push(...apart(token))
  }
  return result
}

/** «вчетверг», «кпятнице»: the space after a preposition is easily lost. */
function apart(token: Token): readonly Token[] {
  if (token.kind !== 'word' || Object.keys(token.word).length > 0) return [token]
  const found = /^(?:в|к|до|на|с)(?=\p{L}{5})/u.exec(token.text)?.[0]
  const rest = token.text.slice(found?.length ?? 0)
  const word = words.get(rest)
  if (found === undefined || word?.weekday === undefined || word.short === true) return [token]
  const at = token.from + found.length
  return [
    { ...token, text: found, to: at, word: words.get(found) ?? {} },
    { ...token, text: rest, from: at, gap: true, capital: false, word },
  ]
}

function followsDay(pieces: readonly Piece[], tokens: Tokens, i: number): boolean {
  const last = pieces.at(-1)
  const from = tokens[i]?.from ?? 0
  return last !== undefined && from - last.to <= 2 && (last.fact.type === 'day' || last.fact.type === 'part')
}
