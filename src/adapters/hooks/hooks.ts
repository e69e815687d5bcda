/**
 * Listens for the portal's outgoing webhook, so that changes are noticed in seconds. An accelerator and nothing more:
 * the portal never repeats an event, so whoever acts on hints also looks at the portal regularly, and does without hints
 * where this is not running. In webhook mode Telegram brings its updates here, too, and there is no doing without.
 *
 * No TLS: it stands behind a proxy that has a certificate, which the portal demands.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Clock } from '../../ports/environment.ts'
import { readBody } from './body.ts'
import { readEvent, type EventProof, type PortalHint } from './event.ts'
import { createGathering, type Gathering } from './gathering.ts'
import { createTickDoor, tickPath, type TickDoor, type TickOptions } from './tick.ts'
import { answerUpdate, type UpdatesDoor } from './updates.ts'

export interface HooksOptions {
  /** HTTP_LISTEN. Port 0: chosen by the system. */
  readonly listen: { readonly host: string; readonly port: number }
  /** Null: only health is answered for. */
  readonly proof: EventProof | null
  /** One look at the clock for whoever knows the secret; null or absent: nobody. */
  readonly tick?: TickOptions | null
  /** Where Telegram brings its updates; null or absent: nowhere. */
  readonly updates?: UpdatesDoor | null
  readonly clock: Clock
  /** How long hints about one object are gathered. */
  readonly gatherMs?: number
  /** Called once for each object, outside the request. */
  onHint(hint: PortalHint): void
  /** Gets nothing of what was sent. */
  log(entry: { level: 'info' | 'warn' | 'error'; message: string; [key: string]: unknown }): void
}

export interface Hooks extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:8443`. */
  readonly origin: string
  counts(): HookCounts
}

/** Events by what became of them. */
export interface HookCounts {
  readonly taken: number
  readonly ignored: number
  /** With a wrong token, or from another portal. */
  readonly refused: number
}

export const eventsPath = '/bitrix24/events'
export const healthPath = '/healthz'

const bodyBytesMax = 64 * 1024
const gatherMs = 3_000
const requestTimeoutMs = 10_000
/** What is in hand when it is asked to stop may take this long. */
const stopGraceMs = 2_000
/** Refused events are told of no more often than this. */
const warnEveryMs = 60_000

/**
 * The same, but an address that cannot be listened on is told to the log alone, and null returned: everything works
 * without hints, only later.
 */
export async function openHooksIfPossible(options: HooksOptions): Promise<Hooks | null> {
  try {
    const hooks = await openHooks(options)
    options.log({ level: 'info', message: 'listening', origin: hooks.origin })
    return hooks
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : nameOf(error)
    options.log({ level: 'error', message: 'HTTP_LISTEN cannot be listened on', code })
    return null
  }
}

/** @throws Error of node:net when the address cannot be listened on. */
export async function openHooks(options: HooksOptions): Promise<Hooks> {
  const gathering = createGathering(options.gatherMs ?? gatherMs, (hint) => {
    try {
      options.onHint(hint)
    } catch {
      options.log({ level: 'error', message: 'a hint of the portal was not taken', kind: hint.kind })
    }
  })
  const counts = { taken: 0, ignored: 0, refused: 0 }
  const door: Door = {
    proof: options.proof,
    gathering,
    counts,
    tick: options.tick === undefined || options.tick === null ? null : createTickDoor(options.tick),
    updates: options.updates ?? null,
    tell: options.log,
    warn: createWarning(options),
    isOpen: () => server.listening,
  }
  const server = createServer((request, response) => {
    answer(door, request, response).catch((error: unknown) => {
      options.log({ level: 'error', message: 'a request was not answered', error: nameOf(error) })
      if (response.headersSent) response.destroy()
      else response.writeHead(503).end()
    })
  })
  server.requestTimeout = requestTimeoutMs
  server.headersTimeout = requestTimeoutMs
  server.listen(options.listen)
  await once(server, 'listening')
  server.on('error', (error) => options.log({ level: 'error', message: 'listening', error: nameOf(error) }))
  return {
    origin: originOf(server),
    counts: () => ({ ...counts }),
    [Symbol.asyncDispose]: async () => {
      gathering.stop()
      await close(server)
    },
  }
}

interface Door {
  readonly proof: EventProof | null
  readonly gathering: Gathering
  readonly counts: { -readonly [Key in keyof HookCounts]: HookCounts[Key] }
  readonly tick: TickDoor | null
  readonly updates: UpdatesDoor | null
  tell: HooksOptions['log']
  warn(why: string, refused: number): void
  /** Until it is asked to stop. */
  isOpen(): boolean
}

async function answer(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body = status === 200 ? 'ok' : '' } = await answerTo(door, request)
  const allow = status === 405 ? { allow: pathOf(request) === healthPath ? 'GET, HEAD' : 'POST' } : {}
  // What was not read to its end would be taken for the next request, and after the last one there is no next.
  const connection = request.complete && door.isOpen() ? {} : { connection: 'close' }
  response.writeHead(status, {
    'content-type': 'text/plain',
    'cache-control': 'no-store',
    ...allow,
    ...connection,
  })
  response.end(body)
  request.resume()
}

interface Answer {
  readonly status: number
  readonly body?: string
}

async function answerTo(door: Door, request: IncomingMessage): Promise<Answer> {
  if (pathOf(request) !== tickPath || door.tick === null) return { status: await statusOf(door, request) }
  if (request.method !== 'POST') return { status: 405 }
  const report = await door.tick(request.headers.authorization)
  if (report !== null) return { status: 200, body: JSON.stringify(report) }
  door.counts.refused += 1
  door.warn('tick', door.counts.refused)
  return { status: 403 }
}

async function statusOf(door: Door, request: IncomingMessage): Promise<number> {
  const { method = '' } = request
  const path = pathOf(request)
  if (path === healthPath) return method === 'GET' || method === 'HEAD' ? 200 : 405
  if (path === door.updates?.path) return statusOfUpdate(door, door.updates, request)
  if (path !== eventsPath || door.proof === null) return 404
  if (method !== 'POST') return 405
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return 415
  const body = await readBody(request, bodyBytesMax)
  return body === null ? 413 : take(door, door.proof, body)
}

async function statusOfUpdate(door: Door, updates: UpdatesDoor, request: IncomingMessage): Promise<number> {
  const status = await answerUpdate(updates, {
    method: request.method,
    header(name) {
      const value = request.headers[name]
      return typeof value === 'string' ? value : null
    },
    body: (bytesMax) => readBody(request, bytesMax),
  })
  if (status === 403) {
    door.counts.refused += 1
    door.warn('telegram secret', door.counts.refused)
  } else if (status !== 200) {
    door.tell({
      level: status === 503 ? 'error' : 'warn',
      message: 'an update was not taken, Telegram will send it again',
      status,
    })
  }
  return status
}

function take(door: Door, proof: EventProof, body: string): number {
  const { counts } = door
  const reading = readEvent(body, proof)
  switch (reading.type) {
    case 'refused':
      counts.refused += 1
      door.warn(reading.why, counts.refused)
      return 403
    case 'ignored':
      counts.ignored += 1
      return 200
    case 'hint':
      counts.taken += 1
      door.gathering.add(reading.hint)
      return 200
  }
}

/**
 * A wrong domain is a portal that has been renamed, or somebody who has the token; a wrong secret is an address that has
 * become known, or one that two bots share: all of them need a person.
 */
function createWarning({ clock, log }: Pick<HooksOptions, 'clock' | 'log'>): Door['warn'] {
  let quietUntilMs = -Infinity
  return (why, refused) => {
    if (clock.now() < quietUntilMs) return
    quietUntilMs = clock.now() + warnEveryMs
    log({ level: 'warn', message: messages[why] ?? 'an event of the portal was refused', why, refused })
  }
}

const messages: Readonly<Record<string, string>> = {
  'telegram secret': 'an update that did not come from Telegram was refused',
}

/** Never its message: nothing of a request may get into the log. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'thrown'
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? ''
}

function originOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('An HTTP listener without a port')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}

/** Lets what is in hand be answered, and nothing new in. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const patience = setTimeout(() => server.closeAllConnections(), stopGraceMs)
  await closed
  clearTimeout(patience)
}
