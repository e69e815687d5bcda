/** A dialog nobody wrote code for, from a folder of the company's own, on the whole product. */
import { mkdtempDisposable, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'
import { newTask } from './task-talk.ts'

const env = { DIALOGS_FOLDER: 'examples/vacation-request' }

test('a vacation request made of YAML alone ends in a task for whoever approves it', async () => {
  await using world = await openWorld({ env })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation', 'С какого дня отпуск?')
  await chat.asks('14 декабря', 'На сколько календарных дней?')
  await chat.asks('двести', 'Напишите число дней: от 1 до 90.')
  await chat.asks('14', 'Кто вас заменит?')
  await chat.asks('Иванов', 'Кто согласует отпуск?')
  await chat.asks('Саша', 'Кого выбрать?')
  await chat.asks('Игорь Ким', 'Проверьте заявление')
  expect(chat.screen()).toContain(
    'Отпуск с пн, 14 декабря\nДней: 14\nЗаменит: Пётр Иванов\nСогласует: Игорь Ким',
  )
  await chat.clicks('Отправить')
  await chat.sees('✅ Заявление отправлено: согласует Игорь Ким.')
  const task = newTask(world)
  expect(task).toMatchObject({ title: 'Отпуск: Анна Петрова, с пн, 14 декабря, дней: 14', responsibleId: 27 })
  expect(task?.description).toContain(
    'Прошу согласовать отпуск с пн, 14 декабря, дней: 14.\nЗаменит меня: Пётр Иванов',
  )
})

test('what is left out is left out of the task, and everything can be changed before it is sent', async () => {
  await using world = await openWorld({ env })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation завтра', 'На сколько календарных дней?')
  await chat.asks('1', 'Кто вас заменит?')
  await chat.clicks('Никто')
  await chat.sees('Кто согласует отпуск?')
  await chat.asks('Ким', 'Проверьте заявление')
  await chat.clicks('Изменить')
  await chat.clicks('Сколько дней')
  await chat.asks('3', 'Дней: 3')
  await chat.clicks('Отправить')
  await chat.sees('✅ Заявление отправлено')
  expect(newTask(world)?.description).not.toContain('Заменит меня')
  expect(newTask(world)?.title).toContain('дней: 3')
})

test('an example is YAML and nothing else', async () => {
  const files = await readdir('examples/vacation-request')
  expect(files).toEqual(['dialog.yaml'])
})

test('a folder with a wrong dialog is refused with the line, and the assistant does not start', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'own-dialogs-'))
  const sound = await readFile('examples/vacation-request/dialog.yaml', 'utf8')
  await writeFile(join(folder.path, 'dialog.yaml'), sound.replace('prompt: ask_days', 'prompt: ask_dayz'))
  await expect(openWorld({ env: { DIALOGS_FOLDER: folder.path } })).rejects.toThrow(
    /dialog\.yaml:\d+:\d+ ошибка: нет текста «ask_dayz»/,
  )
})
