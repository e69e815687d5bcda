/** A file on its way from the chat into a task of the portal. */
import { expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { shows } from './event-talk.ts'

const scopes = ['user_basic', 'im', 'task', 'tasks', 'calendar', 'department', 'disk'] as const
const content = Buffer.from('%PDF-1.4 Договор с ООО «Вектор»')

/** A task of Анна's own: its creator may add files. */
function ownTask(world: World): number {
  return world.portal.addTask({ title: 'Согласовать договор', responsibleId: 27, createdBy: 15 })
}

/** Sends the file and chooses the first of the tasks that are listed with this title. */
async function attaches(world: World, chat: ChatClient, name: string, title: string): Promise<void> {
  await shows(world, () => chat.person.sendDocument({ name, content }))
  await chat.clicks('📎 Приложить к задаче')
  await chat.sees('К какой задаче приложить')
  const nth = new RegExp(`^(\\d+)\\. ${title}`, 'm').exec(chat.screen())?.[1] ?? '?'
  await chat.clicks(nth)
  // A portal that wants it tried again is waited for.
  await world.passUntil(60_000, () => /[Пп]риложил|не можете|не прикладываю|не даёт/.test(chat.screen()))
  await world.settled()
}

test.each([{}, { freshFiles: 'denied-once' }, { restV3: false }] as const)(
  'a document gets to the task as it was sent, of any portal: %j',
  async (modes) => {
    await using world = await openWorld({ modes, scopes })
    world.portal.changeTask(ownTask(world), { responsibleId: 15 })
    const chat = await world.linkedChat()
    await attaches(world, chat, 'Договор №5.pdf', 'Согласовать договор')
    expect(chat.screen()).toContain('✅ Приложил файл «Договор №5.pdf» к задаче «Согласовать договор».')
    const id = world.portal.tasks().find(({ title }) => title === 'Согласовать договор')?.id ?? 0
    expect(world.portal.taskFiles(id).map(({ name, size }) => ({ name, size }))).toEqual([
      { name: expect.stringContaining('Договор №5') as string, size: content.length },
    ])
  },
)

test('two presses attach it once', async () => {
  await using world = await openWorld({ scopes })
  const id = ownTask(world)
  world.portal.changeTask(id, { responsibleId: 15 })
  const chat = await world.linkedChat()
  await shows(world, () => chat.person.sendDocument({ name: 'Смета.pdf', content }))
  await chat.clicks('📎 Приложить к задаче')
  await chat.sees('К какой задаче приложить')
  const nth = /^(\d+)\. Согласовать договор/m.exec(chat.screen())?.[1] ?? '?'
  await shows(world, () => Promise.all([chat.clicks(nth), chat.clicks(nth)]))
  expect(world.portal.taskFiles(id)).toHaveLength(1)
})

test('a task of somebody else’s making takes no file, and another can be chosen', async () => {
  await using world = await openWorld({ scopes })
  const chat = await world.linkedChat()
  await attaches(world, chat, 'Смета.pdf', 'Подготовить договор')
  expect(chat.screen()).toContain('К этой задаче вы прикладывать файлы не можете. Выберите другую.')
  expect(world.portal.tasks().flatMap(({ id }) => world.portal.taskFiles(id))).toHaveLength(0)
})

test('what the portal, the rules or the webhook do not allow is said in words of its own', async () => {
  await using world = await openWorld()
  const id = ownTask(world)
  world.portal.changeTask(id, { responsibleId: 15 })
  const chat = await world.linkedChat()
  await attaches(world, chat, 'вирус.exe', 'Согласовать договор')
  expect(chat.screen()).toContain('Такие файлы к задачам не прикладываю.')
  await attaches(world, chat, 'Смета.pdf', 'Согласовать договор')
  expect(chat.screen()).toContain('у вебхука нет права на Диск')
  expect(world.portal.taskFiles(id)).toHaveLength(0)
})
