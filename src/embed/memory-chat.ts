/**
 * A chat that is nowhere stored: the same turns as everywhere, decided one after the other, for whoever keeps the place by
 * other means. Pure: the moment and the tokens are handed in, so that a replay decides the same again.
 */
import { openChatTurn, type ChatTurn } from '../machines/chat/chat.ts'
import { newChatState, type ChatState } from '../machines/chat/state.ts'
import { createDraft, readPressData, type CardDraft } from '../machines/chat/draft.ts'
import type { Frame, Scene } from '../machines/conversation/frame.ts'
import type { DialogLibrary } from '../machines/dialog-library.ts'
import type { PersonEvent, Sender } from '../ports/incoming.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { CardRecord } from '../store/cards.ts'
import type { NewDelivery } from '../store/deliveries.ts'

/** What came of one turn. */
export interface Decided {
  /** What has to be done now, in order. */
  readonly deliveries: readonly NewDelivery[]
  /** Deliveries of earlier turns that must not be done any more. */
  readonly cancels: readonly string[]
  /** To be shown on the pressed button. */
  readonly note: string | null
}

export interface MemoryChat {
  /** Null when this is nothing to the dialog. */
  person(event: PersonEvent, nowMs: number): Decided | null
  result(conversation: string, callId: string, outcome: Outcome, nowMs: number): Decided
  timer(conversation: string, name: string, id: string, nowMs: number): Decided
  /** Where a card stands in the chat; null before it has been shown. */
  placeOf(token: string): number | null
  placed(token: string, messageId: number): void
  /** Null while a conversation is under way; then the last one as it stood at its end, null where it was only let go. */
  end(): { readonly frame: Frame | null } | null
}

export function openMemoryChat(options: {
  readonly sender: Sender
  readonly dialogs: DialogLibrary
  readonly nowMs: number
  /** Unguessable, 12 characters: what the tokens of this chat begin with. */
  readonly seed: string
  scene(nowMs: number): Scene
}): MemoryChat {
  const { sender, dialogs, seed } = options
  let state: ChatState = newChatState(personOf(sender), options.nowMs)
  let revision = 0
  let tokens = 0
  let ended: Frame | null = null
  let begun = false
  const cards = new Map<string, CardDraft>()
  const places = new Map<string, number>()

  function newToken(): string {
    tokens += 1
    return `${seed}${tokens.toString(36).padStart(2, '0')}`
  }

  function take(nowMs: number, decide: (turn: ChatTurn) => unknown): Decided | null {
    const draft = createDraft({ chat: sender.chat, revision: revision + 1, nowMs, newToken })
    const scene = options.scene(nowMs)
    const deps = { dialogs, isLocal: () => false, facts: () => ({}), scene: () => scene }
    const turn = openChatTurn(deps, draft, state)
    if (decide(turn) === false) return null
    if (turn.isSilent()) return { deliveries: [], cancels: [], note: draft.note }
    state = turn.close()
    revision += 1
    ended = turn.ended().at(-1) ?? ended
    begun = true
    for (const card of draft.cards.values()) cards.set(card.token, card)
    return { deliveries: draft.deliveries, cancels: draft.cancels, note: draft.note }
  }

  return {
    person: (event, nowMs) =>
      take(nowMs, (turn) => {
        const pressed = event.type === 'press' ? cardOf(event.data) : null
        return turn.concerns(event, pressed) && turn.person(event, pressed)
      }),
    result: (conversation, callId, outcome, nowMs) =>
      must(take(nowMs, (turn) => turn.result(conversation, callId, outcome))),
    timer: (conversation, name, id, nowMs) => must(take(nowMs, (turn) => turn.timer(conversation, name, id))),
    placeOf: (token) => places.get(token) ?? null,
    placed(token, messageId) {
      places.set(token, messageId)
    },
    end: () => (begun && state.frames.length === 0 ? { frame: ended } : null),
  }

  function cardOf(data: string): CardRecord | null {
    const token = readPressData(data)?.token
    const card = token === undefined ? undefined : cards.get(token)
    return card === undefined ? null : { ...card, messageId: places.get(card.token) ?? null }
  }
}

function must(decided: Decided | null): Decided {
  if (decided === null) throw new Error('A result or a timer is always for the dialog')
  return decided
}

function personOf({ firstName, lastName, username }: Sender): ChatState['person'] {
  return {
    firstName,
    ...(lastName !== undefined && { lastName }),
    ...(username !== undefined && { username }),
  }
}
