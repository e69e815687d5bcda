/** `npm run db -- …`, on files and on a real server. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import { answerDatabase } from '../../src/commands/database.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import {
  action,
  anna,
  attempt,
  chatRecord,
  claim,
  createSetClock,
  DAY_MS,
  idsOf,
  igor,
  link,
  message,
  notification,
  settings,
  START_MS,
} from './fixtures.ts'

/** When deliveries that were cancelled are forgotten. */
const LATER_MS = START_MS + 15 * DAY_MS

const said = async (url: string, ...args: string[]) => {
  const { code, lines } = await answerDatabase(args, url, { TARGET_URL: url })
  return { code, text: lines.join('\n') }
}

test('everything goes from SQLite to PostgreSQL and back, and is the same in all three', async () => {
  const from = await newFile()
  const server = await newDatabase()
  const back = await newFile()
  await fill(from)
  const there = await said(from, 'copy', from, server)
  expect(there.text).toMatch(/^Скопировано из SQLite \(.*\) в PostgreSQL \(127\.0\.0\.1:\d+\/test_\w+\)/)
  const again = await said(back, 'copy', server, 'TARGET_URL')
  expect(again.code).toBe(0)
  const sums = await Promise.all([from, server, back].map(async (url) => tables(await said(url, 'status'))))
  expect(sums[0]).toContain('journal')
  expect(sums[1]).toEqual(sums[0])
  expect(sums[2]).toEqual(sums[0])
})

test('what was copied is gone on with: chats, dues, and numbers after the last', async () => {
  const from = await newFile()
  await fill(from)
  for (const to of [await newDatabase(), await newFile()]) {
    await said(from, 'copy', from, to)
    await using store = await openStore({ url: to, clock: createSetClock() })
    expect(await store.transaction((unit) => unit.chats.load(anna.chat))).toEqual(chatRecord(anna, 1))
    expect(await store.transaction((unit) => unit.settings.load(anna.chat))).toEqual(settings())
    expect(await store.transaction((unit) => unit.updates.claim(7, START_MS))).toBe(false)
    await store.transaction((unit) => unit.deliveries.enqueue([message('new', igor, { lane: null })]))
    const claimed = await claim(store, START_MS)
    expect(idsOf(claimed)).toContain('new')
    const last = claimed.find(({ id }) => id === 'new')
    expect(last?.seq).toBeGreaterThan(1_301)
  }
})

test('a target that holds anything is refused, and nothing is written over', async () => {
  const [from, to] = [await newFile(), await newDatabase()]
  await fill(from)
  {
    await using store = await openStore({ url: to, clock: createSetClock() })
    await store.transaction((unit) => unit.chats.save(chatRecord(igor, 1), START_MS))
  }
  const before = await said(to, 'status')
  const { code, text } = await said(from, 'copy', from, to)
  expect({ code, text }).toMatchObject({ code: 1, text: stringContaining('не пусто') })
  expect(await said(to, 'status')).toEqual(before)
})

test('an export is for its owner alone, and brings everything back on the other database', async () => {
  const [from, to, path] = [await newFile(), await newDatabase(), await newPath('all.jsonl')]
  await fill(from)
  const exported = await said(from, 'export', path)
  expect(exported).toEqual({ code: 0, text: stringContaining('права 0600') })
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await said(from, 'export', path)).toEqual({ code: 1, text: stringContaining('уже есть') })
  expect((await said(to, 'import', path)).code).toBe(0)
  expect(tables(await said(to, 'status'))).toEqual(tables(await said(from, 'status')))
})

test.each([
  ['cut short', (text: string) => text.slice(0, text.lastIndexOf('{"sums"'))],
  ['changed', (text: string) => text.replace('Смета', 'Счёт')],
  ['of something else', () => '{"format":"other"}\n'],
  ['no JSON', () => 'привет\n'],
  ['of another version', (text: string) => text.replace('0001-init', '0000-init')],
])('a file that is %s is not imported, and the database stays empty', async (_name, spoil) => {
  const [from, to, path] = [await newFile(), await newFile(), await newPath('all.jsonl')]
  await fill(from)
  await said(from, 'export', path)
  await writeFile(path, spoil(await readFile(path, 'utf8')))
  const { code, text } = await said(to, 'import', path)
  expect({ code, text }).toEqual({
    code: 1,
    text: stringMatching(/^(?:Файл|Это не файл).*записано\.$/),
  })
  expect(await said(to, 'status')).toEqual({ code: 0, text: notMatching(/[1-9]\d*  [0-9a-f]/) })
})

test('a copy is of one moment, whoever goes on writing', async () => {
  for (const from of [await newFile(), await newDatabase()]) {
    await fill(from)
    const to = await newFile()
    await using store = await openStore({ url: from, clock: createSetClock() })
    let isCopied = false
    const copying = said(from, 'copy', from, to).finally(() => {
      isCopied = true
    })
    for (let revision = 2; !isCopied && revision < 500; revision += 1)
      await store.transaction(async (unit) => {
        await unit.chats.save(chatRecord(anna, revision), START_MS)
        await unit.deliveries.enqueue([message(`turn ${revision}`)])
      })
    expect((await copying).code).toBe(0)
    await using copied = await openStore({ url: to, clock: createSetClock() })
    const turns = (await copied.transaction((unit) => unit.chats.load(anna.chat)))?.revision ?? 0
    const path = await newPath('copy.jsonl')
    await said(to, 'export', path)
    expect((await readFile(path, 'utf8')).match(/"id":"turn \d+"/g) ?? []).toHaveLength(turns - 1)
  }
})

test('an empty database is prepared by migrate, and status says what is to be done before and after', async () => {
  for (const url of [await newFile(), await newDatabase()]) {
    expect((await said(url, 'status')).text).toMatch(/ещё нет|пуста/)
    expect((await said(url, 'migrate')).text).toMatch(/готова: выполнено шагов: \d+\.$/)
    expect((await said(url, 'migrate')).text).toMatch(/готова: обновлять нечего\.$/)
    expect((await said(url, 'status')).text).toContain('соответствует этой версии')
  }
})

test.each([
  [[], 64, 'Команды:'],
  [['copy', 'sqlite:./data/bot.db'], 64, 'Команды:'],
  [['copy', 'sqlite:/no/such/folder/bot.db', 'TARGET_URL'], 1, 'Нет базы SQLite'],
  [['copy', 'mysql://anna:secret@127.0.0.1/bot', 'TARGET_URL'], 1, 'Нужны два адреса'],
  [['copy', 'NO_SUCH_VARIABLE', 'TARGET_URL'], 1, 'Нужны два адреса'],
  [['copy', 'TARGET_URL', 'TARGET_URL'], 1, 'одна и та же база'],
  [['import', '/no/such/file'], 1, 'Нет файла'],
])('db %j ends with %i and says what to do', async (args, code, words) => {
  const url = await newFile()
  const answer = await said(url, ...args)
  expect(answer.code).toBe(code)
  expect(answer.text).toContain(words)
  expect(answer.text).not.toContain('secret')
})

test('a database that is not there is named in a sentence, without the password', async () => {
  const { direct } = await sharedServers()
  const missing = `${direct.replace('postgres@', 'postgres:secret@')}/no_such_database`
  const { code, text } = await said(missing, 'status')
  expect({ code, text }).toEqual({
    code: 1,
    text: stringContaining('нет базы с именем из DATABASE_URL'),
  })
})

// Typed: vitest's own are `any`.
function stringContaining(part: string): unknown {
  return expect.stringContaining(part)
}

function stringMatching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}

function notMatching(pattern: RegExp): unknown {
  return expect.not.stringMatching(pattern)
}

/** One row of nearly everything, and of some more than a page. */
async function fill(url: string): Promise<void> {
  await using store = await openStore({ url, clock: createSetClock() })
  await store.transaction(async (unit) => {
    for (let updateId = 1; updateId <= 700; updateId += 1) await unit.updates.claim(updateId, LATER_MS)
    await unit.chats.save(chatRecord(anna, 1), START_MS)
    await unit.settings.save(anna.chat, settings(), START_MS)
    await unit.links.establish(link(anna))
    await unit.links.saveAttempt(attempt('first', igor))
    await unit.links.audit('requested', { chat: igor.chat, employee: null, atMs: START_MS })
    await unit.actions.begin(action('first', anna))
    const keys = ['ev:Ёж', 'ev:ёж', 'ev:Ж', 'ev:a', 'ev:B', 'ev:_', 'ev:é']
    await unit.notifications.plan(
      keys.map((key) => notification(key)),
      START_MS,
    )
    await unit.definitions.keep({ hash: 'a1', dialog: 'create-task', source: { x: null }, atMs: START_MS })
    await unit.workDays.replaceYear(2027, [{ date: '2027-01-04', kind: 'off' }])
    await unit.updates.poison({
      updateId: 701,
      chat: igor.chat,
      payload: { text: 'нуль\0внутри 👩‍👩‍👧‍👦' },
      incident: 'K7-41',
      error: 'с нулём\0в тексте',
      atMs: START_MS,
    })
    await unit.deliveries.enqueue(
      Array.from({ length: 1300 }, (_, n) => message(`old ${n}`, anna, { lane: `lane ${n}` })),
    )
    await unit.deliveries.enqueue([message('kept', igor)])
    await unit.journal.append(
      Array.from({ length: 1200 }, (_, n) => ({
        chat: anna.chat,
        revision: n,
        conversation: null,
        dialog: null,
        hash: null,
        event: { text: 'Смета «Весна»' },
        from: null,
        to: null,
        atMs: START_MS,
      })),
    )
  })
  await store.buckets.take('portal', 1, { perSecond: 2, burst: 10, reserve: 0 })
  // All but the last are gone.
  await store.transaction((unit) => unit.deliveries.cancelChat(anna.chat, 'проверка'))
  await store.maintenance.purge(LATER_MS)
}

/** What `status` says of the tables. */
function tables({ text }: { readonly text: string }): string {
  return text.slice(text.indexOf('\n'))
}

async function newDatabase(): Promise<string> {
  const { direct } = await sharedServers()
  const database = await createTestDatabase(direct)
  onTestFinished(() => database[Symbol.asyncDispose]())
  await database.setClock(START_MS)
  return `${direct}/${database.name}`
}

async function newPath(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'transfer-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, name)
}

async function newFile(): Promise<string> {
  return `sqlite:${await newPath('bot.db')}`
}
