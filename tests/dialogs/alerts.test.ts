import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import { createAlert, firstAmong, type AlertDeps } from '../../src/dialogs/alerts.ts'
import { toChatId } from '../../src/ports/identity.ts'
import { testClock } from '../support/clock.ts'

function watch(chat: number | null, isFirst?: AlertDeps['isFirst'], clock = testClock()) {
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
    ...(isFirst !== undefined && { isFirst }),
    log: (entry) => logged.push(entry),
  })
  return { clock, sent, logged, alert }
}

test.each([
  ['portal_webhook', 'tasks.task.add', 'впишите его в BITRIX24_WEBHOOK'],
  ['portal_scope', 'calendar (calendar.event.add)', 'не выдано право calendar (calendar.event.add)'],
  ['portal_plan', 'user.get', 'подписка «Маркет»'],
  ['portal_owner', 'tasks.task.add', 'отказал владельцу вебхука в tasks.task.add'],
  ['portal_method', 'task.commentitem.add', 'нет метода task.commentitem.add'],
  ['portal_confirmation', 'user.get', 'Подтвердите запрос'],
  ['portal_https', 'user.get', 'только по https'],
  ['portal_blocked', 'user.get', 'напишите в поддержку Битрикс24'],
  ['portal_closed', 'user.get', 'закрыт или удалён'],
  ['portal_moved', 'user.get', 'другой адрес'],
  ['portal_renamed', 'user.get', 'сменил адрес'],
  ['portal_operating', 'tasks.task.list', 'Метод tasks.task.list исчерпал'],
  ['portal_drive', 'disk.folder.uploadfile', 'на Диске нет места'],
  ['telemost_token', 'telemost: 401 Unauthorized', 'TELEMOST_OAUTH_TOKEN'],
  ['telemost_restricted', 'telemost: 403', 'Яндекс 360'],
  ['nobody_active', 'user.get', 'никто не отключён'],
  ['service_needs_admin', 'bitrix.tasks.add: no filter', 'bitrix.tasks.add: no filter'],
] as const)('%s: the administrator is told in words what to do', (problem, detail, words) => {
  const { alert, sent, logged } = watch(7)
  alert(problem, detail)
  expect(sent).toEqual([expect.stringContaining(words)])
  expect(logged).toEqual([expect.objectContaining({ problem, detail })])
})

test('one cause that fails many methods is told once in ten minutes, another cause at once', () => {
  const { alert, sent, clock } = watch(7)
  alert('portal_webhook', 'tasks.task.list')
  alert('portal_webhook', 'calendar.event.get')
  alert('portal_closed', 'calendar.event.get')
  clock.advance(9 * 60_000)
  alert('portal_webhook', 'user.get')
  expect(sent).toHaveLength(2)
  clock.advance(60_000)
  alert('portal_webhook', 'user.get')
  expect(sent).toHaveLength(3)
})

test('a portal that has moved and still answers is told of once a day', () => {
  const { alert, sent, clock } = watch(7)
  for (let hours = 0; hours < 24; hours += 1) {
    alert('portal_renamed', 'user.get')
    clock.advance(60 * 60_000)
  }
  expect(sent).toHaveLength(1)
  alert('portal_renamed', 'user.get')
  expect(sent).toHaveLength(2)
})

test.each(['portal_busy', 'portal_silent'] as const)(
  '%s: what passes by itself is told only when it lasts',
  (problem) => {
    const { alert, sent, logged, clock } = watch(7)
    alert(problem, 'tasks.task.list')
    alert(problem, 'tasks.task.list')
    alert(problem, 'tasks.task.list')
    clock.advance(11 * 60_000)
    alert(problem, 'tasks.task.list')
    clock.advance(60_000)
    alert(problem, 'tasks.task.list')
    expect(logged).toEqual([])
    clock.advance(60_000)
    alert(problem, 'tasks.task.list')
    expect(sent).toEqual([expect.stringContaining('уже несколько минут')])
  },
)

test('the same problem is not repeated in the chat for ten minutes, but always in the log', () => {
  const { alert, sent, logged, clock } = watch(7)
  for (let at = 0; at < 5; at += 1) alert('bot_refused', '401')
  clock.advance(10 * 60_000)
  alert('bot_refused', '401')
  expect(sent).toHaveLength(2)
  expect(logged).toHaveLength(6)
})

test('two processes on one database tell of the same problem once in ten minutes, whichever meets it first', async () => {
  const clock = testClock()
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'alerts-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const url = `sqlite:${folder}/bot.db`
  const answers: Promise<boolean>[] = []
  const told = await Promise.all(
    [1, 2].map(async () => {
      const { buckets } = stack.use(await openStore({ url, clock }))
      const asks: typeof ask = (...what) => {
        const answer = ask(...what)
        answers.push(answer)
        return answer
      }
      const ask = firstAmong(buckets)
      return watch(7, asks, clock)
    }),
  )
  const meet = async (...at: readonly number[]) => {
    for (const nth of at) told[nth]?.alert('portal_webhook', 'user.get')
    await Promise.all(answers)
    return told.map(({ sent }) => sent.length).reduce((sum, one) => sum + one)
  }
  expect(await meet(0, 1, 0, 1)).toBe(1)
  clock.advance(9 * 60_000)
  expect(await meet(0, 1)).toBe(1)
  clock.advance(60_000)
  expect(await meet(1, 0)).toBe(2)
  expect(told.map(({ logged }) => logged.length)).toEqual([4, 4])
})

test('with the database away an alert is said all the same', async () => {
  const { alert, sent } = watch(7, () => Promise.reject(new Error('away')))
  alert('bot_refused', '401')
  await Promise.resolve().then(() => Promise.resolve())
  expect(sent).toHaveLength(1)
})

test('without a chat for alerts there is the log', () => {
  const { alert, sent, logged } = watch(null)
  alert('linking_many_wrong_codes', '')
  expect(sent).toEqual([])
  expect(logged).toHaveLength(1)
})
