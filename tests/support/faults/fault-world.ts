/**
 * The outside world that survives — Telegram, the portal, the disk — and the assistant that does not. The clock of all of
 * them can be moved on, so that a lease runs out without anybody waiting for it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBitrixSandbox, type BitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox, type TelegramSandbox } from '../../../sandbox/telegram/server.ts'
import { systemClock } from '../../../src/adapters/clock.ts'
import { createTestDatabase, type TestDatabase } from '../postgres/databases.ts'
import type { Assistant, Assistants } from './assistants.ts'
import { openLedger, type DeliveryRow, type Ledger } from './ledger.ts'
import { createNewcomer, type Newcomer } from './newcomer.ts'
import { startRelay, type RelayHooks } from './relay.ts'
import { waitFor } from './waiting.ts'

export interface FaultWorld extends AsyncDisposable {
  readonly telegram: TelegramSandbox
  readonly portal: BitrixSandbox
  readonly ledger: Ledger
  /** Of the database on SQLite; null on PostgreSQL. */
  readonly file: string | null
  /** Of the database on PostgreSQL; null on SQLite. */
  readonly database: TestDatabase | null
  /** The process that lives now, or died last. */
  readonly assistant: Assistant
  newcomer(): Newcomer
  /** Waits for the process to die and starts the assistant again: what the dead one had leased stays leased for a while. */
  startAgain(): Promise<void>
  /**
   * The same after every lease has run out; resolves with what the dead one had claimed to show and not settled: a message
   * of these, and of no others, may be seen twice.
   */
  comeBack(): Promise<readonly DeliveryRow[]>
  /** Moves the clock of everybody on, past the end of every lease. */
  outlastLeases(): Promise<void>
  /** Moves the clock of everybody to that moment. */
  moveTo(atMs: number): Promise<void>
  /** Resolves when everything the people did has been taken, and everything that follows from it has been done. */
  atRest(): Promise<void>
}

export interface FaultWorldOptions {
  readonly modes?: Parameters<typeof startBitrixSandbox>[0]['modes']
  readonly leaseMs?: number
  /** What stands between the assistant and Telegram, and between it and the portal. */
  readonly toTelegram?: RelayHooks
  readonly toPortal?: RelayHooks
  /** A PostgreSQL server (`Servers.direct`) to have a database on; absent: SQLite. */
  readonly postgres?: string
  /** Where the assistant reaches that server, when not directly: a pooler, a proxy. */
  readonly through?: string
  /** Where everything is kept that is on a disk; a temporary one when absent. */
  readonly folder?: string
  /** How long people and {@link FaultWorld.atRest} wait for what has to come, ms. */
  readonly patienceMs?: number
  /** Added to the assistant's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Longer than any delivery takes here, however busy the machine is; shorter than what makes news late (15 s), so that a
 * conversation looks the same after one or two of them.
 */
const longLeaseMs = 5_000

export async function openFaultWorld(
  assistants: Assistants,
  options: FaultWorldOptions = {},
): Promise<FaultWorld> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'faults-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  let offsetMs = Date.parse('2026-11-23T12:00:00+03:00') - systemClock.now()
  const clock = { now: () => systemClock.now() + offsetMs }
  const database = await openDatabase(stack, folder, options)
  await database.moveClock(offsetMs)
  const telegram = stack.use(await startTelegramSandbox({ clock, persons: [] }))
  const portal = stack.use(
    await startBitrixSandbox({ clock, ...(options.modes && { modes: options.modes }) }),
  )
  const telegramRelay = stack.use(await startRelay(telegram.apiRoot, options.toTelegram))
  const portalRelay = stack.use(await startRelay(portal.origin, options.toPortal))
  const { leaseMs = longLeaseMs } = options
  const env = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegramRelay.origin,
    BITRIX24_WEBHOOK: portal.webhook.replace(portal.origin, portalRelay.origin),
    // Whatever is repeated here is repeated by the outbox.
    BITRIX24_RETRY_ATTEMPTS: '1',
    DATABASE_URL: database.reachedAt,
    LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
    ...options.env,
  }
  const start = () => assistants.start({ env, logFile: `${folder}/log.jsonl`, leaseMs, offsetMs })
  let assistant = await start()
  stack.defer(() => assistant.kill())
  const ledger = stack.adopt(openLedger(database.url), (open) => open.close())
  const left = () => ledger.openDeliveries().map(({ id, attempts }) => `${id} (${attempts})`)
  let newcomers = 0

  const open = stack.move()
  const world: FaultWorld = {
    telegram,
    portal,
    ledger,
    file: database.file,
    database: database.server,
    get assistant() {
      return assistant
    },
    newcomer: () => createNewcomer({ telegram, portal }, (newcomers += 1), options.patienceMs),
    async startAgain() {
      await died(assistant)
      assistant = await start()
    },
    async comeBack() {
      await died(assistant)
      const inHand = ledger
        .openDeliveries()
        .filter(({ kind, attempts }) => (kind === 'message' || kind === 'card') && attempts > 0)
      offsetMs += leaseMs + 1
      await database.moveClock(offsetMs)
      await world.startAgain()
      return inHand
    },
    async outlastLeases() {
      offsetMs += leaseMs + 1
      await database.moveClock(offsetMs)
      await assistant.advance(leaseMs + 1)
    },
    async moveTo(atMs) {
      const ms = atMs - clock.now()
      offsetMs += ms
      await database.moveClock(offsetMs)
      await assistant.advance(ms)
    },
    async atRest() {
      await telegram.idle()
      await waitFor(
        () => `rest; left: ${left().join(', ')}`,
        () => left().length === 0,
        options.patienceMs,
      )
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
  return world
}

/** A file goes by the clock of the process that has it; a server has one of its own. */
async function openDatabase(
  stack: AsyncDisposableStack,
  folder: string,
  { postgres, through = postgres }: FaultWorldOptions,
) {
  if (postgres === undefined) {
    const file = `${folder}/bot.db`
    const url = `sqlite:${file}`
    return { url, reachedAt: url, file, server: null, moveClock: (): Promise<void> => Promise.resolve() }
  }
  const server = stack.use(await createTestDatabase(postgres))
  return {
    url: `${postgres}/${server.name}`,
    reachedAt: `${through}/${server.name}`,
    file: null,
    server,
    moveClock: (aheadMs: number) => server.moveClock(aheadMs),
  }
}

/** @throws Error when it does not: then the fault was aimed at something that never came. */
async function died(assistant: Assistant): Promise<void> {
  await waitFor(
    () => 'the death of the assistant',
    () => !assistant.isAlive(),
  )
}
