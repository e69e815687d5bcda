import type { Randomness } from '../../ports/environment.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { Incoming } from '../../ports/incoming.ts'
import type { Language } from '../../ports/language.ts'
import type { Unit } from '../../store/unit.ts'
import { messageLane } from '../chat/draft.ts'
import { withoutSecrets } from '../chat/secrets.ts'
import { readChatState } from '../chat/state.ts'
import { repair } from '../conversation/words.ts'
import { asJson, seenAsJson } from '../json.ts'
import type { TurnDeps } from './deps.ts'
import { languageOf, sceneOf } from './scene.ts'

/** The update itself is kept for the operator; the person is told the truth and a code to quote. */
export async function putAside(
  deps: TurnDeps,
  unit: Unit,
  incoming: Incoming,
  error: unknown,
): Promise<void> {
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
}

/** Tells the person, with a code to quote, and the operator. */
export async function tellBroken(
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
export function incidentCode(random: Randomness): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  return Array.from({ length: 4 }, () => letters[random.integer(letters.length)]).join('')
}
