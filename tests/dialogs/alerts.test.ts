import { expect, test } from 'vitest'
import { createAlert } from '../../src/dialogs/alerts.ts'
import { toChatId } from '../../src/ports.ts'
import { testClock } from '../support/clock.ts'

function watch(chat: number | null) {
  const clock = testClock()
  const sent: string[] = []
  const logged: unknown[] = []
  const alert = createAlert({
    messenger: {
      send: async (_chat, message) => {
        sent.push(message.text)
        return { type: 'done', messageId: 1 }
      },
    },
    chat: chat === null ? null : toChatId(chat),
    language: 'ru',
    clock,
    log: (entry) => logged.push(entry),
  })
  return { clock, sent, logged, alert }
}

test('the administrator is told in words what to do', () => {
  const { alert, sent, logged } = watch(7)
  alert('service_needs_admin', 'bitrix.tasks.add: no_auth')
  expect(sent).toEqual([expect.stringContaining('(bitrix.tasks.add: no_auth). Проверьте вебхук')])
  expect(logged).toEqual([expect.objectContaining({ problem: 'service_needs_admin' })])
})

test('the same problem is not repeated in the chat for ten minutes, but always in the log', () => {
  const { alert, sent, logged, clock } = watch(7)
  for (let at = 0; at < 5; at += 1) alert('bot_refused', '401')
  clock.advance(10 * 60_000)
  alert('bot_refused', '401')
  expect(sent).toHaveLength(2)
  expect(logged).toHaveLength(6)
})

test('without a chat for alerts there is the log', () => {
  const { alert, sent, logged } = watch(null)
  alert('linking_many_wrong_codes', '')
  expect(sent).toEqual([])
  expect(logged).toHaveLength(1)
})
