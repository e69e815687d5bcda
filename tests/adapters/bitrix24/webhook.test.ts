import { expect, test } from 'vitest'

import { readWebhook, redirectTarget } from '../../../src/adapters/bitrix24/webhook.ts'

test.each(['https://company.bitrix24.ru/rest/7/abc123/', 'https://company.bitrix24.ru/rest/7/abc123'])(
  '%s is taken apart',
  (text) => {
    const webhook = readWebhook(text)
    expect(webhook.origin).toBe('https://company.bitrix24.ru')
    expect(webhook.ownerId).toBe(7)
    expect(webhook.address(2, 'user.get').href).toBe('https://company.bitrix24.ru/rest/7/abc123/user.get')
    expect(webhook.address(3, 'tasks.task.add').pathname).toBe('/rest/api/7/abc123/tasks.task.add')
  },
)

test.each(['http://127.0.0.1:8080/rest/1/a/', 'http://localhost/rest/1/a/', 'http://[::1]:1/rest/1/a/'])(
  'plain http is accepted on the loopback: %s',
  (text) => {
    expect(readWebhook(text).ownerId).toBe(1)
  },
)

test.each([
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://new.bitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.com.br/rest/1/a/m', 'https://new.bitrix24.com.br/rest/1/a/m'],
  ['https://b24.company.ru/rest/1/a/m', '/moved/rest/1/a/m'],
  ['http://127.0.0.1:8080/rest/1/a/m', 'http://127.0.0.1:9090/rest/1/a/m'],
])('%s may lead to %s', (from, to) => {
  expect(redirectTarget(new URL(from), to)?.href).toBe(new URL(to, from).href)
})

test.each([
  ['https://old.bitrix24.ru/rest/1/a/m', 'http://new.bitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://new.bitrix24.com/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://bitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://old.bitrix24.ru.evil.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://evilbitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://a.b.bitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://old.bitrix24.ru:8443/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://user@old.bitrix24.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'http://127.0.0.1/rest/1/a/m'],
  ['https://b24.company.ru/rest/1/a/m', 'https://b25.company.ru/rest/1/a/m'],
  ['https://company.msk.ru/rest/1/a/m', 'https://other.msk.ru/rest/1/a/m'],
  ['https://old.bitrix24.ru/rest/1/a/m', 'https://'],
])('%s may not lead to %s', (from, to) => {
  expect(redirectTarget(new URL(from), to)).toBeNull()
})

test('an answer without a new address leads nowhere', () => {
  expect(redirectTarget(new URL('https://old.bitrix24.ru/rest/1/a/m'), null)).toBeNull()
})
