/** What is left of a chat that is disconnected: nothing of the person, and nothing to press. */
import { expect, test } from 'vitest'
import Database from 'better-sqlite3'
import { openWorld, type World } from '../support/world.ts'
import { shows } from './event-talk.ts'
import { atCard, newTask } from './task-talk.ts'

/** Every value in every table, as one text. */
function everythingIn(world: World): string {
  const db = new Database(`${world.folder}/bot.db`, { readonly: true })
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").pluck().all()
    return tables
      .map(
        (table) =>
          `${String(table)}: ${JSON.stringify(db.prepare(`select * from "${String(table)}"`).all())}`,
      )
      .join('\n')
  } finally {
    db.close()
  }
}

test('nothing personal stays behind, old buttons do nothing, and one can come back', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await chat.asks('/tasks', 'Ваши задачи')
  await world.settled()
  const messages = chat.person.messages().filter(({ from }) => from === 'bot')
  const old = messages.flatMap(({ messageId, buttons }) =>
    buttons.flat().flatMap(({ act }) => (act.type === 'callback' ? [{ messageId, data: act.data }] : [])),
  )
  expect(old.length).toBeGreaterThan(3)
  await chat.asks('/unlink', 'Отключить помощника?')
  await shows(world, () => chat.clicks('Отключить'))
  expect(chat.screen()).toBe('Чат отключён. Вернуться можно в любой момент: /start.')
  expect(chat.person.menu().map(({ command }) => command)).not.toContain('task')

  const before = [world.portal.tasks(), world.portal.events()]
  const asked = world.portal.requests.length
  for (const aim of old) {
    world.pass(5_000)
    expect(await chat.person.press(aim)).toMatchObject({ answered: true })
    await world.settled()
  }
  expect([world.portal.tasks(), world.portal.events()]).toEqual(before)
  expect(world.portal.requests.length).toBe(asked)
  expect(chat.screen()).not.toMatch(/договор|задачи — \d/)

  const again = await world.linkedChat()
  await atCard(again)
  await shows(world, () => again.clicks('Создать'))
  expect(newTask(world)?.title).toBe('Подготовить смету')
})

test('what was typed and chosen is gone at once, and the name stands only where it is meant to', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await chat.asks('/settings английский', 'Language: English')
  await chat.asks('/task Тайный замысел', 'Who will do it?')
  await chat.asks('/unlink', 'Switch to')
  await chat.clicks('Switch')
  await chat.sees('Disconnect the assistant?')
  expect(everythingIn(world)).toContain('Тайный замысел')
  await shows(world, () => chat.clicks('Disconnect'))
  // The task in the middle is not come back to: nobody is here who could make it.
  expect(chat.screen()).toMatch(/^(?:The chat is disconnected|Чат отключён)/)
  // The employee is told of it inside the portal; then that is done, too.
  world.pass(60_000)
  await world.settled()
  const left = everythingIn(world).split('\n')
  const tablesWith = (word: string) =>
    left.filter((line) => line.includes(word)).map((line) => line.split(':')[0])
  expect(tablesWith('Тайный замысел')).toEqual([])
  expect(tablesWith('anna.petrova@')).toEqual([])
  // How Telegram calls them, buttons and sent messages until they are swept, the record of who was connected.
  expect(['cards', 'chats', 'deliveries', 'links']).toEqual(expect.arrayContaining(tablesWith('Петрова')))
  expect(left.find((line) => line.startsWith('settings: '))).toBe('settings: []')
})
