import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer of the script: what to do with the response of one request. */
export type Reply = (response: ServerResponse) => void

export interface SeenRequest {
  readonly verb: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A real HTTP server that plays a script; for answers a healthy portal does not give. The last reply repeats. */
export interface ScriptedPortal extends AsyncDisposable {
  readonly origin: string
  readonly webhook: string
  readonly seen: readonly SeenRequest[]
}

export const secret = 'sEcReTcOdE42'

export async function startScriptedPortal(...script: readonly Reply[]): Promise<ScriptedPortal> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      seen.push({ verb: method, path: url, headers, body: Buffer.concat(chunks).toString() })
      const reply = script[Math.min(seen.length, script.length) - 1]
      reply?.(response)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    webhook: `${origin}/rest/1/${secret}/`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export function good(result: unknown): Reply {
  return json(200, { result, time: { start: 1, finish: 1, duration: 0 } })
}

/** The answer to a batch: each map as PHP writes it, `[]` when empty. */
export function batch(result: object, more: object = {}): Reply {
  return good({ result, result_error: [], result_total: [], result_next: [], result_time: [], ...more })
}

export function html(status: number): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>')
  }
}

export const cut: Reply = (response) => {
  response.destroy()
}

export const cutInTheMiddle: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"result":{"task"', () => response.destroy())
}

export const never: Reply = () => {}

export function redirect(location: string): Reply {
  return (response) => {
    response.writeHead(302, { location }).end()
  }
}
