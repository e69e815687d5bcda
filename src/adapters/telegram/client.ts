import { Api } from 'grammy'
import { isProtected } from '../http/secret-address.ts'
import type { Log } from './log.ts'
import { createTransport, type Fetch } from './transport.ts'

export interface TelegramClientOptions {
  /** As @BotFather gave it: `<bot id>:<secret>`. */
  readonly token: string
  /** Where the Bot API lives; the public one by default. Plain http is accepted for loopback addresses only. */
  readonly apiRoot?: string
  /** The transport under the client, when requests go through a proxy; the platform's `fetch` by default. */
  readonly fetch?: Fetch
  readonly log: Log
  /** Hard limits of one request, from its start to the last byte of the answer. */
  readonly timeoutMs?: {
    /** Default 15 s. */
    readonly call?: number
    /** For `getUpdates`, which the server holds open for 25 s by itself. Default 40 s. */
    readonly poll?: number
  }
}

const publicApiRoot = 'https://api.telegram.org'
const backstopMs = 5_000

/**
 * The Bot API client of the whole process. It repeats nothing by itself, and no error it throws and no line it logs
 * holds the token: what the platform says about a failed request (which names the URL) never leaves the transport.
 *
 * @throws RangeError when the token or the address is unusable; the message names the variable and not its value.
 */
export function createTelegramClient(options: TelegramClientOptions): Api {
  const token = checkedToken(options.token)
  const timeoutMs = { call: 15_000, poll: 40_000, ...options.timeoutMs }
  const transport = createTransport({
    token,
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    log: options.log,
    timeoutMs: (method) => (method === 'getUpdates' ? timeoutMs.poll : timeoutMs.call),
  })
  const api = new Api(token, {
    apiRoot: checkedApiRoot(options.apiRoot ?? publicApiRoot),
    // Only reached when an injected fetch ignores its signal: the transport's own limit comes first.
    timeoutSeconds: (Math.max(timeoutMs.call, timeoutMs.poll) + backstopMs) / 1000,
    fetch: transport,
  })
  // So that an `Api` printed by accident shows no token.
  Object.defineProperty(api, 'token', { enumerable: false })
  return api
}

function checkedToken(token: string): string {
  if (!/^\d+:[A-Za-z0-9_-]+$/.test(token)) {
    throw new RangeError('TELEGRAM_BOT_TOKEN does not look like a token of @BotFather')
  }
  return token
}

function checkedApiRoot(text: string): string {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new RangeError('TELEGRAM_API_ROOT is not an http(s) address')
  }
  if (!isProtected(url)) {
    throw new RangeError('TELEGRAM_API_ROOT must be https: every request carries the token in its address')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new RangeError('TELEGRAM_API_ROOT must be a plain address without user, query or fragment')
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}
