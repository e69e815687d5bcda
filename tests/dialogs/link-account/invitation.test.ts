/** An administrator's invitation: past whatever strangers have closed for an employee. */
import { expect, test } from 'vitest'
import { openStore } from '../../../db/database.ts'
import { readConfig } from '../../../src/config/read-config.ts'
import type { Config } from '../../../src/config/config.ts'
import { createCodeBook } from '../../../src/dialogs/link-account/code.ts'
import { makeInvitation } from '../../../src/dialogs/link-account/invitation.ts'
import { inviteByEmail } from '../../../src/commands/link-invite.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import { openWorld, type World } from '../../support/world.ts'
import { anna, createSeededRandom, HOUR_MS, igor, openOffice, type Office } from './office.ts'

const secret = 'a secret of the tests, longer than 32 bytes'
const random = createSeededRandom(20_261_125)

async function invites(office: Office, { id }: { readonly id: number }): Promise<string> {
  const employee = {
    id: toPortalUserId(id),
    name: 'Анна Петрова',
    firstName: 'Анна',
    zone: 'Asia/Omsk',
    email: '',
    position: '',
  }
  const made = { id: random.token(22), book: createCodeBook(secret), nowMs: office.portal.clock.now() }
  return office.store.transaction((unit) => makeInvitation(unit, employee, made))
}

async function failed(office: Office, times: number, employee: number | null): Promise<void> {
  await office.store.transaction(async (unit) => {
    for (let count = 0; count < times; count += 1)
      await unit.links.audit('wrong', {
        chat: toChatId(9_000 + count),
        employee: employee === null ? null : toPortalUserId(employee),
        atMs: office.portal.clock.now(),
      })
  })
}

test('connects whoever opens it, once, and the employee is told inside the portal', async () => {
  await using office = await openOffice()
  const carried = await invites(office, anna)
  expect(carried).toMatch(/^i15_[\w-]{32}$/)
  const phone = office.phone(1)
  expect(await phone.opens(carried)).toMatchObject({ ok: true, value: { name: 'Анна Петрова' } })
  expect(await office.store.transaction((unit) => unit.links.byChat(phone.chat))).toMatchObject({
    employee: 15,
    zone: 'Asia/Omsk',
  })
  await office.work()
  expect(office.bell(anna).join('\n')).toContain('Telegram-помощник подключён к вашей учётной записи')
  expect(await office.phone(2).opens(carried)).toEqual({ ok: false, reason: 'stale_invite' })
  expect(await office.count('invited')).toBe(1)
})

test('works though a hundred wrong codes have closed the employee, ten the chat and two hundred everybody', async () => {
  await using office = await openOffice()
  await failed(office, 100, anna.id)
  await failed(office, 200, null)
  const phone = office.phone(1)
  await office.store.transaction(async (unit) => {
    for (let count = 0; count < 10; count += 1)
      await unit.links.audit('wrong', { chat: phone.chat, employee: null, atMs: office.portal.clock.now() })
  })
  expect(await phone.types('000000')).toMatchObject({ ok: false, reason: 'closed' })
  expect(await phone.opens(await invites(office, anna))).toMatchObject({ ok: true })
})

test('is good for a day, and until the next one for the same employee', async () => {
  await using office = await openOffice()
  const first = await invites(office, anna)
  const second = await invites(office, anna)
  expect(await office.phone(1).opens(first)).toEqual({ ok: false, reason: 'stale_invite' })
  office.portal.clock.advance(24 * HOUR_MS - 1)
  expect(await office.phone(1).opens(second)).toMatchObject({ ok: true })
  const third = await invites(office, igor)
  office.portal.clock.advance(24 * HOUR_MS)
  expect(await office.phone(2).opens(third)).toEqual({ ok: false, reason: 'stale_invite' })
})

test('is for nobody else, and cannot be made up', async () => {
  await using office = await openOffice()
  const carried = await invites(office, anna)
  const phone = office.phone(1)
  const forged = [carried.replace('i15_', 'i27_'), carried.replace('i15_', 'i015_'), carried.slice(4)]
  for (const text of [...forged, `i15_${'A'.repeat(32)}`, 'i99999999999999999_'.padEnd(51, 'A')])
    expect(await phone.opens(text)).toEqual({ ok: false, reason: 'stale_invite' })
  expect(await phone.opens(carried)).toMatchObject({ ok: true })
})

test('is in the database as a digest alone', async () => {
  await using office = await openOffice({ file: true })
  const carried = await invites(office, anna)
  expect((await office.bytes()).includes(carried.slice(4))).toBe(false)
})

test('outlives the night that attempts are purged in, and no longer than its day', async () => {
  await using office = await openOffice()
  const { store, portal } = office
  const carried = await invites(office, anna)
  portal.clock.advance(24 * HOUR_MS - 1)
  await store.maintenance.purge(portal.clock.now())
  expect(await office.phone(1).opens(carried)).toMatchObject({ ok: true })
})

function configOf(world: World, more: Readonly<Record<string, string>> = {}): Config {
  const { config } = readConfig({
    TELEGRAM_BOT_TOKEN: world.telegram.token,
    TELEGRAM_API_ROOT: world.telegram.apiRoot,
    BITRIX24_WEBHOOK: world.portal.webhook,
    LINK_CODE_SECRET: secret,
    BITRIX24_RETRY_DELAY: '0',
    ...more,
  })
  if (config === null) throw new Error('The settings of the test are wrong')
  return config
}

test('is made by address for the one employee it belongs to, and each refusal says what to do', async () => {
  await using world = await openWorld()
  await using office = await openOffice()
  const { clock } = world
  const deps = { store: office.store, clock, random }
  const config = configOf(world)
  expect(await inviteByEmail('anna.petrova@romashka.example', config, deps)).toMatchObject({
    ok: true,
    value: {
      employee: 15,
      name: 'Анна Петрова',
      url: expect.stringMatching(/^https:\/\/t\.me\/\w+\?start=i15_[\w-]{32}$/) as string,
    },
  })
  for (const address of [
    'sklad@romashka.example',
    'dmitry.zhukov@romashka.example',
    'e.markova@partner.example',
  ])
    expect(await inviteByEmail(address, config, deps)).toMatchObject({
      detail: expect.stringContaining('нет ровно одного работающего сотрудника') as string,
    })
  expect(await inviteByEmail(anna.email, configOf(world, { LINK_CODE_SECRET: '' }), deps)).toMatchObject({
    detail: expect.stringContaining('LINK_CODE_SECRET') as string,
  })
  const wrong = `${world.telegram.token.split(':')[0]}:${'z'.repeat(35)}`
  expect(await inviteByEmail(anna.email, configOf(world, { TELEGRAM_BOT_TOKEN: wrong }), deps)).toMatchObject(
    {
      detail: expect.stringContaining('Telegram') as string,
    },
  )
  world.portal.modes.webhookExpired = true
  expect(await inviteByEmail(anna.email, config, deps)).toMatchObject({
    detail: expect.stringContaining('Битрикс24 не ответил') as string,
  })
})

test('one tap on it connects the chat in the product, too', async () => {
  await using world = await openWorld({ env: { LINK_CODE_SECRET: secret } })
  await using store = await openStore({ url: `sqlite:${world.folder}/bot.db`, clock: world.clock })
  const made = await inviteByEmail(anna.email, configOf(world), { store, clock: world.clock, random })
  const carried = made.ok ? (new URL(made.value.url).searchParams.get('start') ?? '') : ''
  const chat = world.chat()
  await chat.asks(`/start ${carried}`, 'Готово, Анна!')
})
