/** What one sentence said for later questions and did not settle: kept until each is asked, then offered as buttons. */
import type { JsonObject } from '../../ports/json.ts'
import type { DialogContext, OfferedTo } from './context.ts'

export function isOffered(context: DialogContext, step: string): boolean {
  return (context.offered?.[step]?.choices.length ?? 0) > 0
}

/** The next choice for this question is on the screen. */
export function nextOffer(context: DialogContext, step: string): DialogContext {
  const { offered = {}, ...rest } = context
  const { [step]: own, ...others } = offered
  const [candidates, ...later] = own?.choices ?? []
  if (candidates === undefined) return context
  const left: OfferedTo = later.length === 0 ? others : { ...others, [step]: { choices: later } }
  const chosen = [...(context.chosen ?? []), ...(own?.chosen ?? [])]
  return {
    ...rest,
    candidates,
    ...(own?.text !== undefined && { notice: { text: own.text } }),
    ...(own?.facts !== undefined && { facts: own.facts }),
    ...(chosen.length > 0 && { chosen }),
    ...(Object.keys(left).length > 0 && { offered: left }),
  }
}

/** What a sentence said for other questions than the one it answers. */
export interface Told {
  readonly also: JsonObject
  readonly offered: OfferedTo
}

/** A new sentence takes the place of the last one, with what that left open. */
export function withTold(context: DialogContext, { also, offered }: Told): DialogContext {
  const { offered: _offered, told: _told, ...rest } = context
  const told = Object.keys({ ...also, ...offered })
  return {
    ...rest,
    answers: { ...context.answers, ...also },
    ...(Object.keys(offered).length > 0 && { offered }),
    ...(told.length > 0 && { told }),
  }
}

/** Somebody found, as they are written on a button. */
export function labelOfFound(one: JsonObject): string {
  const { name, position } = one
  const more = typeof position === 'string' && position !== '' ? ` · ${position}` : ''
  return `${typeof name === 'string' ? name : '?'}${more}`
}
