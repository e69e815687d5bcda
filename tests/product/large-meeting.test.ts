/** As many people and as many words as a meeting may have: every screen on the way still is one that Telegram takes. */
import { expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { shows } from './event-talk.ts'

const screenMax = 4096
const numbers = Array.from({ length: 20 }, (_, at) => String(at + 1).padStart(2, '0'))

test('twenty people with long names, a long title, a long description and a link of one’s own', async () => {
  await using world = await openWorld()
  for (const nth of numbers)
    world.portal.addEmployee({
      email: `long-${nth}@romashka.example`,
      name: `Константин${nth}`,
      lastName: 'Константинопольский-Преображенский-Оболенский',
      position: 'Заместитель начальника отдела согласования договоров',
    })
  const chat = await world.linkedChat()
  const title = `Обзор ${'и'.repeat(240)}`
  await shows(world, () => chat.says(`/event ${title}`))
  await chat.asks('завтра 15:00–16:00', 'Кого пригласить?')
  for (const [at, nth] of numbers.entries()) await chat.asks(`Константин${nth}`, `Участники: ${at + 1}.`)
  expect(chat.buttons().flat()).toHaveLength(20 + 3)
  await chat.asks('Ким', 'Больше 20 участников позвать нельзя.')
  await shows(world, () => chat.clicks('Готово'))
  expect(chat.screen()).toContain('Нужна ссылка на Телемост?')
  await chat.clicks('Вставить свою')
  await chat.asks('Заходите: https://telemost.yandex.ru/j/12345678901234?from=mail', 'Проверьте встречу')
  expect(chat.screen()).toContain('Ссылка: https://telemost.yandex.ru/j/12345678901234\n')
  await chat.clicks('Изменить')
  await chat.clicks('Описание')
  await chat.asks('о'.repeat(4_000), 'Проверьте встречу')
  const messages = chat.person.messages().filter(({ from }) => from === 'bot')
  expect(Math.max(...messages.map(({ text }) => text.length))).toBeLessThanOrEqual(screenMax)
  await shows(world, () => chat.clicks('Создать'))
  expect(chat.screen()).toContain('✅ Встреча создана')
  const made = world.portal.events().at(-1)
  expect(made).toMatchObject({ name: title, location: 'https://telemost.yandex.ru/j/12345678901234' })
  expect(made?.entries).toHaveLength(21)
  expect(made?.description).toContain('о'.repeat(4_000))
  expect(made?.description).toContain('[Телемост] https://telemost.yandex.ru/j/12345678901234')
}, 60_000)
