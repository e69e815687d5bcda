import { expect, test } from 'vitest'
import type { Notices } from '../../../src/ports/employees.ts'
import { anna, igor, MINUTE_MS, openOffice, secretsIn } from './office.ts'

/** Does what it is told, and then the process is gone. */
function dyingAfter(notices: Notices, times: number): Notices {
  let left = times
  return {
    async send(notice, signal) {
      const outcome = await notices.send(notice, signal)
      if (left === 0) return outcome
      left -= 1
      throw new Error('killed')
    },
  }
}

function busy(notices: Notices, times: number): Notices {
  let left = times
  return {
    async send(notice, signal) {
      if (left === 0) return notices.send(notice, signal)
      left -= 1
      return { ok: false, reason: 'temporary' }
    },
  }
}

test('a crash after the notice and before its commit sends the same code again, and it works', async () => {
  await using office = await openOffice({ around: ({ notices }) => ({ notices: dyingAfter(notices, 1) }) })
  const phone = office.phone(1)
  await phone.asks(anna.email)
  await expect(office.work()).rejects.toThrow('killed')
  const lost = secretsIn(office.bell(anna))
  // The lease of whoever died runs out.
  office.portal.clock.advance(2 * MINUTE_MS)
  await office.work()
  const found = secretsIn(office.bell(anna))
  expect(office.bell(anna)).toHaveLength(1)
  expect(found).toEqual(lost)
  expect(await phone.types(found.code)).toMatchObject({ ok: true })
})

test('crash after crash is one sending to the employee’s limit, and leaves one notice whose code works', async () => {
  await using office = await openOffice({ around: ({ notices }) => ({ notices: dyingAfter(notices, 3) }) })
  const phone = office.phone(1)
  await phone.asks(anna.email)
  for (let crash = 0; crash < 3; crash += 1) {
    await expect(office.work()).rejects.toThrow('killed')
    office.portal.clock.advance(2 * MINUTE_MS)
  }
  await office.work()
  expect([await office.count('sent'), await office.count('withheld')]).toEqual([1, 0])
  expect(office.bell(anna)).toHaveLength(1)
  expect(await phone.types(secretsIn(office.bell(anna)).code)).toMatchObject({ ok: true })
})

test('a sending that surely failed does not use up the employee’s limit', async () => {
  await using office = await openOffice({ around: ({ notices }) => ({ notices: busy(notices, 4) }) })
  const phone = office.phone(1)
  await phone.asks(anna.email)
  for (let round = 0; round < 5; round += 1) {
    expect(office.bell(anna)).toEqual([])
    await office.work()
    office.portal.clock.advance(1_000)
  }
  expect([await office.count('sent'), await office.count('not_sent')]).toEqual([5, 4])
  expect(await phone.types(secretsIn(office.bell(anna)).code)).toMatchObject({ ok: true })
})

test('a sending in doubt counts once, and the repeat leaves one notice whose code works', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  office.portal.sandbox.fault({ kind: 'apply-then-cut', method: 'im.notify.system.add', times: 1 })
  await phone.asks(anna.email)
  await office.work()
  office.portal.clock.advance(2 * MINUTE_MS)
  await office.work()
  expect([await office.count('sent'), await office.count('not_sent')]).toEqual([1, 0])
  expect(office.bell(anna)).toHaveLength(1)
  expect(await phone.types(secretsIn(office.bell(anna)).code)).toMatchObject({ ok: true })
})

test('a notice the portal does not show is no code sent', async () => {
  await using office = await openOffice()
  office.portal.sandbox.modes.notices = 'false'
  const phone = office.phone(1)
  await phone.asks(anna.email)
  expect(await office.deliver(phone)).toEqual({ ok: true, value: null })
  expect([await office.count('sent'), await office.count('not_sent')]).toEqual([1, 1])
  expect(office.logged).toMatchObject([{ message: 'a link code did not arrive', why: 'undelivered' }])
  expect(await phone.types('000000')).toMatchObject({ reason: 'wrong' })
})

test('a look-up that comes back after another was asked for sends nothing', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  await phone.asks(anna.email)
  office.portal.clock.advance(MINUTE_MS)
  await phone.asks(igor.email)
  await office.work()
  expect(office.bell(anna)).toEqual([])
  expect(await office.count('sent')).toBe(1)
  expect(await phone.types(secretsIn(office.bell(igor)).code)).toMatchObject({ value: { name: 'Игорь Ким' } })
})

test('a portal that wakes up after the attempt has expired bothers nobody', async () => {
  await using office = await openOffice()
  office.portal.sandbox.fault({ kind: 'cut', times: 3 })
  await office.phone(1).asks(anna.email)
  await office.work()
  office.portal.clock.advance(10 * MINUTE_MS)
  await office.work()
  expect(office.bell(anna)).toEqual([])
})

test('a webhook that may not see addresses makes no code, and says that an administrator is needed', async () => {
  await using office = await openOffice({
    around: () => ({
      directory: {
        findByEmail: async () => ({
          ok: false,
          reason: 'config',
          detail: 'user.get: the scope hides e-mail addresses',
        }),
      },
    }),
  })
  const phone = office.phone(1)
  await phone.asks(anna.email)
  expect(await office.deliver(phone)).toMatchObject({ ok: false, reason: 'config' })
  const attempt = await office.store.transaction((unit) => unit.links.attempt(phone.chat))
  expect(attempt).toMatchObject({ email: null, employee: null })
  expect(await phone.types('000000')).toMatchObject({ reason: 'wrong', data: { left: 4 } })
})

test('a turn that is rolled back after the code fitted leaves the code good', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code } = await phone.getsCode(anna)
  const service = office.services.get('link.confirm')
  if (service?.type !== 'local') throw new Error('link.confirm is local')
  const request = {
    service: 'link.confirm',
    input: { code, invite: null },
    operation: '1:1:1',
    repeated: false,
    chat: phone.chat,
    sender: { firstName: 'Анна' },
    actor: null,
    language: 'ru',
    nowMs: office.portal.clock.now(),
  } as const
  const turn = office.store.transaction(async (unit) => {
    expect(await service.run(request, unit)).toMatchObject({ ok: true })
    throw new Error('killed')
  })
  await expect(turn).rejects.toThrow('killed')
  expect(await office.count('linked')).toBe(0)
  expect(await phone.types(code)).toMatchObject({ ok: true })
})
