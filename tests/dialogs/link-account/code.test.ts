import { expect, test } from 'vitest'
import { createCodeBook, showCode } from '../../../src/dialogs/link-account/code.ts'
import { toChatId, toPortalUserId } from '../../../src/ports.ts'
import type { LinkAttempt } from '../../../src/store.ts'
import { createSeededRandom } from './office.ts'

const key = 'k'.repeat(32)
const random = createSeededRandom(7)
const book = createCodeBook(key, random)

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

test('codes are six digits of the injected randomness, zeros in front included', () => {
  const fixed = (value: number) =>
    createCodeBook(key, { integer: (below) => value % below, token: () => '' }).newCode()
  expect([fixed(0), fixed(42), fixed(999_999)]).toEqual(['000000', '000042', '999999'])
  const asked: number[] = []
  createCodeBook(key, { integer: (below) => asked.push(below), token: () => '' }).newCode()
  expect(asked).toEqual([1_000_000])
})

test('a code is shown in two groups that stay on one line', () => {
  expect(showCode('012345')).toBe('012\u00A0345')
})

test('an invite has more than 128 bits and fits a deep link', () => {
  expect(book.newInvite()).toMatch(/^[\w-]{22,64}$/)
  expect(new Set(Array.from({ length: 50 }, () => book.newInvite())).size).toBe(50)
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
  expect(() => createCodeBook(short, random)).toThrow(/LINK_CODE_SECRET must have at least 32 bytes/)
  expect(() => createCodeBook(short, random)).not.toThrow(new RegExp(short))
  expect(() => createCodeBook('я'.repeat(16), random)).not.toThrow()
})
