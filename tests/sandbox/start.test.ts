/** The sandbox and the assistant as `npm start` runs them: two processes and one clock. */
import { expect, test } from 'vitest'

import type { Push } from '../../sandbox/site/wire.ts'
import { startProgram, type Started } from '../support/started.ts'

const anna = 501_001
const dayMs = 24 * 3600_000

async function state(program: Started): Promise<Push> {
  return (await (await fetch(`${program.url}/api/state?person=${anna}`)).json()) as Push
}

async function post(program: Started, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(program.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

const patience = { timeout: 10_000 }

test('the assistant wakes when the clock of the sandbox jumps, and the jump is remembered', async () => {
  await using program = await startProgram()
  const last = async () => (await state(program)).chat?.messages.at(-1)
  await post(program, `/api/people/${anna}/open-link`, { payload: '' })
  await expect.poll(async () => (await last())?.from, patience).toBe('bot')
  expect((await last())?.edited).toBe(false)

  const { nowMs } = await state(program)
  expect(await post(program, '/api/clock', { toMs: nowMs + dayMs + 60_000 })).toBe(200)
  // A day of silence closes what was begun: only somebody who sees the new time can do that at once.
  await expect.poll(async () => (await last())?.edited, patience).toBe(true)
  expect((await state(program)).nowMs).toBeGreaterThan(nowMs + dayMs)
  expect(await post(program, '/api/clock', { toMs: nowMs })).toBe(409)

  expect(await program.stop()).toEqual({ code: 0, signal: null })
  expect(program.errors()).toBe('')
  const saved = JSON.parse(await program.read('data/sandbox.json')) as {
    clockOffsetMs: number
    telemost: object
  }
  expect(saved.clockOffsetMs).toBeGreaterThan(dayMs)
  expect(saved.telemost).toMatchObject({ conferences: [] })
})

test('the assistant listens to the portal of the sandbox, and to nobody else', async () => {
  await using program = await startProgram()
  const log = () => program.read('data/assistant.log')
  await expect.poll(log, patience).toContain('"listening"')
  const origin = /http:\/\/127\.0\.0\.1:\d+(?=")/.exec(/.*"listening".*/.exec(await log())?.[0] ?? '')?.[0]
  const health = await fetch(`${origin}/healthz`)
  expect(health.status).toBe(200)
  // Without the portal's token the same address takes nothing.
  const forged = await fetch(`${origin}/bitrix24/events`, {
    method: 'POST',
    body: new URLSearchParams({ event: 'ONTASKADD' }),
  })
  expect(forged.status).toBe(403)
})
