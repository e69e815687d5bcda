/** `npm run calendar`, as an administrator uses it. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../db/database.ts'
import type { OwnedStore } from '../db/store.ts'
import { createOverrides } from '../src/scheduler/notify/overrides.ts'
import { answerCalendar } from '../src/commands/work-calendar.ts'
import { json2026, xml2026 } from './scheduler/rules/production-calendars.ts'
import { testClock } from './support/clock.ts'

const clock = testClock()
let folder = ''
let store: OwnedStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-'))
  store = await openStore({ url: `sqlite:${folder}/bot.db`, clock })
  return async () => {
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  }
})

async function file(text: string, name = 'calendar.xml'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

function calendarOf(year: number, dayOff: string): string {
  return `<calendar year="${year}"><days><day d="${dayOff}" t="1"/></days></calendar>`
}

const overrides = async (): Promise<ReadonlyMap<string, string>> => createOverrides(store, clock)()

test.each([
  ['calendar.xml', xml2026],
  ['calendar.json', json2026],
])('%s is imported, and what is known of the year can be read', async (name, text) => {
  const imported = await answerCalendar(['import', await file(text, name)], store)
  expect(imported.code).toBe(0)
  expect(imported.lines[0]).toMatch(/^Календарь на 2026 год загружен: выходные и праздники — \d+, /)
  const days = await overrides()
  expect(days.get('2026-01-09')).toBe('off')
  expect(days.get('2026-04-30')).toBe('short')
  const { lines } = await answerCalendar(['show', '2026'], store)
  expect(lines[0]).toBe('Календарь на 2026 год.')
  expect(lines.join('\n')).toContain('Сокращённые дни: 30 апреля, 8 мая, 11 июня, 3 ноября')
})

test('a year that nobody imported is left to the portal, and the command says so', async () => {
  const { code, lines } = await answerCalendar(['show', '2031'], store)
  expect({ code, lines }).toEqual({
    code: 0,
    lines: ['На 2031 год календарь не загружен: выходные — как в настройках календаря Битрикс24.'],
  })
})

test('importing a year again replaces that year alone', async () => {
  for (const text of [calendarOf(2026, '12.31'), calendarOf(2027, '01.04'), calendarOf(2027, '01.05')])
    await answerCalendar(['import', await file(text)], store)
  expect([...(await overrides())]).toEqual([
    ['2026-12-31', 'off'],
    ['2027-01-05', 'off'],
  ])
})

test.each([
  ['совсем не календарь', 'это не calendar.xml и не calendar.json с xmlcalendar.ru'],
  ['<calendar year="27"><day d="01.01" t="1"/></calendar>', 'не понял, какой это год: 27'],
  ['<calendar year="2027"><day d="02.30" t="1"/></calendar>', 'нет такой даты: <day d="02.30" t="1"/>'],
  ['<calendar year="2027"><day d="01.01" t="7"/></calendar>', 'не понял вид дня'],
  [
    '<calendar year="2027"><day d="01.01" t="1"/><day d="01.01" t="3"/></calendar>',
    'об одном дне сказано по-разному',
  ],
  ['<calendar year="2027"></calendar>', 'в файле нет ни одного дня'],
])('a bad file is refused with its reason, and what was known stays: %s', async (text, reason) => {
  await answerCalendar(['import', await file(xml2026)], store)
  const before = await overrides()
  const { code, lines } = await answerCalendar(['import', await file(text)], store)
  expect(code).toBe(1)
  expect(lines[0]).toMatch(/не загружен, прежний календарь остался:$/)
  expect(lines[1]).toContain(reason)
  expect(await overrides()).toEqual(before)
})

test('of many mistakes a few are shown, and how many more there are', async () => {
  const days = Array.from({ length: 9 }, () => '<day d="13.01" t="1"/>').join('')
  const { lines } = await answerCalendar(
    ['import', await file(`<calendar year="2027">${days}</calendar>`)],
    store,
  )
  expect(lines).toHaveLength(7)
  expect(lines.at(-1)).toBe('  и ещё 4')
})

test.each([
  ['нет.xml', 'такого файла нет'],
  ['.', 'это папка'],
])('a file that cannot be read is named: %s', async (name, reason) => {
  const { code, lines } = await answerCalendar(['import', join(folder, name)], store)
  expect(code).toBe(1)
  expect(lines[0]).toContain(reason)
})

test.each([[[]], [['show']], [['show', 'завтра']], [['import', 'a.xml', 'b.xml']], [['delete', '2027']]])(
  'anything else is answered with how it is meant: %j',
  async (args) => {
    const { code, lines } = await answerCalendar(args, store)
    expect(code).toBe(64)
    expect(lines.join('\n')).toContain('npm run calendar -- import <файл>')
  },
)

test('an assistant that is running reads it again within the hour, and not at every look', async () => {
  const read = createOverrides(store, clock)
  expect(await read()).toEqual(new Map())
  await answerCalendar(['import', await file(xml2026)], store)
  clock.advance(59 * 60_000)
  expect(await read()).toEqual(new Map())
  clock.advance(60_000)
  expect((await read()).get('2026-01-09')).toBe('off')
})

test('the program does it without a bot or a portal', async () => {
  const program = fileURLToPath(new URL('../bin/assistant.js', import.meta.url))
  const run = async (...args: readonly string[]) => {
    const child = spawn(process.execPath, [program, 'calendar', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '' },
    })
    onTestFinished(() => void child.kill())
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { code, printed }
  }
  await file(xml2026)
  expect(await run('import', 'calendar.xml')).toMatchObject({ code: 0 })
  expect((await run('show', '2026')).printed).toContain('Календарь на 2026 год.\n  Выходные и праздники: ')
  expect(await run('show')).toMatchObject({ code: 64 })
})
