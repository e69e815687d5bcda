/** A real PostgreSQL server of its own: on a free port of this machine, in a temporary folder, gone when it is stopped. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { preparePrograms } from './programs.ts'

export interface PostgresServer extends AsyncDisposable {
  readonly port: number
  /** As `pg_ctl restart -m immediate` does: every connection is cut, and nothing is finished. */
  restart(): Promise<void>
}

/** Without the disk's own promises: the machine does not lose its power during a test. */
const settings = [
  'fsync=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'shared_buffers=64MB',
]

/**
 * `more`: settings as `name=value`, which override those of the tests.
 *
 * @throws Error with what the server said when it does not come up.
 */
export async function startPostgres(more: readonly string[] = []): Promise<PostgresServer> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o700)
  const { initdb, postgres, options } = await preparePrograms(folder)
  const data = join(folder, 'data')
  // Russian collation, so that nothing silently relies on the order of bytes.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=ru-RU', '--encoding=UTF8']
  await promisify(execFile)(
    initdb,
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', ...locale],
    options,
  )
  const port = await freePort()
  const run = () =>
    start(
      spawn(
        postgres,
        ['-D', data, '-p', String(port), ...[...settings, ...more].flatMap((one) => ['-c', one])],
        {
          ...options,
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      ),
    )
  let server = await run()
  const end = async (): Promise<void> => {
    const ended = once(server, 'exit')
    server.kill('SIGQUIT')
    await ended
  }
  stack.defer(end)
  const open = stack.move()
  return {
    port,
    async restart() {
      await end()
      server = await run()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

function start(server: ChildProcess): Promise<ChildProcess> {
  let said = ''
  return new Promise((resolve, reject) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text
      if (text.includes('ready to accept connections')) resolve(server)
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
}

/** Free a moment ago; nobody else on this machine is likely to be given the same one in the next. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('A listener without a port')
  return address.port
}
