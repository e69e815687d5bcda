/** `npm run link`, as an administrator uses it. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../../db/database.ts'
import { loadLinkWording } from '../../../src/dialogs/link-account/notices.ts'
import { answerLink } from '../../../src/commands/link.ts'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import { openWorld } from '../../support/world.ts'
import { anna, igor, openOffice, type Office } from './office.ts'

const wording = loadLinkWording()
const nobody = async () => ({ ok: false, reason: 'refused', detail: 'Некого пригласить.' }) as const

function ask(office: Office, ...args: readonly string[]) {
  const { store, portal } = office
  return answerLink(args, { store, wording, clock: portal.clock, zone: 'Europe/Moscow', invite: nobody })
}

test('lists who is connected, and with which chat', async () => {
  await using office = await openOffice()
  expect(await ask(office, 'list')).toEqual({ code: 0, lines: ['Никто не подключён.'] })
  await office.phone(1).links(anna)
  await office.phone(2).links(igor)
  const { code, lines } = await ask(office, 'list')
  expect(code).toBe(0)
  expect(lines).toEqual([
    'Подключено: 2.',
    expect.stringMatching(/^ {2}№ 15 {2}Анна Петрова, чат 7000001, с \d\d\.\d\d\.\d{4}, \d\d:\d\d$/),
    expect.stringMatching(/^ {2}№ 27 {2}Игорь Ким, чат 7000002, с /),
  ])
})

test('cuts one employee off, who is told, and can come back', async () => {
  await using office = await openOffice()
  const [phone, other] = [office.phone(1), office.phone(2)]
  await phone.links(anna)
  await other.links(igor)
  await office.work()
  expect(await ask(office, 'revoke', '15')).toMatchObject({
    code: 0,
    lines: [expect.stringMatching(/^Отключён: № 15 Анна Петрова\./), expect.stringContaining('/start')],
  })
  expect(await office.work()).toEqual([
    {
      chat: phone.chat,
      text: 'Администратор отключил этот чат от Битрикс24. Если это ошибка, обратитесь к нему.',
    },
  ])
  expect(await office.store.transaction((unit) => unit.links.all())).toMatchObject([{ employee: 27 }])
  expect(await ask(office, 'revoke', '15')).toMatchObject({ code: 1 })
  office.portal.clock.advance(2 * 60_000)
  expect(await phone.links(anna)).toMatchObject({ ok: true })
})

test('opens linking again for whom a hundred wrong codes have closed it, and says when there is nothing to open', async () => {
  await using office = await openOffice()
  expect(await ask(office, 'unlock', '15')).toMatchObject({ code: 1 })
  await office.store.transaction(async (unit) => {
    for (let count = 0; count < 100; count += 1)
      await unit.links.audit('wrong', {
        chat: toChatId(9_000 + count),
        employee: toPortalUserId(15),
        atMs: 0,
      })
  })
  const phone = office.phone(1)
  await expect(phone.getsCode(anna)).rejects.toThrow('No code in the bell')
  expect(await ask(office, 'unlock', '15')).toMatchObject({ code: 0 })
  office.portal.clock.advance(2 * 60_000)
  expect(await phone.links(anna)).toMatchObject({ ok: true })
})

test('tells what was done in the name of an employee, newest first, and what nobody knows the end of', async () => {
  await using office = await openOffice()
  expect(await ask(office, 'actions', '15')).toMatchObject({ code: 1 })
  await office.store.transaction(async ({ actions }) => {
    const chat = toChatId(7_000_001)
    const employee = toPortalUserId(15)
    const add = (id: string, service: string, object: string | null, atMs: number) =>
      actions.begin({ id, chat, employee, service, object, atMs })
    await add('a', 'bitrix.tasks.add', null, Date.parse('2026-11-24T07:00:00Z'))
    await actions.end('a', 'done', Date.parse('2026-11-24T07:00:01Z'), 'task:8017')
    await add('b', 'bitrix.tasks.move', 'task:8017', Date.parse('2026-11-24T08:00:00Z'))
  })
  expect((await ask(office, 'actions', '15')).lines.slice(1)).toEqual([
    '  24.11.2026, 11:00  bitrix.tasks.move  task:8017  не закончено',
    '  24.11.2026, 10:00  bitrix.tasks.add  task:8017  done',
  ])
})

test.each([
  [[]],
  [['revoke']],
  [['revoke', 'Анна']],
  [['revoke', '0']],
  [['unlock', '15', '27']],
  [['drop', '15']],
])('anything else is answered with how it is meant: %j', async (args) => {
  await using office = await openOffice()
  const { code, lines } = await ask(office, ...args)
  expect(code).toBe(64)
  expect(lines.join('\n')).toContain('npm run link -- revoke НОМЕР')
})

test('while the assistant is running, the chat of a stolen telephone is closed at once', async () => {
  await using world = await openWorld()
  const { clock } = world
  const chat = await world.linkedChat()
  await chat.asks('/task Сверить отчёт', 'Кто исполнитель')
  await using store = await openStore({ url: `sqlite:${world.folder}/bot.db`, clock })
  const deps = { store, wording, clock, zone: 'Europe/Moscow', invite: nobody }
  expect(await answerLink(['revoke', '15'], deps)).toMatchObject({ code: 0 })
  await world.passUntil(60_000, () => chat.screen().includes('Администратор отключил этот чат'))
  const before = world.portal.requests.length
  await chat.asks('/tasks', 'Напишите рабочую почту')
  expect(world.portal.requests).toHaveLength(before)
  expect((await answerLink(['list'], deps)).lines).toEqual(['Никто не подключён.'])
})

test('the program does it without a bot or a portal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'link-'))
  const path = fileURLToPath(new URL('../../../bin/assistant.js', import.meta.url))
  const run = async (...args: readonly string[]) => {
    const env = { PATH: process.env['PATH'] ?? '' }
    const child = spawn(process.execPath, [path, 'link', ...args], { cwd: folder, env })
    onTestFinished(() => void child.kill())
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { code, printed }
  }
  onTestFinished(() => rm(folder, { recursive: true }))
  expect(await run('list')).toEqual({ code: 0, printed: 'Никто не подключён.\n' })
  expect(await run('revoke', '15')).toMatchObject({ code: 1 })
  expect(await run()).toMatchObject({ code: 64 })
})
