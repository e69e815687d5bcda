/** What the pretended servers share of HTTP: a port on the loopback, a bounded body, an ordered wait. */
import type { IncomingMessage } from 'node:http'
import type { ServerType } from '@hono/node-server'

export interface Listening {
  readonly port: number
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string
  /** Cuts open connections, so that whoever closes never waits for an answer somebody ordered late. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1 only; port 0 lets the system choose. @throws the system's error when the port is taken. */
export async function listenOnLoopback(server: ServerType, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The sandbox does not listen on TCP')
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** @throws RangeError for a body of more than `bytesMax` bytes. */
export async function readBytes(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > bytesMax) throw new RangeError('Request body too large for the sandbox')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Real milliseconds: a slow network is slow whatever the sandbox's clock says. Ends early once `closing` is aborted. */
export function waitUnlessClosing(delayMs: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs)
    closing.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
