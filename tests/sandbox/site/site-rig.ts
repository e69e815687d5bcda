import { startBitrixSandbox, type BitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { startSite } from '../../../sandbox/site.ts'
import type { Push } from '../../../sandbox/site/wire.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { testClock, type TestClock } from '../../support/clock.ts'

export const anna = 501
export const igor = 502

export interface SiteRig extends AsyncDisposable {
  readonly url: string
  readonly telegram: TelegramSandbox
  readonly bitrix: BitrixSandbox
  readonly clock: TestClock
  /** A Bot API call, as the bot would make it. */
  bot<T = unknown>(method: string, parameters: object): Promise<T>
  /** A REST call to the portal. */
  portal(method: string, parameters: object): Promise<unknown>
  /** What a page asks of the site. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  state(person?: number): Promise<Push>
}

/** The two servers and the site over them, on ports of the system's choice. */
export async function openSiteRig(): Promise<SiteRig> {
  const clock = testClock()
  const telegram = await startTelegramSandbox({
    clock,
    persons: [
      { id: anna, firstName: 'Анна', lastName: 'Петрова', languageCode: 'ru' },
      { id: igor, firstName: 'Игорь', lastName: 'Ким', languageCode: 'ru' },
    ],
  })
  const scopes = ['user_basic', 'im', 'task', 'tasks', 'calendar', 'department', 'disk']
  const bitrix = await startBitrixSandbox({ clock, scopes })
  const site = await startSite({ telegram, bitrix, clock, port: 0 })

  return {
    url: site.url,
    telegram,
    bitrix,
    clock,
    bot: async <T>(method: string, parameters: object) =>
      (await call(`${telegram.apiRoot}/bot${telegram.token}/${method}`, parameters)).result as T,
    portal: async (method, parameters) => (await call(`${bitrix.webhook}${method}`, parameters)).result,
    post: (path, body = {}, headers = {}) =>
      fetch(`${site.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    state: async (person) =>
      (await (await fetch(`${site.url}/api/state${person ? `?person=${person}` : ''}`)).json()) as Push,
    async [Symbol.asyncDispose]() {
      await site[Symbol.asyncDispose]()
      await telegram[Symbol.asyncDispose]()
      await bitrix[Symbol.asyncDispose]()
    },
  }
}

async function call(url: string, body: object): Promise<{ result: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${new URL(url).pathname.split('/').at(-1)}: ${await response.text()}`)
  return (await response.json()) as { result: unknown }
}
