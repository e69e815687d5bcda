/** The process is asked to stop while the portal takes its time, as when a new version is rolled out. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startBitrixSandbox } from '../../sandbox/bitrix24/server.ts'
import { startTelegramSandbox } from '../../sandbox/telegram/server.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { journeyOf } from '../support/faults/journey.ts'
import { openLedger } from '../support/faults/ledger.ts'
import { createNewcomer } from '../support/faults/newcomer.ts'
import { waitFor } from '../support/faults/waiting.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { freePort } from '../support/postgres/server.ts'
import { sharedServers } from '../support/postgres/shared.ts'

const program = fileURLToPath(new URL('../../bin/assistant.js', import.meta.url))

test(
  'asked to stop in the middle of a slow call, it ends in time and leaves the rest free for the next process',
  { timeout: 90_000 },
  async () => {
    await using world = await open()
    const { portal, ledger, newcomer } = world
    const [hello, email, code] = journeyOf(newcomer)
    const first = await world.start()
    await hello?.act()
    await newcomer.sees(hello?.sees ?? '')
    // Longer than anybody who stops a process waits.
    portal.fault({ kind: 'delay', method: 'user.search', delayMs: 20_000, times: 1 })
    portal.fault({ kind: 'delay', method: 'user.get', delayMs: 20_000, times: 1 })
    await email?.act()
    await waitFor(
      () => 'the call',
      () => ledger.openDeliveries().find(({ kind, attempts }) => kind === 'call' && attempts === 1),
    )
    // Zero, and not what it ends with when it has to be cut off after 19 s.
    expect(await first.stop()).toBe(0)
    const next = await world.start()
    await newcomer.sees(email?.sees ?? '')
    await code?.act()
    await newcomer.sees(code?.sees ?? '')
    await waitFor(
      () => 'rest',
      () => ledger.openDeliveries().length === 0,
    )
    expect(ledger.livingLinks(newcomer.chatId)).toBe(1)
    expect(ledger.audited('linked', newcomer.chatId)).toBe(1)
    // The code, and the news that the chat is linked.
    expect(portal.notices(newcomer.employee)).toHaveLength(2)
    expect(await next.stop()).toBe(0)
  },
)

async function open() {
  const { direct } = await sharedServers()
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await createTestDatabase(direct))
  const clock = systemClock
  const telegram = stack.use(await startTelegramSandbox({ clock, persons: [] }))
  const portal = stack.use(await startBitrixSandbox({ clock }))
  const url = `${direct}/${database.name}`
  const open = stack.move()
  onTestFinished(() => open.disposeAsync())
  let ledger: ReturnType<typeof openLedger> | null = null
  return {
    telegram,
    portal,
    newcomer: createNewcomer({ telegram, portal }, 1),
    get ledger() {
      return (ledger ??= open.adopt(openLedger(url), (opened) => opened.close()))
    },
    async start() {
      const port = await freePort()
      const child = spawn(process.execPath, [program, 'start'], {
        cwd: tmpdir(),
        env: {
          PATH: process.env['PATH'] ?? '',
          TELEGRAM_BOT_TOKEN: telegram.token,
          TELEGRAM_API_ROOT: telegram.apiRoot,
          TELEGRAM_MODE: 'webhook',
          TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
          TELEGRAM_WEBHOOK_SECRET: 'only-telegram-knows-this',
          HTTP_LISTEN: `127.0.0.1:${port}`,
          BITRIX24_WEBHOOK: portal.webhook,
          DATABASE_URL: url,
          LINK_CODE_SECRET: 'test-secret-of-more-than-32-bytes!!',
        },
      })
      const ended = once(child, 'exit').then(([code]: unknown[]) => code)
      onTestFinished(() => void child.kill('SIGKILL'))
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
      await waitFor(
        () => `the start: ${printed}`,
        () => printed.includes('telegram brings the updates'),
      )
      return {
        stop() {
          child.kill('SIGTERM')
          return ended
        },
      }
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
