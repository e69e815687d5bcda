/** The way to a server, which can be shut: then nobody gets a connection, as when the network or the server is down. */
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Gate extends AsyncDisposable {
  readonly port: number
  /** Cuts what is open and refuses what is new. */
  shut(): Promise<void>
  reopen(): Promise<void>
  /** How many bytes have gone through towards the server. */
  asked(): number
}

/** Leads from a port of its own to `targetPort`, both on 127.0.0.1. */
export async function openGate(targetPort: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let askedBytes = 0
  const track = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    return socket.on('close', () => sockets.delete(socket))
  }
  const listen = (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = track(connect(targetPort, '127.0.0.1'))
      near.on('data', (chunk: Buffer) => (askedBytes += chunk.length))
      track(near).pipe(far).pipe(near)
      near.once('close', () => far.destroy())
      far.once('close', () => near.destroy())
    })
    return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
  }
  let server: Server | null = await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  async function shut(): Promise<void> {
    const closing = server
    server = null
    for (const socket of sockets) socket.destroy()
    if (closing !== null) await new Promise((resolve) => closing.close(resolve))
  }
  return {
    port,
    shut,
    asked: () => askedBytes,
    async reopen() {
      server ??= await listen(port)
    },
    [Symbol.asyncDispose]: shut,
  }
}
