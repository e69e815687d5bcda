import { describe, expect, test } from 'vitest'
import { showUntil } from '../../../src/dialogs/link-account/moment.ts'
import { createDateWriter } from '../../../src/adapters/dates/writer.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import * as rules from '../../../src/dialogs/link-account/rules.ts'
import type { LinkCount } from '../../../src/store/links.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const now = Date.parse('2026-11-24T09:00:00Z')
const none: LinkCount = { times: 0, oldestAtMs: null, newestAtMs: null }

function happened(times: number, oldestMsAgo: number, newestMsAgo = oldestMsAgo): LinkCount {
  return { times, oldestAtMs: now - oldestMsAgo, newestAtMs: now - newestMsAgo }
}

function decide(
  chat: Partial<rules.ChatPast>,
  everybody: Partial<rules.EverybodysPast> = {},
): rules.RequestDecision {
  return rules.mayRequest(
    { requestsInHour: none, requestsInDay: none, wrongBurst: none, ...chat },
    { requestsBurst: none, wrongBurst: none, ...everybody },
    now,
  )
}

test('the numbers are those of the security rules', () => {
  expect(rules).toMatchObject({
    codeDigits: 6,
    attemptLifeMs: 10 * minute,
    triesPerCode: 5,
    cooldownMs: 60 * second,
    chatRequestsPerHour: { times: 3, perMs: hour },
    chatRequestsPerDay: { times: 5, perMs: 24 * hour },
    chatWrongPerDay: { times: 10, perMs: 24 * hour },
    chatClosedMs: 24 * hour,
    employeeCodesPerHour: { times: 3, perMs: hour },
    employeeCodesPerDay: { times: 5, perMs: 24 * hour },
    employeeFailuresMax: 100,
    allRequestsPerHour: { times: 30, perMs: hour },
    allWrongPerHour: { times: 200, perMs: hour },
    breakerMs: hour,
  })
})

describe('a request', () => {
  test.each([
    ['the first ever', {}, {}, { type: 'yes' }],
    ['59 s after the last', { requestsInHour: happened(1, 59_001) }, {}, { type: 'cooldown', seconds: 1 }],
    ['60 s after the last', { requestsInHour: happened(1, minute) }, {}, { type: 'yes' }],
    [
      'the fourth in an hour',
      { requestsInHour: happened(3, 50 * minute, 5 * minute) },
      {},
      { type: 'limit', untilMs: now + 10 * minute, entries: 'open' },
    ],
    [
      'over both limits waits for the later',
      {
        requestsInHour: happened(3, 50 * minute, 5 * minute),
        requestsInDay: happened(5, 20 * hour, 5 * minute),
      },
      {},
      { type: 'limit', untilMs: now + 4 * hour, entries: 'open' },
    ],
    [
      'of a chat that is closed',
      { wrongBurst: happened(10, 30 * hour, 23 * hour) },
      {},
      { type: 'limit', untilMs: now + hour, entries: 'closed' },
    ],
    ['of a chat that was closed', { wrongBurst: happened(10, 30 * hour, 24 * hour) }, {}, { type: 'yes' }],
    [
      'while too much is asked for',
      {},
      { requestsBurst: happened(30, 90 * minute, 40 * minute) },
      { type: 'limit', untilMs: now + 20 * minute, entries: 'open' },
    ],
    ['after that', {}, { requestsBurst: happened(30, 90 * minute, hour) }, { type: 'yes' }],
    [
      'while too much is guessed',
      {},
      { wrongBurst: happened(200, 90 * minute, 40 * minute) },
      { type: 'limit', untilMs: now + 20 * minute, entries: 'closed' },
    ],
    [
      'one short of every limit',
      {
        requestsInHour: happened(2, minute),
        requestsInDay: happened(4, minute),
        wrongBurst: happened(9, minute),
      },
      { requestsBurst: happened(29, minute), wrongBurst: happened(199, minute) },
      { type: 'yes' },
    ],
  ] as const)('%s', (_name, chat, everybody, decision) => {
    expect(decide(chat, everybody)).toEqual(decision)
  })
})

test.each([
  [{ sentInHour: 2, sentInDay: 4, failuresInARow: 99 }, true],
  [{ sentInHour: 3, sentInDay: 4, failuresInARow: 0 }, false],
  [{ sentInHour: 0, sentInDay: 5, failuresInARow: 0 }, false],
  [{ sentInHour: 0, sentInDay: 0, failuresInARow: 100 }, false],
])('an employee with the past %o may be sent a code: %s', (past, may) => {
  expect(rules.maySend(past)).toBe(may)
})

test('the minute that is named is never before the wait is over', () => {
  const writer = createDateWriter()
  const until = (iso: string, zone = 'Europe/Moscow') => showUntil(Date.parse(iso), now, zone, 'ru', writer)
  expect(until('2026-11-24T09:30:00.000Z')).toBe('12:30')
  expect(until('2026-11-24T09:30:00.001Z')).toBe('12:31')
  expect(until('2026-11-24T20:59:59.999Z')).toBe('00:00, 25\u00A0ноября')
  expect(until('2026-11-24T20:59:59.999Z', 'Europe/Kaliningrad')).toBe('23:00')
})

test('a wording with a mistake in it is not taken', () => {
  const wrong = new URL('../../../src/dialogs/link-account/dialog.yaml', import.meta.url)
  expect(() => loadLinkWording(wrong)).toThrow(/dialog\.yaml/)
})

test.each(['ru', 'en'] as const)('every text is there in %s, and the outside one has no code', (language) => {
  const wording = loadLinkWording()
  const values = { code: '123456', minutes: 2, who: 'Аня', url: 'https://t.me/bot', at: '24 ноября, 12:00' }
  expect(wording('code', language, values)).toContain('123456')
  expect(wording('code_outside', language, values)).not.toMatch(/\d{3}/)
  for (const key of ['code', 'invite', 'linked', 'unlinked', 'moved', 'dismissed', 'revoked'] as const) {
    expect(wording(key, language, values)).not.toMatch(/\{|\(—\)|: —/)
  }
})
