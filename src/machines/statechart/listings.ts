/** Changes of what is chosen from: pages of a list, things ticked. */
import type { Json } from '../../ports/json.ts'
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import { repairText } from '../language/repairs.ts'
import type { DialogContext } from './context.ts'
import { quote } from './quote.ts'
import { settle } from './rules.ts'
import { isObject, valueAt } from './values.ts'

/** Those of the last answer; before there is one, those the step begins with. */
export function chosenBefore(
  definition: DialogDefinition,
  context: DialogContext,
  name: string | undefined,
): readonly Json[] {
  const step = definition.steps.find((one) => nameOf(one) === name)
  const from = step !== undefined && 'find' in step ? step.multiple?.from : undefined
  const answer = context.answers[name ?? '']
  const before = answer === undefined && from !== undefined ? valueAt(context.answers, from) : answer
  return isList(before) ? before : []
}

export function searchGiven(context: DialogContext, step: string): DialogContext {
  const { given: { [step]: words = '', ...others } = {}, ...rest } = context
  return {
    ...settle(rest),
    typed: quote(words),
    ...(Object.keys(others).length > 0 && { given: others }),
  }
}

/** What a service lists: the items of one page, the number of the first, how many there are in all, and what else it says. */
export function listed(definition: DialogDefinition, context: DialogContext, output: Json): DialogContext {
  const { items, total, from, ...about } = isObject(output) ? output : {}
  const shown = isList(items) ? items.filter((one) => isObject(one)) : []
  const first = typeof from === 'number' ? from : 1
  const { notice, page } = context
  return {
    ...settle(context),
    ...(page !== undefined && { page }),
    ...(notice !== undefined && !isForTheWait(definition, notice.text) && { notice }),
    listing: {
      items: shown.map((item, at) => ({ ...item, number: first + at })),
      total: typeof total === 'number' ? total : shown.length,
      about,
    },
  }
}

/** Words for the wait alone: once there is something to show they are over. */
function isForTheWait(definition: DialogDefinition, text: string): boolean {
  if (text === repairText('slow')) return true
  return definition.steps.some(
    (step) => 'on_error' in step && Object.values(step.on_error).some(({ retrying }) => retrying === text),
  )
}

/** A page that is empty because what was on it is gone since, while there still is something on those before. */
export function isPastTheEnd({ page = 0 }: DialogContext, output: Json): boolean {
  const { items, total } = isObject(output) ? output : {}
  return page > 0 && isList(items) && items.length === 0 && typeof total === 'number' && total > 0
}

export function lastPageOf(output: Json, size: number): number {
  const total = isObject(output) ? output['total'] : 0
  return Math.max(0, Math.ceil(Number(total) / size) - 1)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
