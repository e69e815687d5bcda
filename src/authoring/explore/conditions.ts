/** What a definition asks about its answers: every single test of its conditions. */
import type { Json } from '../../ports/json.ts'
import { seenAsJson } from '../../machines/json.ts'
import type { DialogDefinition, Step } from '../../machines/language/definition.ts'
import type { Condition, StepButton } from '../../machines/language/definition-parts.ts'

export interface Test {
  /** «card.may» */
  readonly path: string
  readonly test: Json
  /** The same as a condition of its own. */
  readonly alone: Condition
}

/** Each test once, in the order of the file. */
export function testsOf(definition: DialogDefinition): readonly Test[] {
  const all = definition.steps.flatMap((step) => [
    ...(step.when === undefined ? [] : testsIn(step.when)),
    ...buttonsOf(step).flatMap((button) => (button.when === undefined ? [] : testsIn(button.when))),
  ])
  return [...new Map(all.map((one) => [JSON.stringify(one.alone), one])).values()]
}

/** The buttons of a step, those of its failures among them. */
export function buttonsOf(step: Step): readonly StepButton[] {
  const failures = 'on_error' in step ? Object.values(step.on_error) : []
  return [
    ...('buttons' in step ? (step.buttons ?? []) : []),
    ...failures.flatMap(({ buttons = [] }) => buttons),
  ]
}

function testsIn(condition: Condition): readonly Test[] {
  return Object.entries(seenAsJson(condition)).flatMap(([key, inner]): readonly Test[] => {
    if ((key === 'any' || key === 'all') && isConditions(inner)) return inner.flatMap((one) => testsIn(one))
    if (key === 'not' && isCondition(inner)) return testsIn(inner)
    const alone = { [key]: inner }
    return isCondition(alone) ? [{ path: key, test: inner, alone }] : []
  })
}

function isConditions(value: unknown): value is readonly Condition[] {
  return Array.isArray(value) && value.every((one) => isCondition(one))
}

function isCondition(value: unknown): value is Condition {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
