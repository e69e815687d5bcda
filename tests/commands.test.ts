/** The commands of an administrator as they are typed, each a process of its own: in Russian, and in English when asked. */
import { execFile } from 'node:child_process'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../bin/assistant.js', import.meta.url))

interface Said {
  readonly code: number
  readonly text: string
}

function types(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env['PATH'], ...env } }
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1)
      resolve({ code, text: `${stdout}${stderr}` })
    })
  })
}

const rows: readonly (readonly [args: string, code: number, ru: string, en: string])[] = [
  ['link', 64, 'Подключения сотрудников.', 'Who is connected.'],
  ['link list', 0, 'Никто не подключён.', 'Nobody is connected.'],
  ['link revoke 15', 1, 'Сотрудник № 15 не подключён.', 'Employee № 15 is not connected.'],
  ['link unlock 15', 1, 'и так открыто', 'may connect as it is'],
  ['link actions 15', 1, 'помощник ничего не менял', 'The assistant has changed nothing'],
  ['link invite anna@romashka.example', 1, 'TELEGRAM_BOT_TOKEN: не задано', 'TELEGRAM_BOT_TOKEN: is not set'],
  ['user-data', 64, 'Данные одного сотрудника.', 'What is kept about one employee.'],
  ['user-data export 15 out.json', 1, 'ничего не хранится', 'Nothing is kept'],
  ['user-data erase 15', 1, 'удалять нечего', 'There is nothing about employee № 15 to delete'],
  ['calendar', 64, 'Производственный календарь', 'The production calendar'],
  ['calendar show 2026', 0, 'календарь не загружен', 'No calendar of 2026 is known'],
  ['calendar import none.xml', 1, 'такого файла нет', 'there is no such file'],
  ['calendar import text.json', 1, 'прежний календарь остался', 'the calendar before it has stayed'],
  ['db', 64, 'Команды:', 'Commands:'],
  ['db migrate', 0, 'готова: обновлять нечего', 'is ready: there is nothing to bring up to date'],
  ['db status', 0, 'соответствует этой версии', 'is of this version'],
  ['db copy one two', 1, 'Нужны два адреса', 'Two addresses are needed'],
  [
    'db copy sqlite:./none.db sqlite:./new.db',
    1,
    'Нет базы SQLite (./none.db).',
    'There is no database SQLite',
  ],
  ['db import text.json', 1, 'Это не файл команды export.', 'This is no file of the command export.'],
]

test('each answers in the language it is asked in', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'commands-'))
  await writeFile(join(folder.path, 'text.json'), '{}')
  expect(await types(folder.path, ['db', 'migrate'])).toMatchObject({ code: 0 })
  for (const [args, code, ru, en] of rows) {
    const words = args.split(' ')
    const [russian, english, byDefault] = await Promise.all([
      types(folder.path, words),
      types(folder.path, [...words, '--lang', 'en']),
      types(folder.path, words, { DIALOGS_LANG: 'en' }),
    ])
    expect([args, russian]).toEqual([args, { code, text: expect.stringContaining(ru) as string }])
    expect([args, english]).toEqual([args, { code, text: expect.stringContaining(en) as string }])
    expect([args, byDefault.text]).toEqual([args, english.text])
    expect([args, english.text]).toEqual([args, expect.not.stringMatching(/[а-яё]/i) as string])
  }
}, 120_000)

test('another language is refused', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'commands-'))
  expect(await types(folder.path, ['link', 'list', '--lang', 'de'])).toEqual({
    code: 64,
    text: '--lang ru | en\n',
  })
})

test('an assistant that cannot start says why in the language of its authors', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'commands-'))
  const english = await types(folder.path, ['bot'], { DIALOGS_LANG: 'en' })
  expect(english.code).toBe(78)
  expect(english.text).toContain('The settings are refused.')
  expect(english.text).toContain('TELEGRAM_BOT_TOKEN: is not set')
  expect((await types(folder.path, ['bot'])).text).toContain('Настройки не приняты.')
})
