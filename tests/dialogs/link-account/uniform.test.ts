import { expect, test } from 'vitest'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { anna, HOUR_MS, MINUTE_MS, openOffice } from './office.ts'
import type { Office } from './office.ts'

/** Addresses a stranger may try, and whose they are. */
const addresses = [
  ['nobody’s', 'nobody@romashka.example'],
  ['a dismissed employee’s', 'dmitry.zhukov@romashka.example'],
  ['an extranet partner’s', 'e.markova@partner.example'],
  ['a mail user’s', 'klient@mail.example'],
  ['one that two employees share', 'sklad@romashka.example'],
  ['one with a wildcard of the portal’s filters', 'o_eg_kotov@romashka.example'],
] as const

/** Everything a chat can see of one address: asking, resending, guessing, waiting. */
async function observe(office: Office, email: string): Promise<readonly Outcome[]> {
  const phone = office.phone(1)
  const { clock } = office.portal
  const seen: Outcome[] = []
  const wait = async (ms: number) => {
    await office.work()
    clock.advance(ms)
  }
  seen.push(await phone.asks(email))
  await wait(30_000)
  seen.push(await phone.asks(email), await phone.types('000000'))
  await wait(30_000)
  seen.push(await phone.asks(email))
  await wait(1_000)
  for (let count = 0; count < 6; count += 1) seen.push(await phone.types('000000'))
  await wait(MINUTE_MS)
  seen.push(await phone.asks(email), await phone.opens('forged_invite_of_32_characters__'))
  await wait(9 * MINUTE_MS + 59_999)
  seen.push(await phone.types('000000'))
  await wait(1)
  seen.push(await phone.types('000000'), await phone.asks(email))
  await wait(HOUR_MS)
  seen.push(await phone.asks(email))
  await wait(1_000)
  for (let count = 0; count < 5; count += 1) seen.push(await phone.types('000000'))
  seen.push(await phone.asks(email))
  return seen
}

test.each(addresses)('an address that is %s looks like an employee’s from outside', async (_whose, email) => {
  await using office = await openOffice()
  await using other = await openOffice()
  const seen = await observe(office, email)
  expect(seen).toEqual(await observe(other, anna.email))
  expect(new Set(seen.map((one) => (one.ok ? 'ok' : one.reason)))).toEqual(
    new Set(['ok', 'cooldown', 'wrong', 'dead', 'stale_invite', 'limit', 'expired', 'closed']),
  )
  expect(await office.count('sent')).toBe(0)
  expect(await other.count('sent')).toBe(4)
  expect(office.portal.sandbox.notices()).toEqual([])
})

test('an employee over the limit looks like any other from outside', async () => {
  await using office = await openOffice()
  await using other = await openOffice()
  for (const number of [7, 8, 9]) await office.phone(number).getsCode(anna)
  for (const number of [7, 8, 9]) await other.phone(number).asks('nobody@romashka.example')
  await other.work()
  expect(await observe(office, anna.email)).toEqual(await observe(other, anna.email))
})

test('a portal that does not answer looks like any other from outside, and the code comes later', async () => {
  await using office = await openOffice()
  await using other = await openOffice()
  const phone = office.phone(1)
  office.portal.sandbox.fault({ kind: 'cut', times: 5 })
  expect(await phone.asks(anna.email)).toEqual(await other.phone(1).asks(anna.email))
  expect(await phone.types('000000')).toEqual(await other.phone(1).types('000000'))
  await office.work()
  expect(office.bell(anna)).toEqual([])
  office.portal.clock.advance(2 * MINUTE_MS)
  await office.work()
  expect(office.bell(anna)[0]).toContain('Действует 8\u00A0минут.')
})

test('an address nobody has is logged without the address', async () => {
  await using office = await openOffice()
  await office.phone(1).asks('nobody@romashka.example')
  await office.work()
  expect(office.logged).toMatchObject([{ level: 'warn', message: 'no link code was made' }])
  expect(JSON.stringify(office.logged)).not.toContain('nobody')
})
