/** A dialog is edited while people are in the middle of it, on the whole product. */
import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorld } from '../support/world.ts'

async function ownFolder() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'own-dialogs-'))
  const file = join(folder.path, 'dialog.yaml')
  await cp('examples/vacation-request/dialog.yaml', file)
  return {
    folder: folder.path,
    async edit(...changes: readonly (readonly [string, string])[]) {
      let text = await readFile(file, 'utf8')
      for (const [from, to] of changes) {
        expect(text).toContain(from)
        text = text.replaceAll(from, to)
      }
      await writeFile(file, text)
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const patience = { timeout: 10_000 }

test('a saved dialog takes effect at once, and the question under way changes in its place', async () => {
  await using own = await ownFolder()
  const env = { DIALOGS_FOLDER: own.folder, DIALOGS_WATCH: 'true' }
  await using world = await openWorld({ env })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation 14 декабря', 'На сколько календарных дней?')
  await own.edit(['На сколько календарных дней?', 'Сколько дней отпуска?'])
  await chat.sees('Сколько дней отпуска?')
  await own.edit(
    ['- ask: first_day', '- ask: from_day'],
    ['{first_day', '{from_day'],
    ['deadline: first_day', 'deadline: from_day'],
    ['edit: [first_day', 'edit: [from_day'],
    ['argument: first_day', 'argument: from_day'],
    ['version: 1', 'version: 2\nmigrate: { "1": { renamed: { first_day: from_day } } }'],
    ['min: 1\n', 'min: 2\n'],
  )
  await expect
    .poll(() => world.logged.map(({ message }) => message).join('\n'), patience)
    .toMatch(/(Правка принята.*[\s\S]*){2}/)
  await chat.asks('14', 'Кто вас заменит?')
  await chat.clicks('Никто')
  await chat.asks('Ким', 'Проверьте заявление')
  expect(chat.screen()).toContain('Отпуск с пн, 14 декабря')
})

test('a wrong edit is refused with its line, and the last good one runs on', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder, DIALOGS_WATCH: 'true' } })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation', 'С какого дня отпуск?')
  await own.edit(['prompt: ask_days', 'prompt: ask_dayz'])
  await expect
    .poll(() => world.logged.map(({ message }) => message).join('\n'), patience)
    .toMatch(
      /Правка не принята, работает прежняя версия: [\s\S]*dialog\.yaml:\d+:\d+ ошибка: нет текста «ask_dayz»/,
    )
  await chat.asks('14 декабря', 'На сколько календарных дней?')
})
