/** Two whole assistants on one PostgreSQL, behind one address that Telegram brings its updates to. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startBitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox } from '../../sandbox/telegram/server.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { createAssistants, type Assistant } from '../support/faults/assistants.ts'
import { startBalancer } from '../support/faults/balancer.ts'
import { expectDoneOnce, expectFileWhole } from '../support/faults/invariants.ts'
import { journeyOf } from '../support/faults/journey.ts'
import { openLedger } from '../support/faults/ledger.ts'
import { createNewcomer, type Newcomer } from '../support/faults/newcomer.ts'
import { repetitions, shownTexts } from '../support/faults/outgoing.ts'
import { waitFor } from '../support/faults/waiting.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { freePort } from '../support/postgres/server.ts'
import { sharedServers } from '../support/postgres/shared.ts'

const assistants = createAssistants()
afterAll(() => assistants[Symbol.asyncDispose]())

const leaseMs = 5_000

test.each([
  ['each update to one of them', false],
  ['each update to both of them at once', true],
])('two replicas that get %s keep every conversation in order, and do everything once', async (_, toAll) => {
  await using world = await openReplicas({ toAll })
  const newcomers = [world.newcomer(), world.newcomer(), world.newcomer()]
  await Promise.all(newcomers.map(goTheWay))
  await world.atRest()
  const [first, ...others] = newcomers.map(({ chatId }) => shownTexts(world.telegram, chatId))
  for (const texts of others) expect(texts).toEqual(first)
  for (const newcomer of newcomers) expectDoneOnce(world, newcomer)
  expectFileWhole(world, newcomers)
  expect(Math.min(...world.balancer.taken)).toBeGreaterThan(0)
})

test('a replica that dies is not missed: the other takes its updates and finishes what it had begun', async () => {
  await using world = await openReplicas({})
  const undisturbed = world.newcomer()
  await goTheWay(undisturbed)
  await world.atRest()
  const texts = shownTexts(world.telegram, undisturbed.chatId)
  const newcomer = world.newcomer()
  for (const step of journeyOf(newcomer)) {
    if (step.name === 'assignee') {
      await step.act()
      await world.replicas[0]?.kill()
      await world.outlastLeases()
    } else await step.act()
    await newcomer.sees(step.sees)
  }
  await world.atRest()
  expect(repetitions(texts, shownTexts(world.telegram, newcomer.chatId)).length).toBeLessThanOrEqual(1)
  expectDoneOnce(world, newcomer)
  expectFileWhole(world, [undisturbed, newcomer])
})

async function openReplicas(options: { readonly toAll?: boolean }) {
  const servers = await sharedServers()
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
        TELEGRAM_WEBHOOK_SECRET: 'only-telegram-knows-this',
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
  const open = stack.move()
  onTestFinished(() => open.disposeAsync())
  return {
    telegram,
    portal,
    ledger,
    balancer,
    replicas,
    newcomer: (): Newcomer => createNewcomer({ telegram, portal }, (newcomers += 1)),
    async outlastLeases() {
      offsetMs += leaseMs + 1
      await database.moveClock(offsetMs)
      await replicas[1]?.advance(leaseMs + 1)
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

async function goTheWay(newcomer: Newcomer): Promise<void> {
  for (const step of journeyOf(newcomer)) {
    await step.act()
    await newcomer.sees(step.sees)
  }
}
