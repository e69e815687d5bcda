/**
 * Where a conversation can go from each step of a dialog, told from the definition alone: the first step that is open
 * afterwards (statechart/rules.ts), and where that depends on an answer nobody knows yet, every step it may be.
 */
import type { Json } from '../../ports/json.ts'
import {
  nameOf,
  type CallStep,
  type DialogDefinition,
  type FindStep,
  type ListStep,
  type Step,
} from '../../machines/language/definition.ts'
import type { Condition } from '../../machines/language/definition-parts.ts'
import { dependents } from '../../machines/statechart/rules.ts'
import {
  isAnswered,
  factsAt,
  factsAtStart,
  judge,
  openPartOf,
  outcomesOf,
  withAnswer,
  withFalse,
  type Facts,
} from './facts.ts'

/** Where a dialog begins and ends, beside its steps. */
export const startPlace = '#start'
export const donePlace = '#done'
export const failedPlace = '#failed'

export interface Way {
  readonly from: string
  readonly to: string
  /** `back`: to a step that is done anew; `fails`: a call did not do what it was asked. */
  readonly kind: 'go' | 'back' | 'fails'
  /** The answers that lead there, where others lead elsewhere. */
  readonly outcomes: readonly Json[]
  /** Why a call leads there. */
  readonly reasons: readonly string[]
  /** Holds whenever this way is taken, and is not known before. */
  readonly when: Condition | null
  /** The button that leads there. */
  readonly button: string | null
}

/** Every way of the dialog, in the order of its steps. */
export function waysOf(definition: DialogDefinition): readonly Way[] {
  const begins = onward(definition, -1, factsAtStart(definition)).map((exit) => wayTo(startPlace, exit))
  return [...begins, ...definition.steps.flatMap((step, index) => waysFrom(definition, step, index))]
}

/** Whether a conversation may stop there, or say something: a step that is never asked has its answer from the start. */
export function isPlace(step: Step): boolean {
  return !('return' in step || isPassedBy(step))
}

function isPassedBy(step: Step): boolean {
  return 'set' in step || isAnswered(step)
}

function waysFrom(definition: DialogDefinition, step: Step, index: number): readonly Way[] {
  if (!isPlace(step)) return []
  const facts = factsAt(definition, index)
  const onwards = waysOnward(definition, step, index, facts)
  const fails = 'on_error' in step ? failures(definition, step, index, facts) : []
  const buttons = 'buttons' in step ? (step.buttons ?? []) : []
  const again = buttons.flatMap((button): Way[] =>
    'again' in button ? [{ ...plain(nameOf(step), button.again), kind: 'back', button: button.label }] : [],
  )
  return [...onwards, ...again, ...fails]
}

interface Exit {
  readonly to: string
  readonly kind: 'go' | 'back'
  readonly when: Condition | null
}

/** The first step that is open after the one at `index`, and those it may be instead. */
function onward(definition: DialogDefinition, index: number, known: Facts): readonly Exit[] {
  const exits: Exit[] = []
  const refuted = new Set<string>()
  let facts = known
  for (const step of definition.steps.slice(index + 1)) {
    const open = step.when === undefined ? null : openPartOf(step.when, facts)
    const truth = refuted.has(JSON.stringify(open)) ? 'no' : judge(step.when, facts)
    if (truth === 'no' && !isAnswered(step)) facts = withAnswer(facts, nameOf(step), [null])
    if (truth === 'no' || isPassedBy(step)) continue
    const when = truth === 'maybe' ? open : null
    if ('return' in step) exits.push({ to: step.to, kind: 'back', when })
    else exits.push({ to: nameOf(step), kind: 'go', when })
    if (when === null) return exits
    refuted.add(JSON.stringify(when))
    facts = withAnswer(withFalse(facts, when), nameOf(step), [null])
  }
  return [...exits, { to: donePlace, kind: 'go', when: null }]
}

/** By answer, where answers lead to different places. */
function waysOnward(definition: DialogDefinition, step: Step, index: number, facts: Facts): readonly Way[] {
  const name = nameOf(step)
  const groups = new Map<string, { readonly outcomes: Json[]; readonly exits: readonly Exit[] }>()
  for (const [outcome, after] of afterwards(step, facts)) {
    const exits = onward(definition, index, after)
    const key = JSON.stringify(exits)
    const group = groups.get(key) ?? { outcomes: [], exits }
    group.outcomes.push(...outcome)
    groups.set(key, group)
  }
  return [...groups.values()].flatMap(({ outcomes, exits }) =>
    exits.map((exit) => ({ ...wayTo(name, exit), outcomes: groups.size > 1 ? outcomes : [] })),
  )
}

/** What is known after each kind of answer. */
function afterwards(step: Step, facts: Facts): readonly (readonly [readonly Json[], Facts])[] {
  const name = nameOf(step)
  const outcomes = outcomesOf(step)
  if (outcomes.length > 0)
    return outcomes.map((outcome) => [[outcome], withAnswer(facts, name, [outcome])] as const)
  const skipped = 'optional' in step && step.optional === true
  if ('ask' in step || 'find' in step || 'list' in step) {
    const answered = [skipped ? ['filled'] : [], withAnswer(facts, name, 'filled')] as const
    return skipped ? [answered, [[null], withAnswer(facts, name, [null])]] : [answered]
  }
  // Only a call that went on after a failure has `true` for its answer.
  const goesOn = 'on_error' in step && Object.values(step.on_error).some((failure) => failure.go_on === true)
  return [[[], goesOn ? withAnswer(facts, name, { except: [true] }) : facts]]
}

function failures(
  definition: DialogDefinition,
  step: CallStep | FindStep | ListStep,
  index: number,
  facts: Facts,
): readonly Way[] {
  const from = nameOf(step)
  return Object.entries(step.on_error).flatMap(([reason, failure]): Way[] => {
    const reasons = [reason]
    const { ask_again: again, back_to: back } = failure
    if (again !== undefined || back !== undefined) {
      const exits =
        again === undefined
          ? reviewsBefore(definition, index, facts)
          : askedAgain(definition, again, index, facts)
      return exits.map((exit) => ({ ...wayTo(from, exit), kind: 'fails', reasons }))
    }
    if (failure.go_on === true) {
      const exits = onward(definition, index, withAnswer(facts, from, [true]))
      return exits.map((exit) => ({ ...wayTo(from, exit), kind: 'fails', reasons }))
    }
    const end = failure.end === 'done' ? donePlace : failedPlace
    // Repeated, and then as any other failure.
    if (failure.end === undefined && failure.retry !== undefined && reason !== 'otherwise') return []
    return [{ ...plain(from, end), kind: 'fails', reasons }]
  })
}

/** Whichever of them had been confirmed. */
function reviewsBefore(definition: DialogDefinition, index: number, facts: Facts): readonly Exit[] {
  const reviews = definition.steps.slice(0, index).filter((step) => 'review' in step)
  return onward({ ...definition, steps: reviews }, -1, facts).filter(({ to }) => to !== donePlace)
}

/** What is forgotten may be no step but something the dialog was handed: then what rests on it is open again. */
function askedAgain(
  definition: DialogDefinition,
  name: string,
  index: number,
  facts: Facts,
): readonly Exit[] {
  if (definition.steps.some((step) => nameOf(step) === name)) return [{ to: name, kind: 'go', when: null }]
  const gone = dependents(definition, [name])
  const left = definition.steps.filter((step, at) => {
    const isTold = 'say' in step && judge(step.when, facts) === 'no'
    return at >= index || gone.has(nameOf(step)) || isTold
  })
  return onward({ ...definition, steps: left }, -1, withAnswer(facts, name, [null]))
}

function wayTo(from: string, exit: Exit): Way {
  return { ...plain(from, exit.to), kind: exit.kind, when: exit.when }
}

function plain(from: string, to: string): Way {
  return { from, to, kind: 'go', outcomes: [], reasons: [], when: null, button: null }
}
