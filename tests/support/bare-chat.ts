/**
 * A chat without database, dispatcher and messenger: one pure turn after the other, each from the JSON the last one
 * left. Thousands of turns a second, for properties.
 */
import { createDateReader } from '../../src/adapters/dates/reader.ts'
import { createDateWriter } from '../../src/adapters/dates/writer.ts'
import { openChatTurn, type ChatTurn } from '../../src/machines/chat/chat.ts'
import { newChatState, readChatState, type ChatState } from '../../src/machines/chat/state.ts'
import type { DialogLibrary } from '../../src/machines/dialog-library.ts'
import { createDraft, type CardDraft, type JournalDraft } from '../../src/machines/chat/draft.ts'
import type { Frame } from '../../src/machines/conversation/frame.ts'
import { asJson, fromJson, textAt } from '../../src/machines/json.ts'
import type { Repairs } from '../../src/machines/language/repairs.ts'
import { toPortalUserId } from '../../src/ports/identity.ts'
import type { PersonEvent } from '../../src/ports/incoming.ts'
import type { Language } from '../../src/ports/language.ts'
import type { Message } from '../../src/ports/message.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'
import { anna } from './rig.ts'
import { seededRandomness } from './random.ts'

export interface BareChat {
  /** The conversation on top. */
  frame(): Frame | undefined
  frames(): readonly Frame[]
  /** Whether «you are in the middle of something» is waiting for its answer. */
  isAsked(): boolean
  /** What shall become of a message is being asked: the next /cancel is about that. */
  isOffered(): boolean
  /** Characters of what is stored of the chat. */
  size(): number
  /** Calls and timers that are still to come back. */
  open(kind: 'call' | 'timer'): readonly NewDelivery[]
  /** Every message as it looks now, oldest first. */
  readonly shown: ShownMessage[]
  readonly journal: JournalDraft[]
  /** What the last press was answered with. */
  note(): string | null
  now(): number
  /** The number of the person's last message. */
  lastMessageId(): number
  does(event: PersonEvent): void
  says(text: string): void
  settles(call: NewDelivery, outcome: Outcome): void
  fires(timer: NewDelivery): void
  waits(ms: number): void
}

export interface ShownMessage {
  readonly token: string | null
  readonly atMs: number
  message: Message
}

export interface BareOptions {
  readonly language?: Language
  facts?(): Readonly<Record<string, boolean>>
  /** Services of the database: asked within the turn. Null for those that are not. */
  local?(service: string): (() => Outcome) | null
}

const reader = createDateReader()
const writer = createDateWriter()

export function openBareChat(dialogs: DialogLibrary, repairs: Repairs, options: BareOptions = {}): BareChat {
  const random = seededRandomness(3)
  let nowMs = Date.parse('2026-11-23T12:00:00+03:00')
  let revision = 0
  let messageId = 0
  let note: string | null = null
  let stored = asJson(newChatState({ firstName: 'Анна' }, nowMs))
  const open = new Map<string, NewDelivery>()
  const cards = new Map<string, CardDraft>()
  const chat: BareChat = {
    frame: () => state().frames.at(-1),
    frames: () => state().frames,
    isAsked: () => state().digression !== undefined,
    isOffered: () => state().offer !== undefined,
    size: () => JSON.stringify(stored).length,
    open: (kind) => [...open.values()].filter((delivery) => delivery.kind === kind),
    shown: [],
    journal: [],
    note: () => note,
    now: () => nowMs,
    lastMessageId: () => messageId,
    does: (event) =>
      takes((turn) => {
        const token = event.type === 'press' ? (event.data.split('.', 1)[0] ?? '') : ''
        const card = cards.get(token)
        turn.person(event, card === undefined ? null : { ...card, messageId: 1 })
      }),
    says(text) {
      messageId += 1
      const [, name, argument = ''] = /^\/(\w+)(?: (.*))?$/.exec(text) ?? []
      if (name === undefined) chat.does({ type: 'text', text, messageId })
      else chat.does({ type: 'command', name, argument, messageId })
    },
    settles(call, outcome) {
      open.delete(call.id)
      takes((turn) => turn.result(textAt(call.payload, 'conversation'), call.id, outcome))
    },
    fires(timer) {
      open.delete(timer.id)
      nowMs = Math.max(nowMs, timer.dueAtMs)
      const { payload, id } = timer
      takes((turn) => turn.timer(textAt(payload, 'conversation'), textAt(payload, 'name'), id))
    },
    waits(ms) {
      nowMs += ms
    },
  }
  return chat

  function state(): ChatState {
    return readChatState(stored)
  }

  function takes(decide: (turn: ChatTurn) => void): void {
    // Nobody types faster than the allowance refills: what is to be tested here lies behind it.
    nowMs += 4_000
    const moment = { chat: anna, revision: revision + 1, nowMs, newToken: () => random.token(14) }
    const draft = createDraft(moment)
    const scene = {
      repairs,
      reader,
      writer,
      policy: { workStartMinutes: 480, workEndMinutes: 1200, dayEndMinutes: 1140 },
      language: options.language ?? 'ru',
      nowMs,
      zone: 'Europe/Moscow',
      me: { id: toPortalUserId(7), name: 'Анна Ковалёва' },
    } as const
    const deps = {
      dialogs,
      isLocal: (service: string) => local(service) !== null,
      facts: options.facts ?? (() => ({ linked: true })),
      scene: () => scene,
    }
    const turn = openChatTurn(deps, draft, state())
    decide(turn)
    runLocalCalls(turn)
    note = draft.note
    if (turn.isSilent()) return
    stored = asJson(turn.close())
    note = draft.note
    revision += 1
    for (const id of draft.cancels) open.delete(id)
    for (const card of draft.cards.values()) cards.set(card.token, card)
    for (const delivery of draft.deliveries) performs(delivery)
    chat.journal.push(...draft.journal)
  }

  function local(service: string): (() => Outcome) | null {
    return options.local?.(service) ?? null
  }

  function runLocalCalls(turn: ChatTurn): void {
    let calls = 0
    for (let call = turn.nextLocalCall(); call !== null; call = turn.nextLocalCall()) {
      calls += 1
      if (calls > 20) throw new Error(`«${call.request.service}» is called again and again in one turn`)
      const run = local(call.request.service)
      if (run !== null) turn.result(call.conversation, call.id, run())
    }
  }

  function performs(delivery: NewDelivery): void {
    const { kind, id, payload } = delivery
    const token = textAt(payload, 'token')
    const old = chat.shown.findLast((one) => token !== '' && one.token === token)
    if (kind === 'call' || kind === 'timer') open.set(id, delivery)
    else if (kind === 'strip') takeButtons(old)
    else if (kind !== 'erase') {
      const message = fromJson<Message>(payload['message'])
      if (payload['place'] === 'edit' && old !== undefined) old.message = message
      else {
        takeButtons(old)
        chat.shown.push({ token: kind === 'card' ? token : null, atMs: nowMs, message })
      }
    }
  }
}

function takeButtons(old: ShownMessage | undefined): void {
  if (old !== undefined) old.message = { ...old.message, rows: [] }
}
