/** Two whole assistants on one PostgreSQL, behind one address that Telegram brings its updates to. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createTestDatabase } from '../postgres/databases.ts'
import type { Servers } from '../postgres/keeper.ts'
import { freePort } from '../postgres/server.ts'
import type { Assistant, Assistants } from './assistants.ts'
import { startBalancer, type Balancer } from './balancer.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { createNewcomer, type Newcomer } from './newcomer.ts'
import { waitFor } from './waiting.ts'

export interface ReplicaWorld extends AsyncDisposable {
  readonly telegram: TelegramSandbox
  readonly portal: BitrixSandbox
  readonly ledger: Ledger
  readonly balancer: Balancer
  readonly replicas: readonly Assistant[]
  /** Where each of them takes updates from whoever knows the secret. */
  readonly doors: readonly string[]
  newcomer(): Newcomer
  /** Moves the clock of whoever lives, and of the database, past the end of every lease. */
  outlastLeases(): Promise<void>
  /** The same, but only these of the processes notice it. */
  passLeases(awake: readonly Assistant[]): Promise<void>
  /** Sets a clock right that {@link passLeases} has left behind. */
  catchUp(replica: Assistant): Promise<void>
  /** Resolves when every update has been taken, and everything that follows from them has been done. */
  atRest(): Promise<void>
}

const leaseMs = 5_000
export const webhookSecret = 'only-telegram-knows-this'

export async function openReplicas(
  assistants: Assistants,
  servers: Servers,
  options: { readonly toAll?: boolean } = {},
): Promise<ReplicaWorld> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'replicas-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const database = stack.use(await createTestDatabase(servers.direct))
  let offsetMs = Date.parse('2026-11-23T12:00:00+03:00') - systemClock.now()
  await database.moveClock(offsetMs)
  const clock = { now: () => systemClock.now() + offsetMs }
  const telegram = stack.use(await startTelegramSandbox({ clock, persons: [] }))
  const portal = stack.use(await startBitrixSandbox({ clock }))
  const ports = [await freePort(), await freePort()]
  const balancer = stack.use(
    await startBalancer(
      ports.map((port) => `http://127.0.0.1:${port}`),
      options,
    ),
  )
  const replicas: Assistant[] = []
  for (const port of ports) {
    const replica = await assistants.start({
      env: {
        TELEGRAM_BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_URL: `${balancer.origin}/telegram/updates`,
        TELEGRAM_WEBHOOK_SECRET: webhookSecret,
        HTTP_LISTEN: `127.0.0.1:${port}`,
        BITRIX24_WEBHOOK: portal.webhook,
        DATABASE_URL: `${servers.pooled ?? servers.direct}/${database.name}`,
        LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
      },
      logFile: `${folder}/log-${port}.jsonl`,
      leaseMs,
      offsetMs,
    })
    stack.defer(() => replica.kill())
    replicas.push(replica)
  }
  const url = `${servers.direct}/${database.name}`
  const ledger = stack.adopt(openLedger(url), (open) => open.close())
  let newcomers = 0
  const behind = new Map<Assistant, number>()
  async function passLeases(awake: readonly Assistant[]): Promise<void> {
    offsetMs += leaseMs + 1
    await database.moveClock(offsetMs)
    for (const replica of replicas) {
      if (awake.includes(replica)) await replica.advance(leaseMs + 1)
      else behind.set(replica, (behind.get(replica) ?? 0) + leaseMs + 1)
    }
  }
  const open = stack.move()
  return {
    telegram,
    portal,
    ledger,
    balancer,
    replicas,
    doors: ports.map((port) => `http://127.0.0.1:${port}/telegram/updates`),
    newcomer: (): Newcomer => createNewcomer({ telegram, portal }, (newcomers += 1)),
    outlastLeases: () => passLeases(replicas.filter((one) => one.isAlive())),
    passLeases,
    async catchUp(replica) {
      await replica.advance(behind.get(replica) ?? 0)
      behind.delete(replica)
    },
    async atRest() {
      await telegram.idle()
      await waitFor(
        () =>
          `rest; left: ${ledger
            .openDeliveries()
            .map(({ id }) => id)
            .join(', ')}`,
        () => ledger.openDeliveries().length === 0,
      )
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
