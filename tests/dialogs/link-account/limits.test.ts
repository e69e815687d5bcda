import { expect, test } from 'vitest'
import { unlockEmployee } from '../../../src/dialogs/link-account/endings.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { anna, DAY_MS, HOUR_MS, igor, MINUTE_MS, openOffice, petr, wrongFor } from './office.ts'
import type { Office, Phone } from './office.ts'

/** The sandbox day begins at 12:00 in Moscow. */
const stranger = 'nobody@romashka.example'
const ok: Outcome = { ok: true, value: null }

async function fails(phone: Phone, code: string, times: number): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (let count = 0; count < times; count += 1) outcomes.push(await phone.types(code))
  return outcomes
}

function reasonsOf(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason))
}

/** What an administrator or a lucky day did before, without the clicks. */
async function recall(office: Office, event: 'wrong' | 'requested', times: number, employee: number | null) {
  await office.store.transaction(async (unit) => {
    for (let count = 0; count < times; count += 1) {
      await unit.links.audit(event, {
        chat: office.phone(5_000 + count).chat,
        employee: employee === null ? null : toPortalUserId(employee),
        atMs: office.portal.clock.now(),
      })
    }
  })
}

test('a code lives ten minutes from the request', async () => {
  await using office = await openOffice()
  const [late, early] = [office.phone(1), office.phone(2)]
  const { code: good } = await early.getsCode(anna)
  const { code } = await late.getsCode(igor)
  office.portal.clock.advance(10 * MINUTE_MS - 1)
  expect(await early.types(good)).toMatchObject({ ok: true })
  office.portal.clock.advance(1)
  expect(await late.types(code)).toEqual({ ok: false, reason: 'expired' })
})

test('a code dies with the fifth wrong try, and the invite with it', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code, invite } = await phone.getsCode(anna)
  expect(await fails(phone, wrongFor(code), 5)).toEqual([
    { ok: false, reason: 'wrong', data: { left: 4 } },
    { ok: false, reason: 'wrong', data: { left: 3 } },
    { ok: false, reason: 'wrong', data: { left: 2 } },
    { ok: false, reason: 'wrong', data: { left: 1 } },
    { ok: false, reason: 'dead' },
  ])
  expect(await phone.types(code)).toEqual({ ok: false, reason: 'dead' })
  expect(await phone.opens(invite)).toEqual({ ok: false, reason: 'stale_invite' })
  expect(await office.count('wrong')).toBe(5)
})

test('a new code may be asked for after sixty seconds', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  expect(await phone.asks(stranger)).toEqual(ok)
  office.portal.clock.advance(20_001)
  expect(await phone.asks(anna.email)).toEqual({ ok: false, reason: 'cooldown', data: { seconds: 40 } })
  office.portal.clock.advance(39_999)
  expect(await phone.asks(stranger)).toEqual(ok)
})

test('a chat gets three codes an hour, and is told the minute after which the next will do', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  office.portal.clock.advance(1_000)
  for (let count = 0; count < 3; count += 1) {
    expect(await phone.asks(stranger)).toEqual(ok)
    office.portal.clock.advance(12 * MINUTE_MS)
  }
  expect(await phone.asks(anna.email)).toEqual({ ok: false, reason: 'limit', data: { until: '13:01' } })
  office.portal.clock.advance(24 * MINUTE_MS)
  expect(await phone.asks(stranger)).toEqual(ok)
})

test('a chat over its limit keeps the code it still has', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.asks(stranger)
  office.portal.clock.advance(MINUTE_MS)
  await phone.asks(stranger)
  office.portal.clock.advance(MINUTE_MS)
  const { code } = await phone.getsCode(anna)
  office.portal.clock.advance(MINUTE_MS)
  expect(await phone.asks(igor.email)).toEqual({
    ok: false,
    reason: 'limit_kept',
    data: { until: '13:00' },
  })
  expect(await phone.types(code)).toMatchObject({ ok: true })
})

test('a chat gets five codes a day', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  for (let count = 0; count < 5; count += 1) {
    expect(await phone.asks(stranger)).toEqual(ok)
    office.portal.clock.advance(2 * HOUR_MS)
  }
  expect(await phone.asks(stranger)).toEqual({
    ok: false,
    reason: 'limit',
    data: { until: '12:00, 25\u00A0ноября' },
  })
  office.portal.clock.advance(14 * HOUR_MS)
  expect(await phone.asks(stranger)).toEqual(ok)
})

test('ten wrong codes in a day close the chat for twenty-four hours, for the right code too', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const first = await phone.getsCode(anna)
  await fails(phone, wrongFor(first.code), 5)
  office.portal.clock.advance(5 * HOUR_MS)
  const second = await phone.getsCode(anna)
  expect(reasonsOf(await fails(phone, wrongFor(second.code), 4))).toEqual(Array(4).fill('wrong'))
  const closed = { ok: false, reason: 'closed', data: { until: '17:00, 25\u00A0ноября' } }
  expect(await phone.types(wrongFor(second.code))).toEqual(closed)
  expect(await phone.types(second.code)).toEqual(closed)
  expect(await phone.opens(second.invite)).toEqual(closed)
  office.portal.clock.advance(20 * HOUR_MS)
  expect(await phone.asks(anna.email)).toEqual({ ok: false, reason: 'limit', data: { until: '17:00' } })
  office.portal.clock.advance(4 * HOUR_MS)
  expect(await phone.links(anna)).toMatchObject({ ok: true })
})

test('an employee is sent three codes an hour, whichever chats ask', async () => {
  await using office = await openOffice()
  for (let chat = 1; chat <= 6; chat += 1) {
    expect(await office.phone(chat).asks(anna.email)).toEqual(ok)
    await office.work()
  }
  expect(await office.count('sent')).toBe(3)
  expect(await office.count('withheld')).toBe(3)
  const sent = office.portal.sandbox.requests.filter(({ method }) => method === 'im.notify.system.add')
  expect(sent).toHaveLength(3)
  office.portal.clock.advance(HOUR_MS)
  expect(await office.phone(9).links(anna)).toMatchObject({ ok: true })
})

test('an employee is sent five codes a day, and finds one notice of them all', async () => {
  await using office = await openOffice()
  for (let chat = 1; chat <= 12; chat += 1) {
    await office.phone(chat).asks(anna.email)
    await office.work()
    office.portal.clock.advance(HOUR_MS)
  }
  expect(await office.count('sent')).toBe(5)
  expect(office.bell(anna)).toHaveLength(1)
  office.portal.clock.advance(12 * HOUR_MS)
  expect(await office.phone(20).links(anna)).toMatchObject({ ok: true })
})

test('asking at the same moment from many chats makes no more notices', async () => {
  await using office = await openOffice()
  const phones = Array.from({ length: 10 }, (_, index) => office.phone(index))
  await Promise.all(phones.map((phone) => phone.asks(anna.email)))
  await office.work()
  expect(await office.count('sent')).toBe(3)
})

test('a hundred wrong codes in a row close an employee until an administrator helps', async () => {
  await using office = await openOffice()
  await recall(office, 'wrong', 95, anna.id)
  office.portal.clock.advance(2 * HOUR_MS)
  const [attacker, owner] = [office.phone(1), office.phone(2)]
  const stolen = await attacker.getsCode(anna)
  const own = await owner.getsCode(anna)
  await fails(attacker, wrongFor(stolen.code), 5)
  expect(office.alarms).toEqual([{ type: 'employee_closed', employee: 15 }])
  // The right code is refused, and by its answer no different from a wrong one.
  expect(await owner.types(own.code)).toEqual({ ok: false, reason: 'wrong', data: { left: 4 } })
  expect(await owner.opens(own.invite)).toEqual({ ok: false, reason: 'stale_invite' })
  office.portal.clock.advance(30 * DAY_MS)
  expect(await owner.asks(anna.email)).toEqual(ok)
  await office.work()
  expect(await office.count('withheld')).toBe(1)
  const { store, portal } = office
  await store.transaction((unit) => unlockEmployee(unit, toPortalUserId(15), portal.clock.now()))
  portal.clock.advance(2 * MINUTE_MS)
  expect(await owner.links(anna)).toMatchObject({ ok: true })
})

test('guesses spread over many chats are counted against the employee', async () => {
  await using office = await openOffice()
  let phones = 0
  while ((await office.count('wrong')) < 100 && phones < 40) {
    const phone = office.phone((phones += 1))
    const sent = await office.count('sent')
    await phone.asks(anna.email)
    await office.work()
    if ((await office.count('sent')) > sent) await fails(phone, 'не код', 5)
    office.portal.clock.advance(DAY_MS / 5)
  }
  expect(phones).toBe(20)
  expect(office.alarms).toEqual([{ type: 'employee_closed', employee: 15 }])
  office.portal.clock.advance(DAY_MS)
  await office.phone(999).asks(anna.email)
  await office.work()
  expect(await office.count('withheld')).toBe(1)
})

test('thirty codes in an hour stop linking for everybody for an hour, and the administrator is told', async () => {
  await using office = await openOffice()
  const waiting = office.phone(1)
  const { code } = await waiting.getsCode(anna)
  await recall(office, 'requested', 28, null)
  expect(await office.phone(2).asks(stranger)).toEqual(ok)
  expect(office.alarms).toEqual([{ type: 'too_many_requests' }])
  const refused = { ok: false, reason: 'limit', data: { until: '13:00' } }
  expect(await office.phone(3).asks(igor.email)).toEqual(refused)
  expect(await office.phone(4).asks(stranger)).toEqual(refused)
  // Whoever has a code already can still use it.
  expect(await waiting.types(code)).toMatchObject({ ok: true })
  office.portal.clock.advance(HOUR_MS - 1)
  expect(await office.phone(3).asks(igor.email)).toMatchObject({ reason: 'limit' })
  office.portal.clock.advance(1)
  expect(await office.phone(3).links(igor)).toMatchObject({ ok: true })
})

test('two hundred wrong codes in an hour stop everybody’s codes for an hour', async () => {
  await using office = await openOffice()
  const [attacker, owner, late] = [office.phone(1), office.phone(2), office.phone(3)]
  const { code } = await owner.getsCode(anna)
  await attacker.getsCode(igor)
  await late.asks(petr.email)
  await recall(office, 'wrong', 199, null)
  const closed = { ok: false, reason: 'closed', data: { until: '13:00' } }
  expect(await attacker.types('не код')).toEqual(closed)
  expect(office.alarms).toEqual([{ type: 'too_many_wrong_codes' }])
  expect(await owner.types(code)).toEqual(closed)
  expect(await office.phone(4).asks(stranger)).toEqual({ ...closed, reason: 'limit' })
  // What had been asked for before is quietly not sent.
  await office.work()
  expect(office.bell(petr)).toEqual([])
  office.portal.clock.advance(HOUR_MS)
  expect(await office.phone(4).links(petr)).toMatchObject({ ok: true })
})

test('only addresses of the company’s domains are taken, and saying so costs no request', async () => {
  await using office = await openOffice({ allowedDomains: ['Romashka.example', ' romashka.test '] })
  const phone = office.phone(1)
  expect(await phone.asks('anna@gmail.example')).toEqual({
    ok: false,
    reason: 'domain',
    data: { domains: '@romashka.example, @romashka.test' },
  })
  expect(await phone.asks('anna@evil-romashka.example')).toMatchObject({ reason: 'domain' })
  expect(await phone.asks('anna@romashka.example@evil.example')).toMatchObject({ reason: 'domain' })
  expect(await office.count('requested')).toBe(0)
  expect(await phone.links(anna)).toMatchObject({ ok: true })
})
