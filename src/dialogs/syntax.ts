/** What the YAML parser objects to, in words for people who have not heard of YAML. */
import { type Document, isCollection, isNode, isPair, isScalar, type YAMLError } from 'yaml'
import { error, type Problem, type Wording, words } from '../machines/diagnose/problem.ts'
import type { Range, RangedProblem } from './ranged-problem.ts'

/**
 * Faults of a single value are all told. Of those that break the build of the file only the first, or every tab: what the
 * parser says after that is the echo.
 */
export function describeSyntax(document: Document, text: string): readonly RangedProblem[] {
  const found = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  const exhausted = found.find((fault) => fault.code === 'RESOURCE_EXHAUSTION')
  const tabs = found.filter((fault) => fault.code === 'TAB_AS_INDENT')
  const first = found.find((fault) => !local.has(fault.code))
  const breaking = exhausted ? [exhausted] : tabs.length > 0 ? tabs : first ? [first] : []
  return found
    .filter((fault) => local.has(fault.code) || breaking.includes(fault))
    .map((fault) => describe(fault, document, text))
}

const local = new Set([
  'BAD_ALIAS',
  'ALIAS_PROPS',
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
])

function describe(fault: YAMLError, document: Document, text: string): RangedProblem {
  const range: Range = [Math.min(fault.pos[0], text.length), Math.min(fault.pos[1], text.length)]
  if (fault.code === 'MISSING_CHAR' && fault.message.startsWith('Missing closing')) {
    return at(
      opening(document, range, isScalar) ?? range,
      'yaml-unclosed-quote',
      words('кавычка открыта и не закрыта', 'a quote is opened and not closed'),
    )
  }
  if (isUnclosedBracket(fault)) {
    const where = opening(document, range, isFlow) ?? range
    const line = text.slice(where[0]).split('\n', 1)[0] ?? ''
    const hint = / #/.test(line)
      ? words(
          'всё после « #» — примечание; текст с этим знаком берут в кавычки',
          'everything after “ #” is a comment; put such a text in quotes',
        )
      : null
    return at(
      where,
      'yaml-unclosed-bracket',
      words('скобка открыта и не закрыта', 'a bracket is opened and not closed'),
      hint,
    )
  }
  if (text[range[0] - 1] === '!') {
    const word = /^[^\s,\]}]*/.exec(text.slice(range[0]))?.[0] ?? ''
    const [code, message, hint] = exclamation
    return at([range[0] - 1, range[0] + word.length], code, message, hint)
  }
  const glued = gluedDash(text, range[0])
  if (glued) return at(glued, 'yaml-no-blank', words('после «-» нужен пробел', 'a blank must follow “-”'))
  if (fault.code === 'UNEXPECTED_TOKEN' && /["']\s?$/.test(text.slice(0, range[0]))) {
    const message = words(
      'кавычка закрылась раньше, чем кончился текст',
      'the quote closes before the text ends',
    )
    const hint = words('внутри кавычек пишите «ёлочки» или \\"', 'write \\" for a quote inside quotes')
    return at(range, 'yaml-quote-inside', message, hint)
  }
  const [code, message, hint] = wording.get(fault.code) ?? unreadable
  if (fault.code === 'DUPLICATE_KEY')
    return at([range[0], range[0] + keyLength(text.slice(range[0]))], code, message, hint)
  return at(range, code, message, hint ?? null)
}

function keyLength(text: string): number {
  return /^[^\s:]*/.exec(text)?.[0].length ?? 0
}

function at(range: Range, code: string, message: Wording, hint: Wording | null = null): RangedProblem {
  return { problem: error(code, [], message, { hint }), range }
}

function isUnclosedBracket(fault: YAMLError): boolean {
  return (
    (fault.code === 'BAD_INDENT' && fault.message.startsWith('Flow')) ||
    (fault.code === 'MISSING_CHAR' && /^Expected flow|with a [\]}]/.test(fault.message))
  )
}

/** The quote or bracket that was left open: the last one to begin before the place where the parser gave up. */
function opening(document: Document, range: Range, fits: (node: unknown) => boolean): Range | null {
  let start = -1
  // Not by recursion: what is left open may be nested deeper than the stack is.
  const left: unknown[] = [document.contents]
  while (left.length > 0) {
    const node = left.pop()
    if (isPair(node)) left.push(node.key, node.value)
    if (isCollection(node)) left.push(...node.items)
    const from = isNode(node) && fits(node) ? node.range?.[0] : undefined
    if (from !== undefined && from <= range[0]) start = Math.max(start, from)
  }
  return start < 0 ? null : [start, start + 1]
}

/** «-ask: title» on the line at fault or above it: the parser stumbles only where the next item begins. */
function gluedDash(text: string, offset: number): Range | null {
  const above = text.slice(0, offset).split('\n').slice(-8)
  const line = `${above.at(-1) ?? ''}${text.slice(offset).split('\n', 1)[0] ?? ''}`
  const lines = [...above.slice(0, -1), line]
  const index = lines.findLastIndex((one) => /^ *-[a-z_]+:( |$)/.test(one))
  const found = lines[index]
  if (found === undefined) return null
  const start = offset - above.slice(index).join('\n').length
  const dash = start + found.indexOf('-')
  return [dash, dash + 1]
}

function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true
}

const quoted = words('возьмите весь текст в кавычки', 'put the whole text in quotes')
const spaces = words(
  'отступы делают пробелами, поровну у соседних строк',
  'indent with blanks, neighbours alike',
)

type Described = readonly [code: Problem['code'], message: Wording, hint?: Wording]

const exclamation = [
  'yaml-tag',
  words(
    'слово со знаком «!» в начале YAML понимает по-своему',
    'YAML gives a word with “!” before it a meaning of its own',
  ),
  quoted,
] as const

const unreadable: Described = [
  'yaml-unreadable',
  words('не получается прочитать', 'this cannot be read'),
  spaces,
]

const wording = new Map<string, Described>([
  [
    'BAD_ALIAS',
    [
      'yaml-reference',
      words(
        'знак «*» или «&» в начале — ссылка YAML, их здесь не бывает',
        '“*” or “&” at the beginning makes a YAML reference; there are none here',
      ),
      quoted,
    ],
  ],
  [
    'ALIAS_PROPS',
    [
      'yaml-reference',
      words(
        'знак «*» в начале — ссылка YAML, их здесь не бывает',
        '“*” at the beginning makes a YAML reference; there are none here',
      ),
      quoted,
    ],
  ],
  [
    'BAD_DIRECTIVE',
    [
      'yaml-bad-start',
      words('со знака «%» строка начинаться не может', 'a line cannot begin with “%”'),
      quoted,
    ],
  ],
  [
    'BAD_DQ_ESCAPE',
    [
      'yaml-bad-escape',
      words('после «\\» стоит не то', 'this cannot follow “\\”'),
      words('саму черту в кавычках пишут дважды: \\\\', 'in quotes the backslash itself is doubled: \\\\'),
    ],
  ],
  [
    'BAD_INDENT',
    [
      'yaml-bad-indent',
      words('строка сдвинута не так, как соседние', 'the line is not indented like its neighbours'),
      spaces,
    ],
  ],
  [
    'BAD_SCALAR_START',
    [
      'yaml-bad-start',
      words(
        'с этого знака текст без кавычек начинаться не может',
        'a text without quotes cannot begin with this sign',
      ),
      quoted,
    ],
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    [
      'yaml-second-colon',
      words(
        'второе двоеточие в строке, или строка ниже сдвинута лишнего',
        'a second colon on the line, or the line below is indented too far',
      ),
      words('текст с двоеточием берут в кавычки', 'put a text with a colon in quotes'),
    ],
  ],
  [
    'BLOCK_IN_FLOW',
    [
      'yaml-second-colon',
      words('внутри скобок ключи разделяют запятыми', 'keys in brackets are separated by commas'),
      words('текст с двоеточием берут в кавычки', 'put a text with a colon in quotes'),
    ],
  ],
  [
    'DUPLICATE_KEY',
    [
      'duplicate-key',
      words('такой ключ здесь уже есть', 'this key is here already'),
      words('оставьте один из двух', 'keep one of the two'),
    ],
  ],
  [
    'KEY_OVER_1024_CHARS',
    [
      'yaml-no-colon',
      words('слишком длинный ключ: не потерялось ли двоеточие?', 'too long a key: is a colon missing?'),
    ],
  ],
  [
    'MISSING_CHAR',
    [
      'yaml-no-colon',
      words(
        'здесь не хватает двоеточия с пробелом или знака «-»',
        'a colon with a blank, or a “-”, is missing here',
      ),
      spaces,
    ],
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    [
      'yaml-no-colon',
      words(
        'после имени ключа нужно двоеточие и пробел',
        'a colon and a blank must follow the name of a key',
      ),
    ],
  ],
  [
    'MULTIPLE_DOCS',
    [
      'yaml-two-documents',
      words(
        'после «---» начинается второй документ, а в файле один диалог',
        '“---” begins a second document; a file holds one dialog',
      ),
    ],
  ],
  ['RESOURCE_EXHAUSTION', ['yaml-too-deep', words('слишком глубокая вложенность', 'nested too deeply')]],
  [
    'TAB_AS_INDENT',
    [
      'yaml-tab',
      words('отступ сделан знаком табуляции', 'the line is indented with a tab'),
      words('замените табуляцию пробелами', 'replace the tab by blanks'),
    ],
  ],
  ['TAG_RESOLVE_FAILED', exclamation],
  [
    'UNEXPECTED_TOKEN',
    [
      'yaml-unexpected',
      words('здесь этого быть не может', 'this cannot stand here'),
      words('если это текст, возьмите его в кавычки целиком', 'if this is text, put all of it in quotes'),
    ],
  ],
])
