/** Both Edge Functions under Deno, between PostgreSQL and the pretended Telegram and Bitrix24. */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { startBitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox } from '../../sandbox/telegram/server.ts'
import { openChat } from '../support/chat-client.ts'
import { makeContent, startFunction } from '../support/edge/functions.ts'
import { freePort } from '../support/free-port.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import { codeFor, eventually, people } from '../support/world.ts'

const tickSecret = 'tick-secret-of-more-than-32-bytes!!'
const webhookSecret = 'telegram-secret-of-the-functions'

beforeAll(makeContent)

test(
  'a person links and creates a task by the webhook, and is told of the day by the tick',
  { timeout: 120_000 },
  async () => {
    await using cloud = await openCloud('2026-11-23T17:50:00+03:00')
    const { telegram, portal } = cloud
    await using _telegram = await cloud.start('telegram')
    {
      await using tick = await cloud.start('tick')
      expect((await fetch(tick.url, { method: 'POST' })).status).toBe(403)
      expect((await fetch(tick.url, { headers: bearer })).status).toBe(405)
      expect(await cloud.look(tick.url)).toEqual({ planned: 0, sent: 0 })
      await eventually(() => telegram.calls.some(({ method }) => method === 'setWebhook'))
    }

    const chat = openChat(telegram.person(people.anna.id), cloud.clock)
    await chat.asks('/start', 'Напишите рабочую почту')
    await chat.asks('anna.petrova@romashka.example', 'пришлите мне шесть цифр')
    await chat.asks(await codeFor(portal, 15), 'Готово, Анна!')
    await chat.asks('/task Игорю подготовить смету до пятницы 18:00', 'Добавить описание?')
    await chat.clicks('Пропустить')
    await chat.sees('Проверьте задачу:')
    await chat.clicks('Создать')
    await chat.sees('✅ Задача создана')
    expect(portal.tasks().at(-1)).toMatchObject({ createdBy: 15, responsibleId: 27 })

    await cloud.goOnTo('2026-11-23T18:00:10+03:00')
    await using tick = await cloud.start('tick')
    const reports = await Promise.all([cloud.look(tick.url), cloud.look(tick.url)])
    expect(reports[0]).toMatchObject({ sent: 1 })
    await chat.sees('🌙 Итоги дня, понедельник, 23 ноября.')
    expect(await cloud.look(tick.url)).toMatchObject({ sent: 0 })
    expect(chat.transcript().filter((line) => line.includes('🌙 Итоги дня'))).toHaveLength(1)
  },
)

test(
  'nobody but Telegram gets anything into the database, and a database that is away is told so',
  { timeout: 120_000 },
  async () => {
    await using cloud = await openCloud('2026-11-23T12:00:00+03:00')
    await using telegram = await cloud.start('telegram')
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret }
    const post = async (body: string, more: Record<string, string> = {}) =>
      (await fetch(telegram.url, { method: 'POST', headers: { ...headers, ...more }, body })).status
    expect((await fetch(telegram.url, { headers })).status).toBe(405)
    expect(await post('{}', { 'x-telegram-bot-api-secret-token': 'another-secret-of-somebody' })).toBe(403)
    expect(await post('{}', { 'content-type': 'text/plain' })).toBe(415)
    expect(await post('x'.repeat(1024 * 1024 + 1))).toBe(413)
    expect(await post('no json')).toBe(400)
    await using away = await cloud.start('telegram', { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/away' })
    const answered = await fetch(away.url, { method: 'POST', headers, body: '{"update_id":1}' })
    expect(answered.status).toBe(503)
    expect(telegram.printed() + away.printed()).not.toContain(webhookSecret)
  },
)

test('the functions name the very versions that the product is tested with', () => {
  const { imports } = read('supabase/functions/deno.json') as { imports: Record<string, string> }
  for (const [name, target] of Object.entries(imports)) {
    const [, scoped, version, path = ''] = /^npm:(@?[^@]+)@([^/]+)(\/.+)?$/.exec(target) ?? []
    expect(`${scoped}${path}`).toBe(name)
    expect(read(`node_modules/${scoped}/package.json`)).toMatchObject({ version })
  }
})

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
}

const bearer = { authorization: `Bearer ${tickSecret}` }

async function openCloud(atIso: string) {
  await using stack = new AsyncDisposableStack()
  let aheadMs = Date.parse(atIso) - Date.now()
  const clock = { now: () => Date.now() + aheadMs, advance: () => undefined, set: () => undefined }
  const { direct } = await sharedServers()
  const database = stack.use(await createTestDatabase(direct))
  await database.moveClock(aheadMs)
  const telegram = stack.use(await startTelegramSandbox({ clock, persons: [people.anna] }))
  const portal = stack.use(await startBitrixSandbox({ clock }))
  const port = await freePort()
  const open = stack.move()
  return {
    telegram,
    portal,
    clock,
    start: async (name: 'telegram' | 'tick', env: Readonly<Record<string, string>> = {}) =>
      startFunction(name, name === 'telegram' && Object.keys(env).length === 0 ? port : await freePort(), {
        AHEAD_MS: String(aheadMs),
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
        TELEGRAM_WEBHOOK_SECRET: webhookSecret,
        BITRIX24_WEBHOOK: portal.webhook,
        LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
        TICK_SECRET: tickSecret,
        SUPABASE_DB_URL: `${direct}/${database.name}`,
        ...env,
      }),
    /** Functions begun from now on live at that moment. */
    async goOnTo(iso: string) {
      aheadMs += Date.parse(iso) - clock.now()
      await database.moveClock(aheadMs)
    },
    async look(url: string): Promise<unknown> {
      const answered = await fetch(url, { method: 'POST', headers: bearer })
      expect(answered.status).toBe(200)
      return answered.json()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
