import { once } from 'node:events'
import { createServer } from 'node:net'
import { healthPath } from '../adapters/hooks/hooks.ts'
import type { Config } from '../config/config.ts'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'

const healthTimeoutMs = 3_000

/** Whether the address of HTTP_LISTEN is free, or the assistant itself already listens there. */
export async function checkListening({ config }: Scene): Promise<readonly Finding[]> {
  const { listen } = config
  if (listen === null) return [found('listen_absent')]
  const address = `${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${listen.port}`
  const code = await tryToListen(listen)
  if (code === null) return [found('listen_free', { address })]
  if (code === 'EADDRINUSE')
    return [found((await isAssistant(listen)) ? 'listen_ours' : 'listen_taken', { address })]
  if (code === 'EADDRNOTAVAIL') return [found('listen_foreign', { address })]
  return [found(code === 'EACCES' ? 'listen_forbidden' : 'listen_impossible', { address, code })]
}

type Listen = NonNullable<Config['listen']>

/** Null when it could be listened on; it is free again afterwards. */
async function tryToListen({ host, port }: Listen): Promise<string | null> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'ERROR'
  }
}

async function isAssistant({ host, port }: Listen): Promise<boolean> {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host
  const name = reachable.includes(':') && !reachable.startsWith('[') ? `[${reachable}]` : reachable
  try {
    const signal = AbortSignal.timeout(healthTimeoutMs)
    const response = await fetch(`http://${name}:${port}${healthPath}`, { signal, redirect: 'manual' })
    return response.status === 200 && (await response.text()).trim() === 'ok'
  } catch {
    return false
  }
}
