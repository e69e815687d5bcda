import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startBitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { createMovableClock, type MovableClock } from '../../../sandbox/clock.ts'
import { startSite } from '../../../sandbox/site.ts'
import { startTelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { startTelemost } from '../../../sandbox/telemost/server.ts'
import { openBrowser } from '../../support/browser.ts'
import { openSiteRig } from './site-rig.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** The site over a clock that can be moved, which stands at Monday, 23 November 2026, noon in Moscow. */
async function open() {
  const clock = createMovableClock(Date.parse('2026-11-23T09:00:00Z') - Date.now())
  const telegram = await startTelegramSandbox({
    clock,
    persons: [{ id: 501, firstName: 'Анна', lastName: 'Петрова', languageCode: 'ru' }],
  })
  const bitrix = await startBitrixSandbox({ clock })
  const telemost = await startTelemost({ clock })
  const site = await startSite({ telegram, bitrix, telemost, clock, port: 0 })
  return {
    clock,
    telemost,
    url: site.url,
    move: (toMs: unknown) =>
      fetch(`${site.url}/api/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ toMs }),
      }),
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]()
      await Promise.all([telegram, bitrix, telemost].map((one) => one[Symbol.asyncDispose]()))
    },
  }
}

async function openPage(url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'ru-RU',
    // Not the zone of anybody in the company: the sandbox’s mornings are theirs.
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(url)
  await page.getByRole('heading', { name: 'Время', exact: true }).waitFor()
  return page
}

/** In Moscow, to the minute. */
function shows(clock: MovableClock): string {
  return new Intl.DateTimeFormat('sv', {
    timeZone: 'Europe/Moscow',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(clock.now())
}

test('the page lets time pass: by a quarter, by an hour, to the morning, to an event, to any moment ahead', async () => {
  await using rig = await open()
  const page = await openPage(rig.url)
  const time = page.getByLabel('Время песочницы')
  await time.getByText('12:00', { exact: true }).waitFor()
  await time.getByRole('button', { name: 'Вперёд на 15 минут' }).click()
  await time.getByText('12:15', { exact: true }).waitFor()
  await time.getByRole('button', { name: 'Вперёд на час' }).click()
  await time.getByText('13:15', { exact: true }).waitFor()

  await time.getByRole('button', { name: 'К событию…' }).click()
  await page.getByRole('menuitem', { name: /Согласование договора/ }).click()
  await expect.poll(() => shows(rig.clock)).toBe('2026-11-24 11:45')

  await time.getByRole('button', { name: 'Завтра, 8:00' }).click()
  await expect.poll(() => shows(rig.clock)).toBe('2026-11-25 08:00')
  await time.getByText('ср, 25 ноября').waitFor()

  await time.getByRole('button', { name: 'Другое…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('До какого времени', { exact: true }).fill('2026-11-27T17:30')
  await dialog.getByRole('button', { name: 'Перевести' }).click()
  await expect.poll(() => shows(rig.clock)).toBe('2026-11-27 17:30')
  await page.context().close()
})

test('it does not go back, nor anywhere that is no moment', async () => {
  await using rig = await open()
  expect((await rig.move(rig.clock.now() - 1000)).status).toBe(409)
  expect((await rig.move(rig.clock.now() + 401 * 24 * 3600_000)).status).toBe(409)
  expect((await rig.move('завтра')).status).toBe(400)
  expect((await rig.move(rig.clock.now() + 60_000)).status).toBe(200)
})

test('where the clock is somebody else’s, the page offers no way to move it', async () => {
  await using rig = await openSiteRig()
  expect((await rig.state()).clock).toEqual({ offsetMs: null })
  expect((await rig.post('/api/clock', { toMs: Date.parse('2027-01-01T00:00:00Z') })).status).toBe(409)
})

test('Telemost can be made to fail from the page', async () => {
  await using rig = await open()
  const create = () =>
    fetch(`${rig.telemost.apiRoot}/v1/telemost-api/conferences`, {
      method: 'POST',
      headers: { authorization: `OAuth ${rig.telemost.token}` },
    })
  const page = await openPage(rig.url)
  await page.getByText('Устроить сбой').click()
  await page.getByRole('switch', { name: 'Телемост недоступен' }).click()
  await expect.poll(async () => (await create()).status).toBe(503)
  await page.getByRole('switch', { name: 'Телемост недоступен' }).click()
  await expect.poll(async () => (await create()).status).toBe(201)
  await page.context().close()
})
