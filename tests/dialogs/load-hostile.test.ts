import { describe, expect, test } from 'vitest'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { parseDialog } from '../../src/dialogs/load.ts'
import { around, bookRoom } from './book-room.ts'

function codesOf(source: string): readonly string[] {
  return parseDialog(source, 'dialog.yaml', around).problems.map((problem) => problem.code)
}

describe('a file that is meant to harm is refused', () => {
  test('a bomb of aliases', () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array.from({ length: 9 }, () => `*l${n}`).join(', ')}]`,
    )
    expect(new Set(codesOf(`l0: &l0 [a]\n${levels.join('\n')}\n${bookRoom}`))).toEqual(
      new Set(['yaml-reference']),
    )
  })

  test('a merge key, which YAML 1.1 would follow', () => {
    expect(codesOf(bookRoom.replace('version: 3', 'version: 3\n<<: { title: { ru: а, en: b } }'))).toEqual([
      'unknown-key',
    ])
  })

  test('a file of more than 256 KiB', () => {
    expect(codesOf(`${bookRoom}# ${'ы'.repeat(128 * 1024)}\n`)).toEqual(['file-too-large'])
  })

  test.each([
    ['brackets never closed', '['.repeat(200_000)],
    ['brackets closed again', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
    ['maps within maps', Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['lists on one line', `${'- '.repeat(2_000)}a`],
  ])('nesting without end: %s', (_title, source) => {
    expect(codesOf(source)).toEqual(['yaml-too-deep'])
  })

  test.each([
    ['a list', `a: [${'1, '.repeat(60_000)}]`],
    ['a map', Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n')],
    ['a map just over the limit', Array.from({ length: 2_100 }, (_, n) => `k${n}: 1`).join('\n')],
  ])('more values than any dialog has: %s', (_title, source) => {
    expect(codesOf(source)).toEqual(['too-many-nodes'])
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'the key %s, wherever it stands',
    (key) => {
      const places = [
        bookRoom.replace('version: 3', `version: 3\n${key}: { dialog: other }`),
        bookRoom.replace('    integer: true', `    integer: true\n    ${key}: { optional: true }`),
        bookRoom.replace('\ntexts:\n', `\ntexts:\n  ${key}: { ru: Да, en: Yes }\n`),
        bookRoom.replace('with: { topic: topic,', `with: { ${key}: topic, topic: topic,`),
        bookRoom.replace('      taken: {', `      ${key}: { say: down, end: failed }\n      taken: {`),
        bookRoom.replace('when: { video: true }', `when: { video: true, ${key}: 1 }`),
      ]
      expect(places.map((source) => codesOf(source))).toEqual(places.map(() => ['reserved-name']))
      expect(Object.hasOwn(Object.prototype, 'dialog')).toBe(false)
    },
  )

  test('names that every object has, used as the names of steps', () => {
    expect(
      codesOf(bookRoom.replace('- set: caption', '- set: valueOf\n    to: first\n  - set: caption')),
    ).toEqual(['reserved-name'])
  })
})

describe('a file that is no dialog is told so', () => {
  test.each([
    ['an empty file', ''],
    ['only a comment', '# пусто\n'],
    ['a list', '- ask: topic\n'],
    ['a word', 'привет\n'],
  ])('%s', (_title, source) => {
    expect(codesOf(source)).toEqual(['not-a-dialog'])
  })

  test('one with the line ends of Windows is read like any other', () => {
    expect(codesOf(bookRoom.replaceAll('\n', '\r\n'))).toEqual([])
  })

  test('one with a byte order mark too', () => {
    expect(codesOf(`\uFEFF${bookRoom}`)).toEqual([])
  })
})

describe('the caret stands under its place', () => {
  test.each([
    [
      'after a tab',
      'title:\t{ ru: а, en: b, x: 1 }',
      '   3 | title:    { ru: а, en: b, x: 1 }\n     |                           ^',
    ],
    [
      'after an emoji',
      'title: { ru: "🚀🚀", en: b, x: 1 }',
      '   3 | title: { ru: "🚀🚀", en: b, x: 1 }\n     |                             ^',
    ],
    [
      'after letters with marks of their own',
      'title: { ru: "й", en: b, x: 1 }',
      '   3 | title: { ru: "й", en: b, x: 1 }\n     |                          ^',
    ],
    [
      'after Chinese letters',
      'title: { ru: "会议", en: b, x: 1 }',
      '   3 | title: { ru: "会议", en: b, x: 1 }\n     |                             ^',
    ],
  ])('%s', (_title, line, frame) => {
    const source = bookRoom.replace('title: { ru: Переговорная, en: Meeting room }', line)
    const { problems } = parseDialog(source, 'dialog.yaml', around)
    expect(formatProblems(problems, source, 'ru')).toContain(frame)
  })

  test('also on a line too long for a terminal', () => {
    const source = bookRoom.replace(
      'ru: "Готово: {booking.room}"',
      `ru: "${'Готово. '.repeat(40)}{boking.room}"`,
    )
    const { problems } = parseDialog(source, 'dialog.yaml', around)
    const [, shown = '', caret = ''] = formatProblems(problems, source, 'ru').split('\n')
    expect(shown.length).toBeLessThan(130)
    expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('{boking.room}')
  })

  test('and nothing in a file can steer the terminal', () => {
    const source = bookRoom.replace('title: { ru: Переговорная', 'title: { rus: "\u009B31m\u202Eанрогевереп"')
    const { problems } = parseDialog(source, 'dialog.yaml', around)
    expect(formatProblems(problems, source, 'ru')).not.toMatch(/[\u0080-\u009F\u202E]/)
  })
})
