import { expect, test } from 'vitest'
import { endDismissed, revokeLink } from '../../../src/dialogs/link-account/endings.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { notification, settings } from '../../db/fixtures.ts'
import { anna, igor, MINUTE_MS, openOffice, secretsIn, wrongFor } from './office.ts'

test('the code from the bell links the chat', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const askedAtMs = office.portal.clock.now()
  expect(await phone.begins()).toEqual({ ok: true, value: null })
  const { code } = await phone.getsCode(anna)
  office.portal.clock.advance(3 * MINUTE_MS)
  expect(await phone.types(code)).toEqual({
    ok: true,
    value: { firstName: 'Анна', name: 'Анна Петрова', zone: 'Москва (UTC+3)' },
  })
  const link = await office.store.transaction((unit) => unit.links.byChat(phone.chat))
  expect(link).toEqual({
    chat: phone.chat,
    employee: 15,
    name: 'Анна Петрова',
    firstName: 'Анна',
    zone: 'Europe/Moscow',
    linkedAtMs: askedAtMs + 3 * MINUTE_MS,
    // No later than the portal was asked: an employee dismissed in between is noticed in time.
    checkedAtMs: askedAtMs,
  })
  expect(await phone.begins()).toEqual({ ok: false, reason: 'linked', data: { name: 'Анна Петрова' } })
})

test('the notice says what to do, names who asked and keeps the code inside the portal', async () => {
  await using office = await openOffice()
  const phone = office.phone(1, 'Аня')
  const { code, invite } = await phone.getsCode(anna)
  const shown = `${code.slice(0, 3)}\u00A0${code.slice(3)}`
  expect(office.portal.sandbox.notices(15)).toMatchObject([
    {
      type: 'SYSTEM',
      authorId: 0,
      tag: 'TGBOT|LINK|15',
      message:
        `Код для подключения Telegram-помощника: ${shown}. Действует 10\u00A0минут. ` +
        'Запросил пользователь Telegram «Аня». Если это не вы, ничего не делайте и сообщите администратору.\n\n' +
        `Или подключите одним нажатием там, где открыт ваш Telegram: https://t.me/romashka_helper_bot?start=${invite}`,
      messageOut: 'Для вас есть код подключения Telegram-помощника. Откройте уведомления в Битрикс24.',
    },
  ])
})

test('a code works once', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code, invite } = await phone.getsCode(anna)
  expect(await phone.types(code)).toMatchObject({ ok: true })
  expect(await phone.types(code)).toEqual({ ok: false, reason: 'expired' })
  expect(await phone.opens(invite)).toEqual({ ok: false, reason: 'stale_invite' })
})

test('the linked employee is told inside the portal, and later news does not replace it', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.work()
  const news =
    'Telegram-помощник подключён к вашей учётной записи (24\u00A0ноября, 12:00). Если это не вы, сообщите администратору — он отключит доступ.'
  expect(office.bell(anna)).toContain(news)
  // The operator reads of it, too: who, and nothing else.
  expect(office.logged).toEqual([{ level: 'info', message: 'an employee was linked', employee: 15 }])
  office.portal.clock.advance(2 * MINUTE_MS)
  await office.phone(2).getsCode(anna)
  expect(office.bell(anna)).toContain(news)
})

test('an employee without a zone lives in the default one', async () => {
  await using office = await openOffice({ defaultZone: 'Asia/Omsk' })
  const tatyana = { id: 11, email: 'tatyana.orlova@romashka.example' }
  const alexander = { id: 19, email: 'alexander.volkov@romashka.example' }
  expect(await office.phone(1).links(tatyana)).toMatchObject({ value: { zone: 'Омск (UTC+6)' } })
  expect(await office.phone(2).links(alexander)).toMatchObject({ value: { zone: 'Екатеринбург (UTC+5)' } })
})

test('an address in other letters is the same address', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  expect(await phone.links({ id: 15, email: ' Anna.Petrova@Romashka.EXAMPLE ' })).toMatchObject({ ok: true })
})

test('linking again moves the link: the old chat is cut off and told, and what waited for it is not sent', async () => {
  await using office = await openOffice()
  const [old, young] = [office.phone(1), office.phone(2)]
  await old.links(anna)
  await office.work()
  const reminder = { text: 'Через 15 минут — «Показ клиенту»', spans: [], rows: [] }
  await office.store.transaction((unit) =>
    unit.deliveries.enqueue([
      {
        id: 'reminder',
        lane: `m:${old.chat}`,
        kind: 'message',
        chat: old.chat,
        payload: { message: reminder },
        dueAtMs: office.portal.clock.now() + MINUTE_MS,
      },
    ]),
  )
  const { code } = await young.getsCode(anna)
  expect(await young.types(code)).toMatchObject({ ok: true })
  office.portal.clock.advance(2 * MINUTE_MS)
  expect(await office.work()).toEqual([
    {
      chat: old.chat,
      text: 'Помощник подключён к другому аккаунту Telegram. Этот чат отключён. Если это были не вы, сообщите администратору Битрикс24.',
    },
  ])
  expect(await old.begins()).toMatchObject({ ok: true })
  expect(await young.begins()).toMatchObject({ reason: 'linked' })
  expect(await office.count('moved')).toBe(1)
  expect(office.bell(anna).filter((text) => text.includes('подключён к вашей'))).toHaveLength(2)
})

test('an old chat is told in its own language, and one that blocked the bot not at all', async () => {
  await using office = await openOffice()
  const chats = [office.phone(1), office.phone(2), office.phone(3)] as const
  const nowMs = office.portal.clock.now()
  const record = { revision: 1, language: 'en', status: 'active', state: {} } as const
  await office.store.transaction(async (unit) => {
    await unit.chats.save({ ...record, chat: chats[0].chat }, nowMs)
    await unit.chats.save({ ...record, chat: chats[1].chat, status: 'silent' }, nowMs)
  })
  await chats[0].links(anna)
  await chats[1].links(anna)
  expect((await office.work()).map(({ text }) => text)).toEqual([
    'The assistant has been connected to another Telegram account. This chat is disconnected. If this was not you, tell your Bitrix24 administrator.',
  ])
  await chats[2].links(anna)
  expect(await office.work()).toEqual([])
})

test('a chat that goes over to another employee leaves the first one unlinked and told', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.work()
  office.portal.clock.advance(2 * MINUTE_MS)
  await phone.links(igor)
  expect(await office.work()).toEqual([])
  expect(await office.store.transaction((unit) => unit.links.all())).toMatchObject([{ employee: 27 }])
  expect(office.bell(anna).at(-1)).toMatch(/^Telegram-помощник отключён от вашей учётной записи/)
})

test('of two chats that confirm for one employee at the same time, one keeps the link', async () => {
  await using office = await openOffice()
  const [first, second] = [office.phone(1), office.phone(2)]
  const codes = [(await first.getsCode(anna)).code, (await second.getsCode(anna)).code] as const
  const outcomes = await Promise.all([first.types(codes[0]), second.types(codes[1])])
  expect(outcomes).toMatchObject([{ ok: true }, { ok: true }])
  expect(await office.store.transaction((unit) => unit.links.all())).toMatchObject([
    { chat: second.chat, employee: 15 },
  ])
  expect((await office.work()).map(({ chat }) => chat)).toEqual([first.chat])
})

test('unlinking cuts off and takes back what was to be sent, but not its own answer', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.work()
  const { store } = office
  const say = (id: string, text: string) => ({
    id,
    lane: `m:${phone.chat}`,
    kind: 'message' as const,
    chat: phone.chat,
    payload: { message: { text, spans: [], rows: [] } },
    dueAtMs: office.portal.clock.now(),
  })
  await store.transaction((unit) => unit.deliveries.enqueue([say('digest', 'Итоги дня')]))
  await store.transaction(async (unit) => {
    const service = office.services.get('link.end')
    if (service?.type !== 'local') throw new Error('link.end is local')
    const request = { service: 'link.end', input: {}, operation: '1:9:1', repeated: false, chat: phone.chat }
    const nowMs = office.portal.clock.now()
    await service.run({ ...request, sender: { firstName: 'Анна' }, actor: null, language: 'ru', nowMs }, unit)
    await unit.deliveries.enqueue([say('answer', 'Чат отключён.')])
  })
  expect(await office.work()).toEqual([{ chat: phone.chat, text: 'Чат отключён.' }])
  expect(await phone.begins()).toMatchObject({ ok: true })
  expect(await office.count('unlinked')).toBe(1)
  expect(office.bell(anna).at(-1)).toMatch(/^Telegram-помощник отключён от вашей учётной записи/)
})

test('settings and a chosen zone go with the employee to the new chat, and end with the link', async () => {
  await using office = await openOffice()
  const [old, next] = [office.phone(1), office.phone(2)]
  const { store } = office
  const settingsOf = (phone: typeof old) => store.transaction((unit) => unit.settings.load(phone.chat))
  await old.links(anna)
  await next.links(igor)
  await store.transaction(async (unit) => {
    await unit.settings.save(old.chat, settings({ enabled: false }), 1)
    await unit.links.setZone(old.chat, 'Asia/Almaty')
    await unit.settings.save(next.chat, settings({ workDaysOnly: false }), 1)
  })
  office.portal.clock.advance(2 * MINUTE_MS)
  expect(await next.links(anna)).toMatchObject({ value: { zone: 'Алматы (UTC+5)' } })
  expect(await settingsOf(next)).toEqual(settings({ enabled: false }))
  expect(await settingsOf(old)).toBeNull()
  await next.unlinks()
  expect(await settingsOf(next)).toBeNull()
})

test('a chat that goes over to another employee forgets what the first one had chosen', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.store.transaction((unit) => unit.settings.save(phone.chat, settings(), 1))
  office.portal.clock.advance(2 * MINUTE_MS)
  await phone.links(igor)
  expect(await office.store.transaction((unit) => unit.settings.load(phone.chat))).toBeNull()
})

test('unlinking voids a code under way, and twice is no failure', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  office.portal.clock.advance(2 * MINUTE_MS)
  const { code } = await phone.getsCode(igor)
  expect(await phone.unlinks()).toEqual({ ok: true, value: null })
  expect(await phone.types(code)).toEqual({ ok: false, reason: 'expired' })
  expect(await phone.unlinks()).toEqual({ ok: true, value: null })
  expect(await office.count('unlinked')).toBe(1)
})

test.each(['unlinks', 'moves', 'gives way', 'is dismissed'] as const)(
  'a chat whose employee %s is told nothing of what was planned for them',
  async (how) => {
    await using office = await openOffice()
    const { store, portal } = office
    const phone = office.phone(1)
    await phone.links(anna)
    const planned = { ...notification('morning:15:2026-11-24'), chat: phone.chat }
    await store.transaction((unit) => unit.notifications.plan([planned], 1))
    portal.clock.advance(2 * MINUTE_MS)
    if (how === 'unlinks') await phone.unlinks()
    if (how === 'moves') await office.phone(2).links(anna)
    if (how === 'gives way') await phone.links(igor)
    if (how === 'is dismissed') {
      const options = { wording: loadLinkWording(), nowMs: portal.clock.now() }
      await store.transaction((unit) => endDismissed(unit, [toPortalUserId(15)], options))
    }
    const row = await store.transaction((unit) => unit.notifications.byKey(planned.key))
    expect(row).toMatchObject({ state: 'cancelled', reason: 'link ended' })
  },
)

test('a dismissed employee is cut off at once, with one farewell', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.phone(2).links(igor)
  await office.work()
  const end = () =>
    office.store.transaction((unit) =>
      endDismissed(unit, [toPortalUserId(15), toPortalUserId(31)], {
        wording: loadLinkWording(),
        nowMs: office.portal.clock.now(),
      }),
    )
  expect(await end()).toMatchObject([{ employee: 15 }])
  expect(await end()).toEqual([])
  expect(await office.work()).toEqual([
    {
      chat: phone.chat,
      text: 'Доступ закрыт: учётная запись в Битрикс24 не активна. Если это ошибка, обратитесь к администратору.',
    },
  ])
  expect(await office.count('dismissed')).toBe(1)
  expect(await office.store.transaction((unit) => unit.links.all())).toMatchObject([{ employee: 27 }])
})

test('an administrator can take the access away', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.links(anna)
  await office.work()
  const options = { wording: loadLinkWording(), nowMs: office.portal.clock.now() }
  await office.store.transaction((unit) => revokeLink(unit, toPortalUserId(15), options))
  expect(await office.work()).toMatchObject([{ chat: phone.chat }])
  expect(await phone.begins()).toMatchObject({ ok: true })
  expect(await office.count('revoked')).toBe(1)
})

test('a wrong code leaves the right one good', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code } = await phone.getsCode(anna)
  expect(await phone.types(wrongFor(code))).toEqual({ ok: false, reason: 'wrong', data: { left: 4 } })
  expect(await phone.types(code)).toMatchObject({ ok: true })
})

test('asking again makes a new code, and the old one is dead', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const old = await phone.getsCode(anna)
  office.portal.clock.advance(MINUTE_MS)
  const young = await phone.getsCode(anna)
  expect(office.bell(anna)).toHaveLength(1)
  expect(secretsIn(office.bell(anna))).toEqual(young)
  expect(await phone.types(old.code)).toMatchObject({ reason: 'wrong' })
  expect(await phone.opens(old.invite)).toMatchObject({ reason: 'stale_invite' })
  expect(await phone.types(young.code)).toMatchObject({ ok: true })
})
