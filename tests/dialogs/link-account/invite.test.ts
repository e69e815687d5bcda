import { expect, test } from 'vitest'
import { anna, igor, MINUTE_MS, openOffice } from './office.ts'

const stale = { ok: false, reason: 'stale_invite' }

test('one tap on the link in the notice does what the code does', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { invite } = await phone.getsCode(anna)
  expect(invite).toMatch(/^[\w-]{32}$/)
  expect(await phone.opens(invite)).toMatchObject({ ok: true, value: { name: 'Анна Петрова' } })
})

test('a link tapped in another Telegram account links nobody, and stays good where it belongs', async () => {
  await using office = await openOffice()
  const [attacker, victim] = [office.phone(1), office.phone(2)]
  const { invite } = await attacker.getsCode(anna)
  expect(await victim.opens(invite)).toEqual(stale)
  const own = await victim.getsCode(igor)
  expect(await victim.opens(invite)).toEqual(stale)
  expect(await attacker.opens(own.invite)).toEqual(stale)
  expect(await office.count('linked')).toBe(0)
  expect(await attacker.opens(invite)).toMatchObject({ ok: true })
})

test('a link works once', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { invite, code } = await phone.getsCode(anna)
  expect(await phone.opens(invite)).toMatchObject({ ok: true })
  expect(await phone.opens(invite)).toEqual(stale)
  expect(await phone.types(code)).toEqual({ ok: false, reason: 'expired' })
})

test('a link goes stale with its code', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { invite } = await phone.getsCode(anna)
  office.portal.clock.advance(10 * MINUTE_MS)
  expect(await phone.opens(invite)).toEqual(stale)
})

test.each(['A'.repeat(32), 'A'.repeat(64), '../../etc/passwd', '0', '123456', '__proto__'])(
  'a made-up link «%s» is refused, and costs no try',
  async (invite) => {
    await using office = await openOffice()
    const phone = office.phone(1)
    const { code } = await phone.getsCode(anna)
    expect(await phone.opens(invite)).toEqual(stale)
    expect(await office.count('wrong')).toBe(0)
    expect(await phone.types(code)).toMatchObject({ ok: true })
  },
)

test('the code is no link, and the link is no code', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code, invite } = await phone.getsCode(anna)
  expect(await phone.opens(code)).toEqual(stale)
  expect(await phone.types(invite)).toMatchObject({ reason: 'wrong' })
})

test('until the bot knows its name the notice has the code alone', async () => {
  await using office = await openOffice({ inviteUrl: () => null })
  await office.phone(1).asks(anna.email)
  await office.work()
  expect(office.bell(anna)[0]).toMatch(/сообщите администратору\.$/)
})
