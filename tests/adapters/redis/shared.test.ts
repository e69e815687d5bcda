/**
 * Whatever processes share through Redis: on a real server where the machine has one, and everywhere on none at all, which
 * must change nothing but what is shared.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { openShared, type Shared } from '../../../src/adapters/redis/shared.ts'
import type { Clock } from '../../../src/ports/environment.ts'
import { openStore } from '../../../db/database.ts'
import { describeBuckets } from '../../db/contract/buckets.ts'
import { createSetClock } from '../../db/fixtures.ts'
import type { OpenEmpty } from '../../db/contract/empty-database.ts'
import { freePort } from '../../support/free-port.ts'
import { startRedis } from '../../support/redis.ts'

const redis = await startRedis()
const nobodyListens = `redis://127.0.0.1:${await freePort()}`
const opened = new AsyncDisposableStack()
afterAll(async () => {
  await opened.disposeAsync()
  await redis?.[Symbol.asyncDispose]()
})

let installations = 0
const told: string[] = []

async function open(
  url: string,
  clock: Clock,
  installation = `portal-${(installations += 1)}`,
): Promise<Shared> {
  const store = opened.use(await openStore({ url: 'sqlite::memory:', clock }))
  return opened.use(
    await openShared({
      url,
      installation,
      fallback: store.buckets,
      clock,
      log: ({ message }) => told.push(message),
    }),
  )
}

/** The contract asks for the buckets of a store, and of another process beside it. */
function bucketsOn(url: string, isShared: boolean): OpenEmpty {
  return async (clock) => {
    const installation = `portal-${(installations += 1)}`
    const bucketsOf = async () => ({ buckets: (await open(url, clock, installation)).tokens })
    const another = isShared ? { another: bucketsOf } : {}
    return { store: await bucketsOf(), ...another } as unknown as Awaited<ReturnType<OpenEmpty>>
  }
}

describe('while Redis is away', () => {
  describeBuckets(bucketsOn(nobodyListens, false))

  test('nothing is remembered, nothing fails, and it is told once', async () => {
    told.length = 0
    const { memory, tokens } = await open(nobodyListens, createSetClock())
    await memory.set(new Map([['name:15', 'Анна Петрова']]), 60_000)
    expect(await memory.get(['name:15'])).toEqual(new Map())
    expect(await tokens.take('portal', 1, { perSecond: 2, burst: 10, reserve: 0 })).toMatchObject({
      tokens: 1,
    })
    expect(told).toEqual(['redis is away, nothing is shared until it is back'])
  })
})

describe.runIf(redis !== null)('on a real Redis', () => {
  const url = redis?.url ?? nobodyListens
  describeBuckets(bucketsOn(url, true))

  test('one process knows what another was told, and no other portal does', async () => {
    const clock = createSetClock()
    const one = await open(url, clock, 'romashka.example')
    const other = await open(url, clock, 'romashka.example')
    const stranger = await open(url, clock, 'vektor.example')
    await one.memory.set(new Map([['name:15', { name: 'Анна Петрова', untilMs: 1 }]]), 60_000)
    const found = new Map([['name:15', { name: 'Анна Петрова', untilMs: 1 }]])
    expect(await other.memory.get(['name:15', 'name:16'])).toEqual(found)
    expect(await stranger.memory.get(['name:15'])).toEqual(new Map())
  })

  test('what breaks off is gone on without, and used again when it is back', async () => {
    told.length = 0
    const port = await freePort()
    const first = await startRedis(port)
    const { memory } = await open(`redis://127.0.0.1:${port}`, createSetClock())
    await memory.set(new Map([['roster', 1]]), 60_000)
    expect(await memory.get(['roster'])).toEqual(new Map([['roster', 1]]))
    await first?.[Symbol.asyncDispose]()
    expect(await memory.get(['roster'])).toEqual(new Map())
    await using _second = await startRedis(port)
    await expect
      .poll(
        async () => {
          await memory.set(new Map([['roster', 2]]), 60_000)
          return memory.get(['roster'])
        },
        { timeout: 20_000 },
      )
      .toEqual(new Map([['roster', 2]]))
    expect(told).toEqual(['redis is away, nothing is shared until it is back', 'redis is back'])
  })
})
