/** What the person did by pressing a button. Whatever the button says is looked up on the card it claims to be of. */
import type { CardRecord } from '../../store/cards.ts'
import { answerDigression, stayAfterAll, wantDialog } from './digression.ts'
import { answerWith } from './person.ts'
import type { Wish } from '../conversation/wish.ts'
import { forgetOffer } from './offer.ts'
import { framesMax, runDialog, sendEvent, startDialog } from './stack.ts'
import { withNote } from '../conversation/reading.ts'
import { deadButton, runOf, staleButton, tell, top, type Turn } from './turn.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'
import { readPressData } from './draft.ts'
import { fromJson } from '../json.ts'
import type { CardAct } from '../conversation/view-choices.ts'

const doubleTapMs = 3_000

export function onPress(turn: Turn, data: string, card: CardRecord | null): void {
  const { nowMs, chat } = turn.draft.moment
  if (turn.state.pressed?.data === data && nowMs - turn.state.pressed.atMs < doubleTapMs) {
    turn.silent = true
    return
  }
  turn.state = { ...turn.state, pressed: { data, atMs: nowMs } }
  const claimed = readPressData(data)
  const valid =
    claimed !== null &&
    card !== null &&
    card.chat === chat &&
    card.token === claimed.token &&
    card.expiresAtMs > nowMs
  const act =
    valid && card.revision === claimed.revision
      ? fromJson<CardAct | undefined>(card.choices[claimed.index])
      : undefined
  const live = valid && top(turn)?.card?.token === card.token
  if (!valid || (act === undefined && !live)) return deadButton(turn, valid ? card.token : null)
  if (act !== undefined) return performAct(turn, act, card)
  stayAfterAll(turn)
  staleButton(turn)
}

export function performAct(turn: Turn, act: CardAct, card: CardRecord): void {
  forgetOffer(turn)
  if (act.type === 'start') {
    const dialog = turn.deps.dialogs.current(act.dialog)
    if (dialog === undefined) return deadButton(turn, card.token)
    if (act.inPlace === true) return beginInPlace(turn, dialog, act.wish ?? { answers: {} }, card)
    return wantDialog(turn, dialog, act.wish ?? { answers: {} })
  }
  if (act.type === 'digression') return answerDigression(turn, act.answer, card.token)
  const frame = top(turn)
  if (frame === undefined) return deadButton(turn, card.token)
  stayAfterAll(turn)
  if (card.conversation !== frame.id) return staleButton(turn)
  if (act.type === 'run') {
    const dialog = turn.deps.dialogs.current(act.dialog)
    return dialog === undefined ? deadButton(turn, card.token) : runDialog(turn, dialog, act.wish, act.redo)
  }
  if (act.type === 'read') return answerWith(turn, frame, act.text, null)
  const run = runOf(turn, frame)
  const event =
    run === undefined ? act.event : withNote(run.dialog.definition, frame, act.event, turn.deps.scene())
  if (!sendEvent(turn, frame, event)) staleButton(turn)
}

/**
 * A reminder's button: what it begins shows itself in the reminder, and what the person was in the middle of is gone back
 * to afterwards.
 */
function beginInPlace(turn: Turn, dialog: CompiledDialog, wish: Wish, card: CardRecord): void {
  if (turn.state.frames.length >= framesMax) return tell(turn, 'too_many_drafts')
  stayAfterAll(turn)
  startDialog(turn, dialog, wish, { token: card.token, revision: card.revision })
}
