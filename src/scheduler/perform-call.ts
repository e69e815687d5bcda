/** Doing the deliveries nobody sees: calls of services, and timers. */
import type { Clock, Randomness } from '../ports/environment.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Messenger } from '../ports/messenger.ts'
import type { Outcome, TroubleKind } from '../ports/outcome.ts'
import { fromJson, textAt } from '../machines/json.ts'
import type { RemoteService, ServiceRequest, Services } from '../machines/services.ts'
import type { ChatState } from '../machines/chat/state.ts'
import type { Turns } from '../machines/turn/turns.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import { backoffMs } from './backoff.ts'
import { errorName } from './error-name.ts'
import type { Performed } from './performed.ts'

export interface CallDeps {
  readonly store: Store
  readonly services: Services
  readonly turns: Pick<Turns, 'result' | 'timer'>
  readonly messenger: Pick<Messenger, 'showTyping'>
  readonly clock: Clock
  readonly random: Randomness
  /** What only an administrator can put right, or a call nobody waits for that has been given up. */
  alert(problem: TroubleKind | 'service_given_up' | 'service_needs_admin', detail: string): void
}

/** A call nobody waits for is repeated this often. */
const backgroundAttemptsMax = 8
/** Shorter work needs no "typing…". */
const typingAfterMs = 1_000
const typingEveryMs = 4_000
/** How long a service may take to notice that it was told to stop. */
const listeningMs = 250

export async function performTimer(deps: CallDeps, delivery: Delivery): Promise<Performed> {
  const conversation = textAt(delivery.payload, 'conversation')
  const name = textAt(delivery.payload, 'name')
  return {
    settlement: { type: 'done' },
    follow: (unit) => deps.turns.timer(unit, delivery.chat, conversation, name, delivery.id),
  }
}

export async function performCall(
  deps: CallDeps,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Performed> {
  const { conversation } = delivery.payload
  if (typeof conversation !== 'string') return performBackground(deps, delivery, signal)
  const stop = keepTyping(deps, delivery)
  const outcome = await run(deps, delivery, signal).finally(stop)
  // The process is ending: whoever takes over asks again, and knows that it may have been done.
  if (signal.aborted && !outcome.ok && outcome.reason === 'uncertain')
    return { settlement: { type: 'retry', dueAtMs: deps.clock.now(), detail: 'broken off' } }
  return {
    settlement: { type: 'done', outcome: outcome.ok ? 'ok' : outcome.reason },
    follow: (unit) => deps.turns.result(unit, delivery.chat, conversation, delivery.id, outcome),
  }
}

async function performBackground(
  deps: CallDeps,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Performed> {
  const outcome = await run(deps, delivery, signal)
  if (outcome.ok) return { settlement: { type: 'done' } }
  const undone = outcome.reason === 'temporary' || outcome.reason === 'limited'
  const again = undone || outcome.reason === 'uncertain'
  if (!again || delivery.attempts >= backgroundAttemptsMax) {
    // Of `config` the administrator has been told why.
    if (outcome.reason !== 'config')
      deps.alert('service_given_up', `${textAt(delivery.payload, 'service')}: ${outcome.reason}`)
    return { settlement: { type: 'dead', detail: outcome.reason } }
  }
  const waitMs = Math.max(
    outcome.retryAfterMs ?? 0,
    backoffMs(delivery.attempts, deps.random.integer(1_000) / 1_000),
  )
  const dueAtMs = deps.clock.now() + waitMs
  return { settlement: { type: 'retry', dueAtMs, detail: outcome.reason, ...(undone && { undone }) } }
}

async function run(deps: CallDeps, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
  const { payload, chat } = delivery
  const name = textAt(payload, 'service')
  const service = deps.services.get(name)
  if (service?.type !== 'remote') return { ok: false, reason: 'config', detail: `no remote service ${name}` }
  const who = await deps.store.transaction(async (unit) => ({
    actor: await unit.links.byChat(chat),
    record: await unit.chats.load(chat),
  }))
  const request: ServiceRequest = {
    service: name,
    input: fromJson<JsonObject>(payload['input']),
    operation: textAt(payload, 'operation'),
    // A second claim means that a first performer was lost, perhaps after the request had been written.
    repeated: payload['repeated'] === true || delivery.attempts - delivery.undone > 1,
    chat,
    sender: fromJson<ChatState | undefined>(who.record?.state)?.person ?? { firstName: '' },
    actor: who.actor,
    language: who.record?.language ?? 'ru',
    nowMs: deps.clock.now(),
  }
  const outcome = await withinTime(service, request, signal)
  if (!outcome.ok && outcome.trouble !== undefined) deps.alert(outcome.trouble.kind, outcome.trouble.at)
  else if (!outcome.ok && outcome.reason === 'config')
    deps.alert('service_needs_admin', `${name}: ${outcome.detail ?? ''}`)
  return outcome
}

/**
 * What a service throws is a bug of ours; whether it had done anything by then cannot be known. Neither can it of one
 * that goes on after it was told to stop, and nothing waits for that.
 */
async function withinTime(
  service: RemoteService,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<Outcome> {
  const ended = new AbortController()
  const stop = AbortSignal.any([signal, AbortSignal.timeout(service.timeoutMs)])
  try {
    return await Promise.race([service.run(request, stop), deafTo(stop, ended.signal)])
  } catch (error) {
    return { ok: false, reason: 'uncertain', detail: errorName(error) }
  } finally {
    ended.abort()
  }
}

/** Resolves some time after `stop`: whoever listens has answered by then. */
function deafTo(stop: AbortSignal, ended: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const wait = (): void => {
      const timer = setTimeout(resolve, listeningMs, { ok: false, reason: 'uncertain', detail: 'no answer' })
      ended.addEventListener('abort', () => clearTimeout(timer))
    }
    if (stop.aborted) wait()
    else stop.addEventListener('abort', wait, { once: true, signal: ended })
  })
}

function keepTyping(deps: CallDeps, delivery: Delivery): () => void {
  const show = (): void => void deps.messenger.showTyping(delivery.chat)
  let repeating: NodeJS.Timeout | undefined
  const starting = setTimeout(() => {
    show()
    repeating = setInterval(show, typingEveryMs)
  }, typingAfterMs)
  return () => {
    clearTimeout(starting)
    clearInterval(repeating)
  }
}
