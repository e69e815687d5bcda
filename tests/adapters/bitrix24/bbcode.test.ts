import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'

import { cleanLine, neutraliseBbcode } from '../../../src/adapters/bitrix24/bbcode.ts'

test.each([
  ['[URL=https://example.ru]премия[/URL]', '［URL=https://example.ru］премия［/URL］'],
  ['[send=/да]Да[/send]', '［send=/да］Да［/send］'],
  ['раз#BR#два #br#', 'раз＃BR#два ＃br#'],
  ['первая\r\nвторая\rтретья\u2028', 'первая\nвторая\nтретья\n'],
  ['Анна\u202Eавортеп\u2069\u0000\u0007', 'Анна'.concat('авортеп')],
  ['семья 👨‍👩‍👧 и ёлка', 'семья 👨‍👩‍👧 и ёлка'],
  ['обрыв \uD83D', 'обрыв \uFFFD'],
])('%j becomes %j', (typed, harmless) => {
  expect(neutraliseBbcode(typed)).toBe(harmless)
})

test('no typed text keeps a bracket, a control character or a change of direction', () => {
  assert(
    property(string({ unit: 'binary' }), (typed) => {
      expect(neutraliseBbcode(typed)).not.toMatch(
        // oxlint-disable-next-line no-control-regex -- control characters are the subject
        /[[\]\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u,
      )
    }),
  )
})

test('making a text harmless twice changes nothing more', () => {
  assert(
    property(string({ unit: 'binary' }), (typed) => {
      const once = neutraliseBbcode(typed)
      expect(neutraliseBbcode(once)).toBe(once)
    }),
  )
})

test('a name is one line', () => {
  expect(cleanLine('  Анна\n\tПетрова\u202E ')).toBe('Анна Петрова')
})
