import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createTelegramClient } from '../../../src/adapters/telegram/client.ts'
import { createMessenger } from '../../../src/adapters/telegram/messenger.ts'
import { createProxiedFetch } from '../../../src/adapters/telegram/proxied-fetch.ts'
import { anna, createClock, createLog, plain, secret, sent, token } from './fixtures.ts'
import { startScriptedServer } from './scripted-server.ts'

/** An office proxy: forwards plain requests, and answers `CONNECT` with `tunnelStatus`. */
async function startProxy(tunnelStatus: string) {
  const forwarded: string[] = []
  const tunnels: { readonly to: string; readonly credentials: string | undefined }[] = []
  const server = createServer((incoming, response) => {
    forwarded.push(incoming.url ?? '')
    const { method, headers } = incoming
    const onward = request(incoming.url ?? '', { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502)
      answer.pipe(response)
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket) => {
    tunnels.push({ to: incoming.url ?? '', credentials: incoming.headers['proxy-authorization'] })
    socket.end(`HTTP/1.1 ${tunnelStatus}\r\n\r\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://office:p%40ss@127.0.0.1:${port}`,
    forwarded,
    tunnels,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function messengerBehind(proxyUrl: string, apiRoot: string, call = 15_000) {
  const { entries, log } = createLog()
  const fetch = createProxiedFetch(proxyUrl)
  const api = createTelegramClient({ token, apiRoot, fetch, log, timeoutMs: { call } })
  return { entries, messenger: createMessenger({ api, log, clock: createClock() }) }
}

test('messages go out through the proxy, whole', async () => {
  await using server = await startScriptedServer(() => sent)
  await using proxy = await startProxy('200 OK')
  const { messenger } = messengerBehind(proxy.url, server.apiRoot)
  expect(await messenger.send(anna, plain('Смета 😀'))).toEqual({ type: 'done', messageId: 77 })
  expect(proxy.forwarded).toEqual([`${server.apiRoot}/bot${token}/sendMessage`])
  expect(server.calls[0]?.payload).toMatchObject({ text: 'Смета 😀' })
})

test('a tunnel is asked for with the credentials; refused, the message has certainly not gone out', async () => {
  await using proxy = await startProxy('407 Proxy Authentication Required')
  const { messenger, entries } = messengerBehind(proxy.url, 'https://api.telegram.org')
  const result = await messenger.send(anna, plain('Смета'))
  expect(result).toEqual({ type: 'later', afterMs: 2_000, scope: 'all', detail: 'ERR_PROXY_TUNNEL' })
  const basic = Buffer.from('office:p@ss').toString('base64')
  expect(proxy.tunnels).toEqual([{ to: 'api.telegram.org:443', credentials: `Basic ${basic}` }])
  const seen = inspect([entries, result], { depth: 10 })
  for (const hidden of [secret, 'p%40ss', 'p@ss', basic]) expect(seen).not.toContain(hidden)
})

test('a proxy that is not there has certainly not passed anything on', async () => {
  const proxy = await startProxy('200 OK')
  await proxy[Symbol.asyncDispose]()
  const { messenger } = messengerBehind(proxy.url, 'https://api.telegram.org')
  expect(await messenger.send(anna, plain('Смета'))).toMatchObject({ type: 'later', detail: 'ECONNREFUSED' })
})

test('a server that is silent behind the proxy is given up in time', async () => {
  await using server = await startScriptedServer(() => 'hang')
  await using proxy = await startProxy('200 OK')
  const { messenger } = messengerBehind(proxy.url, server.apiRoot, 100)
  expect(await messenger.send(anna, plain('Смета'))).toEqual({ type: 'uncertain', detail: 'TIMEOUT' })
})

test.each(['socks5://127.0.0.1:1080', 'proxy.office:3128', ''])(
  '%j is refused without being repeated',
  (proxyUrl) => {
    expect(() => createProxiedFetch(proxyUrl)).toThrow(
      /^TELEGRAM_PROXY_URL is not the address of an http\(s\) proxy$/,
    )
  },
)
