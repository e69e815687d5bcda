/** What the person did by typing. */
import type { PersonEvent } from '../../ports/incoming.ts'
import type { JsonObject } from '../../ports/json.ts'
import { answerDigression, cancelDigression, readDigression, stayAfterAll, wantDialog } from './digression.ts'
import { dismissOffer, offerFile, offerHelp, offerMessage } from './offer.ts'
import { sendEvent } from './stack.ts'
import { isLight, isOnlyLookedAt, runOf, tell, titleOf, top, type Turn } from './turn.ts'
import { isCalling } from '../conversation/conversation.ts'
import { isQuestion, nameOf } from '../language/definition.ts'
import { messageLane } from './draft.ts'
import { standing, type Frame } from '../conversation/frame.ts'
import { isButton, readText } from '../conversation/reading.ts'
import { wouldRepeat } from '../statechart/rules.ts'

export function onCommand(turn: Turn, name: string, argument: string): void {
  if (name === 'cancel') return onCancel(turn)
  if (name === 'help') return onHelp(turn)
  const dialog = turn.deps.dialogs.names
    .map((one) => turn.deps.dialogs.current(one))
    .find((one) => one?.definition.start.command === name)
  if (dialog === undefined) return tell(turn, 'unknown_command')
  const { payload } = dialog.definition.start
  const given = argument.trim()
  if (given === '') return wantDialog(turn, dialog, { answers: {} })
  if (payload !== undefined) return wantDialog(turn, dialog, { answers: { [payload]: given } })
  wantDialog(turn, dialog, { answers: {}, typed: { text: given, as: 'argument' } })
}

/** What somebody else's bot begins for the person. @throws Error when there is no such dialog. */
export function onBegin(turn: Turn, name: string, answers: JsonObject): void {
  const dialog = turn.deps.dialogs.current(name)
  if (dialog === undefined) throw new Error(`There is no dialog «${name}»`)
  wantDialog(turn, dialog, { answers })
}

export function onCancel(turn: Turn): void {
  const frame = top(turn)
  if (turn.state.digression !== undefined) return cancelDigression(turn)
  if (turn.state.offer !== undefined) return dismissOffer(turn)
  if (frame === undefined) return tell(turn, 'nothing_to_cancel')
  if (isOnlyLookedAt(turn, frame)) {
    sendEvent(turn, frame, { type: 'CANCEL' })
    return
  }
  if (!sendEvent(turn, frame, { type: 'CANCEL' })) tell(turn, 'busy')
}

export function onHelp(turn: Turn): void {
  const frame = top(turn)
  if (frame === undefined || isLight(turn, frame)) return offerHelp(turn)
  tell(turn, 'help_in_dialog', { title: titleOf(turn, frame.dialog) })
  turn.redraw = true
}

export function onText(turn: Turn, words: string, messageId: number): void {
  const frame = top(turn)
  const { digression, offer } = turn.state
  if (digression !== undefined) {
    const answer = readDigression(turn, words)
    if (answer !== null) return answerDigression(turn, answer, digression.token)
  }
  const cancelled = isButton(words, 'cancel', turn.deps.scene())
  if (cancelled && (frame === undefined || digression !== undefined || offer !== undefined)) {
    return onCancel(turn)
  }
  if (frame === undefined) return offerMessage(turn, words)
  if (digression !== undefined) return tell(turn, 'use_buttons')
  if (isOnlyLookedAt(turn, frame) && !answersHere(turn, frame, words)) return offerMessage(turn, words)
  answerWith(turn, frame, words, messageId)
}

export function answersHere(turn: Turn, frame: Frame, words: string): boolean {
  const run = runOf(turn, frame)
  const what = run && readText(run.dialog.definition, frame, words, turn.deps.scene())
  return what !== undefined && what !== null && what.type !== 'REFUSE'
}

export function answerWith(turn: Turn, frame: Frame, words: string, messageId: number | null): void {
  const run = runOf(turn, frame)
  if (run === undefined) return
  const { definition } = run.dialog
  const at = standing(definition, frame.value)
  const step = at === null ? undefined : at.step
  const what = readText(definition, frame, words, turn.deps.scene())
  // A code is taken out of the chat as soon as it has been read.
  if (messageId !== null && step !== undefined && 'ask' in step && step.type === 'code') {
    turn.draft.deliver('erase', messageLane(turn.draft.moment.chat), { messageId })
  }
  if (what === null || !sendEvent(turn, frame, what)) return tell(turn, 'busy')
  if (messageId !== null && step !== undefined && isQuestion(step)) {
    turn.state = { ...turn.state, answeredBy: { messageId, conversation: frame.id, step: nameOf(step) } }
  }
}

/** A corrected message corrects the answer it was, as long as the conversation can still go back to it. */
export function onEdited(turn: Turn, words: string, messageId: number): void {
  const corrected = correctedBy(turn, messageId)
  if (corrected === null) return
  const { frame, step, elsewhere } = corrected
  if (elsewhere && !sendEvent(turn, frame, { type: 'AGAIN', step })) return
  stayAfterAll(turn)
  const again = top(turn)
  if (again !== undefined) answerWith(turn, again, words, messageId)
}

/** The answer that an edit of this message corrects; null where it is an old message like any other, and changes nothing. */
export function correctedBy(
  turn: Turn,
  messageId: number,
): { readonly frame: Frame; readonly step: string; readonly elsewhere: boolean } | null {
  const frame = top(turn)
  const by = turn.state.answeredBy
  if (frame === undefined || by?.messageId !== messageId || by.conversation !== frame.id || isCalling(frame))
    return null
  const run = runOf(turn, frame)
  const at = run === undefined ? null : standing(run.dialog.definition, frame.value)
  if (run === undefined || at === null) return null
  const elsewhere = nameOf(at.step) !== by.step
  if (elsewhere && wouldRepeat(run.dialog.definition, frame.context, by.step)) return null
  return { frame, step: by.step, elsewhere }
}

export function onMedia(turn: Turn, event: Extract<PersonEvent, { type: 'media' }>): void {
  const frame = top(turn)
  if (frame !== undefined && !isOnlyLookedAt(turn, frame)) return tell(turn, 'text_only')
  if (event.file !== undefined) return offerFile(turn, event.file, event.caption ?? '')
  if (event.caption !== undefined) return offerMessage(turn, event.caption)
  tell(turn, 'unknown_media')
}
