/** Leads a conversation as it is written down, on a clock of its own, and says where the bot did otherwise. */
import type { Json, PersonEvent } from '../../ports.ts'
import type { NewDelivery } from '../../store.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { Wording } from '../../machines/diagnose/problem.ts'
import { words } from '../../machines/diagnose/problem.ts'
import { textAt } from '../../machines/json.ts'
import { durationMs } from '../../machines/language/definition-parts.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { Talk, TalkTurn } from '../../machines/language/talks.ts'
import { isObject } from '../../machines/statechart/values.ts'
import { typed } from '../explore/actions.ts'
import { pressedStart } from '../explore/starts.ts'
import { createScreen, type Screen, type Shown } from './screen.ts'
import { answersOf, object, type Answer, type Answers } from './services.ts'
import {
  firstMoment,
  restored,
  type Asked,
  type Happening,
  type Moment,
  type Simulation,
  type Turned,
} from './simulation.ts'
import { isSaid, wordingsOf, type Wordings } from './texts.ts'

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
/** Between two things a person does. */
const pauseMs = 5_000

/** Stops at the first failure: what follows would follow from it. Never throws. */
export function runTalk(deps: TalkDeps, dialog: string, talk: Talk): TalkRun {
  const run = openRun(deps, dialog, talk)
  try {
    if (talk.given !== undefined) {
      const start = pressedStart(dialog, run.moment, object(talk.given))
      run.moment = start.moment
      run.lines.push({ by: 'person', text: `[${dialog}]` })
      happens(run, { type: 'person', event: { type: 'press', pressId: 'p', data: start.data, messageId: 1 } })
    }
    for (const [at, turn] of talk.talk.entries()) {
      run.at = at
      takeTurn(run, turn)
      if (run.failures.length > 0) break
    }
    run.at = null
    const left = run.failures.length > 0 ? [] : run.answers.left()
    if (left.length > 0)
      fail(
        run,
        words(`не понадобились ответы: ${left.join(', ')}`, `answers nobody asked for: ${left.join(', ')}`),
      )
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    fail(run, words(`программа упала: ${said}`, `the program threw: ${said}`))
  }
  return run
}

interface Run extends TalkRun {
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

function openRun(deps: TalkDeps, dialog: string, talk: Talk): Run {
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

function fail(run: Run, message: Wording, seen?: readonly string[]): void {
  run.failures.push({ turn: run.at, message, ...(seen && { seen }) })
}

function takeTurn(run: Run, turn: TalkTurn): void {
  if ('user' in turn) return says(run, turn.user)
  if ('press' in turn) return presses(run, turn)
  if ('edit' in turn) {
    run.lines.push({ by: 'person', text: `✎ ${turn.edit}` })
    return does(run, { type: 'edited', text: turn.edit, messageId: run.messageId })
  }
  if ('file' in turn) return sends(run, turn)
  if ('wait' in turn) {
    run.lines.push({ by: 'clock', text: turn.wait })
    begins(run)
    return passes(run, durationMs(turn.wait))
  }
  if ('crash' in turn) return crashes(run)
  looks(run, turn)
}

/* What the person does. */

function says(run: Run, text: string): void {
  run.lines.push({ by: 'person', text })
  run.messageId += 1
  does(run, typed(text, run.messageId))
}

function sends(run: Run, { file, caption }: Extract<TalkTurn, { file: string }>): void {
  run.lines.push({ by: 'person', text: `📎 ${file}${caption === undefined ? '' : ` — ${caption}`}` })
  run.messageId += 1
  does(run, {
    type: 'media',
    kind: 'document',
    messageId: run.messageId,
    file: { id: `file-${run.messageId}`, name: file, size: 2_048 },
    ...(caption !== undefined && { caption }),
  })
}

function presses(run: Run, { press, old, twice }: Extract<TalkTurn, { press: string }>): void {
  const label = run.wordings.label(press, run.moment.language)
  const data = run.screen.button(label, old === true)
  if (data === null) {
    const message = words(`кнопки «${label}» на экране нет`, `there is no button “${label}” on the screen`)
    return fail(run, message, run.screen.labels())
  }
  const event: PersonEvent = { type: 'press', pressId: 'p', data, messageId: 1 }
  run.lines.push({ by: 'person', text: `[${label}]${twice === true ? ' ×2' : ''}` })
  does(run, event, label)
  if (twice !== true) return
  passes(run, 1_000)
  happens(run, { type: 'person', event })
}

function does(run: Run, event: PersonEvent, pressed?: string): void {
  begins(run)
  run.asked = []
  if (run.begun) passes(run, pauseMs)
  run.begun = true
  happens(run, { type: 'person', event }, pressed)
}

/** What was shown before is not looked for any more. */
function begins(run: Run): void {
  run.fresh = []
  run.note = null
}

/** The bot is killed and starts from what is stored; whatever was not confirmed by then comes again. */
function crashes(run: Run): void {
  run.lines.push({ by: 'clock', text: '💥' })
  run.moment = restored(run.moment)
  for (const [at, { call, answer }] of run.coming.entries()) {
    const again = run.answers.next(textAt(call.payload, 'service')) ?? answer
    run.coming[at] = { call, answer: again, dueAtMs: run.moment.nowMs + again.afterMs }
  }
  const { last } = run
  // An update that comes twice is known by its number, before any turn.
  if (last === null || last.type === 'person') return
  const turned = run.deps.simulation.turn(run.moment, last, () => ({ outcome: { ok: true, value: null } }))
  if (turned.stored)
    fail(
      run,
      words('ответ, который пришёл второй раз, что-то изменил', 'a result that came twice changed something'),
    )
}

/* What happens. */

function happens(run: Run, what: Happening, pressed?: string): void {
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
  const shown: Shown | null = run.screen.show(delivery)
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

function passes(run: Run, ms: number): void {
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

/* What the bot is expected to have done. */

type Look = Extract<TalkTurn, { bot?: unknown; shows?: unknown }>

function looks(run: Run, look: Look): void {
  const found = lookFor(run, listOf(look.bot))
  if (run.failures.length > 0) return
  const on = found ?? lastOn(run)
  for (const text of listOf(look.shows))
    if (!isOn(on.text, text))
      fail(run, words(`на экране нет слов «${text}»`, `“${text}” is not on the screen`), [on.text])
  for (const text of listOf(look.hides))
    if (isOn(on.text, text))
      fail(run, words(`на экране есть слова «${text}»`, `“${text}” is on the screen`), [on.text])
  for (const button of listOf(look.buttons)) {
    const label = run.wordings.label(button, run.moment.language)
    if (!on.labels.includes(label))
      fail(run, words(`под сообщением нет кнопки «${label}»`, `there is no button “${label}”`), on.labels)
  }
  looksFurther(run, look)
}

function looksFurther(run: Run, { note: noted, end, asked }: Look): void {
  if (noted !== undefined) {
    const body = run.wordings.body(noted)
    const same =
      run.note !== null &&
      (run.note === noted || (body !== undefined && isSaid(body, run.moment.language, run.note)))
    if (!same)
      fail(
        run,
        words(`на кнопке не сказано «${noted}»`, `the button does not say “${noted}”`),
        listOf(run.note ?? undefined),
      )
  }
  if (end !== undefined && run.ending !== end)
    fail(run, words(`разговор не закончился «${end}»`, `the conversation has not ended “${end}”`), [
      run.ending ?? '…',
    ])
  for (const [service, input] of Object.entries(asked ?? {})) {
    const last = run.asked.findLast((one) => one.service === service)
    const wanted = object({ input })['input'] ?? null
    if (last === undefined)
      fail(
        run,
        words(`службу ${service} не спросили`, `the service ${service} was not asked`),
        run.asked.map((one) => one.service),
      )
    else if (!holds(last.input, wanted))
      fail(
        run,
        words(`службе ${service} передано другое`, `the service ${service} was given something else`),
        [JSON.stringify(last.input)],
      )
  }
}

/** The texts, in this order, among what was shown since the last look; what stands between them does not matter. */
function lookFor(run: Run, names: readonly string[]): Run['fresh'][number] | null {
  let found: Run['fresh'][number] | null = null
  for (const name of names) {
    const body = run.wordings.body(name)
    if (body === undefined) {
      fail(run, words(`нет текста «${name}»`, `there is no text “${name}”`))
      return null
    }
    const at = run.fresh.findIndex(({ text }) => isSaid(body, run.moment.language, text))
    if (at < 0) {
      const message = words(`бот не сказал «${name}»`, `the bot has not said “${name}”`)
      fail(
        run,
        message,
        run.fresh.map(({ text }) => text),
      )
      return null
    }
    found = run.fresh[at] ?? null
    run.fresh = run.fresh.slice(at + 1)
  }
  return found
}

/** Whatever kind of blank stands between the words. */
function isOn(screen: string, text: string): boolean {
  return oneLine(screen).includes(oneLine(text))
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ')
}

function lastOn(run: Run): Run['fresh'][number] {
  const message = run.screen.last()?.message
  return { text: message?.text ?? '', labels: message?.rows.flat().map(({ label }) => label) ?? [] }
}

function listOf(one: string | readonly string[] | undefined): readonly string[] {
  if (one === undefined) return []
  return typeof one === 'string' ? [one] : one
}

/** Whether everything that is wanted is there; more may be. */
function holds(value: Json | undefined, wanted: Json): boolean {
  if (isObject(wanted))
    return isObject(value) && Object.entries(wanted).every(([key, inner]) => holds(value[key], inner))
  return JSON.stringify(value) === JSON.stringify(wanted)
}
