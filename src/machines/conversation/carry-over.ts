/** What a conversation keeps when its dialog is edited under it. */
import type { Json, JsonObject } from '../../ports.ts'
import { nameOf, verbOf, type DialogDefinition, type Step } from '../language/definition.ts'
import { dependents } from '../statechart/rules.ts'
import { isValidAnswer } from '../language/steps/ask-kinds.ts'
import { isObject } from '../statechart/values.ts'

/**
 * The answers given under `before` that still are answers under `after`: to a step of the same name and kind, and of the
 * right shape. What rests on one that is lost is lost with it, and derived values are derived again; but a call that
 * happens once and has happened stays done, and what was given at the start stays given.
 */
export function carriedAnswers(
  before: DialogDefinition,
  after: DialogDefinition,
  answers: JsonObject,
): JsonObject {
  const lost = Object.keys(answers).filter(
    (name) => !isGiven(after, name) && !stays(before, after, name, answers),
  )
  const gone = dependents(after, lost)
  return Object.fromEntries(
    Object.entries(answers).filter(([name]) => {
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

function stays(
  before: DialogDefinition,
  after: DialogDefinition,
  name: string,
  answers: JsonObject,
): boolean {
  const [was, is] = [stepOf(before, name), stepOf(after, name)]
  const value = answers[name]
  return (
    was !== undefined && is !== undefined && value !== undefined && isAlike(was, is) && isAnswer(is, value)
  )
}

function isAlike(was: Step, is: Step): boolean {
  if (verbOf(was) !== verbOf(is)) return false
  if ('type' in was && 'type' in is) return was.type === is.type
  return 'service' in was && 'service' in is ? was.service === is.service : true
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
