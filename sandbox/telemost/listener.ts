/** HTTP in, HTTP out: reads a request, hits it with the ordered fault, writes the answer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import type { Json } from '../../src/ports/json.ts'
import { listenOnLoopback, readBytes, waitUnlessClosing, type Listening } from '../loopback.ts'
import { answer, routeName, type ApiAnswer, type ApiDeps } from './api.ts'
import type { FaultRule, Faults } from './faults.ts'
import { refusalBody, TelemostRefusal } from './refusal.ts'

export interface ListenerDeps {
  /** The API as it stands now. */
  readonly api: () => ApiDeps
  readonly faults: Faults
  /** Called once a request; status 0: the connection was cut instead of an answer. */
  readonly served: (route: string | null, status: number) => void
}

const bodySizeMax = 1024 * 1024

/** Closing ends ordered delays as well. */
export async function listen(deps: ListenerDeps, port: number): Promise<Listening> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    handle(deps, request, response, closing.signal).catch(() => request.socket.destroy())
  })
  const listening = await listenOnLoopback(server, port)
  return {
    ...listening,
    close() {
      closing.abort()
      return listening.close()
    },
  }
}

async function handle(
  deps: ListenerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  const route = routeName(request.method ?? '', url.pathname)
  const fault = deps.faults.take(route)
  const text = (await readBytes(request, bodySizeMax)).toString('utf8')
  const outgoing = await strike(fault, () => run(deps, request, url, text), closing)
  deps.served(route, outgoing?.status ?? 0)
  if (outgoing === null) request.socket.destroy()
  else write(response, outgoing)
}

interface Outgoing {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** Null: the connection breaks. */
async function strike(
  fault: FaultRule | undefined,
  serve: () => Outgoing,
  closing: AbortSignal,
): Promise<Outgoing | null> {
  switch (fault?.kind) {
    case undefined:
      return serve()
    case 'cut':
      return null
    case 'apply-then-cut':
      serve()
      return null
    case 'html':
      return { status: 502, contentType: 'text/html', text: '<html><body>502 Bad Gateway</body></html>' }
    case 'status':
      return refused(new TelemostRefusal(fault.status, fault.code ?? 'InternalServerError', 'On order'))
    case 'delay': {
      const done = serve()
      await waitUnlessClosing(fault.delayMs, closing)
      return done
    }
  }
}

function run(deps: ListenerDeps, request: IncomingMessage, url: URL, text: string): Outgoing {
  try {
    const { status, body }: ApiAnswer = answer(deps.api(), {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization ?? '',
      body: parse(text),
    })
    return json(status, body)
  } catch (error) {
    if (error instanceof TelemostRefusal) return refused(error)
    throw error
  }
}

function refused(refusal: TelemostRefusal): Outgoing {
  return json(refusal.status, refusalBody(refusal))
}

function json(status: number, body: Json | null): Outgoing {
  const text = body === null ? '' : JSON.stringify(body)
  return { status, contentType: 'application/json; charset=utf-8', text }
}

/** An empty body is an empty object: every field is optional (docs). */
function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

function write(response: ServerResponse, { status, contentType, text }: Outgoing): void {
  if (text === '') response.writeHead(status).end()
  else response.writeHead(status, { 'Content-Type': contentType }).end(text)
}
