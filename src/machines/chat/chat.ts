/**
 * One turn of one chat, decided: what the person did, a service's result or a timer goes in; the chat's next state and
 * everything to be written with it come out. Pure — services of the database are asked for here, and run by turn.ts.
 */
import type { PersonEvent } from '../../ports/incoming.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CardRecord } from '../../store/cards.ts'
import { repeatDigression, reviseDigression, stayAfterAll } from './digression.ts'
import type { Frame } from '../conversation/frame.ts'
import { isConcern } from './concern.ts'
import { correctedBy, onBegin, onCommand, onEdited, onMedia, onText } from './person.ts'
import { onPress } from './press.ts'
import { forgetRefusal } from './refusal.ts'
import { cardBefore, closeTurn } from './show.ts'
import { acceptStep, dropImpossible, missingDialog, refresh, touchTop, type Refreshed } from './stack.ts'
import { spendAllowance, type ChatState } from './state.ts'
import { runOf, staleButton, tell, top, type ChatDeps, type Turn } from './turn.ts'
import { settleCall, settleTimer } from '../conversation/conversation.ts'
import type { Draft, LocalCall } from './draft.ts'
import { repair } from '../conversation/words.ts'

export interface ChatTurn {
  /** Whether this is anything to the dialogs, in a chat that is somebody else's bot's as well. Changes nothing. */
  concerns(event: PersonEvent, pressed: CardRecord | null): boolean
  person(event: PersonEvent, pressed: CardRecord | null): void
  result(conversation: string, callId: string, outcome: Outcome): void
  timer(conversation: string, name: string, id: string): void
  /** Brings what the person is in the middle of to the present definition of its dialog, with nothing having happened. */
  move(): Refreshed
  /** The next service to be run inside the turn, or null; its outcome comes back through {@link ChatTurn.result}. */
  nextLocalCall(): LocalCall | null
  /** Draws what has to be drawn and returns the chat's next state. The draft is complete after this. */
  close(): ChatState
  /** True when the event changed nothing, so that nothing has to be stored. */
  isSilent(): boolean
  /** Conversations that this turn has ended, as they stood at their end. */
  ended(): readonly Frame[]
}

export function openChatTurn(deps: ChatDeps, draft: Draft, state: ChatState): ChatTurn {
  const turn: Turn = {
    deps,
    draft,
    state,
    typed: false,
    said: [],
    redraw: false,
    silent: false,
    shownBefore: cardBefore(deps, state),
    ended: new Map(),
    taken: new Set(),
  }
  return {
    concerns: (event, pressed) => isConcern(turn, event, pressed),
    person: (event, pressed) => onPerson(turn, event, pressed),
    result: (conversation, callId, outcome) => onResult(turn, conversation, callId, outcome),
    timer: (conversation, name, id) => onTimer(turn, conversation, name, id),
    move: () => onMove(turn),
    nextLocalCall: () => draft.localCalls.shift() ?? null,
    close: () => {
      repeatDigression(turn)
      return closeTurn(turn)
    },
    isSilent: () => turn.silent,
    ended: () => [...turn.ended.values()],
  }
}

function onPerson(turn: Turn, event: PersonEvent, pressed: CardRecord | null): void {
  if (event.type === 'blocked' || event.type === 'unblocked') return
  // Whoever mends an old message of theirs is not talking to us: not even the card moves.
  if (event.type === 'edited' && correctedBy(turn, event.messageId) === null) {
    turn.silent = true
    return
  }
  const spent = spendAllowance(turn.state, turn.draft.moment.nowMs)
  turn.state = spent.state
  if (!spent.allowed) {
    if (event.type === 'press') turn.draft.note = repair(turn.deps.scene(), 'flood').text
    else if (spent.warn) tell(turn, 'flood')
    return
  }
  if (event.type !== 'press') {
    turn.typed = true
    turn.state = { ...turn.state, bottom: null }
  }
  const dropped = dropImpossible(turn)
  touchTop(turn)
  const definition = refresh(turn)
  reviseDigression(turn, false)
  if (dropped && event.type !== 'command' && event.type !== 'begin') return tell(turn, 'not_linked')
  const asked = top(turn)
  onAct(turn, event, pressed, definition)
  if (event.type !== 'text' && !turn.silent) forgetRefusal(turn, asked)
}

function onAct(
  turn: Turn,
  event: Exclude<PersonEvent, { type: 'blocked' | 'unblocked' }>,
  pressed: CardRecord | null,
  definition: Refreshed,
): void {
  if (event.type === 'press' && definition === 'current') onPress(turn, event.data, pressed)
  else if (event.type === 'press') {
    stayAfterAll(turn)
    staleButton(turn)
  } else if (event.type === 'command') onCommand(turn, event.name, event.argument)
  else if (event.type === 'begin') onBegin(turn, event.dialog, event.answers)
  else if (definition === 'moved') return
  else if (event.type === 'text') onText(turn, event.text, event.messageId)
  else if (event.type === 'edited') onEdited(turn, event.text, event.messageId)
  else onMedia(turn, event)
}

function onResult(turn: Turn, conversation: string, callId: string, outcome: Outcome): void {
  const frame = turn.state.frames.find((one) => one.id === conversation)
  const run = frame && runOf(turn, frame)
  if (frame === undefined || run === undefined) {
    turn.silent = true
    return
  }
  // The link ended while the call was under way. Whoever ended it has said so; there is no card to come back to.
  if (!outcome.ok && missingDialog(turn, run.dialog) !== undefined) {
    dropImpossible(turn)
    return
  }
  const stepped = settleCall(run, frame, callId, outcome)
  turn.silent = !stepped.accepted && stepped.frame === frame
  if (turn.silent) return
  acceptStep(turn, stepped)
  // The dialog may have been edited while it waited.
  refresh(turn)
  reviseDigression(turn, true)
}

function onMove(turn: Turn): Refreshed {
  const refreshed = refresh(turn)
  turn.silent = refreshed === 'current'
  if (!turn.silent) reviseDigression(turn, true)
  return refreshed
}

function onTimer(turn: Turn, conversation: string, name: string, id: string): void {
  const frame = turn.state.frames.find((one) => one.id === conversation)
  const run = frame && runOf(turn, frame)
  if (frame === undefined || run === undefined) {
    turn.silent = true
    return
  }
  const stepped = settleTimer(run, frame, name, id)
  turn.silent = stepped.frame === frame
  if (turn.silent) return
  acceptStep(turn, stepped)
  reviseDigression(turn, stepped.ended !== 'expired')
}
