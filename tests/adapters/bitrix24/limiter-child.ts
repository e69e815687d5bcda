/** A process that calls the portal as often and as quickly as its limiter lets it, and then tells what came of it. */
import { openStore } from '../../../db/database.ts'
import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import { createLimiter } from '../../../src/adapters/bitrix24/limiter.ts'
import { createSharedBucket } from '../../../src/adapters/bitrix24/limiter-shared.ts'
import { z } from 'zod'

import { createQuickClock } from './quick-clock.ts'

const [bucketOf = '', url = '', webhook = '', base = '', role = '', calls = ''] = process.argv.slice(2)
const clock = createQuickClock(Number(base))
const isBot = role === 'bot'
await using store = await openStore({ url, clock })
const failures: string[] = []
const bucket = createSharedBucket(
  { tokens: store.buckets, onFailure: (error) => failures.push(String(error)) },
  { hand: isBot ? 4 : 0 },
)
const limiter = createLimiter({ clock, sleep: clock.sleep, ...(bucketOf === 'shared' && { bucket }) })
const client = createBitrixClient({
  webhook,
  clock,
  limiter,
  sleep: clock.sleep,
  retry: { attempts: 1, delayMs: 500 },
  log: () => {},
})
process.stdout.write('ready\n')
await new Promise((resolve) => process.stdin.once('data', resolve))
const priority = isBot ? 'interactive' : 'background'
const options = { version: 2, kind: 'read', schema: z.unknown(), priority } as const
const results = await Promise.all(
  Array.from({ length: Number(calls) }, () => client.call('user.current', {}, options)),
)
process.stdout.write(`${JSON.stringify({ outcomes: results.map(({ type }) => type), failures })}\n`)
process.stdin.destroy()
