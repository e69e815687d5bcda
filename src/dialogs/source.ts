/**
 * Reads YAML 1.2 into plain values, and remembers where each stood. A definition is a small hand-written file: what a
 * file needs beyond that (aliases, tags, thousands of nodes) is refused, for it is a mistake or an attack.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import { error, type Path, type Problem, warning, words } from '../machines/diagnose/problem.ts'
import { near } from '../machines/diagnose/near.ts'
import type { Range, RangedProblem } from './ranged-problem.ts'
import { describeSyntax } from './syntax.ts'

export interface Source {
  readonly text: string
  /** Objects have no prototype keys of the file's making: every key is an own property. Undefined when unreadable. */
  readonly raw: unknown
  /** What is wrong with the file as YAML. With an error among them, `raw` is not to be judged further. */
  readonly problems: readonly RangedProblem[]
  /** Where the key or the value at `path` stands; the nearest place above it when there is none. */
  locate(path: Path, on: 'key' | 'value', part?: string): Range
  /** Line and column, from 1; columns count UTF-16 units, as editors do. */
  position(offset: number): { readonly line: number; readonly column: number }
}

const bytesMax = 256 * 1024
const nodesMax = 2_000
const depthMax = 32

export function readSource(text: string): Source {
  const lines = new LineCounter()
  const excess = excessOf(text)
  if (excess) return refused(text, lines, excess)
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const syntax = describeSyntax(document, text)
  const broken = syntax.some(({ problem }) => problem.code !== 'duplicate-key')
  const walk: Walk = { text, nodes: 0, deep: false, problems: [] }
  const raw = broken ? undefined : plain(walk, document.contents, [])
  return {
    text,
    raw,
    problems: [...syntax, ...walk.problems],
    locate: (path, on, part) => narrow(text, find(document.contents, path, on, text.length), part),
    position: (offset) => positionOf(lines, offset),
  }
}

/** Before anything is built of the text: building takes long where there is much, and much longer where it is nested. */
function excessOf(text: string): RangedProblem | null {
  if (new TextEncoder().encode(text).length > bytesMax) {
    const message = words(
      `файл больше ${bytesMax / 1024} КБ`,
      `the file is larger than ${bytesMax / 1024} KB`,
    )
    return { problem: error('file-too-large', [], message, { hint: split }), range: [0, 0] }
  }
  let offset = 0
  let signs = 0
  let depth = 0
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.trim() !== '') signs += 1
    if (lexeme === '[' || lexeme === '{') depth += 1
    if (lexeme === ']' || lexeme === '}') depth -= 1
    const range: Range = [Math.min(offset, text.length), Math.min(offset + 1, text.length)]
    if (signs > 6 * nodesMax) return { problem: error('too-many-nodes', [], tooMany, { hint: split }), range }
    if (depth > depthMax) return { problem: error('yaml-too-deep', [], tooDeep), range }
    if (!weightless.has(lexeme)) offset += lexeme.length
  }
  return null
}

/** The lexer's own marks: a document, the end of a flow line, a scalar. They stand for nothing in the text. */
const weightless = new Set(['\u0002', '\u0018', '\u001F'])

const split = words('разделите диалог на несколько', 'split the dialog into several')
const tooMany = words(`в файле больше ${nodesMax} значений`, `the file holds more than ${nodesMax} values`)
const tooDeep = words(`вложенность глубже ${depthMax} уровней`, `nested deeper than ${depthMax} levels`)

function refused(text: string, lines: LineCounter, fault: RangedProblem): Source {
  for (const match of text.matchAll(/^/gm)) lines.addNewLine(match.index)
  return {
    text,
    raw: undefined,
    problems: [fault],
    locate: () => fault.range,
    position: (offset) => positionOf(lines, offset),
  }
}

function positionOf(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

interface Walk {
  readonly text: string
  nodes: number
  deep: boolean
  readonly problems: RangedProblem[]
}

function plain(walk: Walk, node: Node | null, path: Path): unknown {
  if (!node || isBeyond(walk, node, path)) return null
  if (isAlias(node) || ('anchor' in node && node.anchor !== undefined)) return anchored(walk, node, path)
  if (isMap(node)) return plainMap(walk, node.items, path)
  if (isSeq(node)) return node.items.map((item, index) => plain(walk, asNode(item), [...path, index]))
  if (!isScalar(node)) return null
  cutByComment(walk, node, path)
  return node.value
}

/** Each limit is reported once, where it is first passed. */
function isBeyond(walk: Walk, node: Node, path: Path): boolean {
  walk.nodes += 1
  if (walk.nodes === nodesMax + 1) report(walk, node, path, 'too-many-nodes', tooMany, split)
  const deep = path.length > depthMax
  if (deep && !walk.deep) report(walk, node, path, 'yaml-too-deep', tooDeep)
  walk.deep ||= deep
  return deep || walk.nodes > nodesMax
}

function plainMap(walk: Walk, items: readonly Pair[], path: Path): unknown {
  const entries: [string, unknown][] = []
  for (const item of items) {
    const key = keyOf(item)
    const node = asNode(item.key)
    if (key === null || (node && 'anchor' in node && node.anchor !== undefined)) {
      const message = words('ключом может быть только имя', 'only a name can be a key')
      const hint = words(
        'текст, который начинается с «{», «[», «&», «*» или «!», берут в кавычки',
        'put a text that begins with {, [, &, * or ! in quotes',
      )
      report(walk, node ?? asNode(item.value), path, 'bad-key', message, hint)
      continue
    }
    entries.push([key, plain(walk, asNode(item.value), [...path, key])])
  }
  return Object.fromEntries(entries)
}

function anchored(walk: Walk, node: Node, path: Path): null {
  const sign = isAlias(node) ? '*' : '&'
  const message = words(
    `знак «${sign}» в начале — ссылка YAML, их здесь не бывает`,
    `“${sign}” at the beginning makes a YAML reference; there are none here`,
  )
  return report(
    walk,
    node,
    path,
    'yaml-reference',
    message,
    words('если это текст, возьмите его в кавычки', 'if this is text, put it in quotes'),
  )
}

/** «Задача #5» without quotes ends before the «#»; a comment on purpose has a blank after it. */
function cutByComment(walk: Walk, node: Node, path: Path): void {
  const end = node.range?.[1]
  if (end === undefined || !isScalar(node) || node.type !== 'PLAIN') return
  const cut = /^[ \t]+#[^\s#]\S*/.exec(walk.text.slice(end, end + 80))?.[0]
  if (cut === undefined) return
  const message = words(
    'всё после « #» — примечание, в текст это не попадёт',
    'everything after “ #” is a comment and is lost to the text',
  )
  const range: Range = [end + cut.indexOf('#'), end + cut.length]
  walk.problems.push({
    problem: warning('cut-by-comment', path, message, {
      hint: words('возьмите весь текст в кавычки', 'put the whole text in quotes'),
    }),
    range,
  })
}

function report(
  walk: Walk,
  node: Node | null,
  path: Path,
  code: string,
  message: Problem['message'],
  hint?: Problem['message'],
): null {
  const range = rangeOf(node) ?? [0, 0]
  walk.problems.push({ problem: error(code, path, message, { hint: hint ?? null }), range })
  return null
}

function find(root: Node | null, path: Path, on: 'key' | 'value', end: number): Range {
  let node = root
  let range = rangeOf(root) ?? [0, Math.min(1, end)]
  for (const [depth, step] of path.entries()) {
    const last = depth === path.length - 1
    if (isSeq(node) && typeof step === 'number') {
      node = asNode(node.items[step])
      range = rangeOf(node) ?? range
      continue
    }
    const pair = isMap(node) ? pairOf(node.items, String(step)) : undefined
    if (!pair) return range
    const key = rangeOf(asNode(pair.key)) ?? range
    node = asNode(pair.value)
    // A value that is not there has no place of its own: its key stands for it.
    const value = rangeOf(node)
    range = (last && on === 'key') || value === null || value[0] === value[1] ? key : value
  }
  return range
}

/** A key judged as what it was meant to be stands in the file as it was mistyped. */
function pairOf(items: readonly Pair[], key: string): Pair | undefined {
  const names = items.map((item) => keyOf(item) ?? '')
  const index = names.indexOf(key)
  return items[index >= 0 ? index : names.indexOf(near(key, names) ?? key)]
}

/** The place of `part` inside `range`, where the file writes it as the value has it. */
function narrow(text: string, range: Range, part: string | undefined): Range {
  if (part === undefined || part === '') return range
  const at = text.slice(range[0], range[1]).indexOf(part)
  return at < 0 ? range : [range[0] + at, range[0] + at + part.length]
}

function keyOf(pair: Pair): string | null {
  const key = asNode(pair.key)
  const value = isScalar(key) ? key.value : null
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null
}

function rangeOf(node: Node | null): Range | null {
  return node?.range ? [node.range[0], node.range[1]] : null
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null
}
