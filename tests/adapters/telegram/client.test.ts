import { inspect } from 'node:util'
import { HttpError } from 'grammy'
import { describe, expect, test } from 'vitest'
import { createTelegramClient } from '../../../src/adapters/telegram/client.ts'
import { TelegramFailed } from '../../../src/adapters/telegram/errors.ts'
import { readIdentity } from '../../../src/adapters/telegram/identity.ts'
import { grammySignal } from '../../../src/adapters/telegram/signal.ts'
import type { Fetch } from '../../../src/adapters/telegram/transport.ts'
import { createLog, secret, startAdapter, token } from './fixtures.ts'
import type { Script } from './scripted-server.ts'

function clientAt(apiRoot: string) {
  return createTelegramClient({ token, apiRoot, log: () => undefined })
}

describe('the address of the Bot API', () => {
  test.each([
    'https://api.telegram.org',
    'https://proxy.example/telegram/',
    'http://127.0.0.1:8081',
    'http://localhost:8081/',
    'http://[::1]:8081',
  ])('%s is accepted', (apiRoot) => {
    expect(() => clientAt(apiRoot)).not.toThrow()
  })

  test.each([
    'http://api.telegram.org',
    'http://10.0.0.5:8081',
    'http://127.0.0.1.evil.example',
    'https://user:pass@api.telegram.org',
    'https://api.telegram.org?x=1',
    'ftp://api.telegram.org',
    'api.telegram.org',
    '',
  ])('%j is refused without being repeated', (apiRoot) => {
    const error = thrownBy(() => clientAt(apiRoot))
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toMatch(/^TELEGRAM_API_ROOT /)
    expect(error.message).not.toContain('pass')
  })

  test.each(['', 'x', '123456:', `${token}/../x`, ` ${token}`])('the token %j is refused unseen', (bad) => {
    const error = thrownBy(() => createTelegramClient({ token: bad, log: () => undefined }))
    expect(error.message).toBe('TELEGRAM_BOT_TOKEN does not look like a token of @BotFather')
  })
})

describe('the token', () => {
  const scripts: [string, Script][] = [
    [
      'a refusal that quotes the address',
      { error: 400, description: `Bad Request: /bot${token}/getMe ${secret}` },
    ],
    ['a revoked token', { error: 401, description: 'Unauthorized' }],
    ["a gateway's page that quotes the address", { status: 502, body: `<p>/bot${token}/getMe</p>` }],
    ['a redirect', { status: 302, body: '', location: `https://other.example/bot${token}/getMe` }],
    ['a cut connection', 'cut'],
    ['half an answer', 'cut in the middle'],
    ['silence', 'hang'],
  ]
  test.each(scripts)('does not come out of %s', async (_name, script) => {
    await using adapter = await startAdapter(() => script, { timeoutMs: { call: 50 } })
    const error = await adapter.api.getMe().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    const seen = inspect([error, adapter.entries, (error as HttpError).error], {
      depth: 20,
      showHidden: true,
    })
    expect(seen).not.toContain(secret)
  })

  test('does not come out of a server that is not there, or of a name that does not exist', async () => {
    const { entries, log } = createLog()
    const api = createTelegramClient({ token, apiRoot: 'http://127.0.0.1:1', fetch: tellingFetch, log })
    const error = await api.getMe().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(HttpError)
    expect(inspect([error, entries], { depth: 20 })).not.toContain(secret)
  })

  test('is not shown by a client that is printed', () => {
    expect(inspect(clientAt('https://api.telegram.org'))).not.toContain(secret)
    expect(JSON.stringify(clientAt('https://api.telegram.org'))).not.toContain(secret)
  })

  test('is not carried along a redirect', async () => {
    await using elsewhere = await startAdapter(() => ({ result: {} }))
    await using adapter = await startAdapter((call) => ({
      status: 307,
      body: '',
      location: `${elsewhere.server.apiRoot}${call.path}`,
    }))
    await expect(adapter.api.getMe()).rejects.toThrow(HttpError)
    expect(elsewhere.server.calls).toEqual([])
  })
})

describe('limits', () => {
  test('a long poll may take longer than an ordinary call', async () => {
    await using adapter = await startAdapter(() => 'hang', { timeoutMs: { call: 20, poll: 10_000 } })
    const controller = new AbortController()
    const poll = adapter.api.getUpdates({ timeout: 25 }, grammySignal(controller.signal))
    const settled = poll.then(
      () => 'answered',
      () => 'failed',
    )
    await expect(adapter.api.getMe()).rejects.toMatchObject({ error: { code: 'TIMEOUT' } })
    expect(await Promise.race([settled, Promise.resolve('still waiting')])).toBe('still waiting')
    controller.abort()
    await expect(poll).rejects.toMatchObject({ error: { code: 'CANCELLED' } })
  })

  test('an answer that begins and does not end is given up too', async () => {
    const api = createTelegramClient({ token, fetch: endless, log: () => undefined, timeoutMs: { call: 20 } })
    await expect(api.getMe()).rejects.toMatchObject({ error: { stage: 'after', code: 'TIMEOUT' } })
  })
})

describe('what is known about a request that failed', () => {
  test.each([
    ['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }, 'before'],
    ['an unknown host', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'before'],
    ['a connection that never came up', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'before'],
    ['a connection attempt that timed out', { code: 'ETIMEDOUT', syscall: 'connect' }, 'before'],
    ['a certificate nobody trusts', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'before'],
    [
      'a handshake cut by the provider',
      {
        code: 'ECONNRESET',
        message: 'Client network socket disconnected before secure TLS connection was established',
      },
      'before',
    ],
    ['a reset connection', { code: 'ECONNRESET', syscall: 'read' }, 'after'],
    ['a read that timed out', { code: 'ETIMEDOUT', syscall: 'read' }, 'after'],
    ['a socket closed by the other side', { code: 'UND_ERR_SOCKET' }, 'after'],
  ])('%s', async (_name, cause, stage) => {
    const failing: Fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), cause) }))
    const api = createTelegramClient({ token, fetch: failing, log: () => undefined })
    await expect(api.getMe()).rejects.toMatchObject({ error: { stage, code: cause.code } })
  })
})

describe('who the bot is', () => {
  test('its id and username come from Telegram', async () => {
    await using adapter = await startAdapter(() => ({
      result: { id: 123456, is_bot: true, first_name: 'Помощник', username: 'helper_bot' },
    }))
    expect(await readIdentity(adapter.api)).toEqual({ id: 123456, username: 'helper_bot' })
  })

  test('a refused token is told apart from a server out of reach', async () => {
    await using refused = await startAdapter(() => ({ error: 401, description: 'Unauthorized' }))
    await expect(readIdentity(refused.api)).rejects.toMatchObject({
      name: 'TelegramFailed',
      message: 'getMe: Unauthorized',
      failure: { type: 'misconfigured' },
    })
    await using cut = await startAdapter(() => 'cut')
    const error = await readIdentity(cut.api).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TelegramFailed)
    expect(error).toMatchObject({ failure: { type: 'uncertain' } })
  })
})

/** Fails as some transports do: with the address in the message. */
const tellingFetch: Fetch = (url) => Promise.reject(new TypeError(`fetch of ${url} failed`))

/** Begins an answer and goes on only to fail once it is given up. */
const endless: Fetch = (_url, { signal }) => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"ok":'))
      signal.addEventListener('abort', () => controller.error(new Error('aborted')))
    },
  })
  return Promise.resolve(new Response(body))
}

function thrownBy(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}
