/**
 * A chat without database, dispatcher and messenger: what would be stored of it goes into a turn of the real core and
 * what is to be stored comes out. Nothing is changed in place, so that many turns can be taken from one moment.
 */
import { openChatTurn, type ChatTurn } from '../../machines/chat/chat.ts'
import { createDraft, type CardDraft, type Draft, type JournalDraft } from '../../machines/chat/draft.ts'
import { newChatState, readChatState, type ChatState } from '../../machines/chat/state.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { Scene } from '../../machines/conversation/frame.ts'
import { asJson, fromJson, textAt } from '../../machines/json.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { DateReader, DateWriter, WhenPolicy } from '../../ports/dates.ts'
import { toChatId, toPortalUserId } from '../../ports/identity.ts'
import type { PersonEvent } from '../../ports/incoming.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Message } from '../../ports/message.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { KnownPeople } from '../../ports/people.ts'
import type { NewDelivery } from '../../store/deliveries.ts'

/** All there is of a chat between two turns. */
export interface Moment {
  readonly state: ChatState
  readonly revision: number
  readonly nowMs: number
  /** Calls and timers that are still to come back, by the id of their delivery. */
  readonly open: ReadonlyMap<string, NewDelivery>
  readonly cards: ReadonlyMap<string, CardDraft>
  /** What each card shows now; nothing is kept of messages without buttons. */
  readonly faces: ReadonlyMap<string, Message>
  readonly facts: Readonly<Record<string, boolean>>
  readonly language: Language
}

/** What happens to the chat. */
export type Happening =
  | { readonly type: 'person'; readonly event: PersonEvent }
  | { readonly type: 'result'; readonly call: NewDelivery; readonly outcome: Outcome }
  | { readonly type: 'timer'; readonly timer: NewDelivery }

/** A service being asked for something. */
export interface Asked {
  readonly id: string
  readonly conversation: string
  readonly service: string
  readonly input: JsonObject
  readonly operation: string
  readonly repeated: boolean
  /** Whether it lives in the database and answers within the turn. */
  readonly local: boolean
}

/** What came of a turn. */
export interface Turned {
  readonly after: Moment
  /** False when the event changed nothing, so that nothing would be stored. */
  readonly stored: boolean
  /** Said on the button that was pressed. */
  readonly note: string | null
  /** What the person sees of it: messages, cards, buttons taken away. */
  readonly shown: readonly NewDelivery[]
  readonly asked: readonly Asked[]
  readonly journal: readonly JournalDraft[]
}

/** What a service of the database answers, and what holds from then on. */
export interface LocalAnswer {
  readonly outcome: Outcome
  readonly facts?: Readonly<Record<string, boolean>>
}

export interface SimulationDeps {
  readonly dialogs: DialogSet
  readonly repairs: Repairs
  readonly reader: DateReader
  readonly writer: DateWriter
  readonly people?: KnownPeople
  /** IANA name. */
  readonly zone: string
  isLocal(service: string): boolean
}

export interface Simulation {
  /** @throws whatever the core throws, and an Error when services of the database are asked without end. */
  turn(before: Moment, what: Happening, answer: (asked: Asked) => LocalAnswer): Turned
  scene(moment: Moment): Scene
}

export const simulatedChat = toChatId(1)
export const simulatedPerson = { id: toPortalUserId(7), name: 'Анна Ковалёва' }

/** As the assistant has them. */
const policy: WhenPolicy = { workStartMinutes: 480, workEndMinutes: 1_200, dayEndMinutes: 1_140 }

export function firstMoment(options: {
  readonly nowMs: number
  readonly facts: Moment['facts']
  readonly language?: Language
}): Moment {
  return {
    state: newChatState({ firstName: 'Анна' }, options.nowMs),
    revision: 0,
    nowMs: options.nowMs,
    open: new Map(),
    cards: new Map(),
    faces: new Map(),
    facts: options.facts,
    language: options.language ?? 'ru',
  }
}

export function createSimulation(deps: SimulationDeps): Simulation {
  return {
    turn: (before, what, answer) => takeTurn(deps, before, what, answer),
    scene: (moment) => sceneOf(deps, moment, moment.facts),
  }
}

/** The moment as it comes back from where it is stored: what does not survive that is lost in a crash. */
export function restored(moment: Moment): Moment {
  return {
    ...moment,
    state: readChatState(asJson(moment.state)),
    open: new Map([...moment.open].map(([id, delivery]) => [id, copied(delivery)])),
    cards: new Map([...moment.cards].map(([token, card]) => [token, copied(card)])),
  }
}

function copied<T extends object>(data: T): T {
  return fromJson<T>(asJson(data))
}

const localCallsMax = 30

function takeTurn(
  deps: SimulationDeps,
  before: Moment,
  what: Happening,
  answer: (asked: Asked) => LocalAnswer,
): Turned {
  let { facts } = before
  let tokens = 0
  const revision = before.revision + 1
  const draft = createDraft({
    chat: simulatedChat,
    revision,
    nowMs: before.nowMs,
    newToken: () => `t${revision}-${(tokens += 1)}`.padEnd(14, '_'),
  })
  const turn = openChatTurn(
    {
      dialogs: deps.dialogs,
      isLocal: (service) => deps.isLocal(service),
      facts: () => facts,
      scene: () => sceneOf(deps, before, facts),
    },
    draft,
    before.state,
  )
  decide(turn, before, what)
  const local: Asked[] = []
  for (let call = turn.nextLocalCall(); call !== null; call = turn.nextLocalCall()) {
    const { id, conversation, request } = call
    if (local.length === localCallsMax) throw new EndlessTurn(request.service)
    const asked = { id, conversation, ...request, repeated: false, local: true }
    local.push(asked)
    const given = answer(asked)
    if (given.facts !== undefined) facts = withFacts(facts, given.facts)
    turn.result(conversation, id, given.outcome)
  }
  const settled = comeBack(before, what)
  if (turn.isSilent() && local.length === 0)
    return { after: settled, stored: false, note: draft.note, shown: [], asked: local, journal: [] }
  const state = turn.close()
  return {
    after: { ...withDraft(settled, draft), state, revision, facts },
    stored: true,
    note: draft.note,
    shown: draft.deliveries.filter(({ kind }) => kind !== 'call' && kind !== 'timer'),
    asked: [...local, ...draft.deliveries.flatMap((delivery) => askedOf(delivery))],
    journal: draft.journal,
  }
}

function withFacts(before: Moment['facts'], more: Moment['facts']): Moment['facts'] {
  return { ...before, ...more }
}

/** Services of the database answered each other round and round within one turn. */
export class EndlessTurn extends Error {
  override name = 'EndlessTurn'
  constructor(service: string) {
    super(`«${service}» is asked again and again in one turn`)
  }
}

function decide(turn: ChatTurn, before: Moment, what: Happening): void {
  switch (what.type) {
    case 'person': {
      const token = what.event.type === 'press' ? (what.event.data.split('.', 1)[0] ?? '') : ''
      const card = before.cards.get(token)
      return turn.person(what.event, card === undefined ? null : { ...card, messageId: 1 })
    }
    case 'result':
      return turn.result(textAt(what.call.payload, 'conversation'), what.call.id, what.outcome)
    case 'timer': {
      const { id, payload } = what.timer
      return turn.timer(textAt(payload, 'conversation'), textAt(payload, 'name'), id)
    }
  }
}

function comeBack(before: Moment, what: Happening): Moment {
  if (what.type === 'person') return before
  const open = new Map(before.open)
  open.delete(what.type === 'result' ? what.call.id : what.timer.id)
  return { ...before, open }
}

function withDraft(before: Moment, draft: Draft): Moment {
  const waits = draft.deliveries.filter(({ kind }) => kind === 'call' || kind === 'timer')
  if (waits.length === 0 && draft.cancels.length === 0 && draft.cards.size === 0) return before
  const open = new Map(before.open)
  for (const id of draft.cancels) open.delete(id)
  for (const delivery of waits) open.set(delivery.id, delivery)
  if (draft.cards.size === 0) return { ...before, open }
  return {
    ...before,
    open,
    cards: new Map([...before.cards, ...draft.cards]),
    faces: facesAfter(before, draft),
  }
}

function facesAfter({ faces }: Moment, { deliveries }: Draft): Moment['faces'] {
  const after = new Map(faces)
  for (const { kind, payload } of deliveries)
    if (kind === 'card') after.set(textAt(payload, 'token'), fromJson<Message>(payload['message']))
  return after
}

function askedOf({ kind, id, payload }: NewDelivery): readonly Asked[] {
  if (kind !== 'call') return []
  return [
    {
      id,
      conversation: textAt(payload, 'conversation'),
      service: textAt(payload, 'service'),
      input: fromJson<JsonObject>(payload['input']),
      operation: textAt(payload, 'operation'),
      repeated: payload['repeated'] === true,
      local: false,
    },
  ]
}

function sceneOf(deps: SimulationDeps, moment: Moment, facts: Moment['facts']): Scene {
  const linked = facts['linked'] === true
  return {
    repairs: deps.repairs,
    reader: deps.reader,
    writer: deps.writer,
    policy,
    language: moment.language,
    nowMs: moment.nowMs,
    zone: deps.zone,
    ...(linked && deps.people !== undefined && { people: deps.people }),
    me: linked ? simulatedPerson : null,
  }
}
