/** What a turn is going to write, gathered while it is being decided. Nothing here reaches the outside. */
import type { ChatId } from '../../ports/identity.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Choice, FormattedText } from '../../ports/message.ts'
import type { CardRecord } from '../../store/cards.ts'
import type { NewDelivery } from '../../store/deliveries.ts'
import type { JournalEntry } from '../../store/journal.ts'
import { beginningOf } from '../conversation/fitted.ts'
import { seenAsJson } from '../json.ts'
import type { ServiceRequest } from '../services.ts'
import type { CardAct, ViewChoice } from '../conversation/view-choices.ts'

export interface Moment {
  readonly chat: ChatId
  /** The revision this turn will store; part of every id it makes. */
  readonly revision: number
  readonly nowMs: number
  newToken(): string
}

/** A service of the database itself, to be run inside the turn; its result goes back into the same turn. */
export interface LocalCall {
  readonly id: string
  readonly conversation: string
  readonly request: Pick<ServiceRequest, 'service' | 'input' | 'operation'>
}

/** Deliveries a person sees: what waits when the messenger does, and what a chat that blocked the bot does without. */
export const seenKinds: readonly NewDelivery['kind'][] = ['message', 'card', 'erase', 'strip']

export type CardDraft = Omit<CardRecord, 'messageId'>

export interface JournalDraft extends Omit<JournalEntry, 'chat' | 'revision' | 'atMs'> {
  /** Ways back that were taken on the way; not stored. */
  readonly passed: readonly string[]
}

/** The lane of what a person sees. */
export function messageLane(chat: ChatId): string {
  return `m:${chat}`
}

/** The lane of the calls of one conversation: a slow portal must not hold up the chat's messages. */
export function callLane(conversation: string): string {
  return `s:${conversation}`
}

const cardLifeMs = 48 * 3_600_000

export interface Draft {
  readonly moment: Moment
  readonly deliveries: readonly NewDelivery[]
  /** Ids of stored deliveries that must not be made any more. */
  readonly cancels: readonly string[]
  readonly cards: ReadonlyMap<string, CardDraft>
  readonly journal: JournalDraft[]
  readonly localCalls: LocalCall[]
  /** Said on the button that was pressed. */
  note: string | null
  /** Names something this turn makes: `chat:revision:n`. */
  newId(): string
  /** @returns the id of the delivery. */
  deliver(
    kind: NewDelivery['kind'],
    lane: string | null,
    payload: JsonObject,
    options?: { readonly id?: string; readonly inMs?: number },
  ): string
  /** What this same turn was going to do is simply not done; what an earlier one stored is cancelled there. */
  cancel(id: string): void
  /** Words without buttons. */
  tell(text: FormattedText): void
  /**
   * Shows a message with buttons as the card `token`: in place of what the card showed, or as a new message at the
   * bottom, where the old one loses its buttons.
   */
  show(card: ShownCard): void
  /** Takes the buttons off a card that is no longer good for anything. */
  strip(token: string): void
}

export interface ShownCard {
  readonly token: string
  readonly revision: number
  readonly conversation: string | null
  readonly text: FormattedText
  readonly rows: readonly (readonly ViewChoice[])[]
  readonly place: 'edit' | 'bottom'
}

export function createDraft(moment: Moment): Draft {
  const { chat, revision, nowMs } = moment
  const lane = messageLane(chat)
  const deliveries: NewDelivery[] = []
  const cancels: string[] = []
  const cards = new Map<string, CardDraft>()
  let made = 0

  const draft: Draft = {
    moment,
    deliveries,
    cancels,
    cards,
    journal: [],
    localCalls: [],
    note: null,
    newId() {
      made += 1
      return `${chat}:${revision}:${made}`
    },
    deliver(kind, inLane, payload, options = {}) {
      const id = options.id ?? draft.newId()
      deliveries.push({ id, lane: inLane, kind, chat, payload, dueAtMs: nowMs + (options.inMs ?? 0) })
      return id
    },
    cancel(id) {
      const asked = draft.localCalls.findIndex((call) => call.id === id)
      if (asked >= 0) return void draft.localCalls.splice(asked, 1)
      const own = deliveries.findIndex((delivery) => delivery.id === id)
      if (own >= 0) deliveries.splice(own, 1)
      else cancels.push(id)
    },
    tell(text) {
      draft.deliver('message', lane, { message: seenAsJson({ ...text, rows: [] }) })
    },
    show(card) {
      const acts: CardAct[] = []
      const rows = card.rows.map((row) =>
        row.map((choice) => pressable(choice, card.token, card.revision, acts)),
      )
      const { token, conversation, place } = card
      const choices = acts.map(seenAsJson)
      cards.set(token, {
        token,
        chat,
        conversation,
        revision: card.revision,
        choices,
        expiresAtMs: nowMs + cardLifeMs,
      })
      draft.deliver('card', lane, { token, place, message: seenAsJson({ ...card.text, rows }) })
    },
    strip(token) {
      draft.deliver('strip', lane, { token })
    },
  }
  return draft
}

/** `token.revision.index`, short and opaque: at most 64 bytes (Bot API `callback_data`). */
export function pressData(token: string, revision: number, index: number): string {
  return `${token}.${revision.toString(36)}.${index.toString(36)}`
}

/** What a pressed button claims to be. Comes from the client: proves nothing until the card is looked up. */
export function readPressData(
  data: string,
): { readonly token: string; readonly revision: number; readonly index: number } | null {
  const match = /^([A-Za-z0-9_-]{12,32})\.([0-9a-z]{1,8})\.([0-9a-z]{1,3})$/.exec(data)
  if (match === null) return null
  const [, token = '', revision = '', index = ''] = match
  return { token, revision: Number.parseInt(revision, 36), index: Number.parseInt(index, 36) }
}

/** As long as a label of an author's may be; what somebody is called is shown as far as that. */
function labelOf(label: string): string {
  return label.length <= labelMax ? label : beginningOf(label, labelMax)
}

const labelMax = 64

function pressable(choice: ViewChoice, token: string, revision: number, acts: CardAct[]): Choice {
  const look = { label: labelOf(choice.label), ...(choice.style && { style: choice.style }) }
  const { act } = choice
  switch (act.type) {
    case 'open':
    case 'copy':
    case 'disabled':
      return { ...look, act }
    case 'event':
    case 'read':
    case 'start':
    case 'run':
    case 'digression':
      acts.push(act)
      return { ...look, act: { type: 'press', data: pressData(token, revision, acts.length - 1) } }
  }
}
