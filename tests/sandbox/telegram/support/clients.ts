import { Bot as GramioBot } from 'gramio'
import { Api as GrammyApi } from 'grammy'
import { Api as NodeApi } from 'node-telegram-bot-api'
import { Telegram as Puregram } from 'puregram'
import { Telegraf } from 'telegraf'
import { TelegramBot as TypescriptBot } from 'typescript-telegram-bot-api'

/** A Bot API client library, reduced to calling a method by its name. */
export interface Client {
  call(method: string, params?: object): Promise<unknown>
  /** The content of a file in the library's own way; absent where it has none. */
  download?(fileId: string): Promise<Buffer | ArrayBuffer | null>
}

/**
 * Libraries by people who do not know this server, one for every way to send parameters. The last one is none: it sends
 * JSON with every value as text, as python-telegram-bot 13 does.
 */
export const clients: readonly (readonly [name: string, open: (apiRoot: string, token: string) => Client])[] =
  [
    ['grammY (JSON)', (apiRoot, token) => methodsOf(new GrammyApi(token, { apiRoot }).raw)],
    [
      'telegraf (JSON)',
      (apiRoot, token) => {
        const { telegram } = new Telegraf(token, { telegram: { apiRoot } })
        return {
          call: (method, params = {}) => telegram.callApi(method as 'getMe', params),
          download: async (fileId) => (await fetch(await telegram.getFileLink(fileId))).arrayBuffer(),
        }
      },
    ],
    [
      'gramio (JSON)',
      (apiRoot, token) => {
        const bot = new GramioBot(token, { api: { baseURL: `${apiRoot}/bot` } })
        return { ...methodsOf(bot.api), download: (fileId) => bot.downloadFile(fileId) }
      },
    ],
    [
      'node-telegram-bot-api (urlencoded)',
      (apiRoot, token) => methodsOf(new NodeApi(token, { apiRoot, maxRetries: 0 })),
    ],
    [
      'puregram (query string)',
      (apiRoot, token) => {
        const telegram = new Puregram({ token, apiBaseUrl: `${apiRoot}/bot` })
        return {
          call: (method, params = {}) => telegram.api.call(method, params),
          download: (fileId) => telegram.downloadFile(fileId),
        }
      },
    ],
    [
      'typescript-telegram-bot-api (multipart)',
      (apiRoot, token) => methodsOf(new TypescriptBot({ botToken: token, baseURL: apiRoot })),
    ],
    [
      'fetch (JSON of texts)',
      (apiRoot, token) => ({ call: (method, params) => send(apiRoot, token, method, params) }),
    ],
  ]

/** What the server said no to, wherever a library keeps it. */
export function refusalOf(error: unknown): { code: unknown; description: unknown; retryAfter: unknown } {
  const thrown = error as Record<string, unknown>
  const body = (thrown['response'] ?? thrown['body'] ?? thrown) as Record<string, unknown>
  const parameters = (body['parameters'] ?? thrown['parameters'] ?? thrown['payload']) as
    | Record<string, unknown>
    | undefined
  return {
    code: body['error_code'] ?? thrown['errorCode'] ?? thrown['code'],
    description: body['description'] ?? thrown['description'] ?? thrown['message'],
    retryAfter: parameters?.['retry_after'] ?? thrown['retryAfter'],
  }
}

function methodsOf(api: object): Client {
  return {
    call(method, params) {
      const run = (api as Record<string, (...params: object[]) => Promise<unknown>>)[method]!
      return run.call(api, ...(params === undefined ? [] : [params]))
    },
  }
}

async function send(apiRoot: string, token: string, method: string, params: object = {}): Promise<unknown> {
  const texts = Object.entries(params).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(texts)),
  })
  const answer = (await response.json()) as { ok: boolean; result?: unknown }
  if (!answer.ok) throw Object.assign(new Error('The server refused'), { response: answer })
  return answer.result
}
