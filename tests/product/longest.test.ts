/** The longest data there may be: nothing is over what Telegram takes, and what is shown in part is said to be. */
import { describe, expect, test } from 'vitest'
import { openDialogs } from '../../src/authoring/files.ts'
import { overLimits } from '../../src/authoring/explore/limits.ts'
import type { Drawn } from '../../src/authoring/preview/drawn.ts'
import { otherScreens } from '../../src/authoring/preview/others.ts'
import { beginningOf, fitted, textMax } from '../../src/machines/conversation/fitted.ts'
import type { Message } from '../../src/ports/message.ts'
import { openWorld } from '../support/world.ts'
import { atEventCard, openMeetings } from './event-talk.ts'
import { newTask } from './task-talk.ts'

const { repairs } = await openDialogs([])
if (repairs === null) throw new Error('the built-in texts cannot be read')

const title = `Подготовить и согласовать «смету» ${'на ремонт склада '.repeat(20)}`.slice(0, 250).trim()
const description = 'Подробности: первый этаж, второй этаж и подвал. '.repeat(79).trim()

function worstOf({ ru, en }: Drawn): readonly Message[] {
  return [ru.worst, en.worst].filter((message) => message !== null)
}

describe('a card with as much as can be typed', () => {
  test('of a task shows the beginning, says that Bitrix24 gets all of it, and it does', async () => {
    await using world = await openWorld()
    const chat = await world.linkedChat()
    await chat.asks(`/task ${title}\n${description}`, 'Кто исполнитель?')
    await chat.asks('я', 'К какому сроку?')
    await chat.asks('без срока', 'Проверьте задачу')
    const shown = chat.person.lastFromBot()?.text ?? ''
    expect(shown.length).toBeLessThanOrEqual(textMax)
    expect(shown.length).toBeGreaterThan(textMax - 100)
    expect(shown).toMatch(/… \(показано не всё, в Битрикс24 уйдёт целиком\)$/)
    await chat.clicks('Создать')
    await chat.sees('✅ Задача создана')
    expect(newTask(world)?.description).toBe(description)
  })

  test('of a meeting does, too, and everything behind the long description is still there', async () => {
    await using meetings = await openMeetings()
    const { world } = meetings
    const chat = await world.linkedChat()
    await atEventCard(chat)
    await chat.clicks('Изменить')
    await chat.clicks('Описание')
    await chat.asks(description, 'Проверьте встречу')
    await chat.clicks('Изменить')
    await chat.clicks('Название')
    await chat.asks(title, 'Проверьте встречу')
    const shown = chat.person.lastFromBot()?.text ?? ''
    expect(shown.length).toBeLessThanOrEqual(textMax)
    expect(shown).toContain('в Битрикс24 уйдёт целиком)')
    expect(shown).toContain('Ссылка: ')
    await chat.clicks('Создать')
    await chat.sees('✅ Встреча создана')
    expect(world.portal.events().at(-1)?.description).toContain(description)
  })
})

test('what all dialogs say, and what is said outside them, is within the limits, and what is said on a button within 200', () => {
  const parts = otherScreens(repairs).flatMap(({ groups }) => groups)
  const all = parts.flatMap(({ screens }) => screens).flatMap((one) => worstOf(one))
  expect(all.flatMap((message) => overLimits(message))).toEqual([])
  for (const key of ['stale_button', 'dead_button', 'flood'] as const)
    for (const said of Object.values(repairs.texts[key])) expect(said.length).toBeLessThanOrEqual(200)
})

/** One value of so many units. */
function of(length: number) {
  const value = 'слово '.repeat(length / 6)
  return (valueMax: number | undefined) => ({
    text: valueMax === undefined ? value : beginningOf(value, valueMax),
    spans: [],
  })
}

describe('fitting', () => {
  test.each([60, 4_092])('leaves %d units alone', (length) => {
    expect(fitted(of(length))).toEqual(of(length)(undefined))
  })

  test.each([4_098, 6_000, 60_000])(
    'shows as much as there is room for of %d units, to a whole word',
    (length) => {
      const { text } = fitted(of(length))
      expect(text.length).toBeLessThanOrEqual(textMax)
      expect(text.length).toBeGreaterThan(textMax - 10)
      expect(text).toMatch(/слово…$/)
    },
  )

  test('cuts no character in half', () => {
    expect(beginningOf('😀'.repeat(100), 64)).toBe(`${'😀'.repeat(31)}…`)
    expect(beginningOf('😀'.repeat(100), 65)).toBe(`${'😀'.repeat(32)}…`)
  })
})
