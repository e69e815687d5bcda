import { fromLatinKeys } from './keyboard.ts'

/** Scanning stops here: a date is in the title line, and every rule's cost stays bounded whatever is pasted. */
export const scannedMax = 300

/** Lower-case text ready for reading, with the way back to the offsets of what was typed. */
export interface Plain {
  readonly text: string
  /** For each character of `text`: where its original begins and ends, in UTF-16 units. */
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly original: string
  readonly capped: boolean
}

/**
 * Composes (NFC), lower-cases, writes ё as е and every dash as "-", collapses white space and drops invisible
 * characters. At most {@link scannedMax} characters come out, cut at a space so that no number is read in half.
 */
export function normalise(original: string): Plain {
  const text: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let capped = false
  for (const found of original.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const plain = plainOf(found[0])
    for (let at = 0; at < plain.length; at++) {
      const unit = plain.charAt(at)
      if (isSpace(unit) && (text.length === 0 || isSpace(text.at(-1) ?? ''))) {
        if (unit === '\n' && text.length > 0) text[text.length - 1] = '\n'
        continue
      }
      text.push(unit)
      starts.push(found.index)
      ends.push(found.index + found[0].length)
    }
    if (text.length > scannedMax) {
      capped = true
      break
    }
  }
  const length = capped ? lastSpace(text) : text.length
  const isLower = (at: number): boolean => /\p{Ll}/u.test(original.charAt(starts[at] ?? 0))
  const scanned = withZeros(oneScript(withoutAddresses(text.slice(0, length).join('')), isLower))
  return {
    text: fromLatinKeys(scanned) ?? scanned,
    starts: starts.slice(0, length),
    ends: ends.slice(0, length),
    original,
    capped,
  }
}

/** Links, mail addresses, handles and file names hold digits that are no dates. */
const addresses =
  /(?<![^\s(«"])(?:https?:\/\/\S+|www\.\S+|\S{0,60}@\S+|\S{0,60}_\S+|\S{1,60}\.(?:xlsx?|docx?|pptx?|pdf|csv|txt|zip|rar|jpe?g|png|mp4|json|xml))(?!\p{L})/gu

function withoutAddresses(text: string): string {
  if (!/[@_/.]/.test(text)) return text
  return text.replaceAll(addresses, (address) => '_'.repeat(address.length))
}

const lookAlikes: ReadonlyMap<string, string> = new Map(
  'aceopxykmtbh'.split('').map((latin, i) => [latin, 'асеорхукмтвн'.charAt(i)]),
)

/**
 * Latin letters that look Cyrillic are, inside a Cyrillic word («чepeз») and as a small letter of their own («c 10 до
 * 12»); «план B» stays as it is.
 */
function oneScript(text: string, isLower: (at: number) => boolean): string {
  if (!/[а-я]/.test(text)) return text
  return text.replaceAll(/\p{L}+/gu, (word, at: number) => {
    const mixed = /[а-я]/.test(word) && /[a-z]/.test(word)
    const alone = /^[ckoya]$/.test(word) && isLower(at) && text[at + 1] === ' '
    if (!mixed && !alone) return word
    const cyrillic = word
      .split('')
      .map((letter) => lookAlikes.get(letter) ?? letter)
      .join('')
    return /[a-z]/.test(cyrillic) ? word : cyrillic
  })
}

/** «15-оо»: letters typed for the zeros of a clock. */
function withZeros(text: string): string {
  return text.replaceAll(/(?<=(?<![\d.,:-])\d{1,2}[:.-])[oо]{2}(?!\p{L})/gu, '00')
}

/** White space and invisible characters go; a line break stays, because no date runs across it. */
function plainOf(segment: string): string {
  if (/^[!-~а-я]$/i.test(segment)) return segment.toLowerCase()
  if (/^[\n\r\u2028\u2029]/u.test(segment)) return '\n'
  if (/^\s/u.test(segment)) return ' '
  if (/^[\p{Cc}\p{Cf}]/u.test(segment)) return ''
  // A stress mark («за́втра») is no letter's own.
  const composed = segment
    .normalize('NFC')
    .replaceAll(/[\u0300\u0301]/gu, '')
    .toLowerCase()
  return composed.length > 4 ? '?' : composed.replace('ё', 'е').replace(/[\u2010-\u2015\u2212]/u, '-')
}

function isSpace(unit: string): boolean {
  return unit === ' ' || unit === '\n'
}

function lastSpace(text: readonly string[]): number {
  for (let i = Math.min(text.length - 1, scannedMax); i > 0; i--) if (isSpace(text[i] ?? '')) return i
  return 0
}
