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
  /** Starts a server that has ended by itself; resolves with 1, or with 0 where it has not. */
  startWhereEnded(): Promise<number>
  /** What its processes have written down since it was started first; the beginning of it when that is very much. */
  log(): string
}

export interface ServerOptions {
  /** `name=value`, which override those of the tests. */
  readonly settings?: readonly string[]
  /** Where its folder is made; that of the system for temporary files when absent. */
  readonly parent?: string
  /** Of a file of the log, MiB: a power of two. */
  readonly walSegmentMiB?: number
}

/** Without the disk's own promises: the machine does not lose its power during a test. */
const settings = [
  'fsync=off',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=300',
  'shared_buffers=64MB',
]

/** Characters of a log that are kept. */
const logMax = 1_000_000

/** @throws Error with what the server said when it does not come up. */
export async function startPostgres({
  settings: more = [],
  parent = tmpdir(),
  walSegmentMiB = 16,
}: ServerOptions = {}): Promise<PostgresServer> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(parent, 'postgres-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o700)
  const { initdb, postgres, options } = await preparePrograms(folder)
  const data = join(folder, 'data')
  // Russian collation, so that nothing silently relies on the order of bytes.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=ru-RU', '--encoding=UTF8']
  await promisify(execFile)(
    initdb,
    ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', `--wal-segsize=${walSegmentMiB}`, ...locale],
    options,
  )
  const port = await freePort()
  let log = ''
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
      (text) => {
        if (log.length < logMax) log += text
      },
    )
  let server = await run()
  const hasEnded = (): boolean => server.exitCode !== null || server.signalCode !== null
  const end = async (): Promise<void> => {
    if (hasEnded()) return
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
    async startWhereEnded() {
      if (!hasEnded()) return 0
      server = await run()
      return 1
    },
    log: () => log,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

function start(server: ChildProcess, hear: (text: string) => void): Promise<ChildProcess> {
  let said = ''
  return new Promise((resolve, reject) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      hear(text)
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
