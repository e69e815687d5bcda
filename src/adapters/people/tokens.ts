/** Scanning stops here: whom a sentence is for stands in its first lines, and the cost stays bounded. */
export const scannedMax = 400
const tokensMax = 90

export interface Hole {
  readonly start: number
  readonly end: number
}

export interface Token {
  /** In lower case, with е for ё, Latin look-alikes inside Cyrillic words put right. A mark is itself. */
  readonly text: string
  /** UTF-16 offsets in the original. */
  readonly start: number
  readonly end: number
  /** `hole`: something else has been read there already. */
  readonly kind: 'word' | 'initial' | 'number' | 'mark' | 'hole'
  readonly capital: boolean
  /** Written in capitals throughout. */
  readonly shouted: boolean
  /** First word of a sentence: a capital says nothing there. */
  readonly first: boolean
  readonly quoted: boolean
  readonly latin: boolean
}

/** Links and mail addresses hold names that nobody said. */
const address = /https?:\/\/\S+|www\.\S+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,64}\.\S+/u

const pattern = new RegExp(
  `${address.source}|\\p{L}[\\p{L}\\p{M}]*(?:[-‐‑’'\`]\\p{L}[\\p{L}\\p{M}]*)*|\\d[\\d.,:]*|\\n|[^\\s\\p{L}]`,
  'gu',
)

/** One pass, no backtracking: each alternative begins with another character. */
export function tokenise(text: string, holes: readonly Hole[]): readonly Token[] {
  const tokens: Token[] = []
  const shouting = !/\p{Ll}/u.test(text.slice(0, scannedMax))
  let first = true
  let closing: string | null = null
  for (const found of text.slice(0, scannedMax).matchAll(pattern)) {
    if (tokens.length >= tokensMax) break
    const [raw] = found
    const start = found.index
    const end = start + raw.length
    const hole = holes.find((one) => one.start < end && start < one.end)
    if (hole !== undefined) {
      if (tokens.at(-1)?.kind !== 'hole') push('hole', '', start, Math.max(end, hole.end))
      continue
    }
    if (address.test(raw)) {
      push('number', '', start, end)
      first = false
    } else if (/^\p{L}/u.test(raw)) {
      const initial = raw.length === 1 && /\p{Lu}/u.test(raw) && text[end] === '.'
      push(initial ? 'initial' : 'word', plain(raw), start, end, raw)
      first = false
    } else if (/^\d/u.test(raw)) {
      push('number', raw, start, end)
      first = false
    } else {
      push('mark', raw, start, end)
      if (/[.!?\n]/u.test(raw) && tokens.at(-2)?.kind !== 'initial') first = true
      closing = quoteAfter(raw, closing)
    }
  }
  return withoutOpenQuote(tokens, closing)

  function push(kind: Token['kind'], of: string, start: number, end: number, raw = ''): void {
    tokens.push({
      text: of,
      start,
      end,
      kind,
      capital: !shouting && /^\p{Lu}/u.test(raw),
      shouted: raw.length > 1 && raw === raw.toUpperCase(),
      first,
      quoted: closing !== null,
      latin: /[a-z]/u.test(of),
    })
  }
}

const quotes: ReadonlyMap<string, string> = new Map([
  ['«', '»'],
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
])

function quoteAfter(mark: string, closing: string | null): string | null {
  if (closing !== null) return mark === closing ? null : closing
  return quotes.get(mark) ?? null
}

/** A quotation that nobody closes is none. */
function withoutOpenQuote(tokens: readonly Token[], closing: string | null): readonly Token[] {
  return closing === null ? tokens : tokens.map((token) => ({ ...token, quoted: false }))
}

const lookAlikes: ReadonlyMap<string, string> = new Map(
  'aceopxykmtbh'.split('').map((latin, at) => [latin, 'асеорхукмтвн'.charAt(at)]),
)

/** As names are compared: composed, small, ё as е, one kind of hyphen, one script. */
export function plain(word: string): string {
  const small = word.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replaceAll(/[‐‑]/gu, '-')
  if (small === 'c' || small === 'y') return small === 'c' ? 'с' : 'у'
  if (!/[а-я]/u.test(small) || !/[a-z]/u.test(small)) return small
  return small.replaceAll(/[a-z]/gu, (letter) => lookAlikes.get(letter) ?? letter)
}
