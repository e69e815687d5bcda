/**
 * What several processes share through Redis when there is one (REDIS_URL): a cache of whom the portal knows, and the count
 * of requests. Neither is ever waited for: while Redis is away everything goes on without, as it does where there is none.
 */
import { createTokens, type Tokens } from './tokens.ts'

/** What was read once and may be forgotten at any time. Values are JSON. Never rejects. */
export interface Memory {
  /** Those of the keys that are remembered. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, unknown>>
  set(entries: ReadonlyMap<string, unknown>, ttlMs: number): Promise<void>
}

export interface Shared extends AsyncDisposable {
  readonly memory: Memory
  readonly tokens: Tokens
}

export interface SharedOptions {
  /** REDIS_URL. Several installations may share one Redis: each has keys of its own. */
  readonly url: string
  readonly installation: string
  /** Counts while Redis is away. */
  readonly fallback: Tokens
  /** By which tokens come back; Redis's own clock when absent, for those of processes differ. */
  readonly clock?: { now(): number }
  log(entry: { level: 'info' | 'warn'; message: string; [key: string]: unknown }): void
}

/** Whoever waits longer for a cache does better without. */
const patienceMs = 500
const connectMs = 2_000
const reconnectMaxMs = 5_000

/**
 * Resolves after two seconds at most, whether Redis has answered or not; one that is back later is used from then on. The packages are loaded here, and so only where REDIS_URL is set.
 */
export async function openShared(options: SharedOptions): Promise<Shared> {
  const { log, installation } = options
  const [{ createClient, default: KeyvRedis }, { Keyv }] = await Promise.all([
    import('@keyv/redis'),
    import('keyv'),
  ])
  const client = createClient({
    url: options.url,
    // What cannot be asked now is done without, not put off.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectMs,
      reconnectStrategy: (attempts) => Math.min(2 ** attempts * 100, reconnectMaxMs),
    },
  })
  let isAway = false
  function away(error: unknown): void {
    if (isAway) return
    isAway = true
    const code = error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'thrown'
    log({ level: 'warn', message: 'redis is away, nothing is shared until it is back', code })
  }
  client.on('error', away)
  client.on('ready', () => {
    if (isAway) log({ level: 'info', message: 'redis is back' })
    isAway = false
  })
  const refused = new Promise<void>((resolve) => client.once('error', () => resolve()))
  const connecting = client.connect().catch(away)
  await within(connectMs, Promise.race([connecting, refused])).catch(away)

  const redis = new KeyvRedis<string>(client, { throwOnErrors: true })
  const keyv = new Keyv({ store: redis, namespace: `assistant:${installation}`, throwOnErrors: true })
  keyv.on('error', away)

  /** Null when it cannot be had at once. */
  async function attempt<T>(ask: () => Promise<T>): Promise<T | null> {
    if (!client.isReady) return null
    try {
      return await within(patienceMs, ask())
    } catch (error) {
      away(error)
      return null
    }
  }

  const prefix = `assistant:${installation}:bucket:`
  return {
    memory: {
      async get(keys) {
        const found = keys.length === 0 ? [] : await attempt(() => keyv.getMany<unknown>([...keys]))
        const entries = (found ?? []).map((value, at) => [keys[at] ?? '', value] as const)
        return new Map(entries.filter(([, value]) => value !== undefined && value !== null))
      },
      async set(entries, ttlMs) {
        if (entries.size === 0 || ttlMs <= 0) return
        await attempt(() => keyv.setMany([...entries].map(([key, value]) => ({ key, value, ttl: ttlMs }))))
      },
    },
    tokens: createTokens({
      evaluate: (script, bucket, args) =>
        attempt(() => client.eval(script, { keys: [`${prefix}${bucket}`], arguments: [...args] })),
      fallback: options.fallback,
      ...(options.clock && { clock: options.clock }),
    }),
    [Symbol.asyncDispose]: () => {
      client.removeAllListeners('error')
      client.on('error', () => undefined)
      // Who waits to be connected again is not waited for.
      client.destroy()
      return Promise.resolve()
    },
  }
}

async function within<T>(ms: number, asking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer')), ms)
  })
  try {
    return await Promise.race([asking, late])
  } finally {
    clearTimeout(timer)
  }
}
