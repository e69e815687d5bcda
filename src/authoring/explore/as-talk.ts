/** The way to a broken promise as a conversation: to be read, and to be kept as a test. */
import { asJson, textAt } from '../../machines/json.ts'
import type { Talk, TalkTurn } from '../../machines/language/talks.ts'
import type { Language } from '../../ports/language.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { timerOf } from './actions.ts'
import type { Leg, Violation } from './explore.ts'

/** As it is written in `tests:`. Times are as a person would take them; the last turn says what should have been. */
export function asTalk(violation: Violation, language: Language): Talk {
  const made: Making = { turns: [], services: new Map(), since: new Map(), asked: [], nowMs: 0 }
  for (const leg of violation.path) addLeg(made, leg)
  // Whatever is still being asked has not been answered by then.
  for (const { id, service } of made.asked)
    if (!made.since.has(`${id} answered`)) put(made, service, { answer: null, after: '30d' })
  const { given, moment } = violation.start
  const { facts } = moment
  return {
    name: violation.message[language],
    ...(Object.values(facts).includes(false) && { facts: { ...facts } }),
    ...(given !== undefined && { given: { ...asJson(given) } }),
    ...(made.services.size > 0 && { services: Object.fromEntries(made.services) }),
    talk: [...(given === undefined ? made.turns : made.turns.slice(1)), ...expected(violation)],
  }
}

interface Making {
  readonly turns: TalkTurn[]
  readonly services: Map<string, unknown[]>
  /** When each call and timer was begun, by the talk's own clock. */
  readonly since: Map<string, number>
  readonly asked: { readonly id: string; readonly service: string }[]
  nowMs: number
}

function addLeg(made: Making, { action, local, from }: Leg): void {
  for (const [id, delivery] of from.open) {
    if (made.since.has(id)) continue
    made.since.set(id, made.nowMs)
    if (delivery.kind === 'call') made.asked.push({ id, service: textAt(delivery.payload, 'service') })
  }
  switch (action.type) {
    case 'says':
      says(made, { user: action.text })
      break
    case 'presses':
      says(made, { press: action.label })
      break
    case 'sends':
      says(made, { file: 'Договор.pdf' })
      break
    case 'answers':
      answers(made, action.call.id, textAt(action.call.payload, 'service'), action.possible.outcome)
      break
    case 'waits': {
      const delayMs = action.timer.dueAtMs - from.nowMs
      const passedMs = timerOf(action.timer).startsWith('idle.')
        ? 0
        : made.nowMs - (made.since.get(action.timer.id) ?? 0)
      waits(made, Math.max(1_000, delayMs - passedMs))
    }
  }
  for (const { service, answer } of local) {
    const { outcome, facts } = answer
    put(
      made,
      service,
      facts === undefined ? written(outcome, null) : { answer: outcome.ok ? outcome.value : null, facts },
    )
  }
}

/** Between two things a person does, as in {@link runTalk}. */
const pauseMs = 5_000

function says(made: Making, turn: TalkTurn): void {
  if (made.turns.length > 0) made.nowMs += pauseMs
  made.turns.push(turn)
}

function waits(made: Making, ms: number): void {
  made.nowMs += ms
  made.turns.push({ wait: `${Math.ceil(ms / 1_000)}s` })
}

function answers(made: Making, id: string, service: string, outcome: Outcome): void {
  const passedMs = made.nowMs - (made.since.get(id) ?? 0)
  made.since.set(`${id} answered`, made.nowMs)
  if (passedMs === 0) return put(made, service, written(outcome, null))
  put(made, service, written(outcome, `${Math.ceil(passedMs / 1_000) + 1}s`))
  waits(made, 1_000)
}

function put(made: Making, service: string, answer: unknown): void {
  made.services.set(service, [...(made.services.get(service) ?? []), answer])
}

function written(outcome: Outcome, after: string | null): unknown {
  if (!outcome.ok) return after === null ? outcome.reason : { error: outcome.reason, after }
  return after === null && typeof outcome.value !== 'string'
    ? outcome.value
    : { answer: outcome.value, ...(after && { after }) }
}

function expected({ code }: Violation): readonly TalkTurn[] {
  return code === 'no-cancel' ? [{ end: 'cancelled' }] : []
}
