/** Doing the deliveries a person sees: a message, a card shown or edited, buttons taken off, a message deleted. */
import type { Clock, Randomness } from '../ports/environment.ts'
import type { ChatId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Message } from '../ports/message.ts'
import type { Messenger, MessengerResult } from '../ports/messenger.ts'
import { fromJson, textAt } from '../machines/json.ts'
import type { CardRecord } from '../store/cards.ts'
import type { Delivery } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'
import { backoffMs } from './backoff.ts'
import type { Performed } from './performed.ts'
import { endTold, toldBy } from './told.ts'

export interface MessageDeps {
  readonly store: Store
  readonly messenger: Messenger
  readonly clock: Clock
  readonly random: Randomness
  /** The chat cannot be reached any more: nothing is sent there until the person is back. */
  unreachable(unit: Unit, chat: ChatId): Promise<void>
  /** Something only a person can mend. Called outside any transaction. */
  alert(problem: 'bot_refused' | 'message_refused', detail: string): void
}

/** What is the same done twice is tried this often while nobody knows whether it was done. */
const attemptsMax = 40
/** A token that is refused will not be accepted a second later. */
const misconfiguredMs = 60_000

export async function performMessage(
  deps: MessageDeps,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Performed> {
  const performed =
    tooLate(deps, delivery) ?? (await takenOver(deps, delivery)) ?? (await perform(deps, delivery, signal))
  return withRows(deps, delivery, performed)
}

/** What must not come twice is written down as on its way before it is, and does not leave for whoever has lost it. */
async function takenOver({ store, clock }: MessageDeps, delivery: Delivery): Promise<Performed | null> {
  if (!toldBy(delivery.payload).onceOnly || (await store.outbox.begin(delivery))) return null
  return { settlement: { type: 'retry', dueAtMs: clock.now(), detail: 'taken over', undone: true } }
}

/**
 * A message that says what holds no more is dropped. One that must not come twice is not sent when an earlier performer
 * was lost, perhaps after the request had been written.
 */
function tooLate(deps: MessageDeps, delivery: Delivery): Performed | null {
  const { expiresMs, onceOnly } = toldBy(delivery.payload)
  // Of the others nobody writes down when their request leaves: from the moment they are claimed it may have.
  const doubted = onceOnly ? delivery.begun > 0 : delivery.attempts - 1 - delivery.undone > 0
  const expired = expiresMs !== null && deps.clock.now() >= expiresMs
  if (doubted && (onceOnly || expired))
    return { settlement: { type: 'unknown', detail: expired ? 'expired in doubt' : 'not sent twice' } }
  return expired ? { settlement: { type: 'done', outcome: 'expired' } } : null
}

/** The rows of notifications that the message carries end as it does. */
function withRows(deps: MessageDeps, delivery: Delivery, performed: Performed): Performed {
  const end = endOf(performed.settlement)
  if (end === null || toldBy(delivery.payload).keys.length === 0) return performed
  return {
    ...performed,
    follow: async (unit) => {
      await endTold(unit, delivery, end, deps.clock.now())
      await performed.follow?.(unit)
    },
  }
}

function endOf(settlement: Performed['settlement']): 'expired' | 'failed' | 'unknown' | null {
  if (settlement.type === 'dead') return 'failed'
  if (settlement.type === 'unknown') return 'unknown'
  return settlement.type === 'done' && settlement.outcome === 'expired' ? 'expired' : null
}

async function perform(deps: MessageDeps, delivery: Delivery, signal: AbortSignal): Promise<Performed> {
  const { messenger } = deps
  const { chat, payload } = delivery
  switch (delivery.kind) {
    case 'message':
      return judge(deps, delivery, await messenger.send(chat, messageOf(payload), signal))
    case 'erase':
      return judge(deps, delivery, ifGone(await messenger.remove(chat, Number(payload['messageId']), signal)))
    case 'strip':
      return performStrip(deps, delivery, signal)
    case 'card':
      return performCard(deps, delivery, signal)
    case 'call':
    case 'timer':
      throw new Error(`Not a message: ${delivery.kind}`)
  }
}

async function performStrip(deps: MessageDeps, delivery: Delivery, signal: AbortSignal): Promise<Performed> {
  const card = await cardOf(deps, delivery)
  if (card === null || card.messageId === null) return { settlement: { type: 'done' } }
  return judge(
    deps,
    delivery,
    ifGone(await deps.messenger.removeButtons(delivery.chat, card.messageId, signal)),
  )
}

async function performCard(deps: MessageDeps, delivery: Delivery, signal: AbortSignal): Promise<Performed> {
  const { messenger } = deps
  const { chat, payload } = delivery
  const message = messageOf(payload)
  const card = await cardOf(deps, delivery)
  if (card === null) return { settlement: { type: 'done' } }
  const shown = card.messageId
  if (payload['place'] === 'edit' && shown !== null) {
    const edited = await messenger.edit(chat, shown, message, signal)
    if (edited.type !== 'missing') return judge(deps, delivery, edited)
  }
  const sent = await messenger.send(chat, message, signal)
  // Best effort: whatever an old message still shows, its buttons name a revision that is no longer good.
  if (sent.type === 'done' && shown !== null && shown !== sent.messageId)
    await messenger.removeButtons(chat, shown, signal)
  const performed = judge(deps, delivery, sent)
  return sent.type === 'done'
    ? { ...performed, follow: (unit) => unit.cards.placed(card.token, sent.messageId) }
    : performed
}

async function cardOf(deps: MessageDeps, delivery: Delivery): Promise<CardRecord | null> {
  return deps.store.transaction((unit) => unit.cards.load(textAt(delivery.payload, 'token')))
}

/** A message that is gone already needs no taking away. */
function ifGone(result: MessengerResult): MessengerResult {
  return result.type === 'missing' ? { type: 'done', messageId: 0 } : result
}

function judge(deps: MessageDeps, delivery: Delivery, result: MessengerResult): Performed {
  const nowMs = deps.clock.now()
  switch (result.type) {
    case 'done':
      return { settlement: { type: 'done' } }
    case 'missing':
      return { settlement: { type: 'done' } }
    case 'refused':
      return refused(deps, delivery, result)
    case 'later': {
      const dueAtMs =
        nowMs +
        Math.max(result.afterMs, delivery.attempts > 1 ? backoffMs(delivery.attempts - 1, jitter(deps)) : 0)
      const settlement = { type: 'retry', dueAtMs, detail: result.detail, undone: true } as const
      return result.scope === 'all' ? { settlement, holdUntilMs: nowMs + result.afterMs } : { settlement }
    }
    case 'uncertain':
      return { settlement: uncertain(deps, delivery, result.detail) }
    case 'misconfigured':
      deps.alert('bot_refused', result.detail)
      return {
        settlement: { type: 'retry', dueAtMs: nowMs + misconfiguredMs, detail: result.detail, undone: true },
        holdUntilMs: nowMs + misconfiguredMs,
      }
  }
}

function refused(
  deps: MessageDeps,
  delivery: Delivery,
  result: Extract<MessengerResult, { type: 'refused' }>,
): Performed {
  const settlement = { type: 'dead', detail: `${result.reason}: ${result.detail}` } as const
  if (result.reason !== 'invalid')
    return { settlement, follow: (unit) => deps.unreachable(unit, delivery.chat) }
  deps.alert('message_refused', result.detail)
  return { settlement }
}

/**
 * It may have been delivered. An edit, a removal, are the same done twice; a new message is repeated once, since for
 * an answer a repetition is better than silence, unless it says that it is not.
 */
function uncertain(deps: MessageDeps, delivery: Delivery, detail: string): Performed['settlement'] {
  const harmless =
    delivery.kind === 'erase' || delivery.kind === 'strip' || delivery.payload['place'] === 'edit'
  const triesMax = toldBy(delivery.payload).onceOnly ? 1 : 2
  const doubtful = delivery.attempts - delivery.undone
  if (delivery.attempts >= attemptsMax || (!harmless && doubtful >= triesMax))
    return { type: 'unknown', detail }
  return { type: 'retry', dueAtMs: deps.clock.now() + backoffMs(delivery.attempts, jitter(deps)), detail }
}

function jitter(deps: MessageDeps): number {
  return deps.random.integer(1_000) / 1_000
}

/** Written by a turn, read back from JSON. */
function messageOf(payload: JsonObject): Message {
  return fromJson<Message>(payload['message'])
}
