/** Between what somebody is shown and what they press, what they may can change: then nothing is done. */
import { describe, expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { shows } from './event-talk.ts'
import { atCard } from './task-talk.ts'

const writes = /\.(?:add|update|delete|complete|start|pause|defer|renew|approve|disapprove|delegate|attach)$/

function written(world: World): readonly string[] {
  return world.portal.requests.map(({ method }) => method).filter((method) => writes.test(method))
}

/** A task of Анна's own making and doing: she may do everything to it. */
function ownTask(world: World): number {
  return world.portal.addTask({
    title: 'Собрать подписи',
    responsibleId: 15,
    createdBy: 15,
    deadlineMs: Date.parse('2026-11-24T12:00:00+03:00'),
  })
}

async function openTask(chat: ChatClient): Promise<void> {
  await chat.asks('/tasks', 'Ваши задачи')
  const nth = /^(\d+)\. Собрать подписи/m.exec(chat.screen())?.[1] ?? '?'
  await chat.clicks(nth)
  await chat.sees('Статус: ')
}

/** What is about to be done: everything up to the last press or word, and that one. */
type Deed = readonly [
  name: string,
  before: (chat: ChatClient, world: World) => Promise<unknown>,
  last: (chat: ChatClient) => unknown,
]

const taskDeeds: readonly Deed[] = [
  ['finishing a task', (chat) => openTask(chat), (chat) => chat.clicks('Готово')],
  [
    'handing a task over',
    async (chat) => {
      await openTask(chat)
      await chat.clicks('Передать')
      await chat.sees('Кому передать')
      await chat.asks('Ким', 'Передать задачу?')
    },
    (chat) => chat.clicks('Передать'),
  ],
  [
    'moving a deadline',
    async (chat) => {
      await openTask(chat)
      await chat.clicks('Перенести срок')
      await chat.sees('Какой новый срок?')
    },
    (chat) => chat.says('в пятницу в 18'),
  ],
  [
    'commenting',
    async (chat) => {
      await openTask(chat)
      await chat.clicks('Комментарий')
      await chat.sees('Напишите комментарий')
    },
    (chat) => chat.says('Подписи у меня'),
  ],
]

const otherDeeds: readonly Deed[] = [
  ['making a task', (chat) => atCard(chat), (chat) => chat.clicks('Создать')],
  [
    'making a meeting',
    async (chat) => {
      await chat.asks('/event Показ завтра 15:00–16:00', 'Кого пригласить?')
      await chat.clicks('Никого')
      await chat.clicks('Без ссылки')
      await chat.sees('Проверьте встречу')
    },
    (chat) => chat.clicks('Создать'),
  ],
  [
    'moving a meeting',
    async (chat) => {
      await chat.asks('/event_update', 'Какую встречу изменить?')
      await chat.clicks('1')
      await chat.clicks('Время')
      await chat.asks('завтра в 16', 'Перенести встречу?')
    },
    (chat) => chat.clicks('Перенести'),
  ],
  [
    'calling a meeting off',
    async (chat) => {
      await chat.asks('/event_update', 'Какую встречу изменить?')
      await chat.clicks('1')
      await chat.clicks('Отменить встречу')
      await chat.sees('Отменить встречу?')
    },
    (chat) => chat.clicks('Отменить встречу'),
  ],
]

describe.each([
  ['was dismissed', { active: false }],
  ['works for a partner now', { userType: 'extranet', departmentIds: [] }],
] as const)('who %s between card and press', (_how, change) => {
  test.each([...taskDeeds, ...otherDeeds])('%s: reads a farewell, and nothing is done', async (...deed) => {
    const [, before, last] = deed
    await using world = await openWorld()
    ownTask(world)
    const chat = await world.linkedChat()
    await before(chat, world)
    await world.settled()
    const so = written(world)
    world.portal.changeEmployee(15, change)
    world.pass(20 * 60_000)
    await shows(world, () => last(chat))
    await chat.sees('Доступ закрыт: учётная запись в Битрикс24 не активна.')
    expect(written(world)).toEqual(so)
  })
})

test.each(taskDeeds)(
  '%s, of a task one has no part in any more, is told as of one that is not there',
  async (_name, before, last) => {
    await using world = await openWorld()
    const id = ownTask(world)
    const chat = await world.linkedChat()
    await before(chat, world)
    await world.settled()
    const so = written(world)
    world.portal.changeTask(id, { responsibleId: 27, createdBy: 7, auditors: [], accomplices: [] })
    await shows(world, () => last(chat))
    expect(chat.transcript().join('\n')).toContain('Не нашёл такую задачу среди доступных вам.')
    expect(chat.transcript().join('\n')).not.toContain('Игорь Ким,')
    expect(written(world)).toEqual(so)
  },
)

test('an administrator who hosts nothing and has no part in a task gets neither, card by card', async () => {
  await using world = await openWorld()
  const id = ownTask(world)
  world.portal.changeEmployee(27, { isAdmin: true })
  const igor = await world.linkedChat('igor')
  const event = world.portal.events().find(({ name }) => name.startsWith('Показ для'))?.id ?? 0
  const so = written(world)
  for (const [command, answer] of [
    [`/task_status ${id} готово`, 'Не нашёл такую задачу среди доступных вам.'],
    [`/task_assign ${id} Ким`, 'Не нашёл такую задачу среди доступных вам.'],
    [`/event_update ${event}`, 'Не нашёл такую встречу среди доступных вам.'],
  ] as const) {
    await shows(world, () => igor.says(command))
    expect(igor.screen()).toBe(answer)
  }
  expect(written(world)).toEqual(so)
})

test.each([
  ['was dismissed', { active: false }],
  ['works for a partner now', { userType: 'extranet', departmentIds: [] }],
] as const)(
  'nobody gets a task who %s between card and press, and another can be named',
  async (_how, change) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
    await chat.asks('Ким', 'К какому сроку?')
    await chat.asks('без срока', 'Добавить описание?')
    await chat.asks('пропустить', 'Проверьте задачу')
    const tasks = world.portal.tasks().length
    world.portal.changeEmployee(27, change)
    await chat.clicks('Создать')
    await chat.sees('Этот сотрудник не может быть исполнителем. Кого назначить вместо него?')
    expect(world.portal.tasks()).toHaveLength(tasks)
    await chat.asks('я', 'Проверьте задачу')
    await chat.clicks('Создать')
    await chat.sees('✅')
    expect(world.portal.tasks().at(-1)).toMatchObject({ responsibleId: 15, createdBy: 15 })
  },
)

test('while the portal cannot say whether the assignee still works there the task waits, and is made once', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
  await chat.asks('Ким', 'К какому сроку?')
  await chat.asks('без срока', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  const tasks = world.portal.tasks().length
  await world.settled()
  await world.gate.shut()
  await chat.clicks('Создать')
  await chat.sees('Битрикс24 не отвечает. Черновик сохранён')
  await world.gate.reopen()
  await world.passUntil(300_000, () => chat.screen().includes('✅'))
  expect(world.portal.tasks()).toHaveLength(tasks + 1)
  expect(chat.transcript().join('\n')).not.toContain('Не уверен')
})
