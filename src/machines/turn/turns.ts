/**
 * The durable turn: one update, one result or one timer, decided and stored in one transaction. Nothing in here talks
 * to the network; what has to be done outside is written as deliveries, and somebody else does it after the commit.
 */
import type { ChatId } from '../../ports/identity.ts'
import type { Incoming } from '../../ports/incoming.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Unit } from '../../store/unit.ts'
import { seenKinds } from '../chat/draft.ts'
import { type Taken, takeBatch } from './batch.ts'
import type { TurnDeps } from './deps.ts'
import { takeTurn } from './take-turn.ts'
import { tellBroken, incidentCode } from './trouble.ts'

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

export function createTurns(deps: TurnDeps): Turns {
  return {
    intake: (batch) => takeBatch(deps, batch),
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
