/** What the names of guards in a statechart mean. */
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import { unconfirmed } from './answers.ts'
import type { DialogContext } from './context.ts'
import { chosenBefore, isPastTheEnd } from './listings.ts'
import { type MachineEvent, type Params, reasonOf, outputOf, found } from './machine-event.ts'
import { isOffered } from './offered.ts'
import { asksBefore, forget, isOpen, previousQuestion } from './rules.ts'

type Guard = (context: DialogContext, event: MachineEvent, params: Params) => boolean

export function guardsOf(definition: DialogDefinition): Readonly<Record<string, Guard>> {
  const steps = new Map(definition.steps.map((step) => [nameOf(step), step]))
  return {
    open: (context, _event, params) => {
      const step = steps.get(params.step ?? '')
      return step !== undefined && isOpen(definition, step, context)
    },
    canGoBack: (context, _event, params) =>
      context.editing !== undefined || previousQuestion(definition, context, params.step ?? '') !== null,
    editable: (_context, event, params) => 'step' in event && (params.steps ?? []).includes(event.step),
    pastTheEnd: (context, event) => isPastTheEnd(context, outputOf(event)),
    foundNone: (_context, event) => found(event).length === 0,
    foundOne: (_context, event) => found(event).length === 1,
    failed: (context, event, params) =>
      isReason(context, event, params) && asksOnTheWay(definition, context, params),
    failedAgain: (context, event, params) =>
      isReason(context, event, params) && context.tries < (params.retry ?? 0),
    // Words for what went wrong before say more than that it takes long.
    unsaid: (context) => context.notice === undefined,
    surelyNotDone: (context) => context.maybeDone !== true,
    asksAgain: (context, _event, params) => asksOnTheWay(definition, context, params),
    offered: (context, _event, params) => isOffered(context, params.step ?? ''),
    given: (context, _event, params) => (context.given?.[params.step ?? ''] ?? '') !== '',
    chosenBefore: (context, _event, params) =>
      context.chosen === undefined && chosenBefore(definition, context, params.step).length > 0,
    roomFor: (context, _event, params) => (context.chosen ?? []).length < (params.max ?? 0),
    someChosen: (context) => (context.chosen ?? []).length > 0,
    lastChosen: (context) => (context.chosen ?? []).length <= 1,
  }
}

/** Without `forget` the question is one that is always asked. */
function asksOnTheWay(definition: DialogDefinition, context: DialogContext, params: Params): boolean {
  if (params.forget === undefined) return true
  const later = params.forget === null ? unconfirmed(context) : forget(definition, context, [params.forget])
  return asksBefore(definition, later, params.step ?? '')
}

function isReason(context: DialogContext, event: MachineEvent, params: Params): boolean {
  if (params.reason === 'otherwise') return true
  const reason = reasonOf(event, params)
  // What surely was not done this time may have been done by the attempt before, which nobody heard the end of.
  const doubted = context.maybeDone === true && params.onTimeout === 'uncertain' && undone.has(reason)
  return (doubted ? 'uncertain' : reason) === params.reason
}

const undone: ReadonlySet<string> = new Set(['temporary', 'limited'])
