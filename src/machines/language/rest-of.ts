/** What is left of words when parts of them have been read as something else. */
import { capitalised } from './first-letter.ts'

export interface Range {
  readonly start: number
  readonly end: number
  /** What is said in its place. */
  readonly instead?: string
}

/**
 * The text without these stretches, tidied: no double blanks, no marks, brackets or «и» that hung on them; a capital at
 * the beginning stays at the beginning.
 */
export function restOf(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text.trim()
  const kept: string[] = []
  let at = 0
  const last: Range = { start: text.length, end: text.length }
  for (const { start, end, instead } of [...ranges, last].toSorted(byStart)) {
    if (start > at) kept.push(text.slice(at, start))
    if (instead !== undefined) kept.push(instead)
    at = Math.max(at, end)
  }
  const rest = tidy(
    kept.map((piece) => piece.replaceAll(/\s+/gu, ' ').trim()).filter((piece) => piece !== ''),
  )
  return isCapital(text.trim()) && !text.trim().startsWith(rest.slice(0, 1)) ? capitalised(rest) : rest
}

/** The text with these stretches blanked out, every character where it was. */
export function blanked(text: string, ranges: readonly Range[]): string {
  return ranges.reduce(
    (left, { start, end }) => left.slice(0, start) + hole.repeat(end - start) + left.slice(end),
    text,
  )
}

/** Stands for what has been taken out. */
export const hole = '\uFFFC'

function byStart(left: Range, right: Range): number {
  return left.start - right.start
}

function tidy(pieces: readonly string[]): string {
  const joined = pieces.reduce((left, right) => {
    // «встреча, завтра, с Кимом»: one of two commas that met.
    const open = /[,;:(—–-]$/u.test(left)
    if (open && /^[,;:—–-]/u.test(right)) return join(left.replace(/[\s,;:—–-]+$/u, ''), right)
    // «Сделать к понедельнику, 19 апреля, сводку»: no comma stands between a verb and its object.
    if (right.startsWith(',') && /\p{L}(?:ть|ти|чь)(?:ся)?$/u.test(left))
      return join(left, right.slice(1).trimStart())
    return join(left, right)
  }, '')
  return withoutEnds(joined.replaceAll(/\(\s*[,;]?\s*\)/gu, '').replaceAll(/\s{2,}/gu, ' '))
}

function join(left: string, right: string): string {
  if (left === '' || right === '') return left + right
  return /^[,.;:!?)»]/u.test(right) || /[(«]$/u.test(left) ? left + right : `${left} ${right}`
}

const separators = new Set([' ', ',', ';', ':', '–', '—', '-', '+', '&'])
const conjunctions = /^(?:и|and)(?= )/u

function withoutEnds(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && (separators.has(text.charAt(start)) || /[.!?]/u.test(text.charAt(start)))) start += 1
  while (end > start && separators.has(text.charAt(end - 1))) end -= 1
  // The full stop of the sentence goes; that of «т.д.» stays.
  if (text[end - 1] === '.' && !/\.\S?\S?\.$/u.test(text.slice(Math.max(start, end - 4), end))) end -= 1
  const cut = text.slice(start, end).trim()
  return cut
    .replace(conjunctions, '')
    .replace(/ (?:и|and)$/u, '')
    .trim()
}

function isCapital(text: string): boolean {
  return /^\p{Lu}/u.test(text)
}
