/** What a question about a day or a moment makes of every kind of answer: the whole product over real HTTP. */
import { expect, test } from 'vitest'
import type { ChatClient } from '../support/chat-client.ts'
import { openWorld, type World } from '../support/world.ts'

async function askedWhen(world: World): Promise<ChatClient> {
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  return chat
}

test('a day or a time that does not exist is refused with the reason, and asked again', async () => {
  await using world = await openWorld()
  const chat = await askedWhen(world)
  await chat.asks('31 ноября', 'Такого дня нет. В ноябре 30 дней. Назовите другой')
  await chat.asks('29.02.2027', 'Такого дня нет. В феврале 2027 года 28 дней.')
  await chat.asks('завтра в 25:00', 'Такого времени нет')
  expect(chat.screen()).toContain('[Сегодня] [Завтра] [Пятница]')
  await chat.asks('30 ноября', 'Добавить описание?')
})

test('a repetition is refused for a task, with its first day on a button', async () => {
  await using world = await openWorld()
  const chat = await askedWhen(world)
  await chat.asks('каждую среду в 11', 'Повторять здесь нельзя, нужен один день.')
  expect(chat.screen()).toContain('[ср, 25 ноября, 11:00]\n[Другое]')
  await chat.clicks('Другое')
  await chat.asks('раз в месяц', 'Повторять здесь нельзя. Назовите один день')
  await chat.asks('каждую среду в 11', 'нужен один день')
  await chat.clicks('ср, 25 ноября, 11:00')
  await chat.sees('Добавить описание?')
})

test('a repetition in a task’s own sentence is asked about in its turn, with the reason', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Сдавать отчёт каждую пятницу до 17:00', 'Кто исполнитель?')
  await chat.asks('я', 'Повторять здесь нельзя, нужен один день.')
  await chat.clicks('пт, 27 ноября, 17:00')
  await chat.asks('пропустить', 'Проверьте задачу')
  expect(chat.screen()).toContain('\nСдавать отчёт\n')
  expect(chat.screen()).toContain('Срок: пт, 27 ноября, 17:00 · Москва (UTC+3)')
})

test('of a stretch of days a deadline may be the first or the last on which anybody works', async () => {
  await using world = await openWorld()
  const chat = await askedWhen(world)
  await chat.asks('на следующей неделе', 'Уточните')
  expect(chat.screen()).toContain('[пн, 30 ноября]\n[пт, 4 декабря]\n[Другое]')
  await chat.clicks('пт, 4 декабря')
  await chat.sees('Добавить описание?')
})

test('a day off is said to be one, whether it is typed, pressed or part of a sentence', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Подготовить смету в субботу', 'Это суббота, выходной.')
  expect(chat.screen()).toContain('Кто исполнитель?')
  await chat.asks('/cancel', 'Отменил')
  await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  await chat.asks('до конца недели', 'Уточните')
  await chat.clicks('вс, 29 ноября')
  await chat.sees('Это воскресенье, выходной.')
})

test('a public holiday of the portal is a day off, and no working day', async () => {
  await using world = await openWorld()
  const chat = await askedWhen(world)
  await chat.asks('8 января', 'Это пятница, выходной.')
  await chat.asks('/cancel', 'Отменил')
  await chat.asks('/task Подготовить смету', 'Кто исполнитель?')
  await chat.asks('я', 'К какому сроку?')
  await chat.asks('в первый рабочий день января', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  expect(chat.screen()).toContain('Срок: пн, 11 января 2027')
})

test('the words for a moment carry it, so that a client can show it in its reader’s own time', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Подготовить смету до пятницы 18:00, Ким', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  const card = chat.person.messages().findLast(({ from }) => from === 'bot')
  const [moment] = card?.entities.filter(({ type }) => type === 'date_time') ?? []
  expect(moment).toMatchObject({ unix_time: Date.parse('2026-11-27T18:00:00+03:00') / 1000 })
  // No format: what is read stays our words.
  expect(moment?.date_time_format ?? '').toBe('')
  const from = moment?.offset ?? 0
  expect(card?.text.slice(from, from + (moment?.length ?? 0)).replaceAll('\u00A0', ' ')).toBe(
    'пт, 27 ноября, 18:00 · Москва (UTC+3)',
  )
})

test('an impossible day in a task’s own sentence is asked about in its turn, with the reason', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Сдать отчёт 31 июня', 'Кто исполнитель?')
  await chat.asks('я', 'Такого дня нет. В июне 30 дней. Назовите другой')
  expect(chat.screen()).toContain('[Сегодня] [Завтра] [Пятница]')
  await chat.asks('30 июня', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  expect(chat.screen()).toContain('\nСдать отчёт\n')
  expect(chat.screen()).toContain('Срок: ср, 30 июня 2027')
})

test('what is to be done between two hours is due when they are over', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat('anna')
  await chat.asks('/task Провести замеры завтра с 10 до 12', 'Кто исполнитель?')
  await chat.asks('я', 'Добавить описание?')
  await chat.asks('пропустить', 'Проверьте задачу')
  expect(chat.screen()).toContain('\nПровести замеры\n')
  expect(chat.screen()).toContain('Срок: завтра, вт, 24 ноября, 12:00 · Москва (UTC+3)')
})
