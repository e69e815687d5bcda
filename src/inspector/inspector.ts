/**
 * `--inspect`: shows the conversations of all chats as live statecharts, to whoever has the address, on this machine alone.
 * Off unless asked for. Speaks the Stately inspector protocol over a WebSocket.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Randomness } from '../ports/environment.ts'
import type { ChatId } from '../ports/identity.ts'
import type { History } from '../store/journal.ts'
import { admissionOf, cookieName, tokenInAddress } from './admission.ts'
import { createFeed } from './feed.ts'
import type { Frame } from './frames.ts'
import { bridgePage } from './page.ts'

export interface InspectorOptions {
  readonly history: History
  readonly random: Randomness
  /** 0: any that is free; null: the usual one, or the next that is free. */
  readonly port: number | null
  /** The page that draws: it is shown inside ours. */
  readonly viewer?: string
  log(entry: { level: 'info' | 'warn'; message: string; [key: string]: unknown }): void
}

export interface Inspector extends AsyncDisposable {
  /** For a browser, with the token. Not for any log. */
  readonly page: string
  /** For `createWebSocketReceiver` and other clients, with the token. Not for any log. */
  readonly socket: string
}

const statelyViewer = 'https://stately.ai/inspect'
const viewersMax = 8
/** A viewer that is so far behind is hung up on: it would be held in our memory. */
const behindMaxBytes = 8 * 1024 * 1024
const quietMs = 60_000

/** @throws Error of node:net when the port is taken. */
export async function openInspector(options: InspectorOptions): Promise<Inspector> {
  const { history, random, log, viewer = statelyViewer } = options
  const token = random.token(32)
  const viewers = new Set<WebSocket>()
  const aliases = new Map<ChatId, string>()
  let troubled: NodeJS.Timeout | undefined

  const feed = createFeed({
    history,
    alias(chat) {
      const known = aliases.get(chat) ?? `chat-${random.token(6)}`
      aliases.set(chat, known)
      return known
    },
    publish: (frames) => viewers.forEach((one) => show(one, frames)),
    failed(error) {
      if (troubled !== undefined) return
      troubled = setTimeout(() => (troubled = undefined), quietMs).unref()
      log({
        level: 'warn',
        message: 'inspector cannot read',
        error: error instanceof Error ? error.name : 'thrown',
      })
    },
  })

  const server = createServer((request, response) => answer(request, response))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_024, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const admission = admissionOf(request, port(), token)
    if (admission === 'admitted' && sockets.clients.size < viewersMax)
      return sockets.handleUpgrade(request, socket, head, (viewing) => join(viewing))
    refused(admission)
    socket.end(
      `HTTP/1.1 ${admission === 'no token' ? '401 Unauthorized' : '403 Forbidden'}\r\nconnection: close\r\n\r\n`,
    )
  })

  function port(): number {
    const address = server.address()
    return isBound(address) ? address.port : 0
  }

  function refused(admission: string): void {
    log({ level: 'warn', message: 'inspector refused a visitor', because: admission })
  }

  function join(viewing: WebSocket): void {
    viewing.on('error', () => viewing.terminate())
    viewing.on('close', () => {
      viewers.delete(viewing)
      if (viewers.size === 0) feed.rest()
    })
    void feed.watch((frames) => {
      if (viewing.readyState !== viewing.OPEN) return
      viewers.add(viewing)
      show(viewing, frames)
      log({ level: 'info', message: 'inspector watched', viewers: viewers.size })
    })
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const admission = admissionOf(request, port(), token)
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    response.setHeader('cache-control', 'no-store')
    response.setHeader('referrer-policy', 'no-referrer')
    if (admission !== 'admitted') {
      refused(admission)
      response.writeHead(admission === 'no token' ? 401 : 403).end()
    } else if (request.method !== 'GET' || path !== '/') response.writeHead(404).end()
    else if (tokenInAddress(request) !== null) {
      // Out of the address at once: it would stay in the history, and go to the viewer as where it is shown.
      const cookie = `${cookieName(port())}=${token}; HttpOnly; SameSite=Strict; Path=/`
      response.writeHead(303, { 'set-cookie': cookie, location: '/' }).end()
    } else {
      const { html, policy } = bridgePage(viewer, random.token(16))
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(html)
    }
  }

  // The loopback alone: on any other address the chats would be open to the network.
  await listen(server, options.port)
  const address = `127.0.0.1:${port()}`
  log({ level: 'info', message: 'inspector open', address })
  return {
    page: `http://${address}/?token=${token}`,
    socket: `ws://${address}/?token=${token}`,
    async [Symbol.asyncDispose]() {
      for (const one of sockets.clients) one.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      clearTimeout(troubled)
      await feed.stop()
    },
  }
}

const usualPort = 8484
/** The bot and the ticker may both be asked to show what they see. */
const portsTried = 10

async function listen(server: Server, port: number | null): Promise<void> {
  for (let tried = port ?? usualPort; ; tried += 1) {
    try {
      server.listen(tried, '127.0.0.1')
      await once(server, 'listening')
      return
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!isTaken || port !== null || tried + 1 === usualPort + portsTried) throw error
    }
  }
}

function show(viewing: WebSocket, frames: readonly Frame[]): void {
  if (viewing.bufferedAmount > behindMaxBytes) return viewing.terminate()
  for (const frame of frames) viewing.send(JSON.stringify(frame))
}

function isBound(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
