/** A conversation while it is being led: what the chat is by now, what the person sees, what is still to come. */
import type { NewDelivery } from '../../store/deliveries.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import { words, type Wording } from '../../machines/diagnose/problem.ts'
import { textAt } from '../../machines/json.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { Talk } from '../../machines/language/talks.ts'
import { createScreen, type Screen } from './screen.ts'
import { answersOf, type Answer, type Answers } from './services.ts'
import {
  firstMoment,
  type Asked,
  type Happening,
  type Moment,
  type Simulation,
  type Turned,
} from './simulation.ts'
import { wordingsOf, type Wordings } from './texts.ts'

export interface TalkDeps {
  readonly dialogs: DialogSet
  readonly repairs: Repairs
  readonly simulation: Simulation
}

/** One line of the conversation as it went. */
export interface Line {
  readonly by: 'person' | 'bot' | 'service' | 'clock'
  readonly text: string
  readonly buttons?: readonly string[]
}

export interface TalkFailure {
  /** The turn of the talk; null for the talk as a whole. */
  readonly turn: number | null
  readonly message: Wording
  /** What was there instead. */
  readonly seen?: readonly string[]
}

export interface TalkRun {
  readonly lines: readonly Line[]
  readonly failures: readonly TalkFailure[]
  /** What happened, for counting what the talks of a dialog go through. */
  readonly turned: readonly { readonly before: Moment; readonly turned: Turned; readonly pressed?: string }[]
  readonly results: readonly {
    readonly dialog: string
    readonly step: string
    readonly reason: string | null
  }[]
  readonly said: readonly string[]
  /** Timers that ran out. */
  readonly elapsed: readonly string[]
}

const usualNow = '2026-11-23T12:00:00+03:00'

export interface Run extends TalkRun {
  readonly deps: TalkDeps
  readonly wordings: Wordings
  readonly answers: Answers
  readonly screen: Screen
  readonly lines: Line[]
  readonly failures: TalkFailure[]
  readonly turned: { readonly before: Moment; readonly turned: Turned; readonly pressed?: string }[]
  readonly results: { readonly dialog: string; readonly step: string; readonly reason: string | null }[]
  readonly said: string[]
  readonly elapsed: string[]
  /** Results that are on their way. */
  readonly coming: { readonly call: NewDelivery; readonly answer: Answer; readonly dueAtMs: number }[]
  /** What services were given since the person last did something. */
  asked: Asked[]
  /** Shown since the last look. */
  fresh: { readonly text: string; readonly labels: readonly string[] }[]
  moment: Moment
  messageId: number
  note: string | null
  ending: string | null
  /** What came last, to come once more after a crash. */
  last: Happening | null
  at: number | null
  begun: boolean
}

export function openRun(deps: TalkDeps, dialog: string, talk: Talk): Run {
  return {
    deps,
    wordings: wordingsOf(deps.dialogs, deps.repairs, dialog),
    answers: answersOf(talk),
    screen: createScreen(),
    lines: [],
    failures: [],
    turned: [],
    results: [],
    said: [],
    elapsed: [],
    coming: [],
    asked: [],
    fresh: [],
    moment: firstMoment({
      nowMs: Date.parse(talk.now ?? usualNow),
      facts: { linked: true, ...talk.facts },
      ...(talk.language && { language: talk.language }),
    }),
    messageId: 0,
    note: null,
    ending: null,
    last: null,
    at: null,
    begun: false,
  }
}

export function fail(run: Run, message: Wording, seen?: readonly string[]): void {
  run.failures.push({ turn: run.at, message, ...(seen && { seen }) })
}

export function happens(run: Run, what: Happening, pressed?: string): void {
  const before = run.moment
  const turned = run.deps.simulation.turn(before, what, (asked) => {
    const answer = run.answers.next(asked.service)
    if (answer === null) unexpected(run, asked.service)
    const { outcome, facts } = answer ?? { outcome: { ok: true, value: null } as const, facts: undefined }
    tellAnswer(run, before, asked, outcome)
    return { outcome, ...(facts && { facts }) }
  })
  run.last = what
  run.moment = turned.after
  run.turned.push({ before, turned, ...(pressed !== undefined && { pressed }) })
  if (turned.note !== null) {
    run.note = turned.note
    run.lines.push({ by: 'bot', text: `(${turned.note})` })
  }
  for (const delivery of turned.shown) shows(run, delivery)
  const ended = turned.journal.findLast(({ to }) => to?.startsWith('end_') === true)?.to
  if (ended !== undefined && ended !== null) run.ending = ended.slice('end_'.length)
  run.asked.push(...turned.asked)
  for (const asked of turned.asked) if (!asked.local) awaits(run, asked)
  arrives(run)
}

function shows(run: Run, delivery: NewDelivery): void {
  const shown = run.screen.show(delivery)
  if (shown === null) return
  const { text, rows } = shown.message
  const labels = rows.flat().map(({ label }) => label)
  run.fresh.push({ text, labels })
  run.said.push(text)
  run.lines.push({ by: 'bot', text, ...(labels.length > 0 && { buttons: labels }) })
}

function awaits(run: Run, asked: Asked): void {
  const call = run.moment.open.get(asked.id)
  if (call === undefined) return
  const answer = run.answers.next(asked.service)
  if (answer === null) return unexpected(run, asked.service)
  run.coming.push({ call, answer, dueAtMs: run.moment.nowMs + answer.afterMs })
}

function unexpected(run: Run, service: string): void {
  const message = words(
    `служба ${service} спрошена, а ответа для неё больше нет`,
    `the service ${service} is asked, and there is no answer left for it`,
  )
  fail(run, message)
}

/** Whatever is due by now, in its order. */
function arrives(run: Run): void {
  for (;;) {
    const at = run.coming.findIndex(({ dueAtMs }) => dueAtMs <= run.moment.nowMs)
    const [due] = at < 0 ? [] : run.coming.splice(at, 1)
    if (due === undefined || run.failures.length > 0) return
    // One that is not waited for any more has been called back.
    if (!run.moment.open.has(due.call.id)) continue
    const { outcome } = due.answer
    tellResult(run, due.call, outcome)
    run.moment = { ...run.moment, facts: { ...run.moment.facts, ...due.answer.facts } }
    happens(run, { type: 'result', call: due.call, outcome })
  }
}

export function passes(run: Run, ms: number): void {
  const untilMs = run.moment.nowMs + ms
  for (let turns = 0; turns < 1_000 && run.failures.length === 0; turns += 1) {
    const timer = [...run.moment.open.values()]
      .filter(({ kind, dueAtMs }) => kind === 'timer' && dueAtMs <= untilMs)
      .toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0]
    const dueAtMs = Math.min(...run.coming.map((one) => one.dueAtMs), timer?.dueAtMs ?? Infinity)
    if (dueAtMs > untilMs) break
    run.moment = { ...run.moment, nowMs: Math.max(run.moment.nowMs, dueAtMs) }
    if (timer !== undefined && timer.dueAtMs <= dueAtMs) {
      run.elapsed.push(textAt(timer.payload, 'name'))
      happens(run, { type: 'timer', timer })
    } else arrives(run)
  }
  run.moment = { ...run.moment, nowMs: Math.max(run.moment.nowMs, untilMs) }
}

function tellResult(run: Run, call: NewDelivery, outcome: Answer['outcome']): void {
  const frame = run.moment.state.frames.find((one) => one.call?.id === call.id)
  tell(run, textAt(call.payload, 'service'), outcome)
  if (frame?.call !== undefined) note(run, frame.dialog, frame.call.step, outcome)
}

function tellAnswer(run: Run, before: Moment, asked: Asked, outcome: Answer['outcome']): void {
  tell(run, asked.service, outcome)
  const frame = before.state.frames.find(({ id }) => id === asked.conversation)
  for (const name of frame === undefined ? run.deps.dialogs.names : [frame.dialog]) {
    const steps = run.deps.dialogs.current(name)?.definition.steps ?? []
    for (const step of steps)
      if ('call' in step && step.service === asked.service) note(run, name, step.call, outcome)
  }
}

function note(run: Run, dialog: string, step: string, outcome: Answer['outcome']): void {
  run.results.push({ dialog, step, reason: outcome.ok ? null : outcome.reason })
}

function tell(run: Run, service: string, outcome: Answer['outcome']): void {
  run.lines.push({ by: 'service', text: `${service} → ${outcome.ok ? '✓' : outcome.reason}` })
}
