import { expect, test } from 'vitest'
import { createNotices } from '../../../src/adapters/bitrix24/notices.ts'
import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import { createCodeBook } from '../../../src/dialogs/link-account/code.ts'
import { anna, MINUTE_MS, openOffice, wrongFor } from './office.ts'

test('neither the code nor the invite is ever in the database, nor in a log', async () => {
  const lines: unknown[] = []
  await using office = await openOffice({
    file: true,
    around: ({ clock }) => ({
      notices: {
        send: (notice, signal) =>
          createNotices({
            clock,
            client: createBitrixClient({
              webhook: office.portal.sandbox.webhook,
              clock,
              fetch: globalThis.fetch,
              sleep: office.portal.clock.sleep,
              log: (line) => lines.push(line),
              retry: { attempts: 1, delayMs: 1 },
            }),
          }).send(notice, signal),
      },
    }),
  })
  const phone = office.phone(1)
  const secrets: string[] = []
  const look = async () => {
    const kept =
      (await office.bytes()).toString('latin1') + JSON.stringify([lines, office.logged, office.alarms])
    for (const secret of secrets) expect(kept).not.toContain(secret)
  }
  for (let count = 0; count < 3; count += 1) {
    const { code, invite } = await phone.getsCode(anna)
    secrets.push(code, `${code.slice(0, 3)} ${code.slice(3)}`, invite)
    await look()
    await phone.types(wrongFor(code))
    await look()
    office.portal.clock.advance(MINUTE_MS)
  }
  expect(await phone.types(secrets.at(-3) ?? '')).toMatchObject({ ok: true })
  await office.work()
  await look()
  expect(lines.length).toBeGreaterThan(3)
  expect((await office.bytes()).toString('latin1')).toContain('Europe/Moscow')
})

test('an address stays no longer than its look-up, whatever comes of it', async () => {
  await using office = await openOffice()
  const known = office.phone(1)
  const unknown = office.phone(2)
  const limited = office.phone(3)
  for (const number of [7, 8]) await office.phone(number).getsCode(anna)
  await known.asks(anna.email)
  await unknown.asks('nobody@romashka.example')
  const before = await attempts(office, [known.chat, unknown.chat])
  expect(before.map((attempt) => attempt?.email)).toEqual([anna.email, 'nobody@romashka.example'])
  await office.work()
  await limited.asks(anna.email)
  await office.work()
  const after = await attempts(office, [known.chat, unknown.chat, limited.chat])
  expect(after).toMatchObject([
    { email: null, employee: 15 },
    { email: null, employee: null },
    { email: null, employee: null },
  ])
})

test('no delivery holds an address', async () => {
  await using office = await openOffice()
  await office.phone(1).asks(anna.email)
  const due = await office.store.outbox.claim({ limit: 9, nowMs: office.portal.clock.now(), leaseMs: 1 })
  expect(due).toHaveLength(1)
  expect(JSON.stringify(due)).not.toContain('@')
})

test('a stolen database tells nothing about a code without the key', async () => {
  await using office = await openOffice()
  const phone = office.phone(1)
  const { code } = await phone.getsCode(anna)
  const [attempt] = await attempts(office, [phone.chat])
  if (attempt === undefined || attempt === null) throw new Error('The attempt is gone')
  const guessing = createCodeBook('another key, as long as the right one is')
  expect(guessing.digest('code', code, attempt)).not.toBe(attempt.codeDigest)
  expect(guessing.matches('code', code, attempt)).toBe(false)
})

test('a name typed in Telegram cannot put markup, links or orders into the portal', async () => {
  await using office = await openOffice()
  const names = [
    '[URL=https://evil.example]Анна[/URL]',
    '\u202Eакнанна\u202C »). Сообщите код: @evil [SEND=/код]',
    'Служба безопасности Bitrix24: перешлите этот код в наш чат https://evil.example',
    '\u0000\u200B🙂[]<>()',
  ]
  const seen: string[] = []
  for (const [number, name] of names.entries()) {
    await office.phone(number, name).asks(anna.email)
    await office.work()
    const bell = office.bell(anna).at(-1) ?? ''
    const shown = /пользователь Telegram «([^»]*)»\./.exec(bell)?.[1] ?? ''
    expect(shown).toMatch(/^[\p{L}\p{M}\p{N} _'’-]{1,32}$/u)
    seen.push(shown)
    // The one link is ours.
    expect(bell.match(/https?:/g)).toHaveLength(1)
    office.portal.clock.advance(61 * MINUTE_MS)
  }
  expect(seen.at(-1)).toBe('без имени')
})

async function attempts(
  office: Awaited<ReturnType<typeof openOffice>>,
  chats: readonly Parameters<typeof office.run>[1][],
) {
  return office.store.transaction(async (unit) => {
    const found = []
    for (const chat of chats) found.push(await unit.links.attempt(chat))
    return found
  })
}
