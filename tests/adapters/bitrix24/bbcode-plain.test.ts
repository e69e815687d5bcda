import { expect, test } from 'vitest'

import { plainFromBbcode, plainFromHtml } from '../../../src/adapters/bitrix24/bbcode-plain.ts'

test.each([
  ['Проект [B]договора[/B] и [i]спецификация[/i]', 'Проект договора и спецификация'],
  ['[URL=https://vektor.example/tz]ТЗ[/URL] готово', 'ТЗ (https://vektor.example/tz) готово'],
  ['[URL]https://vektor.example[/URL]', 'https://vektor.example'],
  ['[url=https://a.example]https://a.example[/url]', 'https://a.example'],
  ['[LIST][*]раз[*]два[/LIST]', '• раз\n• два'],
  ['[LIST=1]\n[*]раз\n[*]два\n[/LIST]', '• раз\n\n• два'],
  ['Ответит [USER=15]Анна Петрова[/USER]', 'Ответит Анна Петрова'],
  ['[COLOR=#ff0000][SIZE=14pt]Срочно[/SIZE][/COLOR]', 'Срочно'],
  ['[QUOTE]было[/QUOTE]стало', 'былостало'],
  ['[TABLE][TR][TD]1[/TD][TD]2[/TD][/TR][/TABLE]', '12'],
  ['[IMG WIDTH=10]https://a.example/1.png[/IMG]', 'https://a.example/1.png'],
  ['Файл [DISK FILE ID=n123] внутри', 'Файл  внутри'],
  ['[срочно] до [1] и [Анна]', '[срочно] до [1] и [Анна]'],
  ['a[b]c[/b', 'ac[/b'],
  ['строка 1[BR]строка 2\r\nстрока 3', 'строка 1\nстрока 2\nстрока 3'],
  ['а\n\n\n\nб   \n', 'а\n\nб'],
  ['2 < 3 & <b>не тег</b>', '2 < 3 & <b>не тег</b>'],
  ['', ''],
])('BBCode %j reads %j', (bbcode, plain) => {
  expect(plainFromBbcode(bbcode)).toBe(plain)
})

test.each([
  ['<p>Проект<br />договора</p><ul><li>раз</li><li>два</li></ul>', 'Проект\nдоговора\nраз\nдва'],
  ['2 &lt; 3 &amp;&nbsp;&quot;да&quot;', '2 < 3 & "да"'],
  ['<a href="javascript:alert(1)">ссылка</a>', 'ссылка'],
  ['5 < 6 и 7 > 6', '5 < 6 и 7 > 6'],
])('HTML %j reads %j', (html, plain) => {
  expect(plainFromHtml(html)).toBe(plain)
})

test.each(['[url=', '[b', '[disk file id=', '[url=x', '<a', '['])(
  'of megabytes of %j the beginning is read',
  (part) => {
    const hostile = part.repeat(300_000)
    const shown = hostile.slice(0, 50_000).trimEnd()
    // Compared as a whole: a difference would print megabytes.
    expect(plainFromBbcode(hostile) === shown).toBe(true)
    expect(plainFromHtml(hostile) === shown).toBe(true)
  },
)

test('a text of nothing but opened tags has nothing to say', () => {
  expect(plainFromBbcode(`${'[url=x]'.repeat(5000)}${'[url]'.repeat(3000)}`)).toBe('')
})
