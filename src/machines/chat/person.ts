/** What the person did by typing. */
import type { JsonObject } from '../../ports.ts'
import { stayAfterAll, stayHere, wantDialog } from './digression.ts'
import { missingDialog, sendEvent } from './stack.ts'
import { runOf, tell, titleOf, top, type Turn } from './turn.ts'
import { isCalling } from '../conversation/conversation.ts'
import { nameOf } from '../language/definition.ts'
import { messageLane } from './draft.ts'
import { standing, type Frame } from '../conversation/frame.ts'
import { readText } from '../conversation/reading.ts'
import { rowsOf } from '../conversation/view-choices.ts'
import { repair } from '../conversation/words.ts'
import { wouldRepeat } from '../statechart/rules.ts'

export function onCommand(turn: Turn, name: string, argument: string): void {
  if (name === 'cancel') return onCancel(turn)
  if (name === 'help') return onHelp(turn)
  const dialog = turn.deps.dialogs.names
    .map((one) => turn.deps.dialogs.current(one))
    .find((one) => one?.definition.start.command === name)
  if (dialog === undefined) return tell(turn, 'unknown_command')
  const { payload, argument: into } = dialog.definition.start
  const given = argument.trim()
  if (payload !== undefined && given !== '') return wantDialog(turn, dialog, { [payload]: given })
  wantDialog(turn, dialog, into === undefined || given === '' ? {} : { [into]: given })
}

export function onCancel(turn: Turn): void {
  const frame = top(turn)
  if (turn.state.digression !== undefined) return stayHere(turn)
  if (frame === undefined) return tell(turn, 'nothing_to_cancel')
  if (!sendEvent(turn, frame, { type: 'CANCEL' })) tell(turn, 'busy')
}

export function onHelp(turn: Turn): void {
  const frame = top(turn)
  const scene = turn.deps.scene()
  if (frame !== undefined) {
    const title = titleOf(turn, frame.dialog)
    tell(turn, 'help_in_dialog', { title })
    turn.redraw = true
    return
  }
  const commands = turn.deps.dialogs.names.flatMap((name) => {
    const start = turn.deps.dialogs.current(name)?.definition.start
    return start?.command === undefined || start.describe === undefined
      ? []
      : [`/${start.command} — ${lowered(start.describe[scene.language])}`]
  })
  offer(turn, 'help', { commands: commands.join('\n') })
}

export function onText(turn: Turn, words: string, messageId: number): void {
  const frame = top(turn)
  if (frame === undefined) return offer(turn, 'unknown_text')
  if (turn.state.digression !== undefined) return tell(turn, 'use_buttons')
  answerWith(turn, frame, words, messageId)
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
  if (messageId !== null && step !== undefined && ('ask' in step || 'find' in step)) {
    turn.state = { ...turn.state, answeredBy: { messageId, conversation: frame.id, step: nameOf(step) } }
  }
}

/** A corrected message corrects the answer it was, as long as the conversation can still go back to it. */
export function onEdited(turn: Turn, words: string, messageId: number): void {
  const frame = top(turn)
  const by = turn.state.answeredBy
  if (frame === undefined || by?.messageId !== messageId || by.conversation !== frame.id || isCalling(frame))
    return
  const run = runOf(turn, frame)
  const at = run === undefined ? null : standing(run.dialog.definition, frame.value)
  if (run === undefined || at === null) return
  const elsewhere = nameOf(at.step) !== by.step
  if (elsewhere && wouldRepeat(run.dialog.definition, frame.context, by.step)) return
  if (elsewhere && !sendEvent(turn, frame, { type: 'AGAIN', step: by.step })) return
  stayAfterAll(turn)
  const again = top(turn)
  if (again !== undefined) answerWith(turn, again, words, messageId)
}

export function onMedia(turn: Turn): void {
  if (top(turn) === undefined) offer(turn, 'unknown_text')
  else tell(turn, 'text_only')
}

/**
 * Says a built-in text with a button for each dialog that offers itself (`start.button`). Where none of them is possible
 * yet, an unread text is answered with what must come first.
 */
function offer(turn: Turn, key: 'unknown_text' | 'help', values: JsonObject = {}): void {
  const scene = turn.deps.scene()
  const offered = turn.deps.dialogs.names.flatMap((name) => {
    const dialog = turn.deps.dialogs.current(name)
    return dialog?.definition.start.button === undefined ? [] : [dialog]
  })
  const possible = offered.filter((dialog) => missingDialog(turn, dialog) === undefined)
  if (key === 'unknown_text' && offered.length > 0 && possible.length === 0) return tell(turn, 'not_linked')
  if (possible.length === 0) return tell(turn, key, values)
  const token = turn.draft.moment.newToken()
  const choices = possible.map(({ definition }) => ({
    label: definition.start.button?.[scene.language] ?? '',
    act: { type: 'start', dialog: definition.dialog } as const,
  }))
  turn.draft.show({
    token,
    revision: 1,
    conversation: null,
    text: repair(scene, key, values),
    rows: rowsOf(choices),
    place: 'bottom',
  })
  turn.state = { ...turn.state, bottom: token }
}

function lowered(text: string): string {
  return `${text.slice(0, 1).toLocaleLowerCase('ru')}${text.slice(1)}`
}
