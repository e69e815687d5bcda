import {
  type Arbitrary,
  array,
  assert,
  constantFrom,
  integer,
  jsonValue,
  nat,
  oneof,
  property,
  string,
  tuple,
} from 'fast-check'
import { expect, test } from 'vitest'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { parseDialog, type Parsed } from '../../src/dialogs/load.ts'
import { diagnose } from '../../src/machines/diagnose/diagnose.ts'
import { around, bookRoom } from './book-room.ts'
import { borrowBook, library } from './borrow-book.ts'

/** What a hand slips into a file: a sign too many, a piece gone, two lines swapped, a line out of its place. */
function slipIn(book: string): Arbitrary<(text: string) => string> {
  const lines = book.split('\n')
  return oneof(
    tuple(
      nat(book.length),
      constantFrom(...Array.from('{}[]:"\'#|>*&!%@`,-\t\n \\?<'), '__proto__', 'ы', '🚀', '\u0000'),
    ).map(
      ([at, sign]) =>
        (text: string) =>
          text.slice(0, at) + sign + text.slice(at),
    ),
    tuple(nat(book.length), integer({ min: 1, max: 60 })).map(
      ([at, length]) =>
        (text: string) =>
          text.slice(0, at) + text.slice(at + length),
    ),
    tuple(nat(lines.length), nat(lines.length)).map(([a, b]) => (text: string) => {
      const moved = text.split('\n')
      moved.splice(b, 0, ...moved.splice(a, 1))
      return moved.join('\n')
    }),
    tuple(nat(lines.length), integer({ min: 0, max: 9 })).map(
      ([at, indent]) =>
        (text: string) =>
          text
            .split('\n')
            .map((line, index) => (index === at ? ' '.repeat(indent) + line.trim() : line))
            .join('\n'),
    ),
  )
}

test.each([
  ['book-room', bookRoom, around],
  ['borrow-book', borrowBook, library],
])(
  'no slip of the hand in %s makes the reading throw, or point outside of the file',
  (_name, book, known) => {
    assert(
      property(array(slipIn(book), { minLength: 1, maxLength: 4 }), (slips) => {
        const source = slips.reduce((text, one) => one(text), book)
        expect(misplaced(source, parseDialog(source, 'dialog.yaml', known))).toEqual([])
      }),
      { numRuns: 150, seed: 20261123 },
    )
  },
)

test('neither does any text at all', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 200 }), (source) => {
      expect(misplaced(source, parseDialog(source, 'dialog.yaml', {}))).toEqual([])
    }),
    { numRuns: 250, seed: 20261123 },
  )
})

test('no value of any shape makes the diagnosis throw, and it never accepts one silently', () => {
  assert(
    property(
      jsonValue({ maxDepth: 4 }),
      constantFrom('steps', 'texts', 'start', 'idle', 'title', 'dialog'),
      (value, key) => {
        const { definition, problems } = diagnose({
          dialog: 'a',
          version: 1,
          title: { ru: 'а', en: 'a' },
          steps: [{ say: 'a' }],
          texts: { a: { ru: 'а', en: 'a' } },
          [key]: value,
        })
        expect(definition === null).toBe(problems.some((problem) => problem.severity === 'error'))
      },
    ),
    { numRuns: 250, seed: 20261123 },
  )
})

/** The problems that do not stand in the file; a refusal without an error, or an error without a refusal. */
function misplaced(source: string, { definition, problems }: Parsed): readonly unknown[] {
  const ends = source.split('\n')
  const outside = problems.filter(({ line, column, endLine, endColumn }) => {
    const end = ends[line - 1]
    const inside = end !== undefined && column >= 1 && column <= end.length + 1
    return !inside || endLine < line || (endLine === line && endColumn < column)
  })
  const carets = formatProblems(problems, source, 'ru')
    .split('\n')
    .filter((line) => /^ {5}\| *\^/.test(line))
  const refused = definition === null
  return [
    ...outside,
    ...(refused === problems.some((problem) => problem.severity === 'error') ? [] : ['refused for nothing']),
    ...(carets.length === problems.length ? [] : ['no caret']),
  ]
}
