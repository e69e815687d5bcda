/**
 * The durable turn: one update, one result or one timer, decided and stored in one transaction. Nothing in here talks
 * to the network; what has to be done outside is written as deliveries, and somebody else does it after the commit.
 */
import type { DateReader, DateWriter, WhenPolicy } from '../ports/dates.ts'
import type { Clock, Randomness } from '../ports/environment.ts'
import type { Reach } from '../ports/fault-points.ts'
import type { ChatId, PortalUserId } from '../ports/identity.ts'
import type { Incoming, Sender } from '../ports/incoming.ts'
import type { Language } from '../ports/language.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { KnownPeople } from '../ports/people.ts'
import type { CardRecord } from '../store/cards.ts'
import type { ChatRecord } from '../store/chats.ts'
import type { Link } from '../store/links.ts'
import type { Store } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'
import { openChatTurn, type ChatTurn } from './chat/chat.ts'
import { newChatState, readChatState, rehomed, type ChatState } from './chat/state.ts'
import type { DialogLibrary } from './dialog-library.ts'
import { createDraft, type Draft, messageLane, readPressData, seenKinds } from './chat/draft.ts'
import type { Scene } from './conversation/frame.ts'
import { asJson, seenAsJson } from './json.ts'
import { addMissed, wordsFor } from './conversation/missed.ts'
import type { Repairs } from './language/repairs.ts'
import { withoutSecrets } from './chat/secrets.ts'
import type { Services } from './services.ts'
import { repair } from './conversation/words.ts'

export interface TurnDeps {
  readonly store: Store
  readonly dialogs: DialogLibrary
  readonly services: Services
  readonly repairs: Repairs
  readonly reader: DateReader
  readonly writer: DateWriter
  readonly policy: WhenPolicy
  /** Absent: nobody is found in sentences. */
  readonly people?: KnownPeople
  readonly clock: Clock
  readonly random: Randomness
  /** IANA name, for people whose portal profile has none. */
  readonly defaultZone: string
  readonly reach: Reach
  /**
   * The mark of the menu of commands that a connected chat shows, so that it is given out again when it changes. Absent:
   * all chats show the same.
   */
  menuMark?(language: Language): string
  /** The chats are somebody else's bot's as well: what is nothing to the dialogs is left alone. */
  readonly shared?: true
  /** Tells the operator about an update that could not be taken. */
  alert(incident: { readonly code: string; readonly chat: ChatId; readonly error: unknown }): void
}

/** What came of one update. */
export interface Taken {
  readonly incoming: Incoming
  /**
   * `repeated`: it had been taken before; `poisoned`: its turn threw every time, and it was put aside; `foreign`: it is
   * nothing to the dialogs, and nothing of it was stored (only where the chats are shared).
   */
  readonly result: 'taken' | 'repeated' | 'poisoned' | 'foreign'
  /** To be shown on the pressed button, after the commit. */
  readonly note: string | null
}

export interface Turns {
  /**
   * Takes a batch of updates in one transaction. One that throws is tried again, and after the third time put aside
   * without holding up the others. Resolves when everything is committed.
   *
   * @throws whatever the database throws: then nothing was stored, and the batch may be offered again.
   */
  intake(batch: readonly Incoming[]): Promise<readonly Taken[]>
  /** The result of a call, inside the transaction that settles its delivery. A stale one changes nothing. */
  result(unit: Unit, chat: ChatId, conversation: string, callId: string, outcome: Outcome): Promise<void>
  /** A result or timer whose turn threw every time: the person is told, with a code, and the operator too. */
  broken(unit: Unit, chat: ChatId, id: string, error: unknown): Promise<void>
  /**
   * Brings the conversation of the chat to the present definition of its dialog, as its next event would. One that waits
   * for a call stays where it is until the call has settled.
   */
  move(unit: Unit, chat: ChatId): Promise<void>
  /** The chat cannot be reached any more: nothing more is sent there until the person is back. */
  unreachable(unit: Unit, chat: ChatId): Promise<void>
  /** A timer that ran out, inside the transaction that settles its delivery. A stale one changes nothing. */
  timer(unit: Unit, chat: ChatId, conversation: string, name: string, id: string): Promise<void>
}

const triesMax = 3
const tokenLength = 14

/** Another turn of the same chat was stored in between: the caller rolls back and decides anew. */
export class TurnConflict extends Error {
  override name = 'TurnConflict'
}

/** Rolls the claim of an update back: whoever it is for may see it twice when a process dies, but never not at all. */
class ForeignUpdate extends Error {
  override name = 'ForeignUpdate'
}

export function createTurns(deps: TurnDeps): Turns {
  return {
    async intake(batch) {
      const passed = await takeTogether(deps, batch)
      if (passed.taken !== null) return passed.taken
      return deps.store.transaction(async (unit) => {
        const taken: Taken[] = []
        for (const incoming of batch)
          taken.push(await takeUpdate(deps, unit, incoming, incoming === passed.threw ? 1 : 0))
        deps.reach('turn: before commit')
        return taken
      })
    },
    result: async (unit, chat, conversation, callId, outcome) => {
      await takeTurn(deps, unit, { chat, sender: null }, (turn) => turn.result(conversation, callId, outcome))
    },
    broken: (unit, chat, id, error) =>
      tellBroken(deps, unit, { chat, id, incident: incidentCode(deps.random), error, language: null }),
    move: async (unit, chat) => {
      await takeTurn(deps, unit, { chat, sender: null }, (turn) => void turn.move())
    },
    unreachable: async (unit, chat) => {
      const record = await unit.chats.load(chat)
      if (record === null || record.status === 'silent') return
      await unit.chats.save({ ...record, revision: record.revision + 1, status: 'silent' }, deps.clock.now())
      await unit.deliveries.cancelChat(chat, 'unreachable', seenKinds)
      await unit.notifications.cancelChat(chat, 'unreachable', deps.clock.now())
    },
    timer: async (unit, chat, conversation, name, id) => {
      await takeTurn(deps, unit, { chat, sender: null }, (turn) => turn.timer(conversation, name, id))
    },
  }
}

/**
 * A batch in which no turn throws, and that is nearly every one, needs no savepoints, which cost a sixth of a turn.
 * Otherwise nothing was stored, and `threw` is whose turn it was.
 */
async function takeTogether(
  deps: TurnDeps,
  batch: readonly Incoming[],
): Promise<{ readonly taken: readonly Taken[] | null; readonly threw?: Incoming }> {
  let at = 0
  const thrown: { error?: unknown } = {}
  try {
    const taken = await deps.store.transaction(async (unit) => {
      delete thrown.error
      const some: Taken[] = []
      try {
        for (const [nth, incoming] of batch.entries()) {
          at = nth
          some.push(await takeClaimed(deps, unit, incoming))
        }
        deps.reach('turn: before commit')
      } catch (error) {
        thrown.error = error
        throw error
      }
      return some
    })
    return { taken }
  } catch (error) {
    const [only] = batch
    if (error !== thrown.error || only === undefined) throw error
    if (batch.length === 1 && error instanceof ForeignUpdate)
      return { taken: [{ incoming: only, result: 'foreign', note: null }] }
    return { taken: null, threw: batch[at] ?? only }
  }
}

async function takeUpdate(
  deps: TurnDeps,
  unit: Unit,
  incoming: Incoming,
  triesBefore: number,
): Promise<Taken> {
  let error: unknown = null
  for (let attempt = triesBefore; attempt < triesMax; attempt += 1) {
    try {
      return await unit.savepoint(() => takeClaimed(deps, unit, incoming))
    } catch (thrown) {
      if (thrown instanceof ForeignUpdate) return { incoming, result: 'foreign', note: null }
      error = thrown
    }
  }
  return unit.savepoint(() => putAside(deps, unit, incoming, error))
}

async function takeClaimed(deps: TurnDeps, unit: Unit, incoming: Incoming): Promise<Taken> {
  const { event, sender } = incoming
  if (!(await unit.updates.claim(incoming.updateId, deps.clock.now())))
    return { incoming, result: 'repeated', note: null }
  deps.reach('turn: update claimed')
  const pressed = event.type === 'press' ? await cardOf(unit, event.data) : null
  const note = await takeTurn(
    deps,
    unit,
    { chat: sender.chat, sender },
    (turn) => {
      if (deps.shared === true && !turn.concerns(event, pressed)) throw new ForeignUpdate()
      turn.person(event, pressed)
    },
    event.type,
  )
  return { incoming, result: 'taken', note }
}

async function cardOf(unit: Unit, data: string): Promise<CardRecord | null> {
  const claimed = readPressData(data)
  return claimed === null ? null : unit.cards.load(claimed.token)
}

/** The update itself is kept for the operator; the person is told the truth and a code to quote. */
async function putAside(deps: TurnDeps, unit: Unit, incoming: Incoming, error: unknown): Promise<Taken> {
  const atMs = deps.clock.now()
  const { chat } = incoming.sender
  const incident = incidentCode(deps.random)
  const stored = await unit.chats.load(chat)
  const state = stored === null ? null : readChatState(stored.state)
  await unit.updates.poison({
    updateId: incoming.updateId,
    chat,
    payload: asJson(withoutSecrets(deps.dialogs, state, incoming)),
    incident,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    atMs,
  })
  await tellBroken(deps, unit, {
    chat,
    id: `update:${incoming.updateId}`,
    incident,
    error,
    language: languageOf(incoming.sender),
  })
  return { incoming, result: 'poisoned', note: null }
}

async function tellBroken(
  deps: TurnDeps,
  unit: Unit,
  broken: {
    readonly chat: ChatId
    readonly id: string
    readonly incident: string
    readonly error: unknown
    readonly language: Language | null
  },
): Promise<void> {
  const { chat, id, incident, error } = broken
  const atMs = deps.clock.now()
  const record = await unit.chats.load(chat)
  const scene = sceneOf(deps, record?.language ?? broken.language ?? 'ru', null, atMs)
  const message = { ...repair(scene, 'internal_error', { incident }), rows: [] }
  const payload = { message: seenAsJson(message) }
  await unit.deliveries.enqueue([
    { id: `broken:${id}`, lane: messageLane(chat), kind: 'message', chat, payload, dueAtMs: atMs },
  ])
  deps.alert({ code: incident, chat, error })
}

/** Four characters that are not mistaken for one another when read out. */
function incidentCode(random: Randomness): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return Array.from({ length: 4 }, () => letters[random.integer(letters.length)]).join('')
}

async function takeTurn(
  deps: TurnDeps,
  unit: Unit,
  who: { readonly chat: ChatId; readonly sender: Sender | null },
  decide: (turn: ChatTurn) => void,
  what?: Incoming['event']['type'],
): Promise<string | null> {
  const nowMs = deps.clock.now()
  const stored = await unit.chats.load(who.chat)
  if (stored === null && who.sender === null) return null
  const record = stored ?? newRecord(who.chat, who.sender, nowMs)
  const before = withSender(await runnable(deps, unit, readChatState(record.state)), who.sender)

  let link = await unit.links.byChat(who.chat)
  const draft = createDraft({
    chat: who.chat,
    revision: record.revision + 1,
    nowMs,
    newToken: () => deps.random.token(tokenLength),
  })
  let { language } = record
  const status = statusAfter(record.status, what, who.sender)
  if (record.status === 'silent' && status === 'active') {
    const words = wordsFor(before.missed, link?.employee ?? null)
    for (const { kind, payload } of words) draft.deliver(kind, messageLane(who.chat), payload)
  }
  const turn = openChatTurn(
    {
      dialogs: deps.dialogs,
      isLocal: (service) => deps.services.get(service)?.type === 'local',
      facts: () => ({ linked: link !== null }),
      scene: () => sceneOf(deps, language, link, nowMs),
    },
    draft,
    before,
  )
  decide(turn)
  if (turn.isSilent() && stored !== null) return draft.note
  for (let call = turn.nextLocalCall(); call !== null; call = turn.nextLocalCall()) {
    const service = deps.services.get(call.request.service)
    if (service?.type !== 'local') throw new Error(`Not a local service: ${call.request.service}`)
    const { person } = before
    const request = {
      ...call.request,
      repeated: false,
      chat: who.chat,
      sender: person,
      actor: link,
      language,
      nowMs,
    }
    const outcome = await service.run(request, unit)
    link = await unit.links.byChat(who.chat)
    language = (await unit.settings.load(who.chat))?.language ?? language
    turn.result(call.conversation, call.id, outcome)
  }
  deps.reach('turn: decided')
  await store(deps, unit, {
    record: { ...record, language },
    state: withMenu(turn.close(), draft, link === null ? undefined : deps.menuMark?.(language), status),
    draft,
    status,
    employee: link?.employee ?? null,
  })
  return draft.note
}

/** Has the chat's menu of commands changed where it is not the one it should be. Nobody sees it who has blocked the bot. */
function withMenu(
  state: ChatState,
  draft: Draft,
  mark: string | undefined,
  status: ChatRecord['status'],
): ChatState {
  const { menu, ...rest } = state
  if (menu === mark || status === 'silent') return state
  draft.deliver('call', null, { service: 'chat.menu', input: {}, operation: draft.newId() })
  return mark === undefined ? rest : { ...rest, menu: mark }
}

/** With every definition at hand that a conversation of the chat runs on. */
async function runnable(deps: TurnDeps, unit: Unit, state: ChatState): Promise<ChatState> {
  const lost = new Set<string>()
  for (const { hash } of state.frames)
    if (!(await deps.dialogs.ensure(hash, unit.definitions))) lost.add(hash)
  return rehomed(state, lost, (dialog) => deps.dialogs.current(dialog))
}

async function store(
  deps: Pick<TurnDeps, 'reach'>,
  unit: Unit,
  turn: {
    readonly record: ChatRecord
    readonly state: ChatState
    readonly draft: Draft
    readonly status: ChatRecord['status']
    /** Whom the chat speaks for after this turn. */
    readonly employee: PortalUserId | null
  },
): Promise<void> {
  const { record, draft, status, employee } = turn
  const { nowMs, revision, chat } = draft.moment
  const { missed, ...rest } = turn.state
  const silent = status === 'silent'
  const awake = record.status === 'silent' && !silent ? { awakeAtMs: nowMs } : {}
  const state = silent
    ? { ...rest, missed: addMissed(missed, draft.deliveries, employee) }
    : { ...rest, ...awake }
  if (!(await unit.chats.save({ ...record, revision, status, state: seenAsJson(state) }, nowMs)))
    throw new TurnConflict()
  deps.reach('turn: chat saved')
  if (status === 'silent' && record.status !== 'silent') {
    await unit.deliveries.cancelChat(chat, 'blocked', seenKinds)
    await unit.notifications.cancelChat(chat, 'blocked', nowMs)
  }
  if (status === 'active' && record.status === 'silent') await unit.links.replan(chat)
  if (draft.cancels.length > 0) await unit.deliveries.cancel(draft.cancels, 'superseded')
  for (const card of draft.cards.values()) await unit.cards.save(card)
  const deliveries = draft.deliveries.filter((delivery) => !silent || !seenKinds.includes(delivery.kind))
  if (deliveries.length > 0) await unit.deliveries.enqueue(deliveries)
  if (draft.journal.length > 0)
    await unit.journal.append(
      draft.journal.map(({ passed: _passed, ...entry }) => ({ ...entry, chat, revision, atMs: nowMs })),
    )
}

/** Whoever writes to the bot has not blocked it. */
function statusAfter(
  before: ChatRecord['status'],
  what: Incoming['event']['type'] | undefined,
  sender: Sender | null,
): ChatRecord['status'] {
  if (what === 'blocked') return 'silent'
  return sender === null ? before : 'active'
}

function newRecord(chat: ChatId, sender: Sender | null, nowMs: number): ChatRecord {
  const person = personOf(sender)
  return {
    chat,
    revision: 0,
    language: languageOf(sender),
    status: 'active',
    state: seenAsJson(newChatState(person, nowMs)),
  }
}

function withSender(state: ChatState, sender: Sender | null): ChatState {
  return sender === null ? state : { ...state, person: personOf(sender) }
}

function personOf(sender: Sender | null): ChatState['person'] {
  return {
    firstName: sender?.firstName ?? '',
    ...(sender?.lastName !== undefined && { lastName: sender.lastName }),
    ...(sender?.username !== undefined && { username: sender.username }),
  }
}

/** Russian, unless the person's Telegram speaks English. */
function languageOf(sender: Sender | null): Language {
  return /^en\b/i.test(sender?.languageCode ?? '') ? 'en' : 'ru'
}

function sceneOf(deps: TurnDeps, language: Language, link: Link | null, nowMs: number): Scene {
  const { repairs, reader, writer, policy, people, defaultZone } = deps
  return {
    repairs,
    reader,
    writer,
    policy,
    language,
    nowMs,
    zone: link?.zone ?? defaultZone,
    // Colleagues are nothing for whoever is not linked.
    ...(link !== null && people !== undefined && { people }),
    me: link === null ? null : { id: link.employee, name: link.name },
  }
}
