/** A bot and a ticker, each a process of its own, against one portal that counts what comes from their address. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'

import { startBitrixSandbox } from '../../../sandbox/bitrix24/server.ts'
import { createQuickClock } from './quick-clock.ts'

const callsOfEach = 40

test('two processes with one database are never refused, though together they want more than is allowed', async () => {
  const { statuses, outcomes, failures } = await runBoth('shared')
  expect(statuses).toEqual(Array.from({ length: 2 * callsOfEach }, () => 200))
  expect(outcomes).toEqual(Array.from({ length: 2 * callsOfEach }, () => 'ok'))
  expect(failures).toEqual([])
})

test('with a bucket each they would be', async () => {
  const { statuses } = await runBoth('own')
  expect(statuses).toContain(503)
})

async function runBoth(bucketOf: 'shared' | 'own') {
  const folder = await mkdtemp(join(tmpdir(), 'limiter-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const baseMs = Date.now()
  await using portal = await startBitrixSandbox({ clock: createQuickClock(baseMs), limits: true })
  const start = (role: 'bot' | 'ticker'): Promise<Child> =>
    startChild([
      bucketOf,
      `sqlite:${join(folder, 'bot.db')}`,
      portal.webhook,
      String(baseMs),
      role,
      String(callsOfEach),
    ])
  const children = await Promise.all([start('bot'), start('ticker')])
  for (const child of children) child.go()
  const told = await Promise.all(children.map((child) => child.told()))
  return {
    statuses: portal.requests.map(({ status }) => status),
    outcomes: told.flatMap(({ outcomes }) => outcomes),
    failures: told.flatMap(({ failures }) => failures),
  }
}

const report = z.object({ outcomes: z.array(z.string()), failures: z.array(z.string()) })

interface Child {
  go(): void
  told(): Promise<z.infer<typeof report>>
}

async function startChild(args: readonly string[]): Promise<Child> {
  const script = fileURLToPath(new URL('./limiter-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  return {
    go: () => void child.stdin.write('go\n'),
    async told() {
      const { value } = await lines.next()
      return report.parse(JSON.parse(String(value)))
    },
  }
}
