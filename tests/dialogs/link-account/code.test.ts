import { expect, test } from 'vitest'
import { createCodeBook, showCode } from '../../../src/dialogs/link-account/code.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { LinkAttempt } from '../../../src/store/links.ts'

const key = 'k'.repeat(32)
const book = createCodeBook(key)

function sent(code: string, more: Partial<LinkAttempt> = {}): LinkAttempt {
  const attempt: LinkAttempt = {
    id: 'attempt-1',
    chat: toChatId(71),
    email: null,
    employee: toPortalUserId(15),
    profile: { name: 'Анна Петрова', firstName: 'Анна', zone: null },
    codeDigest: null,
    inviteDigest: null,
    triesLeft: 5,
    requestedAtMs: 0,
    expiresAtMs: 1,
    ...more,
  }
  return { ...attempt, codeDigest: book.digest('code', code, attempt) }
}

test('codes are six digits, spread evenly, zeros in front included', () => {
  const codes = Array.from({ length: 20_000 }, (_, at) => book.codeOf(sent('', { id: `attempt-${at}` })))
  expect(codes.every((code) => /^[0-9]{6}$/.test(code))).toBe(true)
  for (const digit of '0123456789') {
    const share = codes.filter((code) => code.startsWith(digit)).length / codes.length
    expect(share).toBeGreaterThan(0.085)
    expect(share).toBeLessThan(0.115)
  }
})

test('an attempt has one code and one invite, however often they are asked for; another has others', () => {
  const attempt = sent('')
  expect([book.codeOf(attempt), book.inviteOf(attempt)]).toEqual([
    book.codeOf(attempt),
    book.inviteOf(attempt),
  ])
  const others = [{ id: 'attempt-2' }, { chat: toChatId(72) }, { employee: toPortalUserId(16) }].map((more) =>
    sent('', more),
  )
  expect(others.map((other) => book.inviteOf(other))).not.toContain(book.inviteOf(attempt))
  expect(createCodeBook('l'.repeat(32)).inviteOf(attempt)).not.toBe(book.inviteOf(attempt))
})

test('a code is shown in two groups that stay on one line', () => {
  expect(showCode('012345')).toBe('012\u00A0345')
})

test('an invite has more than 128 bits and fits a deep link', () => {
  expect(book.inviteOf(sent(''))).toMatch(/^[\w-]{22,64}$/)
  const invites = Array.from({ length: 50 }, (_, at) => book.inviteOf(sent('', { id: `attempt-${at}` })))
  expect(new Set(invites).size).toBe(50)
})

test('a digest holds for one code, one attempt, one chat and one employee', () => {
  const attempt = sent('123456')
  expect(book.matches('code', '123456', attempt)).toBe(true)
  expect(book.matches('code', '123457', attempt)).toBe(false)
  expect(book.matches('invite', '123456', { ...attempt, inviteDigest: attempt.codeDigest })).toBe(false)
  expect(book.matches('code', '123456', { ...attempt, id: 'attempt-2' })).toBe(false)
  expect(book.matches('code', '123456', { ...attempt, chat: toChatId(72) })).toBe(false)
  expect(book.matches('code', '123456', { ...attempt, employee: toPortalUserId(16) })).toBe(false)
})

test('what is bound cannot be shifted from one part to the next', () => {
  const one = sent('123456', { chat: toChatId(71), employee: toPortalUserId(15) })
  const other = sent('123456', { chat: toChatId(711), employee: toPortalUserId(5) })
  expect(one.codeDigest).not.toBe(other.codeDigest)
  expect(sent('23456', { employee: toPortalUserId(151) }).codeDigest).not.toBe(one.codeDigest)
})

test('nothing fits an attempt that was never sent a code or belongs to nobody', () => {
  const attempt = sent('123456')
  expect(book.matches('code', '123456', { ...attempt, codeDigest: null })).toBe(false)
  expect(book.matches('code', '123456', { ...attempt, codeDigest: '' })).toBe(false)
  expect(book.matches('code', '123456', { ...attempt, codeDigest: 'c0de' })).toBe(false)
  const nobodys = { ...attempt, employee: null }
  const digest = book.digest('code', '123456', nobodys)
  expect(book.matches('code', '123456', { ...nobodys, codeDigest: digest })).toBe(false)
})

test('a key of fewer than 32 bytes is refused without being repeated', () => {
  const short = 'короткий-ключ'
  expect(() => createCodeBook(short)).toThrow(/LINK_CODE_SECRET must have at least 32 bytes/)
  expect(() => createCodeBook(short)).not.toThrow(new RegExp(short))
  expect(() => createCodeBook('я'.repeat(16))).not.toThrow()
})
