/** The stack of conversations: beginning one, changing over to another, coming back, ending. */
import { cut, isLight, runOf, runOn, tell, top, type Turn } from './turn.ts'
import { newContext, type DialogEvent } from '../statechart/context.ts'
import {
  abandon,
  beginConversation,
  feed,
  isCalling,
  moveConversation,
  type Stepped,
} from '../conversation/conversation.ts'
import { isQuestion, nameOf, type DialogDefinition } from '../language/definition.ts'
import { standing, type Frame } from '../conversation/frame.ts'
import { openingOf } from './opening.ts'
import type { Wish } from '../conversation/wish.ts'
import type { Ending } from '../statechart/nodes.ts'
import { withTold } from '../statechart/offered.ts'
import { repairText } from '../language/repairs.ts'
import { hasPlace, type CompiledDialog } from '../statechart/xstate.ts'

export const framesMax = 5

/** Whether the person has put anything into it that would be a pity to lose. */
export function isStarted(turn: Turn, frame: Frame): boolean {
  const definition = runOf(turn, frame)?.dialog.definition
  if (definition?.light === true) return isCalling(frame) && isDoing(definition, frame)
  const steps = definition?.steps ?? []
  return (
    isCalling(frame) ||
    steps.some((step) => isQuestion(step) && Object.hasOwn(frame.context.answers, nameOf(step)))
  )
}

/** Whether what is under way is more than looking something up. */
function isDoing(definition: DialogDefinition, frame: Frame): boolean {
  const step = definition.steps.find((one) => nameOf(one) === frame.call?.step)
  return step !== undefined && 'call' in step && step.once === true
}

/** `card`: the message it shows itself in; a new one without. */
export function startDialog(
  turn: Turn,
  dialog: CompiledDialog,
  wish: Wish,
  card?: NonNullable<Frame['card']>,
): void {
  const previous = top(turn)
  if (previous?.card !== undefined) turn.draft.strip(previous.card.token)
  pushFrame(turn, dialog, wish, card)
  const first = missingDialog(turn, dialog)
  if (first !== undefined) return startDialog(turn, first, { answers: {} })
  wakeTop(turn)
}

function pushFrame(turn: Turn, dialog: CompiledDialog, wish: Wish, card?: NonNullable<Frame['card']>): void {
  const conversations = turn.state.conversations + 1
  const frame = newFrame(turn, dialog, turn.draft.moment.newToken(), wish)
  const shown = card === undefined ? frame : { ...frame, card }
  const { offer: _offer, ...state } = turn.state
  turn.state = {
    ...state,
    conversations,
    frames: [...turn.state.frames, shown],
    // Whoever presses a button is looking at its message, wherever it stands.
    ...(card !== undefined && { bottom: card.token }),
  }
}

function newFrame(turn: Turn, dialog: CompiledDialog, id: string, wish: Wish): Frame {
  const blank: Frame = {
    id,
    dialog: dialog.definition.dialog,
    hash: dialog.hash,
    value: null,
    context: newContext({}),
    timers: {},
    touchedAtMs: turn.draft.moment.nowMs,
  }
  const { answers, given, told, ignored, ...more } = openingOf(dialog, wish, blank, turn.deps.scene())
  if (ignored !== undefined) tell(turn, 'unknown_argument', { words: cut(ignored) })
  const context = withTold(newContext(answers, given), told)
  return { ...blank, context: { ...context, ...more } }
}

/** The dialog that makes this one possible is under way: this one begins when that has succeeded. */
export function waitBelow(turn: Turn, dialog: CompiledDialog, wish: Wish): void {
  const frame = top(turn)
  if (frame === undefined) return
  forgetWaiting(turn)
  pushFrame(turn, dialog, wish)
  const waiting = turn.state.frames.slice(-1)
  const others = turn.state.frames.slice(0, -2)
  turn.state = { ...turn.state, frames: [...others, ...waiting, frame] }
  turn.redraw = true
}

/** Of what cannot begin yet only the last wish counts. */
function forgetWaiting(turn: Turn): void {
  turn.state = { ...turn.state, frames: turn.state.frames.filter((one) => one.value !== null) }
}

/** Begins the conversation on top, if it was waiting for another to end. What it waited for must have come true. */
export function wakeTop(turn: Turn): void {
  const frame = top(turn)
  const run = frame && runOf(turn, frame)
  if (frame === undefined || run === undefined || frame.value !== null) return
  if (missingDialog(turn, run.dialog) === undefined) acceptStep(turn, beginConversation(run, frame))
  else turn.state = { ...turn.state, frames: turn.state.frames.filter((one) => one.id !== frame.id) }
}

/** The dialog that must come first, because a fact this one requires does not hold. */
export function missingDialog(turn: Turn, dialog: CompiledDialog): CompiledDialog | undefined {
  const facts = turn.deps.facts()
  const missing = Object.entries(dialog.definition.start.requires ?? {}).find(
    ([fact]) => facts[fact] !== true,
  )
  return missing && turn.deps.dialogs.current(missing[1])
}

/**
 * Drops the conversations whose requirement no longer holds: the link they would act through has ended.
 *
 * @returns whether the one the person was in is among them.
 */
export function dropImpossible(turn: Turn): boolean {
  const before = top(turn)
  const impossible = turn.state.frames.filter((frame) => {
    const run = runOf(turn, frame)
    return frame.value !== null && run !== undefined && missingDialog(turn, run.dialog) !== undefined
  })
  for (const frame of impossible) dropFrame(turn, frame)
  return impossible.some((frame) => frame.id === before?.id)
}

export function dropFrame(turn: Turn, frame: Frame): void {
  abandon(turn.draft, frame)
  if (frame.card !== undefined) turn.draft.strip(frame.card.token)
  turn.state = {
    ...turn.state,
    frames: turn.state.frames.filter((one) => one.id !== frame.id && one.value !== null),
  }
}

export function sendEvent(turn: Turn, frame: Frame, what: DialogEvent): boolean {
  const run = runOf(turn, frame)
  if (run === undefined) return false
  const stepped = feed(run, frame, what)
  if (!stepped.accepted) return false
  acceptStep(turn, stepped)
  return true
}

export function acceptStep(turn: Turn, stepped: Stepped): void {
  turn.said.push(...stepped.said)
  if (stepped.ended === null) {
    turn.state = {
      ...turn.state,
      frames: turn.state.frames.map((one) => (one.id === stepped.frame.id ? stepped.frame : one)),
    }
    return
  }
  endConversation(turn, stepped.frame, stepped.ended, stepped.said.length > 0)
}

export function endConversation(turn: Turn, frame: Frame, ending: Ending, spoke: boolean): void {
  const words = spoke ? null : lastWords(turn, frame, ending)
  if (words !== null)
    turn.said.push({
      text: words,
      step: '',
      frame,
      ...(ending === 'expired' && { quiet: true as const }),
    })
  turn.ended.set(frame.id, frame)
  const rest = turn.state.frames.filter((one) => one.id !== frame.id)
  // What was waiting for this dialog to make it possible has nothing to wait for any more, unless it has succeeded.
  turn.state = { ...turn.state, frames: ending === 'done' ? rest : rest.filter((one) => one.value !== null) }
  dropImpossible(turn)
  wakeTop(turn)
  resumeTop(turn)
  turn.redraw = turn.redraw || turn.state.frames.length > 0
}

/** What is said of an ending that its dialog had no words for; null where nothing needs to be. */
function lastWords(turn: Turn, frame: Frame, ending: Ending): string | null {
  const definition = runOf(turn, frame)?.dialog.definition
  const light = definition?.light === true
  switch (ending) {
    case 'done':
      return null
    case 'failed':
      return repairText('failed')
    case 'expired':
      return light ? null : repairText('expired')
    case 'cancelled':
      if (frame.context.maybeDone === true) return repairText('cancelled_in_doubt')
      return definition?.cancelled ?? repairText(light ? 'closed' : 'cancelled')
  }
}

/** What the person has begun of this dialog and not finished, wherever it lies. */
export function draftOf(turn: Turn, dialog: string): Frame | undefined {
  return turn.state.frames.findLast(
    (frame) =>
      frame.dialog === dialog && frame.value !== null && !isLight(turn, frame) && isStarted(turn, frame),
  )
}

/** Puts a conversation on top of the others. */
export function raise(turn: Turn, frame: Frame): void {
  const before = top(turn)
  if (before === undefined || before.id === frame.id) return
  if (before.card !== undefined) turn.draft.strip(before.card.token)
  const others = turn.state.frames.filter((one) => one.id !== frame.id)
  turn.state = { ...turn.state, frames: [...others, frame] }
  turn.redraw = true
}

/** Begins another dialog in between; when that has ended, this one does its step `redo` anew. */
export function runDialog(turn: Turn, dialog: CompiledDialog, wish: Wish, redo: string): void {
  const frame = top(turn)
  if (frame === undefined) return
  if (turn.state.frames.length >= framesMax) return tell(turn, 'too_many_drafts')
  turn.state = {
    ...turn.state,
    frames: turn.state.frames.map((one) => (one.id === frame.id ? { ...one, redo } : one)),
  }
  startDialog(turn, dialog, wish)
}

/** What the conversation beneath showed may have changed by what was done above it. */
function resumeTop(turn: Turn): void {
  const frame = top(turn)
  if (frame?.redo === undefined) return
  const { redo, ...rest } = frame
  turn.state = {
    ...turn.state,
    frames: turn.state.frames.map((one) => (one.id === frame.id ? rest : one)),
  }
  sendEvent(turn, rest, { type: 'AGAIN', step: redo })
}

/** Lets go of what is only looked at: anything else takes its place. */
export function dropLight(turn: Turn): void {
  for (let frame = top(turn); frame !== undefined && isLight(turn, frame); frame = top(turn)) {
    if (frame.value === null || isStarted(turn, frame)) return
    dropFrame(turn, frame)
  }
}

/** What has become of the conversation the person talks to. */
export type Refreshed = 'current' | 'same' | 'moved'

/**
 * Conversations on an older definition move to the present one, unless a call of theirs is under way; so do those that
 * stand where this program has no place.
 *
 * @returns `current` when there was nothing to move; `same` when what the person just typed still answers the question
 * they saw; `moved` when they must be shown where they are first.
 */
export function refresh(turn: Turn): Refreshed {
  const frame = top(turn)
  const before = frame && runOf(turn, frame)?.dialog
  const now = frame && turn.deps.dialogs.current(frame.dialog)
  if (frame === undefined || before === undefined || now === undefined) return 'current'
  if (frame.value === null) return 'current'
  const { value, context } = frame
  if (hasPlace(before, { value, context }) && (isCalling(frame) || now.hash === frame.hash)) return 'current'
  const run = runOn(turn, now)
  const asked = questionOf(before, frame)
  acceptStep(turn, moveConversation(run, frame, before.definition))
  turn.redraw = true
  const moved = top(turn)
  return moved !== undefined && asked !== null && questionOf(now, moved) === asked ? 'same' : 'moved'
}

/** What is being asked for, in a form that two definitions can be compared by. */
function questionOf(dialog: CompiledDialog, frame: Frame): string | null {
  const at = standing(dialog.definition, frame.value)
  if (at === null || !('type' in at.step)) return null
  return `${frame.id} ${nameOf(at.step)} ${at.step.type}`
}

export function touchTop(turn: Turn): void {
  const { nowMs } = turn.draft.moment
  turn.state = {
    ...turn.state,
    frames: turn.state.frames.map((one, at) =>
      at === turn.state.frames.length - 1 ? { ...one, touchedAtMs: nowMs } : one,
    ),
  }
}
