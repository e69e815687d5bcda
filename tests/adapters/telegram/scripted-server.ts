import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request: an answer, or one of the ways a network fails. */
export type Script =
  | { readonly result: unknown }
  | { readonly error: number; readonly description: string; readonly retryAfter?: number }
  | { readonly status: number; readonly body: string; readonly location?: string }
  | 'hang'
  | 'cut'
  | 'cut in the middle'

export interface Call {
  readonly method: string
  readonly path: string
  readonly payload: Record<string, unknown>
}

export interface ScriptedServer extends AsyncDisposable {
  readonly apiRoot: string
  readonly port: number
  readonly calls: Call[]
  callsOf(method: string): Call[]
}

/** A Bot API server that does to each request what the test says, and nothing more. */
export async function startScriptedServer(
  answer: (call: Call, index: number) => Script | Promise<Script>,
): Promise<ScriptedServer> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? ''
      const method = path.slice(path.lastIndexOf('/') + 1)
      const call = { method, path, payload: await readPayload(request) }
      calls.push(call)
      const script = await answer(call, calls.filter((other) => other.method === method).length - 1)
      if (script === 'hang') return
      if (script === 'cut') {
        request.socket.destroy()
      } else if (script === 'cut in the middle') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"ok":true,', () => request.socket.destroy())
      } else if ('status' in script) {
        response.writeHead(script.status, script.location ? { location: script.location } : {})
        response.end(script.body)
      } else {
        const envelope = 'result' in script ? { ok: true, result: script.result } : refusal(script)
        response.writeHead('error' in script ? script.error : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(envelope))
      }
    })()
  })
  const port = await listen(server)
  return {
    apiRoot: `http://127.0.0.1:${port}`,
    port,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refusal(script: { error: number; description: string; retryAfter?: number }) {
  const parameters = script.retryAfter === undefined ? {} : { parameters: { retry_after: script.retryAfter } }
  return { ok: false, error_code: script.error, description: script.description, ...parameters }
}

async function readPayload(request: IncomingMessage): Promise<Record<string, unknown>> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
