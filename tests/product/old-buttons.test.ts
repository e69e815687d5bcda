/** Every button of lists, cards and reviews about tasks and meetings: pressed late, twice over, or made up. */
import { expect, test } from 'vitest'
import { openWorld, type World } from '../support/world.ts'
import type { ChatClient } from '../support/chat-client.ts'
import { shows } from './event-talk.ts'

const writes = /\.(?:add|update|delete|complete|start|pause|defer|renew|approve|disapprove|delegate|attach)$/

function written(world: World): readonly string[] {
  return world.portal.requests.map(({ method }) => method).filter((method) => writes.test(method))
}

function idOf(world: World, title: string): number {
  return world.portal.tasks().find((one) => one.title.startsWith(title))?.id ?? 0
}

type Screen = readonly [name: string, opens: (world: World, chat: ChatClient) => Promise<unknown>]

const screens: readonly Screen[] = [
  ['the list of tasks', (_world, chat) => chat.asks('/tasks', 'Ваши задачи')],
  [
    'the card of a task',
    async (_world, chat) => {
      await chat.asks('/tasks', 'Ваши задачи')
      await chat.clicks('2')
      await chat.sees('Статус: ')
    },
  ],
  [
    'the question about a status',
    (world, chat) => chat.asks(`/task_status ${idOf(world, 'Разобрать архив')}`, 'Что сделать с задачей'),
  ],
  [
    'the review of a hand-over',
    (world, chat) => chat.asks(`/task_assign ${idOf(world, 'Разобрать архив')} Ким`, 'Передать задачу?'),
  ],
  ['the schedule', (_world, chat) => chat.asks('/schedule week', 'Ближайшие 7 дней')],
  [
    'the card of an event',
    async (_world, chat) => {
      await chat.asks('/schedule', 'Сегодня — 3')
      await chat.clicks('2')
      await chat.sees('Организатор: ')
    },
  ],
  [
    'the review of a new time',
    async (_world, chat) => {
      await chat.asks('/event_update', 'Какую встречу изменить?')
      await chat.clicks('1')
      await chat.clicks('Время')
      await chat.asks('завтра в 16', 'Перенести встречу?')
    },
  ],
  [
    'the question before a meeting is called off',
    async (_world, chat) => {
      await chat.asks('/event_update', 'Какую встречу изменить?')
      await chat.clicks('1')
      await chat.clicks('Отменить встречу')
      await chat.sees('Отменить встречу?')
    },
  ],
]

/** What the buttons under the newest message carry. */
function dataOf(chat: ChatClient): readonly string[] {
  const message = chat.person.messages().findLast(({ from }) => from === 'bot')
  return (message?.buttons ?? []).flat().flatMap(({ act }) => (act.type === 'callback' ? [act.data] : []))
}

test.each(screens)('%s: what is pressed after it has gone writes nothing', async (_name, opens) => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await opens(world, chat)
  await world.settled()
  const data = dataOf(chat)
  expect(data.length).toBeGreaterThan(1)
  const messageId = chat.person.lastFromBot()?.messageId ?? 0
  await shows(world, () => chat.says('/cancel'))
  const [before, tasks, events] = [written(world), world.portal.tasks(), world.portal.events()]
  for (const one of data) {
    world.pass(5_000)
    expect(await chat.person.press({ messageId, data: one })).toMatchObject({ answered: true })
    await world.settled()
    // Whatever it opened is left again.
    await shows(world, () => chat.says('/cancel'))
  }
  expect(written(world)).toEqual(before)
  expect(world.portal.tasks()).toEqual(tasks)
  expect(world.portal.events()).toEqual(events)
  expect(chat.transcript().join('\n')).not.toContain('Что-то пошло не так')
})

test.each(screens)(
  '%s: what no button says is told to be none, and the screen stays',
  async (_name, opens) => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await opens(world, chat)
    await world.settled()
    const before = written(world)
    const screen = chat.screen()
    const messageId = chat.person.lastFromBot()?.messageId ?? 0
    const [real = ''] = dataOf(chat)
    const [token = '', revision = '', index = ''] = real.split('.')
    const forged = [
      `${token}.${revision}.z`,
      `${token}.${revision}.99`,
      // Far ahead: a refused press draws the card anew, so that the next few revisions come about by themselves.
      `${token}.zzzz.${index}`,
      `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}.${revision}.${index}`,
      `${real}${real}`,
      real.split('').toReversed().join(''),
      'x',
      '😀'.repeat(16),
      '__proto__',
    ].filter((one) => one !== real && !dataOf(chat).includes(one))
    for (const one of forged) {
      world.pass(5_000)
      expect(await chat.person.press({ messageId, data: one })).toMatchObject({ answered: true })
      await world.settled()
    }
    expect(chat.screen()).toBe(screen)
    expect(written(world)).toEqual(before)
  },
)

test.each(screens)('%s: a colleague who has the button gets nothing with it', async (_name, opens) => {
  await using world = await openWorld()
  const [chat, igor] = [await world.linkedChat(), await world.linkedChat('igor')]
  await opens(world, chat)
  await world.settled()
  const [before, screen] = [written(world), chat.screen()]
  const messageId = igor.person.lastFromBot()?.messageId ?? 0
  for (const data of dataOf(chat)) {
    world.pass(5_000)
    const pressed = await igor.person.press({ messageId, data })
    expect(pressed).toMatchObject({ answered: true, toast: 'Кнопка устарела.' })
    await world.settled()
  }
  expect(chat.screen()).toBe(screen)
  expect(written(world)).toEqual(before)
})
