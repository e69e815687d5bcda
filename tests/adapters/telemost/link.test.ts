import { expect, test } from 'vitest'

import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'

const own = 'https://telemost.yandex.ru/j/12345678901234'

test.each([
  ['a personal link', own, own],
  [
    'one of an organisation',
    'https://telemost.360.yandex.ru/j/98765432101234',
    'https://telemost.360.yandex.ru/j/98765432101234',
  ],
  ['one of yandex.com', 'https://telemost.yandex.com/j/123456', 'https://telemost.yandex.com/j/123456'],
  ['one in the middle of a sentence', `Созвон в 15:00 тут ${own}, не опаздывайте!`, own],
  ['one that ends a sentence', `Подключайтесь: ${own}.`, own],
  ['one in brackets', `Созвон (${own}) в силе`, own],
  ['one in quotation marks', `«${own}»`, own],
  ['one right behind a colon', `ссылка:${own}`, own],
  ['one in the portal’s mark-up', `[URL=${own}]Войти[/URL]`, own],
  ['one on its own line', `Повестка\n[Телемост] ${own}\nСмета`, own],
  ['one with a query string', `${own}?utm_source=invite&token=1`, own],
  ['one with a fragment', `${own}#chat`, own],
  ['one with a slash at the end', `${own}/`, own],
  ['one in capitals', 'HTTPS://Telemost.Yandex.RU/j/12345678901234', own],
  ['the first of two', `${own} или https://telemost.yandex.ru/j/99999999999999`, own],
  ['a good one behind a bad one', `https://evil.example/j/12345678901234 ${own}`, own],
])('%s is found', (_, text, link) => {
  expect(readTelemostLink(text)).toBe(link)
})

test.each([
  ['nothing', ''],
  ['no link', 'Созвонимся в Телемосте'],
  ['another site', 'https://zoom.us/j/12345678901234'],
  ['a longer host', 'https://telemost.yandex.ru.evil.example/j/12345678901234'],
  ['a host before ours', 'https://eviltelemost.yandex.ru/j/12345678901234'],
  ['a host below ours', 'https://a.telemost.yandex.ru/j/12345678901234'],
  ['another domain', 'https://telemost.yandex.ru.com/j/12345678901234'],
  ['a user before another host', 'https://telemost.yandex.ru@evil.example/j/12345678901234'],
  ['a user before our host', 'https://anna:secret@telemost.yandex.ru/j/12345678901234'],
  ['a backslash', 'https://telemost.yandex.ru\\@evil.example/j/12345678901234'],
  ['punycode', 'https://xn--telemst-8ig.yandex.ru/j/12345678901234'],
  ['Cyrillic letters in the host', 'https://tеlemost.yandex.ru/j/12345678901234'],
  ['a full-width dot', 'https://telemost．yandex.ru/j/12345678901234'],
  ['letters nobody sees', 'https://telemost.yandex.ru\u200B/j/12345678901234'],
  ['a text that is written backwards', 'https://telemost.yandex.ru\u202E/j/12345678901234'],
  ['http', 'http://telemost.yandex.ru/j/12345678901234'],
  ['no scheme', 'telemost.yandex.ru/j/12345678901234'],
  ['another scheme', 'javascript:https://telemost.yandex.ru:1/j/12345678901234'],
  ['a port', 'https://telemost.yandex.ru:8443/j/12345678901234'],
  ['the usual port', 'https://telemost.yandex.ru:443/j/12345678901234'],
  ['a link inside another', 'https://evil.example/?to=https://telemost.yandex.ru/j/12345678901234'],
  ['a path inside another', 'https://evil.example/https://telemost.yandex.ru/j/12345678901234'],
  ['a live stream', 'https://telemost.yandex.ru/live/5f3a5f3a5f3a5f3a5f3a5f3a5f3a5f3a'],
  ['a number that is too short', 'https://telemost.yandex.ru/j/12345'],
  ['a number that is too long', 'https://telemost.yandex.ru/j/123456789012345678901'],
  ['letters in the number', 'https://telemost.yandex.ru/j/12345678x'],
  ['digits of another script', 'https://telemost.yandex.ru/j/١٢٣٤٥٦٧٨'],
  ['a longer path', 'https://telemost.yandex.ru/j/12345678901234/admin'],
  ['a path that climbs', 'https://telemost.yandex.ru/j/12345678901234/../../evil'],
])('%s is no link to a room', (_, text) => {
  expect(readTelemostLink(text)).toBeNull()
})

test('a text of any length is read in no time', () => {
  expect(readTelemostLink('https://telemost.yandex.ru/j/'.repeat(100_000))).toBeNull()
  expect(readTelemostLink(`${'.'.repeat(1_000_000)}${own}`)).toBeNull()
})
