/** The part that keeps time: how often it looks, and what goes on beside what. Time is vitest's. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTicker, type TickerDeps } from '../../src/scheduler/ticker.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Watched {
  readonly done: string[]
  readonly logged: { readonly level: string; readonly message: string }[]
}

function open(changes: Partial<TickerDeps> = {}) {
  const watched: Watched = { done: [], logged: [] }
  const { done, logged } = watched
  const ticker = createTicker({
    maintenance: { purge: async () => void done.push('purge') },
    plan: async () => {
      done.push('plan')
      return 0
    },
    send: async (which) => {
      done.push(which)
      return 0
    },
    checkEmployees: async () => void done.push('employees'),
    clock: { now: () => Date.now() },
    log: (entry) => void logged.push(entry),
    ...changes,
  })
  const count = (what: string): number => done.filter((one) => one === what).length
  return { ticker, logged, count }
}

test('what is due is looked for once a second, so that nothing waits longer for its time', async () => {
  const { ticker, count } = open()
  ticker.start()
  await vi.advanceTimersByTimeAsync(60_000)
  for (const what of ['prompt', 'others', 'plan']) expect(count(what)).toBe(61)
  await ticker.stop()
})

test('the chores of the hour are done once an hour', async () => {
  const { ticker, count } = open()
  ticker.start()
  await vi.advanceTimersByTimeAsync(3 * 3_600_000 - 1_000)
  for (const what of ['purge', 'employees']) expect(count(what)).toBe(3)
  await ticker.stop()
})

test('a look at the portal that takes minutes holds up neither reminders nor digests', async () => {
  const { ticker, count } = open({ plan: () => new Promise(() => {}) })
  ticker.start()
  await vi.advanceTimersByTimeAsync(120_000)
  expect([count('prompt'), count('others')]).toEqual([121, 121])
})

test('a digest that takes minutes holds up no reminder, and is not begun twice', async () => {
  let begun = 0
  const prompts: string[] = []
  const { ticker, count } = open({
    send: (which) => {
      if (which === 'prompt') return Promise.resolve(prompts.push(which))
      begun += 1
      return new Promise(() => {})
    },
  })
  ticker.start()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(prompts).toHaveLength(31)
  expect(begun).toBe(1)
  expect(count('plan')).toBe(31)
})

test('asked for ten times while it is at it, it looks once more', async () => {
  let looks = 0
  const first = Promise.withResolvers<number>()
  const { ticker } = open({
    plan() {
      looks += 1
      return looks === 1 ? first.promise : Promise.resolve(0)
    },
  })
  ticker.nudge()
  await vi.advanceTimersByTimeAsync(0)
  for (let nudges = 0; nudges < 10; nudges += 1) ticker.nudge()
  first.resolve(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(looks).toBe(2)
})

test('what has just been planned is sent without waiting for the next look', async () => {
  const { ticker, count } = open({ plan: async () => 3 })
  ticker.nudge()
  await vi.advanceTimersByTimeAsync(0)
  expect([count('prompt'), count('others')]).toEqual([2, 2])
})

test('what fails is tried at every look, and told once a minute', async () => {
  let tries = 0
  const { ticker, logged } = open({
    send: async () => {
      tries += 1
      throw new Error('the database is away')
    },
  })
  ticker.start()
  await vi.advanceTimersByTimeAsync(119_000)
  expect(tries).toBe(240)
  expect(logged.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
    'sending failed',
    'sending failed',
  ])
  await ticker.stop()
})

test('told to stop, it begins nothing more and waits for what is in hand', async () => {
  let told = false
  const planning = Promise.withResolvers<number>()
  const { ticker, count } = open({
    plan(signal) {
      signal.addEventListener('abort', () => (told = true))
      return planning.promise
    },
  })
  ticker.start()
  await vi.advanceTimersByTimeAsync(500)
  let stopped = false
  const stopping = ticker.stop().then(() => (stopped = true))
  await vi.advanceTimersByTimeAsync(5_000)
  expect([told, stopped]).toEqual([true, false])
  planning.resolve(1)
  await stopping
  expect([count('prompt'), count('others')]).toEqual([1, 1])
})
