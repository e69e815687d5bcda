/** Stands between the assistant and a server: passes every request on, and may look at it and change its answer. */
import { createServer, type IncomingMessage } from 'node:http'

export interface RelayHooks {
  /** A request has come in and is passed on after this, even if whoever sent it has died. */
  passing?(path: string): Promise<void>
  /** Returns the body to answer with. */
  answered?(path: string, body: string): string
}

export interface Relay extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string
}

const passedHeaders = ['content-type', 'idempotency-key', 'authorization']

export async function startRelay(target: string, hooks: RelayHooks = {}): Promise<Relay> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    relay(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    )
  })

  async function relay(request: IncomingMessage) {
    const path = request.url ?? '/'
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    await hooks.passing?.(path)
    const response = await fetch(`${target}${path}`, {
      method: request.method ?? 'POST',
      headers: passedHeaders.flatMap((name) => {
        const value = request.headers[name]
        return typeof value === 'string' ? [[name, value] as [string, string]] : []
      }),
      body: Buffer.concat(chunks),
      signal: closing.signal,
    })
    const body = await response.text()
    return {
      status: response.status,
      headers: [...response.headers].filter(([name]) => !hopHeaders.has(name)).flat(),
      body: hooks.answered?.(path, body) ?? body,
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      closing.abort()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Of the connection to the server, not of the answer. */
const hopHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding'])
