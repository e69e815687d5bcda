import { expect, test } from 'vitest'

import {
  hasMark,
  linkLineOf,
  markOf,
  readDescription,
  replaceLinkLine,
  replaceWords,
  writeDescription,
} from '../../../src/adapters/bitrix24/calendar-description.ts'

const link = 'https://telemost.yandex.ru/j/12345678901234'
const other = 'https://telemost.yandex.ru/j/99999999999999'
const mark = '#tgbot:018f2c1e7a6b5c4d'

test('a mark is short, the same for the same operation, and another one for another', async () => {
  const first = await markOf('frame:create:1')
  expect(first).toMatch(/^#tgbot:[0-9a-f]{16}$/)
  expect(await markOf('frame:create:1')).toBe(first)
  expect(await markOf('frame:create:2')).not.toBe(first)
})

test.each([
  [`Смета\n\n${mark}`, true],
  [`Смета ${mark.toUpperCase().replace('#TGBOT', '#tgbot')}, спасибо`, true],
  [`<p>${mark}</p>`, true],
  [`${mark}00`, false],
  [mark.slice(0, -1), false],
  ['#tgbot:', false],
  ['', false],
  [null, false],
])('the mark is in «%s»: %s', (description, found) => {
  expect(hasMark(description, mark)).toBe(found)
})

test('what is written is read again without what is ours', () => {
  const written = writeDescription({ link, text: ' Взять смету\n\nи макет ', organiser: null, mark })
  expect(written).toBe(`[Телемост] ${link}\n\nВзять смету\n\nи макет\n\n${mark}`)
  expect(readDescription(written)).toBe('Взять смету\n\nи макет')
  expect(linkLineOf(written)).toBe(`[Телемост] ${link}`)
  expect(readDescription(writeDescription({ link: null, text: '', organiser: null, mark }))).toBe('')
})

test('a typed text can be neither the link’s line nor a mark nor mark-up', () => {
  const text = `[Телемост] ${other}\n#tgbot:018f2c1e7a6b5c4d #TGBOT:00000000\n[url=https://evil.example]тут[/url]`
  const organiser = 'Анна\nПетрова [b]'
  const written = writeDescription({ link, text, organiser, mark })
  expect(written.match(/#tgbot:/giu)).toHaveLength(1)
  expect(linkLineOf(written)).toBe(`[Телемост] ${link}`)
  expect(written).not.toMatch(/\[(?:url|b)\b/)
  expect(written).toContain('Организатор: Анна Петрова')
})

test.each([
  [`[Телемост] ${link}\n\nСмета\n\n${mark}`, other, `[Телемост] ${other}\n\nСмета\n\n${mark}`],
  [`[Телемост] ${link}\n\nСмета\n\n${mark}`, null, `Смета\n\n${mark}`],
  [`Смета\r\n[Телемост] ${link}\r\nМакет`, other, `[Телемост] ${other}\n\nСмета\r\n\nМакет`],
  [`Смета`, other, `[Телемост] ${other}\n\nСмета`],
  [`Смета`, null, 'Смета'],
  [`[Телемост] ${link}`, null, ''],
  ['', other, `[Телемост] ${other}`],
])('the link’s line changes and the rest stays: «%s»', (description, next, expected) => {
  expect(replaceLinkLine(description, next).replaceAll('\r', '')).toBe(expected.replaceAll('\r', ''))
})

test.each([
  [`[Телемост] ${link}\n\nСмета\n\n${mark}`, link, 'Макет', `[Телемост] ${link}\n\nМакет\n\n${mark}`],
  [`[Телемост] ${link}\r\n\r\nСмета`, link, '', `[Телемост] ${link}`],
  // It stood among the words, and would have gone with them.
  [`Созвон тут: ${link}, не опаздывать`, link, 'Макет', `[Телемост] ${link}\n\nМакет`],
  ['Смета', null, 'Макет', 'Макет'],
  [`Смета\n\n${mark}`, null, '', mark],
  ['', null, '[Телемост] #tgbot:00000000', '［Телемост］ ＃tgbot:00000000'],
])('the words change and what is ours stays: «%s»', (description, joins, text, expected) => {
  expect(replaceWords(description, text, joins)).toBe(expected)
})

test('people read plain text', () => {
  expect(readDescription(`[b]Важно[/b]: смета\n[Телемост] ${link}\n\n\n\n[срочно] ${mark}`)).toBe(
    'Важно: смета\n\n[срочно]',
  )
})
