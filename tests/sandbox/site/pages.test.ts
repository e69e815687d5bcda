import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import { openBrowser } from '../../support/browser.ts'
import { anna, igor, openSiteRig, type SiteRig } from './site-rig.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

let rig: SiteRig
let page: Page
let complaints: string[]
beforeEach(async () => {
  rig = await openSiteRig()
  complaints = []
  page = await openPage({ width: 1440, height: 900 })
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  await rig[Symbol.asyncDispose]()
  if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('; ')}`)
})

async function openPage(viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
  })
  const opened = await context.newPage()
  opened.setDefaultTimeout(10_000)
  opened.on('pageerror', (error) => complaints.push(error.message))
  opened.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await opened.goto(rig.url)
  await opened.getByRole('heading', { name: 'Помощник Битрикс24', exact: true }).waitFor()
  return opened
}

/** The bot writes to Anna, who has started it. */
async function sends(text: string, more: object = {}): Promise<number> {
  if (rig.telegram.person(anna).messages().length === 0) rig.telegram.person(anna).say('/start')
  const sent = await rig.bot<{ message_id: number }>('sendMessage', { chat_id: anna, text, ...more })
  return sent.message_id
}

function keyboard(...rows: object[][]): object {
  return { reply_markup: { inline_keyboard: rows } }
}

async function lastPress(): Promise<string> {
  let id = ''
  await expect
    .poll(async () => {
      const updates = await rig.bot<{ callback_query?: { id: string } }[]>('getUpdates', { offset: -1 })
      return (id = updates[0]?.callback_query?.id ?? '')
    })
    .not.toBe('')
  return id
}

describe('the chat page', () => {
  test('leads a newcomer from START to the code in the bell', async () => {
    await page.getByText('Первые шаги').waitFor()
    await page.getByRole('button', { name: 'Старт' }).click()
    await page.getByLabel('Сообщения').getByText('/start').waitFor()
    await sends('Напишите рабочую почту.')
    await page.getByText('Напишите рабочую почту.', { exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('anna.petrova@romashka.example')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => rig.telegram.person(anna).messages().at(-1)?.text)
      .toBe('anna.petrova@romashka.example')
    await rig.portal('im.notify.system.add', { USER_ID: 15, MESSAGE: 'Код для подключения: [B]483920[/B]' })
    await page.getByRole('article', { name: 'Уведомление: Анна Петрова' }).getByText('483 920').waitFor()
    await page.getByRole('button', { name: 'Уведомления, новых: 1' }).click()
    await page
      .getByRole('tabpanel', { name: /Уведомления/ })
      .getByRole('button', { name: 'Скопировать код 483920' })
      .waitFor()
    await page.getByRole('button', { name: 'Уведомления', exact: true }).waitFor()
  })

  test('shows an employee’s week: who meets whom when, and what is due', async () => {
    await page.getByRole('tab', { name: 'Календарь' }).click()
    const calendar = page.getByRole('tabpanel', { name: /Календарь/ })
    const today = calendar.getByRole('listitem').filter({ hasText: '· сегодня' })
    const demo = today.getByRole('listitem').filter({ hasText: 'Показ для ООО «Вектор»' })
    await demo.getByText('15:00 – 16:00').waitFor()
    await demo.getByRole('img', { name: 'Важное' }).waitFor()
    await demo.getByTitle('Ольга Белова: согласие').waitFor()
    await demo.getByTitle('Пётр Иванов: нет ответа').waitFor()
    const join = demo.getByRole('link', { name: 'Подключиться в Телемосте' })
    expect(await join.getAttribute('href')).toMatch(/^https:\/\/telemost\.yandex\.ru\/j\/\d{14}$/)
    await today.getByText('Подготовить договор с ООО «Вектор»').waitFor()

    const tomorrow = calendar.getByRole('listitem').filter({ hasText: 'вт, 24 ноября' })
    expect(await tomorrow.getByRole('time').allTextContents()).toEqual([
      'весь день',
      '10:00 – 10:30',
      '12:00 – 12:45',
      '18:30 – 19:30',
    ])
    await calendar.getByText('Инструктаж по охране труда').waitFor()
    const line = "getComputedStyle(document.querySelector('.event-declined .event-title')).textDecorationLine"
    expect(await page.evaluate(line)).toBe('line-through')
    await calendar.getByText('23:30 – 00:30').waitFor()
    await calendar.getByRole('button', { name: 'Следующая неделя' }).click()
    await calendar.getByRole('heading', { name: '30 ноября – 6 декабря' }).waitFor()
    expect(await calendar.getByText('Планёрка отдела продаж').count()).toBe(5)
  })

  test('shows the times of an employee in their own zone, and what the bot adds at once', async () => {
    await page.getByRole('tab', { name: 'Календарь' }).click()
    const viewer = page.getByRole('combobox', { name: 'Смотреть как' })
    const calendar = page.getByRole('tabpanel', { name: /Календарь/ })
    await viewer.selectOption('Лидия Рябова')
    await calendar.getByText('Лидия · время UTC+3 · на этой неделе ничего нет').waitFor()
    await viewer.selectOption('Александр Волков')
    await calendar.getByText('Александр · время UTC+5').waitFor()
    await calendar.getByText('09:00 – 11:00').waitFor()
    await rig.portal('calendar.event.add', {
      type: 'user',
      ownerId: 19,
      auto_detect_section: 'Y',
      name: 'Сверка чертежей',
      from: '2026-11-25 22:30:00',
      to: '2026-11-25 23:00:00',
      timezone_from: 'Europe/Moscow',
    })
    const thursday = calendar.getByRole('listitem').filter({ hasText: 'чт, 26 ноября' })
    const added = thursday.getByRole('listitem').filter({ hasText: 'Сверка чертежей' })
    await added.waitFor()
    expect(await added.getByRole('time').textContent()).toBe('00:30 – 01:00')
  })

  test('shows the callback’s answer: a toast, then an alert', async () => {
    await sends(
      'Удалить?',
      keyboard([
        { text: 'Да', callback_data: 'y' },
        { text: 'Вт', disabled: {} },
      ]),
    )
    const yes = page.getByRole('button', { name: 'Да', exact: true })
    await yes.click()
    await expect.poll(() => yes.getAttribute('aria-busy')).toBe('true')
    await rig.bot('answerCallbackQuery', { callback_query_id: await lastPress(), text: 'Уже удалено' })
    await page.getByRole('status').getByText('Уже удалено').waitFor()
    await expect.poll(() => yes.getAttribute('aria-busy')).toBeNull()
    await yes.click()
    await expect.poll(() => yes.getAttribute('aria-busy')).toBe('true')
    await rig.bot('answerCallbackQuery', {
      callback_query_id: await lastPress(),
      text: 'Нет права',
      show_alert: true,
    })
    const alert = page.getByRole('dialog')
    await alert.getByText('Нет права').waitFor()
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Вт' }).isDisabled()).toBe(true)
  })

  test('shows markup in a text as text, and a spoiler only when tapped', async () => {
    await sends('<img src=x onerror=alert(1)> и тайна', {
      entities: [{ type: 'spoiler', offset: 31, length: 5 }],
    })
    await page.getByRole('article').getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.getByRole('button', { name: /и •••••$/ }).waitFor()
    const spoiler = page.getByRole('button', { name: 'Скрытый текст, показать' })
    await spoiler.press('Enter')
    await spoiler.waitFor({ state: 'detached' })
    expect(await page.getByRole('article').getByText('тайна').isVisible()).toBe(true)
  })

  test('sends a command from the menu and one tapped in a text', async () => {
    await rig.bot('setMyCommands', { commands: [{ command: 'tasks', description: 'Мои задачи' }] })
    await sends('Список — /help.')
    await page.getByRole('button', { name: 'Меню' }).click()
    await page.getByRole('menuitem', { name: 'Мои задачи' }).click()
    await page.getByLabel('Сообщения').getByRole('button', { name: '/help' }).click()
    await expect
      .poll(() =>
        rig.telegram
          .person(anna)
          .messages()
          .map(({ text }) => text)
          .slice(-2),
      )
      .toEqual(['/tasks', '/help'])
  })

  test('sends a photo with what was typed, a file, and a colleague’s words', async () => {
    rig.telegram.person(anna).say('/start')
    await page.getByRole('textbox', { name: 'Сообщение' }).fill('Смотрите, что на складе')
    const attach = page.getByRole('button', { name: 'Прикрепить', exact: true })
    const choose = async (item: string, file: { name: string; mimeType: string; buffer: Buffer }) => {
      await attach.click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('menuitem', { name: item }).click()
      await (await chooser).setFiles(file)
    }
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 1440, height: 300 } })
    await choose('Фотография', { name: 'склад.png', mimeType: 'image/png', buffer: picture })
    await page.getByRole('img', { name: 'Фотография' }).waitFor()
    const width = () => page.evaluate("document.querySelector('.media-photo img').naturalWidth")
    await expect.poll(width).toBe(1280)
    const [, sent] = rig.telegram.person(anna).messages()
    expect(sent).toMatchObject({ kind: 'photo', text: 'Смотрите, что на складе', file: { width: 1280 } })

    await choose('Файл', { name: 'Смета.txt', mimeType: 'text/plain', buffer: Buffer.alloc(1_234_567) })
    await page.getByRole('article').getByText('1,2 МБ').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: /Смета\.txt/ }).click()
    expect((await download).suggestedFilename()).toBe('Смета.txt')

    await attach.click()
    await page.getByRole('menuitem', { name: 'Пересланное сообщение' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('От кого').selectOption('Ольга Белова')
    await dialog.getByLabel('Текст сообщения').fill('Нужна смета до пятницы')
    await dialog.getByRole('button', { name: 'Переслать' }).click()
    await page.getByRole('article').getByText('Переслано от Ольга Белова').waitFor()
  })

  test('edits the last own message by ↑ and removes what the bot deletes', async () => {
    rig.telegram.person(anna).say('до пятнцы')
    const id = await sends('Шаг 2 из 5')
    const field = page.getByRole('textbox', { name: 'Сообщение' })
    await field.press('ArrowUp')
    await page.getByText('Изменение').waitFor()
    await field.fill('до пятницы')
    await field.press('Enter')
    await page.getByText('изменено').waitFor()
    expect(await field.inputValue()).toBe('')
    await rig.bot('deleteMessage', { chat_id: anna, message_id: id })
    await page.getByText('Шаг 2 из 5').first().waitFor({ state: 'detached' })
  })

  test('Shift+Enter begins a new line instead of sending', async () => {
    rig.telegram.person(anna).say('/start')
    const field = page.getByRole('textbox', { name: 'Сообщение' })
    await field.pressSequentially('Первая')
    await field.press('Shift+Enter')
    await field.pressSequentially('вторая')
    expect(await field.inputValue()).toBe('Первая\nвторая')
    expect(rig.telegram.person(anna).messages()).toHaveLength(1)
  })

  test('stays where the person reads and counts what came below', async () => {
    for (let number = 1; number <= 30; number += 1) rig.telegram.person(anna).say(`Запись ${number}`)
    await page.getByText('Запись 30').first().waitFor()
    await page.locator('.scroller').hover()
    await page.mouse.wheel(0, -900)
    const jump = page.getByRole('button', { name: /К новым сообщениям/ })
    await jump.waitFor()
    await sends('Новое')
    await page.getByRole('button', { name: 'К новым сообщениям: 1' }).click()
    await jump.waitFor({ state: 'hidden' })
    expect(await page.getByRole('article').getByText('Новое').isVisible()).toBe(true)
  })

  test('keeps each person’s chat and draft apart, and counts the unread', async () => {
    rig.telegram.person(anna).say('/start')
    rig.telegram.person(igor).say('/start')
    const field = page.getByRole('textbox', { name: 'Сообщение' })
    await field.fill('черновик Анны')
    await rig.bot('sendMessage', { chat_id: igor, text: 'Привет, Игорь' })
    await page.getByLabel('непрочитанных: 1').waitFor()
    await page
      .getByRole('button', { name: /Игорь Ким/ })
      .first()
      .click()
    await page.getByRole('article').getByText('Привет, Игорь').waitFor()
    await expect.poll(() => field.inputValue()).toBe('')
    await expect.poll(() => page.getByRole('combobox', { name: 'Смотреть как' }).inputValue()).toBe('27')
    await page.locator('.person').filter({ hasText: 'Анна Петрова' }).click()
    await expect.poll(() => field.inputValue()).toBe('черновик Анны')
  })

  test('follows a link from a notice: START appears and carries the payload', async () => {
    rig.telegram.person(anna).say('/start')
    const url = `https://t.me/${rig.telegram.botUsername}?start=one-time_1`
    await rig.portal('im.notify.system.add', {
      USER_ID: 15,
      MESSAGE: `[URL=${url}]Подключить одним нажатием[/URL]`,
    })
    await page.getByRole('link', { name: 'Подключить одним нажатием' }).first().click()
    await page.getByRole('button', { name: 'Старт' }).click()
    await expect.poll(() => rig.telegram.person(anna).messages().at(-1)?.text).toBe('/start one-time_1')
    await page.getByRole('textbox', { name: 'Сообщение' }).waitFor()
  })

  test('opens a task’s card beside the chat from «Открыть в Битрикс24»', async () => {
    const id = rig.bitrix.addTask({ title: 'Подготовить смету', responsibleId: 27, createdBy: 15 })
    const url = `${rig.bitrix.origin}/company/personal/user/27/tasks/task/view/${id}/`
    await sends('Задача создана', keyboard([{ text: 'Открыть в Битрикс24', url }]))
    await page.getByRole('button', { name: 'Открыть в Битрикс24' }).click()
    const card = page.getByRole('dialog', { name: 'Задача: Подготовить смету' })
    await card.getByText('Игорь Ким').waitFor()
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'hidden' })
    expect(new URL(page.url()).pathname).toBe('/')
  })

  test('blocks the bot after a question and offers to let it in again', async () => {
    rig.telegram.person(anna).say('/start')
    await page.getByRole('button', { name: 'Действия' }).click()
    await page.getByRole('menuitem', { name: 'Заблокировать бота' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Заблокировать' }).click()
    await page.getByText('бот заблокирован').first().waitFor()
    expect(() => rig.telegram.person(anna).say('Эй')).toThrow(/blocked/)
    await page.getByRole('button', { name: 'Разблокировать' }).click()
    await page.getByRole('textbox', { name: 'Сообщение' }).waitFor()
    expect(rig.telegram.person(anna).say('Эй')).toBeGreaterThan(0)
  })

  test('on a phone shows one pane at a time and says that a code has come', async () => {
    const narrow = await openPage({ width: 390, height: 844 })
    await narrow.getByRole('button', { name: 'Старт' }).waitFor()
    expect(await narrow.getByText('ООО «Ромашка»').first().isVisible()).toBe(false)
    await rig.portal('im.notify.system.add', { USER_ID: 15, MESSAGE: 'Код: [B]111222[/B]' })
    await narrow.getByText('Портал: новое уведомление, Анна Петрова').waitFor()
    await narrow.getByRole('button', { name: /^Портал/ }).click()
    await narrow.getByRole('article', { name: 'Уведомление: Анна Петрова' }).getByText('111 222').waitFor()
    await narrow.getByRole('button', { name: 'Люди' }).click()
    await narrow.getByRole('button', { name: /Игорь Ким/ }).click()
    await narrow.getByRole('button', { name: 'Старт' }).waitFor()
    const overflow = await narrow.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBe(0)
  })
})

describe('the portal page', () => {
  test('shows people, tasks and notices at once, and dismisses someone after a question', async () => {
    await page.goto(`${rig.url}/portal`)
    await page.getByRole('heading', { name: 'Задачи' }).waitFor()
    const row = page.getByRole('listitem').filter({ hasText: 'igor.kim@romashka.example' })
    await row.hover()
    await row.getByRole('button', { name: 'Уволить: Игорь Ким' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Уволить' }).click()
    await row.getByText('уволен').waitFor()
    expect(rig.bitrix.employees().find(({ id }) => id === 27)?.active).toBe(false)
  })

  test('opens the card that the address names', async () => {
    const id = rig.bitrix.addTask({ title: 'Сверка', responsibleId: 15, description: 'До [B]пятницы[/B]' })
    await page.goto(`${rig.url}/company/personal/user/15/tasks/task/view/${id}/`)
    await page.getByRole('dialog', { name: 'Задача: Сверка' }).getByText('пятницы').waitFor()
    expect(await page.getByRole('dialog').locator('strong').textContent()).toBe('пятницы')
  })

  test('turns to the event that the address names, in the calendar of whom it names', async () => {
    const id = rig.bitrix.addEvent({
      ownerId: 31,
      name: 'Суд',
      from: '2026-12-15T11:00:00',
      to: '2026-12-15T13:00:00',
    })
    await page.goto(`${rig.url}/company/personal/user/31/calendar/?EVENT_ID=${id}`)
    const day = page.getByRole('listitem').filter({ hasText: 'вт, 15 декабря' })
    await day.getByText('Суд').waitFor()
    expect(await page.getByRole('combobox', { name: 'Смотреть как' }).inputValue()).toBe('31')
  })

  test('sends a link into the chat to the chat’s page', async () => {
    rig.telegram.person(anna).say('/start')
    await rig.portal('im.notify.system.add', {
      USER_ID: 15,
      MESSAGE: `[URL=https://t.me/${rig.telegram.botUsername}?start=t1]Подключить[/URL]`,
    })
    await page.goto(`${rig.url}/portal`)
    await page.getByRole('link', { name: 'Подключить', exact: true }).click()
    await page.getByRole('button', { name: 'Старт' }).click()
    await expect.poll(() => rig.telegram.person(anna).messages().at(-1)?.text).toBe('/start t1')
    expect(new URL(page.url()).search).toBe('')
  })
})
