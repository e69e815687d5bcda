import { expect, test } from 'vitest'

import { readLink } from '../../../sandbox/site/links.ts'

const places = { botUsername: 'assistant_sandbox_bot', portalOrigin: 'http://127.0.0.1:8100' }

test.each([
  ['https://t.me/assistant_sandbox_bot?start=abc_DEF-1', { type: 'start', payload: 'abc_DEF-1' }],
  ['http://telegram.me/Assistant_Sandbox_Bot', { type: 'start', payload: '' }],
  ['tg://resolve?domain=assistant_sandbox_bot&start=x', { type: 'start', payload: 'x' }],
  ['https://t.me/another_bot?start=x', { type: 'web', href: 'https://t.me/another_bot?start=x' }],
  [
    'http://127.0.0.1:8100/company/personal/user/1/tasks/task/view/2/',
    { type: 'portal', path: '/company/personal/user/1/tasks/task/view/2/' },
  ],
  [
    'http://127.0.0.1:9999/company/personal/user/1/tasks/task/view/2/',
    { type: 'portal', path: '/company/personal/user/1/tasks/task/view/2/' },
  ],
  ['https://telemost.yandex.ru/j/123', { type: 'web', href: 'https://telemost.yandex.ru/j/123' }],
  ['mailto:anna@romashka.example', { type: 'web', href: 'mailto:anna@romashka.example' }],
])('%s leads where a phone would take it', (url, link) => {
  expect(readLink(url, places)).toEqual(link)
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'не адрес', ''])(
  '«%s» leads nowhere',
  (url) => {
    expect(readLink(url, places)).toBeNull()
  },
)

test('a payload Telegram would not carry does not start the bot', () => {
  expect(readLink('https://t.me/assistant_sandbox_bot?start=a%20b', places)).toEqual({
    type: 'web',
    href: 'https://t.me/assistant_sandbox_bot?start=a%20b',
  })
})
