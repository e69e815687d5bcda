/** Words that are too long for a title: none of them is lost, and whoever typed them is told where they are. */
import { describe, expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { atEventCard, eventNamed, openMeetings, shows } from './event-talk.ts'
import { newTask } from './task-talk.ts'

const beginning = 'Подготовить и согласовать с отделом продаж смету на ремонт склада'
const long = `${beginning}${', с разбивкой по этапам и материалам'.repeat(8)}`
const shortened = 'Название длиннее 250 символов: оставил начало, а весь текст — в описании.'

describe('a task', () => {
  test('of one long sentence keeps its beginning as the title, and all of it as the description', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await shows(world, () => chat.says(`/task ${long}`))
    expect(chat.screen()).toContain(shortened)
    await chat.asks('я', 'К какому сроку?')
    await chat.asks('без срока', 'Проверьте задачу')
    expect(chat.screen()).toContain(`Описание: ${long}`)
    await chat.clicks('Создать')
    await chat.sees('✅ Задача создана')
    const { title = '', description } = newTask(world) ?? {}
    expect(title).toMatch(/^Подготовить и согласовать .*[а-я]…$/u)
    expect(title.length).toBeLessThanOrEqual(250)
    expect(long.startsWith(title.slice(0, -1))).toBe(true)
    expect(description).toBe(long)
  })

  test('keeps the deadline and the person such a sentence names', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task', 'Что нужно сделать?')
    await shows(world, () => chat.says(`Срочно, до пятницы: ${long}`))
    expect(chat.screen()).toContain(shortened)
    await chat.asks('я', 'Проверьте задачу')
    expect(chat.screen()).toContain('Срок: пт, 27 ноября, 19:00')
    expect(chat.screen()).toContain('Важность: Высокая')
    expect(chat.screen()).toContain(`Описание: Срочно, до пятницы: ${long}`)
  })

  test('with a description below the long line has both, one after the other', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await shows(world, () => chat.says(`${long}\nСмета нужна в двух экземплярах`))
    await chat.clicks('➕ Новая задача')
    await chat.sees('Кто исполнитель?')
    await chat.asks('я', 'К какому сроку?')
    await chat.asks('без срока', 'Проверьте задачу')
    expect(chat.screen()).toContain(`Описание: ${long}\n\nСмета нужна в двух экземплярах`)
  })

  test('that has its description already refuses a long title with the reason, and keeps both as they were', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks('/task Смета\nВ двух экземплярах', 'Кто исполнитель?')
    await chat.asks('я', 'К какому сроку?')
    await chat.asks('без срока', 'Проверьте задачу')
    await chat.clicks('Изменить')
    await chat.clicks('Название')
    await chat.sees('Что нужно сделать?')
    await shows(world, () => chat.says(long))
    expect(chat.screen()).toContain('Название — от 3 до 250 символов. Напишите его ещё раз.')
    await chat.asks('Смета на склад', 'Проверьте задачу')
    expect(chat.screen()).toContain('Описание: В двух экземплярах')
  })
})

describe('a meeting', () => {
  test('of one long sentence keeps all of it in its description', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await shows(world, () => chat.says(`/event завтра 15:00–16:00 ${long}`))
    expect(chat.screen()).toContain(shortened)
    await chat.clicks('Никого')
    await chat.clicks('Без ссылки')
    await chat.sees('Проверьте встречу')
    expect(chat.screen()).toContain('завтра, вт, 24 ноября, 15:00–16:00')
    expect(chat.screen()).toContain(`Описание: завтра 15:00–16:00 ${long}`)
    await chat.clicks('Создать')
    await chat.sees('✅ Встреча создана')
    const made = world.portal.events().at(-1)
    expect(made?.name.length).toBeLessThanOrEqual(250)
    expect(made?.description).toContain(long)
  })

  test('gets a description on its card, where one is wanted', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await atEventCard(chat)
    expect(chat.screen()).not.toContain('Описание')
    await chat.clicks('Изменить')
    await chat.clicks('Описание')
    await chat.asks('Покажем смету и сроки', 'Проверьте встречу')
    expect(chat.screen()).toContain('Описание: Покажем смету и сроки')
    await chat.clicks('Создать')
    await chat.sees('✅ Встреча создана')
    const { description } = eventNamed(world, 'Показ клиенту')
    expect(description).toContain('[Телемост]')
    expect(description).toContain('Покажем смету и сроки')
  })
})

test('a day off that was named in a sentence is said to be one, as at its own question', async () => {
  await using world = await openWorld()
  const chat = await world.linkedChat()
  await shows(world, () => chat.says('/task Сдать отчёт в субботу'))
  expect(chat.screen()).toContain('Это суббота, выходной.')
  expect(chat.screen()).toContain('Кто исполнитель?')
})
