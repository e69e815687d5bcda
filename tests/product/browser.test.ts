import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDialogs } from '../../src/authoring/files.ts'
import { readTalks } from '../../src/authoring/talk/read-talks.ts'
import { runTalk } from '../../src/authoring/talk/run-talk.ts'
import { talkDeps } from '../../src/authoring/test-command.ts'
import { openBrowser } from '../support/browser.ts'
import { startProgram } from '../support/started.ts'

test('a newcomer gets from START to a task in the portal, in a browser, without leaving the page', async () => {
  await using program = await startProgram()
  await using browser = await openBrowser()
  const { page, complaints, strangers } = await openPage(await browser.newContext(window), program.url)

  await page.getByRole('button', { name: 'Старт' }).click()
  await botSays(page, 'Напишите рабочую почту')
  await say(page, 'anna.petrova@romashka.example')
  await botSays(page, 'пришлите мне шесть цифр')
  const notices = page.getByRole('tabpanel', { name: /Уведомления/ })
  await page.getByRole('button', { name: /^Уведомления/ }).click()
  const copy = notices.getByRole('button', { name: /Скопировать код \d{6}/ })
  const [code = ''] = /\d{6}/.exec((await copy.getAttribute('aria-label')) ?? '') ?? []
  await say(page, code)
  await botSays(page, 'Готово, Анна! Чат подключён к Битрикс24.')
  // The code has been taken out of the chat.
  await page.getByLabel('Сообщения').getByText(code).waitFor({ state: 'detached' })

  await say(page, '/task')
  await botSays(page, 'Что нужно сделать?')
  await say(page, 'Подготовить смету для «Вектора»')
  await botSays(page, 'Кто исполнитель?')
  await tap(page, 'Я')
  await botSays(page, 'К какому сроку?')
  await tap(page, 'Без срока')
  await botSays(page, 'Добавить описание?')
  await tap(page, 'Пропустить')
  await botSays(page, 'Проверьте задачу:')
  await tap(page, 'Создать')
  await botSays(page, '✅ Задача создана: «Подготовить смету для „Вектора“».')
  await tap(page, 'Открыть в Битрикс24')
  const card = page.getByRole('dialog', { name: 'Задача: Подготовить смету для «Вектора»' })
  await card.getByText('Анна Петрова').first().waitFor()
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'hidden' })

  await page
    .getByRole('button', { name: /Игорь Ким/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Старт' }).click()
  await botSays(page, 'Напишите рабочую почту')
  expect(await page.getByLabel('Сообщения').getByText('Готово, Анна!').count()).toBe(0)

  expect(complaints).toEqual([])
  expect(strangers).toEqual([])
  await browser.close()
  expect(await program.stop()).toEqual({ code: 0, signal: null })
  expect(program.errors()).toBe('')
  const log = await program.read('data/assistant.log')
  expect(log).toContain('"msg":"started"')
  expect(log).not.toContain(code)
  expect(log).not.toContain('anna.petrova')
}, 60_000)

const window = {
  viewport: { width: 1440, height: 900 },
  locale: 'ru-RU',
  timezoneId: 'Europe/Moscow',
  reducedMotion: 'reduce',
} as const

test('a conversation saved in the sandbox goes again as it went, by itself', async () => {
  await using program = await startProgram()
  await using browser = await openBrowser()
  const { page } = await openPage(await browser.newContext(window), program.url)
  await page.getByRole('button', { name: 'Старт' }).click()
  await botSays(page, 'Напишите рабочую почту')
  await say(page, 'anna.petrova@romashka.example')
  await botSays(page, 'пришлите мне шесть цифр')
  await page.getByRole('button', { name: /^Уведомления/ }).click()
  const copy = page.getByRole('button', { name: /Скопировать код \d{6}/ })
  const [code = ''] = /\d{6}/.exec((await copy.getAttribute('aria-label')) ?? '') ?? []
  await say(page, code)
  await botSays(page, 'Готово, Анна!')
  await say(page, '/task')
  await botSays(page, 'Что нужно сделать?')
  await say(page, 'Подготовить смету для «Вектора»')
  await botSays(page, 'Кто исполнитель?')
  await say(page, 'Ким')
  await botSays(page, 'К какому сроку?')
  await say(page, 'завтра в 18:00')
  await botSays(page, 'Добавить описание?')
  await tap(page, 'Пропустить')
  await botSays(page, 'Проверьте задачу:')
  await tap(page, 'Создать')
  await botSays(page, '✅ Задача создана')
  await page.getByRole('button', { name: 'Действия' }).click()
  const coming = page.waitForEvent('download')
  await page.getByText('Сохранить разговор как тест').click()
  const saved = await readFile(await (await coming).path(), 'utf8')

  await using folder = await mkdtempDisposable(join(tmpdir(), 'saved-'))
  await writeFile(join(folder.path, 'dialog.yaml'), 'dialog: any\n')
  await writeFile(join(folder.path, 'dialog.tests.yaml'), saved)
  const { library, repairs, services } = await openDialogs([])
  if (repairs === null) throw new Error('the built-in texts cannot be read')
  const { talks, problems } = await readTalks(join(folder.path, 'dialog.yaml'), services)
  expect(problems).toEqual([])
  const { failures, lines } = runTalk(talkDeps(library, repairs, services), 'create-task', talks[0]!.talk)
  expect(failures).toEqual([])
  expect(lines.map(({ text }) => text).join('\n')).toContain('✅ Задача создана: «Подготовить смету')
}, 90_000)

/** Opens the page, and takes down what it complains of and whom else it asks. */
async function openPage(
  context: Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>['newContext']>>,
  url: string,
): Promise<{
  readonly page: Page
  readonly complaints: readonly string[]
  readonly strangers: readonly string[]
}> {
  const complaints: string[] = []
  const strangers: string[] = []
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url) strangers.push(request.url())
  })
  await page.goto(url)
  return { page, complaints, strangers }
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Сообщение' }).fill(text)
  await page.keyboard.press('Enter')
}

async function botSays(page: Page, text: string): Promise<void> {
  await page.getByLabel('Сообщения').getByText(text).first().waitFor()
}

async function tap(page: Page, label: string): Promise<void> {
  await page.getByLabel('Сообщения').getByRole('button', { name: label, exact: true }).last().click()
}
