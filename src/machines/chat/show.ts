/** What a turn shows: the words that were said, and the card of the conversation the person is in. */
import { isOnlyLookedAt, runOf, top, type ChatDeps, type Turn } from './turn.ts'
import type { ChatState } from './state.ts'
import type { Said } from '../conversation/conversation.ts'
import type { Frame } from '../conversation/frame.ts'
import { fitted } from '../conversation/fitted.ts'
import { stepButtons } from '../conversation/view-choices.ts'
import { joined } from '../conversation/view-parts.ts'
import { viewOf } from '../conversation/view.ts'
import { speak } from '../conversation/words.ts'
import type { DialogDefinition, Step } from '../language/definition.ts'
import type { Note } from '../statechart/context.ts'

/** After this long an edit would go unnoticed, so news comes as a new message. */
const lateMs = 15_000

export function closeTurn(turn: Turn): ChatState {
  speakOut(turn)
  // Cards of conversations that ended without a last word in their place lose their buttons.
  for (const frame of turn.ended.values()) {
    if (frame.card !== undefined && !turn.taken.has(frame.card.token)) turn.draft.strip(frame.card.token)
  }
  drawCard(turn)
  return turn.state
}

/** Says what has been said so far, before something else is shown. */
export function speakOut(turn: Turn): void {
  for (const one of turn.said.splice(0)) utter(turn, one)
}

export function utter(turn: Turn, { text: key, step, frame, quiet }: Said): void {
  if (quiet === true && frame.card === undefined) return
  const dialog = turn.deps.dialogs.byHash(frame.hash)
  if (dialog === undefined) return
  const scene = turn.deps.scene()
  const { definition } = dialog
  const text = fitted((valueMax) => {
    const look = { ...scene, valueMax }
    const said = speak(definition, frame, key, look)
    const note = turn.ended.has(frame.id) ? dayNote(definition, frame) : undefined
    return note === undefined
      ? said
      : joined(speak(definition, frame, note.text, look, note.values), said, '\n\n')
  })
  const of = definition.steps.find((one) => 'say' in one && one.say === step)
  const buttons =
    of !== undefined && 'say' in of ? stepButtons(definition, frame, of.buttons ?? [], scene) : []
  const card = frame.card
  // The card that has nothing below it turns into the last word itself; anything else is said below.
  const inPlace =
    card !== undefined &&
    turn.ended.has(frame.id) &&
    !turn.taken.has(card.token) &&
    (quiet === true || (!turn.typed && !isLate(turn, frame) && turn.state.bottom === card.token))
  if (!inPlace && buttons.length === 0) {
    turn.draft.tell(text)
    turn.state = { ...turn.state, bottom: null }
    return
  }
  const token = inPlace ? card.token : turn.draft.moment.newToken()
  const revision = inPlace ? card.revision + 1 : 1
  turn.taken.add(token)
  turn.draft.show({
    token,
    revision,
    conversation: null,
    text,
    rows: buttons.map((one) => [one]),
    place: inPlace ? 'edit' : 'bottom',
  })
  turn.state = { ...turn.state, bottom: token }
}

export function drawCard(turn: Turn): void {
  const frame = top(turn)
  if (frame === undefined || turn.state.digression !== undefined) return
  const run = runOf(turn, frame)
  const view = run === undefined ? null : viewOf(run.dialog.definition, frame, turn.deps.scene())
  if (view === null) return
  const changed =
    turn.redraw ||
    (turn.typed && !isOnlyLookedAt(turn, frame)) ||
    frame.card === undefined ||
    JSON.stringify(view) !== turn.shownBefore()
  if (!changed) return
  const token = frame.card?.token ?? turn.draft.moment.newToken()
  const revision = (frame.card?.revision ?? 0) + 1
  const place =
    frame.card !== undefined && turn.state.bottom === token && !isLate(turn, frame) ? 'edit' : 'bottom'
  turn.draft.show({ token, revision, conversation: frame.id, text: view, rows: view.rows, place })
  const card = { token, revision }
  turn.state = {
    ...turn.state,
    bottom: token,
    frames: turn.state.frames.map((one) => (one.id === frame.id ? { ...one, card } : one)),
  }
}

/** News that came long after the person last looked is a new message: an edit makes no sound. */
export function isLate(turn: Turn, frame: Frame): boolean {
  return turn.draft.moment.nowMs - frame.touchedAtMs > lateMs
}

/** What the card shows as the turn begins, to tell at its end whether it has to be drawn again. */
export function cardBefore(deps: ChatDeps, state: ChatState): () => string | null {
  const frame = state.frames.at(-1)
  const dialog = frame && deps.dialogs.byHash(frame.hash)
  const scene = deps.scene()
  if (frame === undefined || dialog === undefined) return () => null
  return () => JSON.stringify(viewOf(dialog.definition, frame, scene))
}

/** That nobody works on the day, where no question was left to say it above. */
function dayNote(definition: DialogDefinition, { context: { news } }: Frame): Note | undefined {
  const isNote = (step: Step): boolean =>
    'ask' in step && step.type === 'date_time' && step.weekend !== undefined && step.weekend === news?.text
  return definition.steps.some(isNote) ? news : undefined
}
