import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/ports/json.ts'
import { noonMs, startPortal } from './portal-client.ts'

const code = { USER_ID: 15, MESSAGE: ' Код: [B]483920[/B] ', TAG: 'TGBOT|LINK|15', CLIENT_ID: 'tgbot' }

test('a system notice has no author and is kept trimmed', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('im.notify.system.add', { ...code, MESSAGE_OUT: 'Код придёт в портале' })
  expect(reply.result).toBe(portal.sandbox.notices()[0]?.id)
  expect(portal.sandbox.notices(15)).toMatchObject([
    {
      userId: 15,
      message: 'Код: [B]483920[/B]',
      messageOut: 'Код придёт в портале',
      tag: 'TGBOT|LINK|15',
      type: 'SYSTEM',
      authorId: 0,
      atMs: noonMs,
    },
  ])
  expect(portal.sandbox.notices(27)).toEqual([])
})

test('im.notify and personal.add speak in the name of the webhook owner unless told SYSTEM', async () => {
  await using portal = await startPortal()
  await portal.v2('im.notify', { user_id: 15, message: 'Раз' })
  await portal.v2('im.notify.personal.add', { USER_ID: 15, MESSAGE: 'Два', TYPE: 'SYSTEM' })
  await portal.v2('im.notify', { USER_ID: 15, MESSAGE: 'Три', TYPE: 'SYSTEM' })
  expect(portal.sandbox.notices().map(({ type, authorId }) => [type, authorId])).toEqual([
    ['USER', 1],
    ['USER', 1],
    ['SYSTEM', 0],
  ])
})

test('the same tag replaces the older notice of that person, but only with a CLIENT_ID', async () => {
  await using portal = await startPortal()
  const { CLIENT_ID: _client, ...anonymous } = code
  for (const params of [
    code,
    { ...code, USER_ID: 27 },
    { ...code, MESSAGE: 'Новый код' },
    anonymous,
    anonymous,
  ]) {
    await portal.v2('im.notify.system.add', params)
  }
  expect(portal.sandbox.notices().map(({ userId, message, tag }) => [userId, message, tag])).toEqual([
    [27, 'Код: [B]483920[/B]', 'TGBOT|LINK|15'],
    [15, 'Новый код', 'TGBOT|LINK|15'],
    [15, 'Код: [B]483920[/B]', undefined],
    [15, 'Код: [B]483920[/B]', undefined],
  ])
})

test.each<[JsonObject, string]>([
  [{ MESSAGE: 'Кому?' }, 'USER_ID_EMPTY'],
  [{ USER_ID: 15, MESSAGE: '  ' }, 'MESSAGE_EMPTY'],
  [{ USER_ID: 15, MESSAGE: 'x', ATTACH: [{ MESSAGE: 'ы'.repeat(60_001) }] }, 'ATTACH_OVERSIZE'],
  [{ USER_ID: 15, MESSAGE: 'x', ATTACH: 'не вложение' }, 'ATTACH_ERROR'],
])('a notice like %j is refused as %s', async (params, error) => {
  await using portal = await startPortal()
  expect(await portal.v2('im.notify.system.add', params)).toMatchObject({ status: 400, body: { error } })
  expect(portal.sandbox.notices()).toEqual([])
})

test('false with 200 is the answer for the dismissed, the unknown and those who switched notices off', async () => {
  await using portal = await startPortal()
  portal.sandbox.addEmployee({
    id: 50,
    name: 'Юлия',
    lastName: 'Тихая',
    email: 'y@romashka.example',
    noticesOff: true,
  })
  for (const userId of [23, 4711, 50]) {
    expect(await portal.v2('im.notify', { USER_ID: userId, MESSAGE: 'x' })).toMatchObject({
      status: 200,
      result: false,
    })
  }
  portal.sandbox.modes.notices = 'false'
  expect((await portal.v2('im.notify', { USER_ID: 15, MESSAGE: 'x' })).result).toBe(false)
  expect(portal.sandbox.notices()).toEqual([])
})
