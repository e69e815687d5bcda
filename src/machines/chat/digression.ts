/** "You are in the middle of something": asked once, before another dialog begins on top of an unfinished one. */
import type { CardRecord } from '../../store.ts'
import { speakOut } from './show.ts'
import type { Wish } from '../conversation/wish.ts'
import {
  dropFrame,
  dropLight,
  framesMax,
  isStarted,
  missingDialog,
  sendEvent,
  startDialog,
  waitBelow,
} from './stack.ts'
import { deadButton, tell, titleOf, top, type Turn } from './turn.ts'
import { isCalling } from '../conversation/conversation.ts'
import { repair } from '../conversation/words.ts'
import type { CompiledDialog } from '../statechart/xstate.ts'

/** The person wants this dialog: begun at once, unless there is something unfinished worth asking about. */
export function wantDialog(turn: Turn, dialog: CompiledDialog, wish: Wish): void {
  dropLight(turn)
  const frame = top(turn)
  if (frame === undefined) {
    dropDigression(turn)
    return startDialog(turn, dialog, wish)
  }
  const same = frame.dialog === dialog.definition.dialog
  const payload = dialog.definition.start.payload
  if (same && payload !== undefined && Object.hasOwn(wish.answers, payload)) {
    if (!sendEvent(turn, frame, { type: 'FILL', answers: wish.answers })) tell(turn, 'busy')
    return
  }
  if (missingDialog(turn, dialog)?.definition.dialog === frame.dialog) {
    stayAfterAll(turn)
    return waitBelow(turn, dialog, wish)
  }
  if (!isStarted(turn, frame)) {
    if (same && Object.keys(wish.answers).length === 0 && wish.typed === undefined) {
      turn.redraw = true
      return
    }
    dropDigression(turn)
    dropFrame(turn, frame)
    return startDialog(turn, dialog, wish)
  }
  if (turn.state.frames.length >= framesMax && !same) return tell(turn, 'too_many_drafts')
  askDigression(turn, dialog.definition.dialog, wish)
}

export function askDigression(turn: Turn, wanted: string, wish: Wish): void {
  const frame = top(turn)
  if (frame === undefined) return
  const scene = turn.deps.scene()
  const same = frame.dialog === wanted
  const token = turn.draft.moment.newToken()
  const { buttons } = scene.repairs
  const choice = (key: 'continue' | 'restart' | 'switch' | 'stay', answer: 'switch' | 'stay' | 'restart') =>
    ({ label: buttons[key][scene.language], act: { type: 'digression', answer } }) as const
  turn.draft.show({
    token,
    revision: 1,
    conversation: null,
    text: repair(scene, same ? 'draft_found' : 'switch_dialog', {
      title: titleOf(turn, frame.dialog),
      other: titleOf(turn, wanted),
    }),
    rows: [
      same
        ? [choice('continue', 'stay'), choice('restart', 'restart')]
        : [choice('switch', 'switch'), choice('stay', 'stay')],
    ],
    place: 'bottom',
  })
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  turn.state = {
    ...turn.state,
    digression: { dialog: wanted, wish, token, about: frame.id },
    bottom: token,
  }
}

export function answerDigression(turn: Turn, what: 'switch' | 'stay' | 'restart', card: CardRecord): void {
  const asked = turn.state.digression
  if (asked === undefined || asked.token !== card.token) return deadButton(turn, card.token)
  if (what === 'stay') return stayHere(turn)
  turn.draft.strip(asked.token)
  forgetDigression(turn)
  const dialog = turn.deps.dialogs.current(asked.dialog)
  const frame = top(turn)
  if (what === 'restart' && frame !== undefined) {
    if (isCalling(frame)) return tell(turn, 'busy')
    dropFrame(turn, frame)
  }
  if (dialog !== undefined) startDialog(turn, dialog, asked.wish)
}

export function stayHere(turn: Turn): void {
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  forgetDigression(turn)
  turn.redraw = true
}

/** Whoever goes on with the conversation itself has answered too. */
export function stayAfterAll(turn: Turn): void {
  if (turn.state.digression !== undefined) stayHere(turn)
}

/** The question stays the last thing in the chat until it is answered. */
export function repeatDigression(turn: Turn): void {
  const asked = turn.state.digression
  if (asked !== undefined && turn.typed && !turn.draft.cards.has(asked.token))
    askDigression(turn, asked.dialog, asked.wish)
}

/**
 * When the conversation that the question was about has ended by itself, there is nothing left to keep: what the person
 * wanted begins, if they still are there to want it.
 */
export function reviseDigression(turn: Turn, wanted: boolean): void {
  const asked = turn.state.digression
  if (asked === undefined || top(turn)?.id === asked.about) return
  turn.draft.strip(asked.token)
  forgetDigression(turn)
  speakOut(turn)
  turn.redraw = turn.redraw || top(turn) !== undefined
  const dialog = wanted ? turn.deps.dialogs.current(asked.dialog) : undefined
  if (dialog !== undefined) wantDialog(turn, dialog, asked.wish)
}

/** Whoever has begun something else since wants neither of the two it was asked about. */
function dropDigression(turn: Turn): void {
  if (turn.state.digression !== undefined) turn.draft.strip(turn.state.digression.token)
  forgetDigression(turn)
}

export function forgetDigression(turn: Turn): void {
  const { digression: _digression, ...rest } = turn.state
  turn.state = { ...rest, bottom: null }
}
