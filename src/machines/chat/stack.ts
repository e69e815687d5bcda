/** The stack of conversations: beginning one, changing over to another, coming back, ending. */
import type { JsonObject } from '../../ports.ts'
import { runOf, top, type Turn } from './turn.ts'
import { newContext, type DialogEvent } from '../statechart/context.ts'
import {
  abandon,
  beginConversation,
  feed,
  isCalling,
  moveConversation,
  type Run,
  type Stepped,
} from '../conversation/conversation.ts'
import { nameOf } from '../language/definition.ts'
import { standing, type Frame } from '../conversation/frame.ts'
import { textAt } from '../json.ts'
import { readText } from '../conversation/reading.ts'
import type { Ending } from '../statechart/statechart.ts'
import { repairText } from '../conversation/words.ts'
import { hasPlace, type CompiledDialog } from '../statechart/xstate.ts'

export const framesMax = 5

/** Whether the person has put anything into it that would be a pity to lose. */
export function isStarted(turn: Turn, frame: Frame): boolean {
  const steps = runOf(turn, frame)?.dialog.definition.steps ?? []
  return (
    isCalling(frame) ||
    steps.some(
      (step) => ('ask' in step || 'find' in step) && Object.hasOwn(frame.context.answers, nameOf(step)),
    )
  )
}

export function startDialog(turn: Turn, dialog: CompiledDialog, answers: JsonObject): void {
  const previous = top(turn)
  if (previous?.card !== undefined) turn.draft.strip(previous.card.token)
  pushFrame(turn, dialog, answers)
  const first = missingDialog(turn, dialog)
  if (first !== undefined) return startDialog(turn, first, {})
  wakeTop(turn)
}

export function pushFrame(turn: Turn, dialog: CompiledDialog, answers: JsonObject): void {
  const conversations = turn.state.conversations + 1
  const frame = newFrame(turn, dialog, turn.draft.moment.newToken(), fitting(turn, dialog, answers))
  turn.state = { ...turn.state, conversations, frames: [...turn.state.frames, frame] }
}

function newFrame(turn: Turn, dialog: CompiledDialog, id: string, answers: JsonObject): Frame {
  const { nowMs } = turn.draft.moment
  return {
    id,
    dialog: dialog.definition.dialog,
    hash: dialog.hash,
    value: null,
    context: newContext(answers),
    timers: {},
    touchedAtMs: nowMs,
  }
}

/** What came with the command is an answer only if the step takes it; otherwise the step asks. */
export function fitting(turn: Turn, dialog: CompiledDialog, answers: JsonObject): JsonObject {
  const { argument } = dialog.definition.start
  const step = dialog.definition.steps.find((one) => nameOf(one) === argument)
  if (argument === undefined || !Object.hasOwn(answers, argument) || step === undefined) return answers
  const probe: Frame = { ...newFrame(turn, dialog, '', {}), value: { [argument]: 'asking' } }
  const what = readText(dialog.definition, probe, textAt(answers, argument), turn.deps.scene())
  const { [argument]: _typed, ...rest } = answers
  return what?.type === 'ANSWER' ? { ...rest, [argument]: what.value } : rest
}

/** The dialog that makes this one possible is under way: this one begins when that has succeeded. */
export function waitBelow(turn: Turn, dialog: CompiledDialog, answers: JsonObject): void {
  const frame = top(turn)
  if (frame === undefined) return
  forgetWaiting(turn)
  pushFrame(turn, dialog, answers)
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
  const cancelled = frame.context.maybeDone === true ? 'cancelled_in_doubt' : 'cancelled'
  if (!spoke && ending === 'cancelled') turn.said.push({ text: repairText(cancelled), step: '', frame })
  if (!spoke && ending === 'failed') turn.said.push({ text: repairText('failed'), step: '', frame })
  if (!spoke && ending === 'expired')
    turn.said.push({ text: repairText('expired'), step: '', frame, quiet: true })
  turn.ended.set(frame.id, frame)
  const rest = turn.state.frames.filter((one) => one.id !== frame.id)
  // What was waiting for this dialog to make it possible has nothing to wait for any more, unless it has succeeded.
  turn.state = { ...turn.state, frames: ending === 'done' ? rest : rest.filter((one) => one.value !== null) }
  dropImpossible(turn)
  wakeTop(turn)
  turn.redraw = turn.redraw || turn.state.frames.length > 0
}

/**
 * Conversations on an older definition move to the present one, unless a call of theirs is under way; so do those that
 * stand where this program has no place.
 *
 * @returns `current` when there was nothing to move; `same` when what the person just typed still answers the question
 * they saw; `moved` when they must be shown where they are first.
 */
export function refresh(turn: Turn): 'current' | 'same' | 'moved' {
  const frame = top(turn)
  const before = frame && runOf(turn, frame)?.dialog
  const now = frame && turn.deps.dialogs.current(frame.dialog)
  if (frame === undefined || before === undefined || now === undefined) return 'current'
  if (frame.value === null) return 'current'
  const { value, context } = frame
  if (hasPlace(before, { value, context }) && (isCalling(frame) || now.hash === frame.hash)) return 'current'
  const run: Run = { dialog: now, draft: turn.draft, isLocal: turn.deps.isLocal }
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
