import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillTemplate, parseTemplate } from '../../src/machines/language/markup.ts'
import type { FormattedText } from '../../src/ports/message.ts'

const values: Readonly<Record<string, string>> = {
  name: 'Пётр',
  'who.name': 'Иванов & сыновья',
  wicked: '<b>{name}</b> &amp; {who.name|x}',
  empty: '',
}

function fill(source: string): FormattedText {
  return fillTemplate(parseTemplate(source), (path) => values[path] ?? null)
}

const bold = (offset: number, length: number) => ({ type: 'bold', offset, length })
const italic = (offset: number, length: number) => ({ type: 'italic', offset, length })

test.for<[string, string, readonly object[]]>([
  ['Просто текст', 'Просто текст', []],
  ['', '', []],
  ['<b>Да</b> и <i>нет</i>', 'Да и нет', [bold(0, 2), italic(5, 3)]],
  ['<b>один <i>два</i></b>', 'один два', [bold(0, 8), italic(5, 3)]],
  ['<b>один <i>два</b> три</i>', 'один два три', [bold(0, 8), italic(5, 7)]],
  [
    '<u>а</u><s>б</s><code>в</code>',
    'абв',
    [
      { type: 'underline', offset: 0, length: 1 },
      { type: 'strikethrough', offset: 1, length: 1 },
      { type: 'code', offset: 2, length: 1 },
    ],
  ],
  ['📝 <b>{name}</b>', '📝 Пётр', [bold(3, 4)]],
  ['<b></b>пусто', 'пусто', []],
  ['<b>{empty}</b>пусто', 'пусто', []],
  ['<b>не закрыт', 'не закрыт', []],
  ['не открыт</b>', 'не открыт', []],
  ['<b>а</b></b>б', 'аб', [bold(0, 1)]],
  ['<b>внешний <b>внутренний</b></b>', 'внешний внутренний', [bold(0, 18), bold(8, 10)]],
  ['a &lt; b &amp;&amp; c &gt; d &quot;e&quot;', 'a < b && c > d "e"', []],
  ['&amp;lt;', '&lt;', []],
  ['&nbsp; &copy;', '&nbsp; &copy;', []],
  ['<a href="x">y</a> <script>', '<a href="x">y</a> <script>', []],
  ['2 < 3 > 1', '2 < 3 > 1', []],
  ['{name}: {who.name}', 'Пётр: Иванов & сыновья', []],
  ['{nothing}', '—', []],
  ['{nothing|без названия}', 'без названия', []],
  ['{nothing|}', '', []],
  ['{empty|запас}', '', []],
  ['<b>{nothing|без <i>разметки</i>}</b>', 'без <i>разметки</i>', [bold(0, 19)]],
  ['{Name} {} { name } {1}', '{Name} {} { name } {1}', []],
  ['<b>{wicked}</b>', '<b>{name}</b> &amp; {who.name|x}', [bold(0, 32)]],
])('«%s» reads «%s»', ([source, text, spans]) => {
  expect(fill(source)).toEqual({ text, spans })
})

test.for<[string, string]>([
  ['«{quoted}»', '«Договор „Ромашка“»'],
  ['Задача «{quoted}» — у {quoted}', 'Задача «Договор „Ромашка“» — у Договор «Ромашка»'],
  ['«{cut}» готова', '«Письмо „Вектору…» готова'],
  ['«{missing|нет «имени»}»', '«нет „имени“»'],
  ['«<b>{quoted}</b>»\n«{missing?}»', '«Договор „Ромашка“»'],
  ['«Да»: {quoted}', '«Да»: Договор «Ромашка»'],
  ['“{english}”', '“The ‘Vector’ deal”'],
  ['“{quoted}”', '“Договор «Ромашка»”'],
  ['“{nested}”', '“о „втором“ этаже”'],
])('within quotation marks those of a value are inner ones: %s', ([source, text]) => {
  const titles: Readonly<Record<string, string>> = {
    quoted: 'Договор «Ромашка»',
    cut: 'Письмо «Вектору…',
    english: 'The “Vector” deal',
    nested: 'о „втором“ этаже',
  }
  expect(fillTemplate(parseTemplate(source), (path) => titles[path] ?? null).text).toBe(text)
})

test('whatever a person types comes out as they typed it, and formats nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('name', 'answer', 'who.name'),
      (typed, path) => {
        const filled = fillTemplate(parseTemplate(`До <b>{${path}}</b> после`), () => typed)
        expect(filled.text).toBe(`До ${typed} после`)
        expect(filled.spans).toEqual(typed === '' ? [] : [bold(3, typed.length)])
      },
    ),
  )
})

test('any text can be written: with its four special signs named it reads as itself', () => {
  const special: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
  const anything = fc.string({ unit: fc.constantFrom('<', 'b', '>', '/', '&', 'amp;', '"', 'ж', '📝', ' ') })
  fc.assert(
    fc.property(anything, (text) => {
      const written = text.replaceAll(/[<>&"]/g, (sign) => special[sign] ?? sign)
      expect(fill(written)).toEqual({ text, spans: [] })
    }),
  )
})

test('no source is refused, and every span lies within the text', () => {
  const part = fc.constantFrom(
    '<b>',
    '</b>',
    '<i>',
    '</i>',
    '<code>',
    '</code>',
    '{name}',
    '{no|x}',
    '&lt;',
    'ж',
    '{',
    '<',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const { text, spans } = fill(parts.join(''))
      for (const { offset, length } of spans) {
        expect(length).toBeGreaterThan(0)
        expect(offset + length).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})
