/** `npm run user-data`, as an administrator uses it. */
import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../db/database.ts'
import { loadLinkWording } from '../src/dialogs/link-account/notices.ts'
import { answerLink } from '../src/commands/link.ts'
import { toPortalUserId } from '../src/ports/identity.ts'
import { answerUserData } from '../src/commands/user-data.ts'
import { openWorld, type World } from './support/world.ts'

const invite = async () => ({ ok: false, reason: 'refused' }) as const

async function beside(world: World) {
  const { clock } = world
  const store = await openStore({ url: `sqlite:${world.folder}/bot.db`, clock })
  onTestFinished(() => store[Symbol.asyncDispose]())
  const zone = 'Europe/Moscow'
  return {
    ask: (...args: readonly string[]) => answerUserData(args, { personal: store.personal, clock }),
    link: (...args: readonly string[]) =>
      answerLink(args, { store, wording: loadLinkWording(), clock, zone, invite }),
    bytes: async () => {
      const tables = await store.personal.collect(toPortalUserId(15))
      return JSON.stringify(tables)
    },
  }
}

test('what a person typed and chose is in the file, which only its owner may read', async () => {
  await using world = await openWorld()
  const { ask } = await beside(world)
  const chat = await world.linkedChat()
  await (await world.linkedChat('igor')).asks('/task Секрет Игоря', 'Кто исполнитель')
  await chat.asks('/task Сверить смету', 'Кто исполнитель')
  await world.settled()
  const path = `${world.folder}/anna.json`
  const { code, lines } = await ask('export', '15', path)
  expect({ code, first: lines[0] }).toEqual({
    code: 0,
    first: expect.stringMatching(
      /^Данные сотрудника № 15 записаны в файл .*anna\.json, строк: \d+\.$/,
    ) as string,
  })
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const text = await readFile(path, 'utf8')
  expect(text).toContain('Сверить смету')
  expect(text).toContain('Анна Петрова')
  expect(text).not.toContain('Секрет Игоря')
  expect(await ask('export', '15', path)).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('уже есть')],
  })
  expect(await ask('export', '15', `${world.folder}/нет/anna.json`)).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('такой папки нет')],
  })
})

test('erased, a person is nobody the assistant knows, and can begin anew as anybody can', async () => {
  await using world = await openWorld()
  const { ask, link, bytes } = await beside(world)
  const chat = await world.linkedChat()
  await chat.asks('/task Сверить смету', 'Кто исполнитель')
  expect(await ask('erase', '15')).toMatchObject({
    code: 1,
    lines: [expect.stringContaining('npm run link -- revoke 15')],
  })
  await link('revoke', '15')
  expect(await ask('erase', '15')).toMatchObject({ code: 1, lines: [expect.stringContaining('Повторите')] })
  await world.passUntil(60_000, () => chat.screen().includes('Администратор отключил этот чат'))
  await world.settled()
  expect(await ask('erase', '15')).toMatchObject({ code: 0 })
  expect(await bytes()).not.toMatch(/смету|Петрова/)
  expect(await ask('erase', '15')).toMatchObject({ code: 1, lines: [expect.stringContaining('нечего')] })
  world.pass(2 * 60_000)
  await world.linkedChat()
  await chat.asks('/task Другая задача', 'Кто исполнитель')
  await chat.clicks('Я')
  await chat.sees('К какому сроку')
})

test('somebody nobody knows has nothing to export', async () => {
  await using world = await openWorld()
  const { ask } = await beside(world)
  expect(await ask('export', '999', `${world.folder}/nobody.json`)).toMatchObject({ code: 1 })
  await expect(stat(`${world.folder}/nobody.json`)).rejects.toThrow('ENOENT')
})

test.each([
  [[]],
  [['export']],
  [['export', '15']],
  [['erase', 'Анна']],
  [['erase', '15', 'now']],
  [['show', '15']],
])('anything else is answered with how it is meant: %j', async (args) => {
  const nothing = {
    collect: () => Promise.reject(new Error('asked')),
    erase: () => Promise.reject(new Error('asked')),
  }
  const { code, lines } = await answerUserData(args, { personal: nothing, clock: { now: () => 0 } })
  expect(code).toBe(64)
  expect(lines.join('\n')).toContain('npm run user-data -- erase НОМЕР')
})

test('the program does it without a bot or a portal', async () => {
  await using world = await openWorld()
  const path = fileURLToPath(new URL('../bin/assistant.js', import.meta.url))
  const child = spawn(process.execPath, [path, 'user-data', 'erase', '15'], {
    cwd: world.folder,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: `sqlite:${world.folder}/bot.db` },
  })
  onTestFinished(() => void child.kill())
  let printed = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  expect({ code, printed }).toEqual({ code: 1, printed: 'О сотруднике № 15 удалять нечего.\n' })
})
