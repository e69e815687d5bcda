/** One conversation taking one step: the statechart says what it wants done, and the draft of the turn takes it down. */
import type { JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { carriedAnswers, isDone } from './carry-over.ts'
import { newContext, type DialogEvent } from '../statechart/context.ts'
import { durationMs } from '../language/definition-parts.ts'
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import { callLane, type Draft } from '../chat/draft.ts'
import { asksSecret, placeName, type Frame } from './frame.ts'
import { inputOfCall } from '../statechart/functions.ts'
import { seenAsJson } from '../json.ts'
import { withDefaults } from '../statechart/rules.ts'
import type { Ending } from '../statechart/nodes.ts'
import {
  begin,
  elapse,
  reject,
  resolve,
  send,
  type CompiledDialog,
  type Moved,
} from '../statechart/xstate.ts'

/** Something a step said on the way, to be shown before whatever comes next. */
export interface Said {
  readonly text: string
  readonly step: string
  /** Only ever said in place of the card, where it makes no sound. */
  readonly quiet?: true
  /** The conversation as it was when it was said. */
  readonly frame: Frame
}

export interface Stepped {
  readonly frame: Frame
  readonly ended: Ending | null
  readonly said: readonly Said[]
  /** False when the event meant nothing here and nothing has changed. */
  readonly accepted: boolean
}

export interface Run {
  readonly dialog: CompiledDialog
  readonly draft: Draft
  /** Whether a service lives in the database and is run inside the turn. */
  isLocal(service: string): boolean
  /** A text of the dialog as it reads where the conversation stands, without markup. */
  write(frame: Frame, text: string): string
}

/** Begins a waiting conversation. */
export function beginConversation(run: Run, frame: Frame): Stepped {
  const stepped = take(run, frame, { type: 'begin' }, begin(run.dialog, frame.context))
  return stepped.ended === null ? { ...stepped, frame: armIdle(run, stepped.frame, 0) } : stepped
}

export function feed(run: Run, frame: Frame, event: DialogEvent): Stepped {
  if (frame.value === null) return { frame, ended: null, said: [], accepted: false }
  return take(
    run,
    frame,
    masked(run, frame, event),
    send(run.dialog, { value: frame.value, context: frame.context }, event),
  )
}

/** The result of a call. One that is not the open call's is stale, whatever it says. */
export function settleCall(run: Run, frame: Frame, callId: string, outcome: Outcome): Stepped {
  if (frame.value === null || frame.call?.id !== callId)
    return { frame, ended: null, said: [], accepted: false }
  const { call, ...rest } = frame
  const place = { value: frame.value, context: frame.context }
  const moved = outcome.ok
    ? resolve(run.dialog, place, call.step, outcome.value)
    : reject(run.dialog, place, call.step, {
        reason: outcome.reason,
        ...(outcome.data && { data: outcome.data }),
        ...(outcome.retryAfterMs !== undefined && { retryAfterMs: outcome.retryAfterMs }),
      })
  const entry = {
    type: outcome.ok ? 'done' : 'failed',
    step: call.step,
    ...(!outcome.ok && { reason: outcome.reason }),
  }
  return take(run, rest, entry, moved)
}

/** A timer. One that is not running any more is stale. */
export function settleTimer(run: Run, frame: Frame, name: string, id: string): Stepped {
  const stale = { frame, ended: null, said: [], accepted: false }
  if (frame.value === null || frame.timers[name] !== id) return stale
  const { [name]: _fired, ...timers } = frame.timers
  const rested = { ...frame, timers }
  const idle = /^idle\.(\d)$/.exec(name)
  if (idle !== null) return settleIdle(run, rested, Number(idle[1]))
  return take(
    run,
    rested,
    { type: 'elapsed', timer: name },
    elapse(run.dialog, { value: frame.value, context: frame.context }, name),
  )
}

/**
 * Moves a conversation to an edited definition: its answers that still are answers, walked again from the start. One
 * whose call is under way stays where it is until the call has settled.
 */
export function moveConversation(run: Run, frame: Frame, before: DialogDefinition): Stepped {
  const { definition, hash } = run.dialog
  const answers = carriedAnswers(before, definition, frame.context.answers)
  abandon(run.draft, frame)
  const { draft, maybeDone } = frame.context
  const { call: _call, ...rest } = frame
  const kept = {
    draft,
    // The operation is the same, and so is the doubt about it.
    ...(maybeDone === true && { maybeDone }),
    ...(isDone(definition, answers) && { confirmed: true as const }),
  }
  const moved = { ...rest, hash, timers: {}, context: { ...newContext(answers), ...kept } }
  return beginConversation(run, moved)
}

export function isCalling(frame: Frame): boolean {
  return frame.call !== undefined || Object.keys(frame.timers).some((name) => !name.startsWith('idle.'))
}

/** Ends everything that is still under way for a conversation that is over. */
export function abandon(draft: Draft, frame: Frame): void {
  for (const id of Object.values(frame.timers)) draft.cancel(id)
  if (frame.call !== undefined) draft.cancel(frame.call.id)
}

function take(run: Run, before: Frame, event: JsonObject, moved: Moved): Stepped {
  let frame: Frame = { ...before, value: moved.place.value, context: moved.place.context }
  const said: Said[] = []
  const passed: string[] = []
  for (const wanted of moved.wanted) {
    switch (wanted.type) {
      case 'say':
        said.push({ text: wanted.text, step: wanted.step, frame: { ...frame } })
        break
      case 'call':
        frame = openCall(run, frame, wanted.step)
        break
      case 'stop':
        frame = stopCall(run, frame)
        break
      case 'timer':
        frame = startTimer(run, frame, wanted.name, wanted.delayMs)
        break
      case 'cancelTimer':
        frame = stopTimer(run, frame, wanted.name)
        break
      case 'passed':
        passed.push(wanted.step)
        break
    }
  }
  run.draft.journal.push({
    conversation: frame.id,
    dialog: frame.dialog,
    hash: run.dialog.hash,
    event,
    from: placeName(before.value),
    to: placeName(frame.value),
    passed,
  })
  if (moved.ended !== null) abandon(run.draft, frame)
  return { frame, ended: moved.ended, said, accepted: moved.accepted }
}

function openCall(run: Run, frame: Frame, step: string): Frame {
  const { definition } = run.dialog
  const of = definition.steps.find((one) => nameOf(one) === step)
  if (of === undefined || !('service' in of))
    throw new Error(`${definition.dialog}: «${step}» calls no service`)
  const answers = withDefaults(definition, frame.context.answers)
  const input =
    'find' in of
      ? { query: frame.context.typed ?? '' }
      : inputOfCall(of.with ?? {}, answers, (text) => run.write(frame, text))
  const id = run.draft.newId()
  const once = 'once' in of && of.once === true
  const request = {
    service: of.service,
    input: 'list' in of ? { ...input, page: frame.context.page ?? 0, size: of.page } : input,
    operation: once ? `${frame.id}:${step}:${frame.context.draft}` : id,
  }
  if (run.isLocal(of.service)) run.draft.localCalls.push({ id, conversation: frame.id, request })
  else {
    const repeated = once && frame.context.maybeDone === true
    run.draft.deliver('call', callLane(frame.id), { ...request, conversation: frame.id, repeated }, { id })
  }
  return { ...frame, call: { id, step } }
}

function stopCall(run: Run, frame: Frame): Frame {
  if (frame.call === undefined) return frame
  run.draft.cancel(frame.call.id)
  const { call: _call, ...rest } = frame
  return rest
}

function startTimer(run: Run, frame: Frame, name: string, delayMs: number): Frame {
  const id = run.draft.deliver('timer', null, { conversation: frame.id, name }, { inMs: delayMs })
  return { ...frame, timers: { ...frame.timers, [name]: id } }
}

function stopTimer(run: Run, frame: Frame, name: string): Frame {
  const id = frame.timers[name]
  if (id === undefined) return frame
  run.draft.cancel(id)
  const { [name]: _stopped, ...timers } = frame.timers
  return { ...frame, timers }
}

/* Idle time is the host's and not the statechart's: a refused answer leaves the state, but not the wait for the person. */

function armIdle(run: Run, frame: Frame, index: number, inMs?: number): Frame {
  const idle = run.dialog.definition.idle[index]
  if (idle === undefined) return frame
  return startTimer(run, frame, `idle.${index}`, inMs ?? durationMs(idle.after))
}

function settleIdle(run: Run, frame: Frame, index: number): Stepped {
  const idle = run.dialog.definition.idle[index]
  if (idle === undefined) return { frame, ended: null, said: [], accepted: false }
  const leftMs = frame.touchedAtMs + durationMs(idle.after) - run.draft.moment.nowMs
  if (leftMs > 0) return { frame: armIdle(run, frame, index, leftMs), ended: null, said: [], accepted: false }
  const said = idle.say === undefined ? [] : [{ text: idle.say, step: '', frame }]
  if (idle.end !== undefined && frame.value !== null) {
    const expired = take(
      run,
      frame,
      { type: 'EXPIRE' },
      send(run.dialog, { value: frame.value, context: frame.context }, { type: 'EXPIRE' }),
    )
    // A call that must not be abandoned keeps the conversation; look again when it will have settled.
    return expired.ended === null
      ? { ...expired, frame: armIdle(run, expired.frame, index, 3_600_000) }
      : { ...expired, said: [...said, ...expired.said] }
  }
  return {
    frame: armIdle(run, frame, index + 1, untilNext(run, frame, index + 1)),
    ended: null,
    said,
    accepted: true,
  }
}

function untilNext(run: Run, frame: Frame, index: number): number {
  const next = run.dialog.definition.idle[index]
  return next === undefined
    ? 0
    : Math.max(0, frame.touchedAtMs + durationMs(next.after) - run.draft.moment.nowMs)
}

/** The event as the journal keeps it: no code, no address. */
function masked(run: Run, frame: Frame, event: DialogEvent): JsonObject {
  if (event.type === 'FILL') return { type: event.type, answers: Object.keys(event.answers) }
  if (!asksSecret(run.dialog.definition, frame.value)) return seenAsJson(event)
  return { type: event.type, ...('text' in event && { text: event.text }) }
}
