import type { Plain } from '../normalise.ts'
import { type Word, words } from './words.ts'

/** Digits with what is written into them. Values are as written; whether such a day or time exists is for the rules. */
export type Literal =
  | { readonly type: 'number'; readonly value: number; readonly width: number }
  | { readonly type: 'decimal'; readonly value: number; readonly text: string }
  | { readonly type: 'clock'; readonly hour: number; readonly minute: number; readonly second: number }
  /** «15.03», «18.30»: a date or a time. */
  | { readonly type: 'dots'; readonly left: number; readonly right: number; readonly width: number }
  /** «18-00», «16-20». */
  | { readonly type: 'pair'; readonly left: number; readonly right: number; readonly width: number }
  | { readonly type: 'slash'; readonly left: number; readonly right: number }
  | { readonly type: 'date'; readonly day: number; readonly month: number; readonly year: number }
  /** «15-го», «5-е». */
  | { readonly type: 'ordinal'; readonly value: number }
  /** The offset that closes an ISO instant. */
  | { readonly type: 'offset'; readonly minutes: number }
  | { readonly type: 'junk' }

export interface Token {
  /** As normalised; for a corrected typo, the word it was taken for. */
  readonly text: string
  readonly from: number
  readonly to: number
  /** White space, or the start of the text, stands before it. */
  readonly gap: boolean
  /** Begins with a capital in the original. */
  readonly capital: boolean
  readonly kind: 'word' | 'literal' | 'mark'
  readonly word: Word
  readonly literal: Literal | null
}

export type Tokens = readonly Token[]

/** What a rule found: the index after its last token, and the meaning. */
export interface Match<T> {
  readonly end: number
  readonly value: T
}

const nothing: Word = {}

type Push = (to: number, kind: Token['kind'], literal: Literal | null) => void

/** One pass, no backtracking beyond the few characters of one literal. */
export function tokenise(plain: Plain): Token[] {
  const { text } = plain
  const tokens: Token[] = []
  let at = 0
  let gap = true
  const push: Push = (to, kind, literal) => {
    const slice = text.slice(at, to)
    const word = kind === 'word' ? (words.get(slice) ?? nothing) : nothing
    const capital = /\p{Lu}/u.test(plain.original.charAt(plain.starts[at] ?? 0))
    tokens.push({ text: slice, from: at, to, gap, capital, kind, word, literal })
    at = to
    gap = false
  }
  while (at < text.length) {
    const letters = sticky(/\p{L}+/uy, text, at)
    const digits =
      letters === null
        ? (sticky(/\d{1,2},\d{1,2},\d{4}(?![\d,])/y, text, at) ?? sticky(/\d+(?:[.:;/-]\d+)*/y, text, at))
        : null
    if (letters !== null) push(at + letters.length, 'word', null)
    else if (digits !== null) pushDigits(text, at, digits, push)
    else if (text[at] === ' ') {
      at += 1
      gap = true
    } else push(at + 1, 'mark', null)
  }
  return tokens
}

/** Whether the token is this word or mark. */
export function is(token: Token | undefined, ...texts: readonly string[]): boolean {
  return token !== undefined && texts.includes(token.text)
}

function sticky(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

function pushDigits(text: string, at: number, digits: string, push: Push): void {
  const to = at + digits.length
  if (pushInstant(text, at, push)) return
  const spaced = sticky(/\d{1,2} [:;]\d\d(?!\d)/y, text, at)
  if (spaced !== null) return push(at + spaced.length, 'literal', literalOf(spaced.replace(' ', '')))
  const tail = sticky(/,\d{1,2}(?![\d.,:])/y, text, to)
  if (tail !== null && /^\d+$/.test(digits)) {
    return push(to + tail.length, 'literal', literalOf(digits + tail))
  }
  const suffix = sticky(
    /-?(?:ого|го|ое|е|ому|му|х(?!\d)|ти)(?!\p{L})|-(?:[йям]|ть|мь|ми)(?!\p{L})/uy,
    text,
    to,
  )
  if (suffix !== null && /^\d{1,2}$/.test(digits)) {
    return push(to + suffix.length, 'literal', withSuffix(Number(digits), digits.length, suffix))
  }
  const whole = literalOf(digits)
  const halves = whole.type === 'junk' ? splitAtHyphen(digits) : null
  if (halves === null) return push(to, 'literal', whole)
  push(at + halves[0].length, 'literal', literalOf(halves[0]))
  push(to - halves[1].length, 'mark', null)
  push(to, 'literal', literalOf(halves[1]))
}

/** «2026-04-17T09:30:00+03:00»: a date, a clock and an offset, each its own token. */
function pushInstant(text: string, at: number, push: Push): boolean {
  const iso = /(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?(z|[+-]\d\d:?\d\d)?/y
  iso.lastIndex = at
  const found = iso.exec(text)
  if (found === null) return false
  const [whole, date = '', clock = '', offset] = found
  push(at + date.length + 1, 'literal', literalOf(date))
  push(at + date.length + 1 + clock.length, 'literal', literalOf(clock))
  if (offset === undefined) return true
  const digits = offset.replaceAll(/[^\d]/g, '').padEnd(4, '0')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  push(at + whole.length, 'literal', {
    type: 'offset',
    minutes: offset.startsWith('-') ? 0 - minutes : minutes,
  })
  return true
}

/** «до 2-х», «к 9-ти» are counts; «15-й», «15-м» stand before nouns («15-й этаж»), so they are no dates. */
function withSuffix(value: number, width: number, suffix: string): Literal {
  if (/^-?(?:х|ти|ть|мь|ми)$/u.test(suffix)) return { type: 'number', value, width }
  return /^-[йям]$/u.test(suffix) ? { type: 'junk' } : { type: 'ordinal', value }
}

function literalOf(digits: string): Literal {
  const parts = digits.split(/[.:;/,-]/)
  const numbers = parts.map(Number)
  const [a = 0, b = 0, c = 0] = numbers
  const width = parts.at(1)?.length ?? 0
  if (/^\d+$/.test(digits)) return { type: 'number', value: a, width: digits.length }
  if (/^\d{1,2}[:;]\d{2}(?::\d{2})?$/.test(digits)) return { type: 'clock', hour: a, minute: b, second: c }
  if (/^(?:19|2[01])\d\d[-./]\d{1,2}[-./]\d{1,2}$/.test(digits))
    return { type: 'date', day: c, month: b, year: a }
  if (/^\d{1,2}([-./,])\d{1,2}\1(?:19|2[01])\d\d$/.test(digits))
    return { type: 'date', day: a, month: b, year: c }
  if (/^\d{1,2}([./])\d{1,2}\1\d{2}$/.test(digits) && a <= 31 && b <= 12) {
    return { type: 'date', day: a, month: b, year: c < 70 ? 2000 + c : 1900 + c }
  }
  if (/^\d{1,2}\.\d{1,2}$/.test(digits)) return { type: 'dots', left: a, right: b, width }
  if (/^\d{1,2}-\d{1,2}$/.test(digits)) return { type: 'pair', left: a, right: b, width }
  if (/^\d{1,2}\/\d{1,2}$/.test(digits)) return { type: 'slash', left: a, right: b }
  if (/^\d+[.,]\d+$/.test(digits)) {
    return { type: 'decimal', value: Number(digits.replace(',', '.')), text: digits }
  }
  return { type: 'junk' }
}

/** «14:00-15:00», «16.03-20.03», «14-00-15-30»: two literals with a hyphen between. */
function splitAtHyphen(digits: string): [string, string] | null {
  const parts = digits.split('-')
  const middle = parts.length / 2
  if (parts.length !== 2 && parts.length !== 4) return null
  const halves: [string, string] = [parts.slice(0, middle).join('-'), parts.slice(middle).join('-')]
  const kinds = halves.map((half) => literalOf(half).type)
  const splits = parts.length === 4 ? ['pair'] : ['clock', 'dots', 'date', 'number']
  return kinds.every((kind) => splits.includes(kind)) ? halves : null
}
