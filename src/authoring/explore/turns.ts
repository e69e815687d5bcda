/** One action taken in every way it may go: a service of the database that is asked on the way may answer anything, too. */
import type { DialogDefinition } from '../../machines/language/definition.ts'
import type { Asked, LocalAnswer, Moment, Simulation, Turned } from '../talk/simulation.ts'
import { happeningOf, timerOf, type Action, type Book } from './actions.ts'
import { possibleAnswers, type Possible } from './results.ts'

/** What a service of the database answered on the way. */
export interface LocalPart {
  readonly service: string
  readonly answer: LocalAnswer
  readonly name: string
}

export type Way =
  | { readonly type: 'turned'; readonly turned: Turned; readonly local: readonly LocalPart[] }
  | { readonly type: 'thrown'; readonly error: unknown; readonly local: readonly LocalPart[] }

/**
 * The first way is the one where every service of the database does as it is asked; on each of the others one of them
 * answers otherwise.
 */
export function waysOf(book: Book, simulation: Simulation, before: Moment, action: Action): readonly Way[] {
  const answers = new Map<string, readonly LocalPart[]>()
  const partsFor = (asked: Asked): readonly LocalPart[] => {
    const known = answers.get(asked.service)
    if (known !== undefined) return known
    const made = localParts(book, before, asked)
    answers.set(asked.service, made)
    return made
  }
  const first = take(simulation, before, action, partsFor, [])
  const ways: Way[] = [first.way]
  for (let at = 0; at < first.choices.length; at += 1) {
    for (let choice = 1; choice < (first.choices[at] ?? 0); choice += 1) {
      const picks = first.choices.map((_, index) => (index === at ? choice : 0))
      ways.push(take(simulation, before, action, partsFor, picks).way)
    }
  }
  return ways
}

function take(
  simulation: Simulation,
  before: Moment,
  action: Action,
  partsFor: (asked: Asked) => readonly LocalPart[],
  picks: readonly number[],
): { readonly way: Way; readonly choices: readonly number[] } {
  const choices: number[] = []
  const local: LocalPart[] = []
  const answer = (asked: Asked): LocalAnswer => {
    const parts = partsFor(asked)
    const part = parts[picks[choices.length] ?? 0] ?? parts[0] ?? nothing
    choices.push(parts.length)
    local.push(part)
    return part.answer
  }
  try {
    const turned = simulation.turn(
      whenItHappens(before, action),
      happeningOf(action, before.revision + 1),
      answer,
    )
    return { way: { type: 'turned', turned, local }, choices }
  } catch (error) {
    return { way: { type: 'thrown', error, local }, choices }
  }
}

const nothing: LocalPart = { service: '', name: 'ok', answer: { outcome: { ok: true, value: null } } }

/** The moment in which the action is taken. */
export function whenItHappens(before: Moment, action: Action): Moment {
  return action.type === 'waits' ? elapsed(before, action) : before
}

/** The clock when the timer fires; of a wait for the person, when they have been silent for so long. */
function elapsed(before: Moment, action: Extract<Action, { type: 'waits' }>): Moment {
  const { timer } = action
  const idle = timerOf(timer).startsWith('idle.')
  const state = idle
    ? {
        ...before.state,
        frames: before.state.frames.map((frame) => ({
          ...frame,
          touchedAtMs: frame.touchedAtMs - dayMs * 30,
        })),
      }
    : before.state
  return { ...before, state }
}

const dayMs = 86_400_000

/** The answers of the step that asks this service; who settles facts may change each of them. */
function localParts(book: Book, before: Moment, asked: Asked): readonly LocalPart[] {
  const found = stepAsking(book, before, asked)
  if (found === null) return [{ ...nothing, service: asked.service }]
  const { definition, step } = found
  return possibleAnswers(definition, step, book.services).flatMap((possible) => [
    partOf(asked, possible),
    ...(possible.outcome.ok
      ? changed(definition, before).map((facts) => partOf(asked, possible, facts))
      : []),
  ])
}

function partOf({ service }: Asked, { name, outcome }: Possible, facts?: LocalAnswer['facts']): LocalPart {
  return { service, name, answer: { outcome, ...(facts && { facts }) } }
}

/** A dialog that is possible whether a fact holds or not may be the one that changes it. */
function changed(
  definition: DialogDefinition,
  { facts }: Moment,
): readonly NonNullable<LocalAnswer['facts']>[] {
  return Object.entries(facts)
    .filter(([fact]) => definition.start.requires?.[fact] === undefined)
    .map(([fact, holds]) => ({ [fact]: !holds }))
}

function stepAsking(book: Book, before: Moment, asked: Asked) {
  const frame = before.state.frames.find(({ id }) => id === asked.conversation)
  const own = frame && book.dialogs.byHash(frame.hash)?.definition
  const all = book.dialogs.names.flatMap((name) => book.dialogs.current(name)?.definition ?? [])
  for (const definition of own === undefined ? all : [own, ...all]) {
    for (const step of definition.steps)
      if ('service' in step && step.service === asked.service) return { definition, step }
  }
  return null
}
