/** `npm run dialogs -- preview`: the page as it is written, and as a browser shows it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDialogs } from '../../../src/authoring/commands.ts'
import { openDialogs, type Opened } from '../../../src/authoring/files.ts'
import { overLimits } from '../../../src/authoring/explore/limits.ts'
import { escaped, pageOf } from '../../../src/authoring/preview/page.ts'
import { otherScreens } from '../../../src/authoring/preview/others.ts'
import { screensOf } from '../../../src/authoring/preview/screens.ts'
import { parseTemplate } from '../../../src/machines/language/markup.ts'
import type { Language } from '../../../src/ports/language.ts'
import { openBrowser } from '../../support/browser.ts'

let opened: Opened
let folder = ''
beforeAll(async () => {
  opened = await openDialogs([])
  folder = await mkdtemp(join(tmpdir(), 'preview-'))
})
afterAll(async () => rm(folder, { recursive: true }))

async function previews(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  }
  return { code: await runDialogs(['preview', ...args], terminal, {}), ...said }
}

/** The longest stretch of a text that stands in a page word for word: between its values, tags and lines. */
function stretchOf(body: string): string {
  const stretches = parseTemplate(body).parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return stretches.toSorted((a, b) => b.length - a.length)[0] ?? ''
}

function isIn(page: string, words: string): boolean {
  return page.includes(words)
}

test('every text of every dialog is there in both languages, with the longest data within the limits, and so is what all say', () => {
  const { repairs } = opened
  if (repairs === null) throw new Error('the built-in texts cannot be read')
  const dialogs = opened.asked.map(({ definition }) => screensOf(opened, repairs, definition))
  const drawn = dialogs.flatMap(({ steps, others }) => [
    ...steps.flatMap(({ screens }) => screens),
    ...others,
  ])
  const worst = drawn.flatMap(({ ru, en }) => [ru.worst, en.worst]).filter((message) => message !== null)
  expect(worst.flatMap((message) => overLimits(message))).toEqual([])
  const page = pageOf({ dialogs, others: otherScreens(repairs) })
  const languages: readonly Language[] = ['ru', 'en']
  const missing = opened.asked.flatMap(({ definition }, at) => {
    const shown = dialogs[at]
    const begins = page.indexOf(`id="${definition.dialog}"`)
    const whole = page.slice(begins, page.indexOf('<section class="dialog"', begins))
    expect(shown?.steps.length).toBeGreaterThan(0)
    return Object.entries(definition.texts).flatMap(([key, body]) =>
      languages.flatMap((language) => {
        const forms = body[language]
        const all = typeof forms === 'string' ? [forms] : Object.values(forms)
        const found = all.some((form) => isIn(whole, escaped(stretchOf(form))))
        return found ? [] : [`${definition.dialog}.${key} ${language}`]
      }),
    )
  })
  expect(missing).toEqual([])
  for (const text of [...Object.values(repairs.texts), ...Object.values(repairs.buttons)])
    for (const language of languages) expect(page).toContain(escaped(stretchOf(text[language])))
}, 240_000)

test('digests, reminders, notices and alerts are there, in both languages, usual and at their longest', () => {
  const { repairs } = opened
  if (repairs === null) throw new Error('the built-in texts cannot be read')
  const others = otherScreens(repairs)
  expect(others.map(({ id }) => id)).toEqual(['shared', 'notifications', 'notices', 'signature', 'alerts'])
  const notifications = others.find(({ id }) => id === 'notifications')
  const drawn = notifications?.groups[0]?.screens ?? []
  for (const { keys, ru, en } of drawn)
    for (const one of [ru.usual, ru.worst, en.usual, en.worst]) {
      expect(`${keys.join()}: ${one?.text}`).not.toMatch(/: (?:undefined)?$/)
      expect(one?.text.length).toBeLessThanOrEqual(4_096)
    }
  const morning = drawn.find(({ keys }) => keys.join() === 'morning_heading')
  expect(morning?.ru.usual?.text).toContain('Планёрка отдела')
  expect(morning?.ru.worst?.text).toMatch(/и ещё\s\d+/)
  expect(morning?.en.usual?.rows.flat().map(({ label }) => label)).toEqual(['Tasks', 'Schedule'])
  const page = pageOf({ dialogs: [], others })
  for (const words of ['Доброе утро', 'Good morning', 'Telegram не принимает бота', 'Код для подключения'])
    expect(page).toContain(words)
})

test('a screen is drawn in both languages and with the longest data wherever a path leads to it', () => {
  const definition = opened.asked.find((one) => one.definition.dialog === 'create-task')?.definition
  if (definition === undefined || opened.repairs === null) throw new Error('there is no create-task')
  const { steps } = screensOf(opened, opened.repairs, definition)
  expect(steps.map(({ step }) => step).slice(0, 3)).toEqual(['title', 'assignee', 'deadline'])
  const screens = steps.flatMap((one) => one.screens)
  const card = screens.find(({ keys }) => keys.join() === 'card')
  expect(card?.ru.usual?.rows.flat().length).toBeGreaterThan(1)
  expect(card?.en.usual?.text).toContain('Deadline')
  expect(card?.ru.worst?.text.length).toBeGreaterThan((card?.ru.usual?.text.length ?? 0) + 200)
  expect(screens.filter(({ ru, en }) => [ru.usual, ru.worst, en.usual, en.worst].includes(null))).toEqual([])
}, 60_000)

test('what an unfriendly title brings along stays text', async () => {
  const out = join(folder, 'tasks.html')
  expect((await previews('tasks', '--out', out)).code).toBe(0)
  const page = await readFile(out, 'utf8')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).not.toContain('<script>alert')
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page).not.toMatch(/(?:src|href)="(?!#)/)
}, 60_000)

test('a name nobody knows is an error with its name, and nothing is written', async () => {
  const out = join(folder, 'nothing.html')
  const { code, err } = await previews('no-such-dialog', '--out', out)
  expect(code).toBe(66)
  expect(err).toContain('no-such-dialog')
  await expect(readFile(out)).rejects.toThrow('ENOENT')
  expect((await previews('--nonsense')).code).toBe(64)
})

/** How far below the upper edge it stands. */
async function topOf(page: Page, what: string): Promise<number> {
  return Math.abs((await page.locator(what).boundingBox())?.y ?? Infinity)
}

describe('in a browser', () => {
  test('the language, the longest data and the search change what is seen, and nothing is fetched', async () => {
    const out = join(folder, 'page.html')
    expect((await previews('create-task', 'unlink', '--out', out)).code).toBe(0)
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(pathToFileURL(out).href)
    const seen = () => page.locator('article:visible').count()
    const all = await seen()
    expect(all).toBeGreaterThan(40)
    expect(await page.locator('.v:visible').count()).toBe(all)
    expect(await page.locator('#create-task .v:visible').first().getAttribute('lang')).toBe('ru')
    await page.getByRole('link', { name: /Сводки и напоминания/ }).click()
    await expect.poll(() => topOf(page, '#notifications')).toBeLessThan(150)
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('#create-task .v:visible').first().getAttribute('lang')).toBe('en')
    await page.locator('#worst').check()
    expect(await page.locator('.length.over:visible').count()).toBe(0)
    expect(await page.locator('.length.near:visible').count()).toBeGreaterThan(0)
    await page.locator('#search').fill('ask_deadline')
    expect(await seen()).toBeLessThan(10)
    expect(await seen()).toBeGreaterThan(0)
    await page.locator('#search').fill('no such words at all')
    expect(await seen()).toBe(0)
    expect(await page.locator('#nothing').isVisible()).toBe(true)
    expect(asked).toEqual([pathToFileURL(out).href])
  }, 120_000)
})
