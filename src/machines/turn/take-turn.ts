import type { ChatId, PortalUserId } from '../../ports/identity.ts'
import type { Incoming, Sender } from '../../ports/incoming.ts'
import type { ChatRecord } from '../../store/chats.ts'
import type { Unit } from '../../store/unit.ts'
import { openChatTurn, type ChatTurn } from '../chat/chat.ts'
import { createDraft, type Draft, messageLane, seenKinds } from '../chat/draft.ts'
import { newChatState, readChatState, rehomed, type ChatState } from '../chat/state.ts'
import { addMissed, wordsFor } from '../conversation/missed.ts'
import { seenAsJson } from '../json.ts'
import type { TurnDeps } from './deps.ts'
import { languageOf, sceneOf } from './scene.ts'

/** Another turn of the same chat was stored in between: the caller rolls back and decides anew. */
export class TurnConflict extends Error {
  override name = 'TurnConflict'
}

/**
 * Loads the chat, has `decide` taken, runs what can be done inside the transaction, and writes what came of it. Returns
 * the note for a pressed button.
 *
 * @throws TurnConflict when another turn of the chat was stored in between.
 */
export async function takeTurn(
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

const tokenLength = 14

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

/** With every definition at hand that a conversation of the chat runs on. */
async function runnable(deps: TurnDeps, unit: Unit, state: ChatState): Promise<ChatState> {
  const lost = new Set<string>()
  for (const { hash } of state.frames)
    if (!(await deps.dialogs.ensure(hash, unit.definitions))) lost.add(hash)
  return rehomed(state, lost, (dialog) => deps.dialogs.current(dialog))
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
