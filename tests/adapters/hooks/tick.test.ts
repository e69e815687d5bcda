import { expect, test } from 'vitest'
import { openHooks, type Hooks } from '../../../src/adapters/hooks/hooks.ts'
import { testClock } from '../../support/clock.ts'

const secret = 'a-secret-of-at-least-thirty-two-bytes'
const right = { authorization: `Bearer ${secret}` }

async function open(run: () => Promise<object>): Promise<Hooks & { readonly logged: readonly object[] }> {
  const logged: object[] = []
  const hooks = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: null,
    tick: { secret, run },
    clock: testClock(),
    onHint: () => {},
    log: (entry) => logged.push(entry),
  })
  return { ...hooks, logged }
}

const post = (hooks: Hooks, headers: Record<string, string> = right) =>
  fetch(`${hooks.origin}/tick`, { method: 'POST', headers })

test('whoever knows the secret makes the assistant look at the clock, and reads what came of it', async () => {
  await using hooks = await open(async () => ({ planned: 3, sent: 2 }))
  const response = await post(hooks)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ planned: 3, sent: 2 })
})

test.each([
  ['nothing', {}],
  ['another secret', { authorization: `Bearer ${secret}x` }],
  ['the secret alone', { authorization: secret }],
])('with %s nothing is looked at', async (_, headers) => {
  let looks = 0
  await using hooks = await open(async () => ({ looks: (looks += 1) }))
  const response = await post(hooks, headers)
  expect(response.status).toBe(403)
  expect(await response.text()).toBe('')
  expect(looks).toBe(0)
  expect(hooks.counts().refused).toBe(1)
  expect(JSON.stringify(hooks.logged)).not.toContain(secret)
})

test('reading it does nothing, and where there is no secret there is no such path', async () => {
  await using hooks = await open(async () => ({}))
  expect((await fetch(`${hooks.origin}/tick`, { headers: right })).status).toBe(405)
  await using closed = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: null,
    clock: testClock(),
    onHint: () => {},
    log: () => {},
  })
  expect((await post(closed)).status).toBe(404)
})

test('a timer that is too fast gets the report of the look under way', async () => {
  const gate = Promise.withResolvers<null>()
  let looks = 0
  await using hooks = await open(async () => {
    looks += 1
    await gate.promise
    return { looks }
  })
  const answers = [post(hooks), post(hooks), post(hooks)]
  while (looks === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  setTimeout(() => gate.resolve(null), 50)
  const reports = await Promise.all(answers.map(async (answer) => (await answer).json()))
  expect(reports).toEqual([{ looks: 1 }, { looks: 1 }, { looks: 1 }])
})

test('a look that fails is answered as such, and the next one is made', async () => {
  let looks = 0
  await using hooks = await open(async () => {
    looks += 1
    if (looks === 1) throw new Error('the database is away')
    return { looks }
  })
  expect((await post(hooks)).status).toBe(503)
  expect(await (await post(hooks)).json()).toEqual({ looks: 2 })
})
