/** A dialog is edited while people are in the middle of it, on the whole product. */
import { cp, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runPublish } from '../../src/authoring/publish-command.ts'
import { openWorld, type World } from '../support/world.ts'

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

test('whoever writes in English is told in English', async () => {
  await using own = await ownFolder()
  const env = { DIALOGS_FOLDER: own.folder, DIALOGS_WATCH: 'true', DIALOGS_LANG: 'en' }
  await using world = await openWorld({ env })
  const told = () => world.logged.map(({ message }) => message).join('\n')
  await own.edit(['prompt: ask_days', 'prompt: ask_dayz'])
  await expect
    .poll(told, patience)
    .toMatch(
      /The edit is refused, the last good version runs on: the dialogs are refused\.\n[^]*dialog\.yaml:\d+:\d+ error: there is no text “ask_dayz”/,
    )
  await own.edit(['prompt: ask_dayz', 'prompt: ask_days'], ['На сколько календарных', 'На сколько'])
  await expect.poll(told, patience).toContain('The edit is taken: “')
  expect(told()).not.toMatch(/Правка/)
})

async function publish(world: World, folder: string, ...args: readonly string[]) {
  let said = ''
  const write = (text: string): void => void (said += text)
  const env = { DATABASE_URL: `sqlite:${world.folder}/bot.db`, DIALOGS_FOLDER: folder }
  const code = await runPublish(args, { out: write, err: write }, env)
  return { code, said }
}

test('a publication is counted beforehand, and then moves whoever is in the middle of it', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder } })
  const anna = await world.linkedChat('anna')
  const igor = await world.linkedChat('igor')
  await anna.asks('/vacation 14 декабря', 'На сколько календарных дней?')
  await igor.asks('/vacation', 'С какого дня отпуск?')
  await own.edit(
    ['version: 1', 'version: 2'],
    ['На сколько календарных дней?', 'Сколько дней отпуска?'],
    [
      '  - ask: first_day\n',
      '  - ask: kind\n    type: yes_no\n    prompt: ask_kind\n    invalid: ask_kind\n\n  - ask: first_day\n',
    ],
    ['texts:\n', 'texts:\n  ask_kind: { ru: "Отпуск оплачиваемый?", en: "Is it paid?" }\n'],
  )
  const dry = await publish(world, own.folder, '--dry-run')
  expect(dry.said).toContain('vacation-request: 2 разговора: 2 получат новый вопрос')
  expect(dry.said).toContain('ничего не изменено')
  expect(dry.code).toBe(0)
  expect(anna.screen()).toContain('На сколько календарных дней?')

  const done = await publish(world, own.folder)
  expect(done.said).toContain('Готово. Перешло разговоров: 2.')
  expect(done.code).toBe(0)
  await anna.sees('Отпуск оплачиваемый?')
  await igor.sees('Отпуск оплачиваемый?')
  // What had been answered before is not asked again.
  await anna.asks('да', 'Сколько дней отпуска?')
  expect((await publish(world, own.folder, '--dry-run')).said).toContain('2 разговора: 2 остаются')
})

test('the menu of commands reads as the dialogs do once they are published', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder } })
  const anna = await world.linkedChat('anna')
  await world.settled()
  const described = () => anna.person.menu().find(({ command }) => command === 'holiday')?.description
  expect(anna.person.menu().map(({ command }) => command)).toContain('vacation')
  await own.edit(
    ['version: 1', 'version: 2'],
    ['command: vacation', 'command: holiday'],
    ['requires: { linked: link-account }', '# for everybody'],
  )
  expect(await publish(world, own.folder)).toMatchObject({ code: 0 })
  // Whoever is not connected sees the common menu, which nothing else would bring up to date.
  await expect
    .poll(
      () =>
        world
          .chat('igor')
          .person.menu()
          .map(({ command }) => command),
      patience,
    )
    .toContain('holiday')
  await anna.asks('/help', '/holiday')
  await world.settled()
  expect(described()).toMatch(/./)
  expect(anna.person.menu().map(({ command }) => command)).not.toContain('vacation')
})

test('in English the publication is counted in English', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder } })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation', 'С какого дня отпуск?')
  await own.edit(['version: 1', 'version: 2'], ['С какого дня отпуск?', 'Когда отпуск?'])
  const dry = await publish(world, own.folder, '--dry-run', '--lang', 'en')
  expect(dry.said).toContain('vacation-request: 1 conversation: 1 stays')
  expect(dry.said).toContain('nothing has changed')
  expect((await publish(world, own.folder, '--lang', 'en')).said).toContain('Done. Conversations moved: 1.')
  expect(await publish(world, own.folder, '--lang', 'de')).toMatchObject({ code: 64 })
})

test('an answer is never taken for the answer to something else: the author must say so', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder } })
  const chat = await world.linkedChat('anna')
  await chat.asks('/vacation 14 декабря', 'На сколько календарных дней?')
  const type = 'type: number\n    min: 1\n    max: 90\n    integer: true\n'
  await own.edit([type, 'type: text\n    length: [1, 50]\n'])
  const refused = await publish(world, own.folder)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.said).toContain('vacation-request: ошибка: «days» спрашивает теперь о другом')
  expect(refused.said).toContain('а version осталась прежней')
  await own.edit(['version: 1', 'version: 2\nmigrate: { "1": { retyped: [days] } }'])
  expect(await publish(world, own.folder)).toMatchObject({ code: 0 })
})

test('with errors in a file nothing is published', async () => {
  await using own = await ownFolder()
  await using world = await openWorld({ env: { DIALOGS_FOLDER: own.folder } })
  await own.edit(['prompt: ask_days', 'prompt: ask_dayz'])
  const refused = await publish(world, own.folder)
  expect(refused.code).toBe(1)
  expect(refused.said).toMatch(/Ничего не опубликовано: [\s\S]*нет текста «ask_dayz»/)
})
