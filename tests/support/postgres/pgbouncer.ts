/** PgBouncer in transaction mode, the nearest thing to the poolers of hosted databases; not in npm, so not everywhere. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { asUnprivileged } from './programs.ts'
import { freePort } from './server.ts'

export interface PgBouncer extends AsyncDisposable {
  readonly port: number
}

/** Stands before all databases of the server on `port`; null where PgBouncer is not installed. */
export async function startPgBouncer(port: number): Promise<PgBouncer | null> {
  if (spawnSync('pgbouncer', ['--version']).error !== undefined) return null
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const own = await freePort()
  const users = join(folder, 'users.txt')
  await writeFile(users, '"postgres" ""\n')
  await writeFile(join(folder, 'pgbouncer.ini'), iniOf(port, own, users))
  const user = asUnprivileged(folder)
  const pooler = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  })
  stack.defer(async () => {
    const ended = once(pooler, 'exit')
    if (pooler.exitCode === null && pooler.kill('SIGKILL')) await ended
  })
  while (!(await answers(own))) {
    if (pooler.exitCode !== null) throw new Error('PgBouncer did not start')
    await sleep(10)
  }
  const open = stack.move()
  return { port: own, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

function iniOf(port: number, own: number, users: string): string {
  return `[databases]
* = host=127.0.0.1 port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
server_idle_timeout = 5
`
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const answered = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return answered
}
