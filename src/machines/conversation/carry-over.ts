/** What a conversation keeps when its dialog is edited under it. */
import type { Json, JsonObject } from '../../ports/json.ts'
import { nameOf, type DialogDefinition, type Step } from '../language/definition.ts'
import { isAlike, placesSince } from '../language/edits.ts'
import { dependents } from '../statechart/rules.ts'
import { isValidAnswer } from '../language/steps/ask-kinds.ts'
import { isObject } from '../statechart/values.ts'

/**
 * The answers given under `before` that still are answers under `after`: to a step of the same name (or what its
 * `migrate` says the name is now) and kind, and of the right shape. What rests on one that is lost is lost with it, and
 * derived values are derived again; but a call that happens once and has happened stays done, and what was given at the
 * start stays given.
 */
export function carriedAnswers(
  before: DialogDefinition,
  after: DialogDefinition,
  answers: JsonObject,
): JsonObject {
  const places = placesSince(after, before.version)
  const kept = new Map<string, Json>()
  const lost: string[] = []
  for (const [was, value] of Object.entries(answers)) {
    const is = places(was)
    if (is === null) continue
    const from = stepOf(before, was)
    if (isGiven(after, is) || (from !== undefined && stays(from, stepOf(after, is), value)))
      kept.set(is, value)
    else lost.push(is)
  }
  const gone = dependents(after, lost)
  return Object.fromEntries(
    [...kept].filter(([name]) => {
      const step = stepOf(after, name)
      if (step === undefined) return isGiven(after, name)
      return !('set' in step) && (!gone.has(name) || (isOnce(step) && !lost.includes(name)))
    }),
  )
}

/** Whether one of these answers is the result of a call that happens once: then the review before it is behind, too. */
export function isDone(definition: DialogDefinition, answers: JsonObject): boolean {
  return definition.steps.some((step) => isOnce(step) && Object.hasOwn(answers, nameOf(step)))
}

function stays(was: Step, is: Step | undefined, value: Json): boolean {
  return is !== undefined && isAlike(was, is) && isAnswer(is, value)
}

/** Whether a value that comes from elsewhere could be an answer of that step. */
export function isAnswer(step: Step, value: Json): boolean {
  if ('review' in step) return false
  if ('ask' in step) return value === null ? step.optional === true : isValidAnswer(step, value)
  if ('find' in step) {
    if (value === null) return step.optional === true
    return step.multiple === undefined ? isObject(value) : Array.isArray(value)
  }
  if ('list' in step) return isObject(value)
  if ('menu' in step) return step.buttons.some((button) => 'pick' in button && button.pick === value)
  return true
}

function isGiven(definition: DialogDefinition, name: string): boolean {
  const { payload, file, given = [] } = definition.start
  return (payload === name || file === name || given.includes(name)) && stepOf(definition, name) === undefined
}

function isOnce(step: Step): boolean {
  return 'call' in step && step.once === true
}

function stepOf(definition: DialogDefinition, name: string): Step | undefined {
  return definition.steps.find((step) => nameOf(step) === name)
}
