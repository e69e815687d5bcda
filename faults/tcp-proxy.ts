/** A wire that can be made slow, cut, or swallow everything, between the assistant and a server. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pause } from '../tests/support/faults/waiting.ts'

export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Every piece of every connection is this much late from now on, in ms. */
  delay(ms: number): void
  /** Pieces are swallowed until {@link reset}: both ends believe in a connection that is none. */
  blackHole(): void
  /**
   * The connections there are swallow everything from now on and are never cut: neither end hears even that the other has
   * gone. New ones are as they should be. Returns how many there were.
   */
  halfOpen(): number
  /** Cuts every connection; new ones are as they should be. Returns how many there were. */
  reset(): number
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const deaf = new Set<Socket>()
  let delayMs = 0
  let isHole = false
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.setNoDelay(true)
      let last: Promise<void> = Promise.resolve()
      one.on('data', (piece) => {
        const late = delayMs
        last = carry(last, late, () => {
          if (!isHole && !deaf.has(one) && other.writable) other.write(piece)
        })
      })
      one.on('error', () => undefined)
      one.on('close', () => {
        sockets.delete(one)
        if (!deaf.delete(one)) other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A listener without a port')

  function reset(): number {
    isHole = false
    const cut = sockets.size / 2
    for (const socket of sockets) socket.resetAndDestroy()
    return cut
  }
  return {
    port: address.port,
    delay(ms) {
      delayMs = ms
    },
    blackHole() {
      isHole = true
    },
    halfOpen() {
      const holes = sockets.size / 2
      for (const socket of sockets) deaf.add(socket)
      return holes
    },
    reset,
    async [Symbol.asyncDispose]() {
      reset()
      server.close()
      await once(server, 'close')
    },
  }
}

/** After what came before it, and so much later. */
async function carry(before: Promise<void>, lateMs: number, pass: () => void): Promise<void> {
  await before
  if (lateMs > 0) await pause(lateMs)
  pass()
}
