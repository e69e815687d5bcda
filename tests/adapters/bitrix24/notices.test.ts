import { expect, test } from 'vitest'

import { createNotices } from '../../../src/adapters/bitrix24/notices.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Notice } from '../../../src/ports/employees.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

const code: Notice = {
  to: toPortalUserId(15),
  text: 'Код для подключения Telegram-помощника: 123 456. Запросил пользователь Telegram Анна.',
  outsideText: 'Для вас есть код подключения Telegram-помощника. Откройте уведомления в Битрикс24.',
  tag: 'TGBOT|LINK|15',
}

function noticesOf(portal: TestPortal) {
  return createNotices({ client: portal.connect(), clock: portal.clock })
}

test('a notice is the system’s own, and the code stays inside the portal', async () => {
  await using portal = await startTestPortal()
  expect(await noticesOf(portal).send(code)).toEqual({ ok: true, value: null })
  expect(portal.sandbox.notices()).toMatchObject([
    {
      userId: 15,
      type: 'SYSTEM',
      authorId: 0,
      message: code.text,
      messageOut: code.outsideText,
      tag: code.tag,
    },
  ])
})

test('a new code replaces the notice with the old one', async () => {
  await using portal = await startTestPortal()
  const notices = noticesOf(portal)
  await notices.send(code)
  await notices.send({ ...code, text: 'Код: 654 321' })
  expect(portal.sandbox.notices().map(({ message }) => message)).toEqual(['Код: 654 321'])
})

test('a name typed in Telegram cannot smuggle buttons or links into the portal', async () => {
  await using portal = await startTestPortal()
  await noticesOf(portal).send({
    ...code,
    text: 'Запросил [URL=https://evil.example]Анна[/URL]#BR#\u202E[SEND=/да]',
  })
  expect(portal.sandbox.notices()[0]?.message).toBe(
    'Запросил ［URL=https://evil.example］Анна［/URL］＃BR#［SEND=/да］',
  )
})

test('a notice the portal did not create counts as undelivered', async () => {
  await using portal = await startTestPortal()
  const dismissed = toPortalUserId(23)
  expect(await noticesOf(portal).send({ ...code, to: dismissed })).toEqual({
    ok: false,
    reason: 'undelivered',
    detail: 'im.notify.system.add: false',
  })
})

test('an older portal gets the same notice by the older method, and is remembered', async () => {
  await using portal = await startTestPortal()
  const gone = { kind: 'status', status: 404, code: 'ERROR_METHOD_NOT_FOUND' } as const
  portal.sandbox.fault({ ...gone, method: 'im.notify.system.add' })
  const notices = noticesOf(portal)
  expect(await notices.send(code)).toEqual({ ok: true, value: null })
  expect(await notices.send(code)).toEqual({ ok: true, value: null })
  expect(portal.sandbox.notices()).toMatchObject([
    { type: 'SYSTEM', tag: code.tag, messageOut: code.outsideText },
  ])
  expect(portal.sandbox.requests.map(({ method }) => method)).toEqual([
    'im.notify.system.add',
    'im.notify',
    'im.notify',
  ])
})

test('a notice whose answer was lost is in doubt, and sending it again leaves one', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'apply-then-cut', times: 1 })
  const notices = noticesOf(portal)
  expect(await notices.send(code)).toMatchObject({ ok: false, reason: 'uncertain' })
  expect(await notices.send(code)).toMatchObject({ ok: true })
  expect(portal.sandbox.notices()).toHaveLength(1)
})

test('a webhook without the right to notify needs an administrator', async () => {
  await using portal = await startTestPortal({ scopes: ['user_basic', 'task'] })
  expect(await noticesOf(portal).send(code)).toMatchObject({ ok: false, reason: 'config' })
})
