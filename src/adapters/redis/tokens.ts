/** Tokens for requests, counted by Redis for all processes: each call is one script, which Redis runs undivided. */

/** As the store counts them (`BucketStore`), so that either can stand for the other. */
export interface Tokens {
  take(
    bucket: string,
    wanted: number,
    size: { readonly perSecond: number; readonly burst: number; readonly reserve: number },
  ): Promise<{ readonly tokens: number; readonly waitMs: number; readonly paused: boolean }>
  pause(bucket: string, ms: number): Promise<void>
}

export function createTokens(deps: {
  /** What the script returns; null when Redis cannot be asked. Never rejects. */
  evaluate(script: string, bucket: string, args: readonly string[]): Promise<unknown>
  readonly fallback: Tokens
  readonly clock?: { now(): number }
}): Tokens {
  const { evaluate, fallback, clock } = deps
  const now = () => (clock === undefined ? '' : String(clock.now()))
  return {
    async take(bucket, wanted, size) {
      const { perSecond, burst, reserve } = size
      const args = [wanted, perSecond, burst, reserve].map(String)
      const given = await evaluate(takeScript, bucket, [now(), ...args])
      if (!isGrant(given)) return fallback.take(bucket, wanted, size)
      const [tokens, waitMs, paused] = given
      return { tokens, waitMs, paused: paused === 1 }
    },
    async pause(bucket, ms) {
      const done = await evaluate(pauseScript, bucket, [now(), String(ms)])
      if (done === null) await fallback.pause(bucket, ms)
    },
  }
}

function isGrant(given: unknown): given is readonly [number, number, number] {
  return Array.isArray(given) && given.length === 3 && given.every((one) => typeof one === 'number')
}

/**
 * The same rules as in the store: a pause longer than a minute is a clock that was set back, and so is a count from more
 * than five seconds ahead. Whole thousandths of tokens; so many a second come back as many thousandths a millisecond.
 */
const reading = `
local now = tonumber(ARGV[1])
if now == nil then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local milli, counted, untilMs = unpack(redis.call('HMGET', KEYS[1], 'milli', 'counted', 'paused'))
milli, counted, untilMs = tonumber(milli), tonumber(counted) or now, tonumber(untilMs) or 0
local paused = untilMs > now and untilMs <= now + 60000
local function save(atMs, keptMs)
  local text = function(number) return string.format('%.0f', number) end
  redis.call('HSET', KEYS[1], 'milli', text(milli), 'counted', text(atMs), 'paused', text(untilMs))
  redis.call('PEXPIRE', KEYS[1], text(math.max(keptMs, redis.call('PTTL', KEYS[1]))))
end
`

const takeScript = `${reading}
local wanted, perSecond, burst, reserve = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if paused then return { 0, untilMs - now, 1 } end
local passed = now - counted
milli = math.min(burst * 1000, math.floor((milli or burst * 1000) + math.max(0, passed) * perSecond))
local tokens = math.max(0, math.min(wanted, math.floor(milli / 1000) - reserve))
local slack = passed < 0 and passed > -5000
local waitMs = tokens > 0 and 0 or math.ceil(((reserve + 1) * 1000 - milli) / perSecond)
if tokens > 0 or (passed < 0 and not slack) then
  milli = milli - tokens * 1000
  save(slack and counted or now, math.ceil(burst * 1000 / perSecond) + 60000)
end
return { tokens, waitMs, 0 }
`

const pauseScript = `${reading}
milli = math.min(milli or 1000, 1000)
untilMs = math.max(now + tonumber(ARGV[2]), paused and untilMs or 0)
save(now, 3600000)
return 1
`
