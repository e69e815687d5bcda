/** Changes of what has been answered. */
import type { Json, JsonObject } from '../../ports/json.ts'
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import type { DialogContext, DialogEvent } from './context.ts'
import type { MachineEvent, Params } from './machine-event.ts'
import { withTold } from './offered.ts'
import { dependents, forget, previousQuestion, settle } from './rules.ts'

/** An answer replaces what rests on the old one, and ends an edit. */
export function answered(
  definition: DialogDefinition,
  context: DialogContext,
  step: string | undefined,
  value: Json,
): DialogContext {
  if (step === undefined) return context
  const kept = context.editing === step ? withoutDependents(definition, context, step) : context
  // Other answers are another operation: what may have been done with the old ones says nothing about it.
  const { editing: _editing, maybeDone: _maybe, chosen: _chosen, news: _news, ...rest } = settle(kept)
  return withAnswer({ ...rest, draft: context.draft + 1 }, step, value)
}

/** What came in the same words for later questions. */
export function withMore(
  context: DialogContext,
  event: Extract<DialogEvent, { type: 'ANSWER' }>,
): DialogContext {
  const { also = {}, offered } = event
  const said = noted(context, event)
  if (offered !== undefined) return withTold(said, { also, offered })
  return { ...said, answers: { ...said.answers, ...also } }
}

export function noted(context: DialogContext, event: MachineEvent): DialogContext {
  return 'note' in event && event.note !== undefined ? { ...context, news: event.note } : context
}

function withoutDependents(
  definition: DialogDefinition,
  context: DialogContext,
  step: string,
): DialogContext {
  const gone = dependents(definition, [step])
  return {
    ...context,
    answers: Object.fromEntries(
      Object.entries(context.answers).filter(([name]) => name === step || !gone.has(name)),
    ),
  }
}

export function returned(
  definition: DialogDefinition,
  context: DialogContext,
  params: Params,
): DialogContext {
  const rest = forget(definition, context, [params.step ?? ''])
  // A step without words of its own passes on what was said on the way to it.
  const text = params.text === undefined || params.text === '' ? context.notice?.text : params.text
  if (text === undefined) return rest
  const values = Object.fromEntries(
    Object.entries(context.answers).filter(([name]) => !Object.hasOwn(rest.answers, name)),
  )
  return { ...rest, news: { text, values } }
}

export function replaced(
  definition: DialogDefinition,
  context: DialogContext,
  answers: JsonObject,
): DialogContext {
  const { page: _page, ...rest } = forget(definition, context, Object.keys(answers))
  const { draft } = context
  return { ...rest, draft: draft + 1, answers: { ...rest.answers, ...answers } }
}

/** Once, however often the same one is chosen. */
export function added(context: DialogContext, value: Json): DialogContext {
  const chosen = context.chosen ?? []
  const known = chosen.some((one) => JSON.stringify(one) === JSON.stringify(value))
  return { ...settle(context), chosen: known || value === null ? chosen : [...chosen, value] }
}

export function withAnswer(context: DialogContext, step: string | undefined, value: Json): DialogContext {
  return step === undefined ? context : { ...context, answers: { ...context.answers, [step]: value } }
}

/** Words that are said anew bring a date and people of their own, if any; what was answered by itself stays. */
export function withWhatItTold(
  definition: DialogDefinition,
  context: DialogContext,
  name: string,
): readonly string[] {
  const step = definition.steps.find((one) => nameOf(one) === name)
  return step !== undefined && 'takes' in step ? [name, ...(context.told ?? [])] : [name]
}

export function edited(context: DialogContext, step: string): DialogContext {
  return { ...unconfirmed(settle(context)), editing: step }
}

export function wentBack(definition: DialogDefinition, context: DialogContext, from: string): DialogContext {
  if (context.editing !== undefined) {
    const { editing: _editing, ...rest } = settle(context)
    return rest
  }
  const previous = previousQuestion(definition, context, from)
  return previous === null ? context : forget(definition, context, [previous])
}

export function done(context: DialogContext): DialogContext {
  const { maybeDone: _maybe, ...rest } = settle(context)
  return rest
}

export function unconfirmed(context: DialogContext): DialogContext {
  const { confirmed: _confirmed, ...rest } = context
  return rest
}

/** A one-time code has served once the call that checks it has answered; nothing keeps it. */
export function withoutSecrets(definition: DialogDefinition, context: DialogContext): DialogContext {
  const secrets = definition.steps.flatMap((step) =>
    'ask' in step && step.type === 'code' && Object.hasOwn(context.answers, step.ask) ? [step.ask] : [],
  )
  if (secrets.length === 0) return context
  return {
    ...context,
    answers: { ...context.answers, ...Object.fromEntries(secrets.map((name) => [name, true])) },
  }
}
