import { expect, test } from 'vitest'
import { codeFor, eventually, openWorld } from '../support/world.ts'

test('a newcomer links their chat by e-mail and code, and creates a task', async () => {
  await using world = await openWorld()
  const chat = world.chat()
  chat.says('/start')
  await chat.sees('Напишите рабочую почту')
  chat.says('Anna.Petrova@romashka.example')
  await chat.sees('пришлите мне шесть цифр')
  const code = await codeFor(world.portal, 15)
  chat.says(`${code.slice(0, 3)} ${code.slice(3)}`)
  await chat.sees('Готово, Анна!')
  // The message with the code is taken out of the chat.
  await eventually(() => !chat.transcript().some((line) => /\d{3} \d{3}/.test(line)))

  // As the greeting suggests: in plain words.
  chat.says('Подготовить смету')
  await chat.clicks('➕ Новая задача')
  await chat.sees('Кто исполнитель?')
  chat.says('Игорь')
  await chat.sees('К какому сроку?')
  chat.says('в пятницу в 18:00')
  await chat.sees('Добавить описание?')
  await chat.clicks('Пропустить')
  const card = await chat.sees('Проверьте задачу:')
  expect(card).toContain('Подготовить смету')
  expect(card).toContain('Исполнитель: Игорь Ким')
  expect(card).toContain('пт, 27 ноября, 18:00')
  await chat.clicks('Создать')
  await chat.sees('✅ Задача создана: «Подготовить смету».')
  const task = world.portal.tasks().at(-1)
  expect(task).toMatchObject({
    title: 'Подготовить смету',
    createdBy: 15,
    responsibleId: 27,
    deadlineMs: Date.parse('2026-11-27T18:00:00+03:00'),
  })
  expect(chat.buttons()).toEqual([['Открыть в Битрикс24'], ['Ещё задача']])
})
