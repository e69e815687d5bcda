import type { Plain } from './normalise.ts'
import type { Piece } from './said.ts'

export interface Range {
  readonly start: number
  readonly end: number
}

/** Ranges of the original that the pieces cover; neighbours with only punctuation between become one. */
export function spansOf(plain: Plain, pieces: readonly Piece[]): Range[] {
  const spans: { from: number; to: number }[] = []
  for (const piece of pieces) {
    const last = spans.at(-1)
    const between = last === undefined ? null : plain.text.slice(last.to, piece.from)
    if (last !== undefined && between !== null && /^[\s,.;:()-]*$/.test(between)) last.to = piece.to
    else spans.push({ from: piece.from, to: piece.to })
  }
  return spans.map(({ from, to }) => {
    const closing = isOpen(plain.text, from, to) && plain.text[to] === ')'
    const wrapped = plain.text[from - 1] === '(' && plain.text[to] === ')'
    return {
      start: plain.starts[wrapped ? from - 1 : from] ?? 0,
      end: plain.ends[closing || wrapped ? to : to - 1] ?? plain.original.length,
    }
  })
}

/** «20.03 (пятница» holds a bracket that closes after it. */
function isOpen(text: string, from: number, to: number): boolean {
  const opened = text.lastIndexOf('(', to - 1)
  return opened >= from && text.lastIndexOf(')', to - 1) < opened
}

/** The text without the spans: spaces collapsed, separators that hung on a span dropped. */
export function restOf(original: string, spans: readonly Range[]): string {
  let rest = ''
  let at = 0
  for (const [index, span] of [...spans, { start: original.length, end: original.length }].entries()) {
    const kept = original.slice(at, span.start).replaceAll(/\s+/g, ' ').trim()
    rest = index === 0 ? kept : join(rest, kept)
    at = span.end
  }
  return spans.length === 0 ? rest : withoutEnds(rest)
}

function join(left: string, right: string): string {
  if (left === '') return right
  if (right === '') return left
  // «Сделать к понедельнику, 19 апреля, сводку»: no comma stands between a verb and its object.
  if (right.startsWith(',') && /\p{L}(?:ть|ти|чь)(?:ся)?$/u.test(left))
    return `${left} ${right.slice(1).trimStart()}`
  return /^[,.;:!?)»]/.test(right) ? `${left}${right}` : `${left} ${right}`
}

const separators = new Set([' ', ',', ';', ':', '–', '—', '-'])

function withoutEnds(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && (separators.has(text.charAt(start)) || text[start] === '.')) start += 1
  while (end > start && separators.has(text.charAt(end - 1))) end -= 1
  if (text[end - 1] === '.' && !/\.\S?\S?\.$/.test(text.slice(Math.max(start, end - 4), end))) end -= 1
  return text.slice(start, end).trim()
}
