/** What a person has done through the assistant is no news to them. */
import { expect, test } from 'vitest'
import { annaId, at, meeting, noDigests, task } from '../rules/people.ts'
import { annasChat, openOffice, type Office } from './office.ts'

async function does(office: Office, service: string, object: string, outcome = 'done'): Promise<void> {
  const atMs = office.clock.now()
  const id = `${service}:${object}:${atMs}`
  await office.store.transaction(async (unit) => {
    await unit.actions.begin({ id, chat: annasChat, employee: annaId, service, object, atMs })
    await unit.actions.end(id, outcome, atMs)
    await unit.links.replan(annasChat)
  })
}

const heads = async (office: Office) => (await office.texts()).map((text) => text.split('.')[0])

test('a meeting they moved themselves after a reminder is not announced back, the new time is reminded of', async () => {
  await using office = await openOffice('2026-11-24 14:30')
  await office.settings(noDigests)
  office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
  await office.passTo('2026-11-24 14:50')
  office.events = [meeting(501, '2026-11-24 17:00', '2026-11-24 18:00')]
  await does(office, 'bitrix.events.change', 'event:501')
  await office.passTo('2026-11-24 16:46')
  expect((await office.texts()).map((text) => text.split('\n')[0])).toEqual([
    '⏰ Через 15 минут — «Показ клиенту»',
    '⏰ Через 15 минут — «Показ клиенту»',
  ])
})

test('nor is one they called off; one that was called off in vain is', async () => {
  for (const [outcome, notices] of [
    ['done', 0],
    ['not_organiser', 1],
  ] as const) {
    await using office = await openOffice('2026-11-24 14:30')
    await office.settings(noDigests)
    office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
    await office.passTo('2026-11-24 14:50')
    office.events = []
    await does(office, 'bitrix.events.cancel', 'event:501', outcome)
    await office.passTo('2026-11-24 14:59')
    expect((await office.texts()).slice(1)).toHaveLength(notices)
  }
})

test('when somebody else moves it once more, that is news', async () => {
  await using office = await openOffice('2026-11-24 14:30')
  await office.settings(noDigests)
  office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
  await office.passTo('2026-11-24 14:50')
  office.events = [meeting(501, '2026-11-24 17:00', '2026-11-24 18:00')]
  await does(office, 'bitrix.events.change', 'event:501')
  await office.passTo('2026-11-24 15:00')
  office.events = [meeting(501, '2026-11-24 19:00', '2026-11-24 20:00')]
  await office.passTo('2026-11-24 15:10')
  expect((await office.texts()).slice(1)).toEqual([
    '📌 Встреча перенесена: «Показ клиенту». Было: сегодня, 17:00. Стало: сегодня, 19:00–20:00.',
  ])
})

test('a meeting the morning digest has shown is told of when it is moved or called off', async () => {
  await using office = await openOffice('2026-11-24 07:50')
  office.events = [
    meeting(501, '2026-11-24 15:00', '2026-11-24 16:00'),
    meeting(502, '2026-11-24 17:00', '2026-11-24 18:00', { title: 'Планёрка' }),
  ]
  await office.passTo('2026-11-24 08:01')
  office.events = [meeting(501, '2026-11-24 12:00', '2026-11-24 13:00')]
  await office.passTo('2026-11-24 08:30')
  expect(new Set((await heads(office)).slice(1))).toEqual(
    new Set(['📌 Встреча отменена: «Планёрка», сегодня, 17:00', '📌 Встреча перенесена: «Показ клиенту»']),
  )
})

test('a meeting that nothing has mentioned yet is moved without a word', async () => {
  await using office = await openOffice('2026-11-24 09:00')
  office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
  await office.passTo('2026-11-24 09:10')
  office.events = [meeting(501, '2026-11-24 12:00', '2026-11-24 13:00')]
  await office.passTo('2026-11-24 09:30')
  expect(await office.texts()).toEqual([])
})

test('a task they have just made for tomorrow is not reminded of at once', async () => {
  await using office = await openOffice('2026-11-24 16:00')
  await office.settings(noDigests)
  office.tasks = [task(8, '2026-11-25 15:00')]
  await does(office, 'bitrix.tasks.add', 'task:8')
  await office.passTo('2026-11-24 23:00')
  expect(await office.texts()).toEqual([])
  await office.passTo('2026-11-25 08:01')
  expect((await office.texts()).join()).toContain('📌 Сегодня срок: «Задача 8»')
})

test('nor is a deadline they have just moved to tomorrow', async () => {
  await using office = await openOffice('2026-11-24 09:00')
  await office.settings(noDigests)
  await office.tickAt('2026-11-24 15:01')
  const old = { deadlineSetAtMs: at('2026-11-01 10:00') }
  office.tasks = [task(8, '2026-11-25 15:00', old), task(9, '2026-11-25 15:30', old)]
  await does(office, 'bitrix.tasks.deadline', 'task:8')
  await office.passTo('2026-11-24 15:45')
  const texts = await office.texts()
  expect(texts).toHaveLength(1)
  expect(texts[0]).toContain('Задача 9')
  expect(texts[0]).not.toContain('Задача 8')
})
