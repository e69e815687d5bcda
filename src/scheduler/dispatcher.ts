/**
 * Does what the turns have decided: claims due deliveries, performs them, settles them.
 *
 * It is `idle` until something nudges it or the next delivery falls due; `working` while rows are claimed or being
 * performed; `stopped` for good once asked to stop: then nothing new is claimed, and what is in hand is finished. Rows
 * in hand when a process dies come back when their lease has run out. A nudge right after a commit is the normal way;
 * looking at the clock is only the safety net.
 *
 * What nobody waits for (`background`: digests, reminders) keeps the messenger's limits: to all chats together 25 messages
 * a second, counted in the database and so for all processes; to one chat one a second after a short burst, counted by each
 * process for itself. Answers to people are counted too, and never wait: the limit is one for bulk notifications (Bots FAQ,
 * "How can I message all of my bot's subscribers at once?"), and a person writes no faster than they read.
 */
import { seenKinds } from '../machines/chat/draft.ts'
import type { Clock } from '../ports/environment.ts'
import type { Reach } from '../ports/fault-points.ts'
import type { Delivery, Outbox, Settlement } from '../store/outbox.ts'
import { StoreAway } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'
import { backoffMs } from './backoff.ts'
import { createChatPace } from './chat-pace.ts'
import { errorName } from './error-name.ts'
import type { Performed } from './performed.ts'
import { messagesPerSecond } from './rules/pacing.ts'
import { endTold } from './told.ts'

export interface DispatcherOptions {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly reach: Reach
  perform(delivery: Delivery, signal: AbortSignal): Promise<Performed>
  /** The outcome of a delivery could not be stored, because the turn it led to threw every time. */
  broken(unit: Unit, delivery: Delivery, error: unknown): Promise<void>
  /** Deliveries done at the same time; those of one lane never are. */
  readonly parallelMax?: number
  /** Messages of all kinds within a second, as far as it is up to those nobody waits for; 25 when absent. */
  readonly perSecond?: number
  /** Longer than any call may take (Bitrix24 answers within 60 s). */
  readonly leaseMs?: number
  /** How long to sleep at most, should a nudge of another process have gone unheard. */
  readonly pollMs?: number
  log(entry: { level: 'debug' | 'info' | 'error'; message: string; [key: string]: unknown }): void
}

export interface Dispatcher {
  /** There may be something to do now. */
  nudge(): void
  start(): void
  /** Claims nothing more and waits for what is in hand, at most `graceMs`; what is left then is aborted and comes back later. */
  stop(graceMs: number): Promise<void>
  /** Resolves when nothing is due and nothing in hand: for tests and for a single tick. */
  drained(): Promise<void>
}

const leaseMs = 90_000
const parallelMax = 16
const pollMs = 1_000
/** How much of what is done at the same time may be what nobody waits for: a person always finds a place. */
const backgroundShare = 0.5
const followTries = 3
/** Before a database that was away is asked again to settle something. */
const awayPauseMs = 200
/** How long what was aborted may take to say so. */
const abortedMs = 500
/** A delivery that cannot even be tried is given up after this many attempts. */
const throwsMax = 10

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { outbox, clock, log, reach } = options
  const limit = options.parallelMax ?? parallelMax
  const abort = new AbortController()
  const perSecond = options.perSecond ?? messagesPerSecond
  const backgroundMax = Math.ceil(limit * backgroundShare)
  const chats = createChatPace(clock)
  const inHand = new Map<string, Promise<void>>()
  let backgroundInHand = 0
  let state: 'new' | 'running' | 'stopped' = 'new'
  let nudged = false
  let wake: (() => void) | null = null
  let holdUntilMs = 0
  let claims = true
  let loop: Promise<void> = Promise.resolve()
  let waiting: (() => void)[] = []

  return {
    nudge,
    start() {
      if (state !== 'new') return
      state = 'running'
      loop = work()
    },
    async stop(graceMs) {
      state = 'stopped'
      nudge()
      await loop
      if (await haveEnded(inHand.values(), graceMs)) return
      abort.abort()
      // What does not even listen to that is left to its lease.
      await haveEnded(inHand.values(), abortedMs)
    },
    drained: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        nudge()
      }),
  }

  function nudge(): void {
    nudged = true
    wake?.()
  }

  async function work(): Promise<void> {
    // An answer that has just been claimed is on its way: nothing is looked for that could wait, until it has left.
    let answering = false
    while (state === 'running') {
      nudged = false
      const claimed = await claim(answering ? 0 : backgroundMax - backgroundInHand)
      if (claimed === null) {
        if (inHand.size === 0) settleWaiting()
        await sleep(options.pollMs ?? pollMs)
        continue
      }
      for (const delivery of claimed) take(delivery)
      const looked = !answering
      answering = claimed.some(({ background }) => background !== true)
      if (claimed.length > 0 || nudged || (!looked && inHand.size === 0)) continue
      if (inHand.size === 0) settleWaiting()
      await sleep(await sleepMs())
    }
  }

  /** Null when the database gives nothing, which is said once until it does again. */
  async function claim(backgroundLimit: number): Promise<readonly Delivery[] | null> {
    const free = limit - inHand.size
    if (free <= 0) return []
    const nowMs = clock.now()
    const room = nowMs < holdUntilMs ? 0 : Math.min(free, backgroundLimit)
    try {
      const claimed = await outbox.claim({
        limit: free,
        nowMs,
        leaseMs: options.leaseMs ?? leaseMs,
        // A clock that jumps ends leases before their time: what is being sent must not be sent again beside it.
        besides: [...inHand.keys()],
        background: { limit: room, perSecond },
      })
      if (!claims) log({ level: 'info', message: 'deliveries can be claimed again' })
      claims = true
      return claimed
    } catch (error) {
      if (claims) log({ level: 'error', message: 'claiming deliveries failed', error: errorName(error) })
      claims = false
      return null
    }
  }

  function take(delivery: Delivery): void {
    const doing = handle(delivery).catch((error: unknown) => {
      // Not settled: the lease runs out and the row is claimed again.
      log({
        level: 'error',
        message: 'a delivery was not settled',
        kind: delivery.kind,
        attempts: delivery.attempts,
        error: errorName(error),
      })
    })
    const counts = delivery.background === true ? 1 : 0
    inHand.set(delivery.id, doing)
    backgroundInHand += counts
    void doing.finally(() => {
      inHand.delete(delivery.id)
      backgroundInHand -= counts
      nudge()
    })
  }

  async function handle(delivery: Delivery): Promise<void> {
    reach('dispatch: leased')
    const postponed = postpone(delivery)
    if (postponed !== null) {
      await outbox.settle(delivery, { type: 'retry', ...postponed, undone: true }, clock.now())
      return
    }
    if (delivery.kind === 'message' || delivery.kind === 'card') chats.sent(delivery.chat)
    const { settlement, follow, holdUntilMs: hold } = await perform(delivery)
    reach('dispatch: done outside')
    if (hold !== undefined) holdUntilMs = Math.max(holdUntilMs, hold)
    await settle(delivery, settlement, follow)
  }

  /** Until when it is not even tried, and why. */
  function postpone({ kind, chat, background }: Delivery): { dueAtMs: number; detail: string } | null {
    const nowMs = clock.now()
    if (seenKinds.includes(kind) && nowMs < holdUntilMs) return { dueAtMs: holdUntilMs, detail: 'held' }
    const waitMs = background === true ? chats.waitMs(chat) : 0
    return waitMs > 0 ? { dueAtMs: nowMs + waitMs, detail: 'paced' } : null
  }

  /** Throwing is a bug of ours, or the database is away: it is tried again, but must not block its lane for ever. */
  async function perform(delivery: Delivery): Promise<Performed> {
    try {
      return await options.perform(delivery, abort.signal)
    } catch (error) {
      const detail = `threw: ${errorName(error)}`
      log({
        level: 'error',
        message: 'performing a delivery failed',
        kind: delivery.kind,
        error: errorName(error),
      })
      if (delivery.attempts < throwsMax) {
        const dueAtMs = clock.now() + backoffMs(delivery.attempts, 0.5)
        return { settlement: { type: 'retry', dueAtMs, detail } }
      }
      return {
        settlement: { type: 'dead', detail },
        follow: (unit) => giveUp(unit, delivery, error),
      }
    }
  }

  /**
   * What was done is not done again because what follows from it throws: that alone is tried again, and then given up. A
   * database that is away is waited for while the lease lasts, and says nothing of the delivery.
   */
  async function settle(
    delivery: Delivery,
    settlement: Settlement,
    follow: Performed['follow'],
  ): Promise<void> {
    for (let attempt = 1; attempt <= followTries;) {
      try {
        reach('dispatch: before settling')
        const settled = await outbox.settle(delivery, settlement, clock.now(), follow && followed(follow))
        reach('dispatch: settled')
        if (!settled)
          log({ level: 'debug', message: 'a delivery was settled by somebody else', kind: delivery.kind })
        return
      } catch (error) {
        log({
          level: 'error',
          message: 'settling a delivery failed',
          kind: delivery.kind,
          error: errorName(error),
        })
        if (error instanceof StoreAway) {
          if (clock.now() >= delivery.leaseUntilMs || state === 'stopped') throw error
          await new Promise((resolve) => void setTimeout(resolve, awayPauseMs))
          continue
        }
        attempt += 1
        if (attempt <= followTries) continue
        const detail = `what followed threw: ${errorName(error)}`
        await outbox.settle(delivery, { type: 'dead', detail }, clock.now(), (unit) =>
          giveUp(unit, delivery, error),
        )
      }
    }
  }

  async function giveUp(unit: Unit, delivery: Delivery, error: unknown): Promise<void> {
    await endTold(unit, delivery, 'failed', clock.now())
    await options.broken(unit, delivery, error)
  }

  function followed(follow: NonNullable<Performed['follow']>): NonNullable<Performed['follow']> {
    return async (unit) => {
      await follow(unit)
      reach('dispatch: settling')
    }
  }

  function settleWaiting(): void {
    const done = waiting
    waiting = []
    for (const resolve of done) resolve()
  }

  async function sleepMs(): Promise<number> {
    const longest = options.pollMs ?? pollMs
    const nextPlaceMs = Math.ceil(1_000 / perSecond)
    if (inHand.size > 0) return backgroundInHand > 0 ? Math.min(nextPlaceMs, longest) : longest
    const due = await outbox.nextDueMs().catch(() => null)
    if (due === null) return longest
    const waitMs = due - clock.now()
    // Due, and yet not to be had: there is no place for it in this second.
    return Math.min(waitMs > 0 ? waitMs : nextPlaceMs, longest)
  }

  async function sleep(ms: number): Promise<void> {
    if (nudged || state !== 'running') return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = null
  }
}

/** Whether all of them ended within that time. */
async function haveEnded(doing: Iterable<Promise<void>>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, withinMs, false)
  })
  const ended = await Promise.race([Promise.allSettled(doing).then(() => true), late])
  clearTimeout(timer)
  return ended
}
