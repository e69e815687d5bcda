/** What stands before several replicas: each request goes to the next of them, or to all of them at once. */
import { createServer, type IncomingMessage } from 'node:http'

export interface Balancer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string
  /** Requests each replica has answered with 200, in the order of `targets`. */
  readonly taken: readonly number[]
}

/**
 * `toAll`: everybody gets everything, at the same moment; the answer is that of the slowest, and the worst of them.
 * A replica that cannot be reached is left out, unless it is the only one.
 */
export async function startBalancer(
  targets: readonly string[],
  { toAll = false }: { readonly toAll?: boolean } = {},
): Promise<Balancer> {
  const taken = targets.map(() => 0)
  let next = 0
  const server = createServer((request, response) => {
    pass(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(502).end(),
    )
  })

  async function pass(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = []
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const order = targets.map((_, index) => (next + index) % targets.length)
    next += 1
    const answers = toAll
      ? await Promise.all(order.map((index) => send(index, request, body)))
      : [await firstOf(order, request, body)]
    return Math.max(...answers.map((status) => status ?? 502))
  }

  async function firstOf(order: readonly number[], request: IncomingMessage, body: Buffer) {
    for (const index of order) {
      const status = await send(index, request, body)
      if (status !== null) return status
    }
    return null
  }

  async function send(index: number, request: IncomingMessage, body: Buffer): Promise<number | null> {
    try {
      const response = await fetch(`${targets[index]}${request.url}`, {
        method: request.method ?? 'POST',
        headers: {
          'content-type': request.headers['content-type'] ?? '',
          'x-telegram-bot-api-secret-token': String(request.headers['x-telegram-bot-api-secret-token'] ?? ''),
        },
        body: new Uint8Array(body),
      })
      await response.text()
      if (response.status === 200) taken[index] = (taken[index] ?? 0) + 1
      return response.status
    } catch {
      return null
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    taken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
