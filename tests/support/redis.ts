/** A real Redis on the loopback; not in npm, so not everywhere. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from './free-port.ts'

export interface Redis extends AsyncDisposable {
  readonly url: string
}

/** Null where it is not installed. */
export async function startRedis(onPort?: number): Promise<Redis | null> {
  if (spawnSync('redis-server', ['--version']).error !== undefined) return null
  const port = onPort ?? (await freePort())
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: '/tmp' })
  const gone = once(server, 'exit')
  const ready = new Promise<void>((resolve) => {
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ready to accept connections')) resolve()
    })
  })
  await Promise.race([
    ready,
    gone.then(() => {
      throw new Error('Redis did not start')
    }),
  ])
  return {
    url: `redis://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGKILL')
      await gone
    },
  }
}
