/** Problems as a terminal, a log or a chat shows them: file, line and column, a sentence, the line with a caret under it. */
import type { Language } from '../ports/language.ts'
import type { Problem } from '../machines/diagnose/problem.ts'

/** A problem with its place in a file. Lines and columns count from 1, columns in UTF-16 units; the end is excluded. */
export interface FileProblem extends Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** `source`: the text of the file, or the texts of all files by name. One line is shown of each problem. */
export function formatProblems(
  problems: readonly FileProblem[],
  source: string | ReadonlyMap<string, string>,
  language: Language,
): string {
  const texts = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = texts.get(file)
    if (known) return known
    const text = typeof source === 'string' ? source : (source.get(file) ?? '')
    const lines = text.split(/\r\n|\r|\n/)
    texts.set(file, lines)
    return lines
  }
  return problems
    .map((problem) => formatProblem(problem, linesOf(problem.file)[problem.line - 1] ?? '', language))
    .join('\n')
}

const kinds = {
  error: { ru: 'ошибка', en: 'error' },
  warning: { ru: 'предупреждение', en: 'warning' },
} as const

function formatProblem(problem: FileProblem, line: string, language: Language): string {
  const head = `${problem.file}:${problem.line}:${problem.column} ${kinds[problem.severity][language]}: ${problem.message[language]}`
  const number = String(problem.line).padStart(4)
  const { shown, before, under } = frame(problem, line)
  const hint = problem.hint ? ` ${problem.hint[language]}` : ''
  return `${head}\n${number} | ${shown}\n     | ${' '.repeat(before)}${'^'.repeat(under)}${hint}`
}

/** Columns of a terminal line; of a longer one the piece around the fault is shown. */
const widthMax = 110
const leadMax = 40

function frame(
  problem: FileProblem,
  line: string,
): { readonly shown: string; readonly before: number; readonly under: number } {
  const from = Math.min(problem.column - 1, line.length)
  const to =
    problem.endLine > problem.line ? line.trimEnd().length : Math.min(problem.endColumn - 1, line.length)
  const [head, body, tail] = [
    visible(line.slice(0, from)),
    visible(line.slice(from, Math.max(to, from))),
    visible(line.slice(Math.max(to, from))),
  ]
  const whole = widthOf(head) + widthOf(body) + widthOf(tail) <= widthMax
  const lead = whole ? head : fromEnd(head, leadMax)
  const rest = whole ? body + tail : fromStart(body + tail, widthMax - widthOf(lead))
  const under = Math.max(1, Math.min(widthOf(body), widthOf(rest)))
  return { shown: lead + rest, before: widthOf(lead), under }
}

/** Tabs and control characters take the room they seem to; nothing in a file can steer the terminal. */
function visible(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD')
}

function fromEnd(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const letter of letters(text).toReversed()) {
    if (widthOf(kept) + widthOf(letter) >= width) break
    kept = letter + kept
  }
  return `…${kept}`
}

function fromStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const letter of letters(text)) {
    if (widthOf(kept) + widthOf(letter) >= width) break
    kept += letter
  }
  return `${kept}…`
}

const segmenter = new Intl.Segmenter('ru', { granularity: 'grapheme' })

function letters(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Columns in a terminal: emoji and East Asian letters take two, marks on a letter none. */
function widthOf(text: string): number {
  if (/^[\x20-\x7E\u0400-\u04FF«»—…]*$/.test(text)) return text.length
  return letters(text).reduce((sum, letter) => sum + letterWidth(letter), 0)
}

function letterWidth(letter: string): number {
  if (/^[\p{M}\p{Cf}]+$/u.test(letter)) return 0
  return wide.test(letter) ? 2 : 1
}

const wide =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u
