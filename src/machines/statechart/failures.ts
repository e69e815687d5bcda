/** What is kept of an answer that was refused, and of a call that failed. */
import { repairText } from '../language/repairs.ts'
import type { DialogContext } from './context.ts'
import { type MachineEvent, type Params, reasonOf } from './machine-event.ts'
import { quoted } from './quote.ts'

export function refuse(context: DialogContext, event: MachineEvent): DialogContext {
  if (event.type !== 'REFUSE' || !('text' in event)) return context
  const { candidates: _candidates, ...rest } = context
  return {
    ...rest,
    misses: context.misses + 1,
    notice: { text: event.text },
    ...quoted(event),
    ...(event.facts && { facts: event.facts }),
    ...(event.candidates && { candidates: event.candidates }),
  }
}

export function failed(context: DialogContext, event: MachineEvent, params: Params): DialogContext {
  const buttons = params.buttons === true && params.step !== undefined && params.reason !== undefined
  const notice = {
    text: params.text ?? '',
    ...(buttons && { buttons: { step: params.step ?? '', reason: params.reason ?? '' } }),
  }
  const { delayMs: _delay, news: _news, notice: before, ...rest } = withFacts(context, event)
  return {
    ...rest,
    ...(before !== undefined && before.text !== repairText('slow') && { notice: before }),
    tries: 0,
    ...doubt(context, event, params),
    ...(params.text === '' ? {} : { notice }),
  }
}

/** Pauses double from the first one on; a service that names a longer one is obeyed. */
export function pause(context: DialogContext, event: MachineEvent, params: Params): DialogContext {
  const wanted = 'error' in event ? (event.error?.retryAfterMs ?? 0) : 0
  const delayMs = Math.min(Math.max((params.everyMs ?? 1_000) * 2 ** context.tries, wanted), pauseMaxMs)
  return {
    ...context,
    tries: context.tries + 1,
    delayMs,
    ...doubt(context, event, params),
    ...(params.text === '' || params.text === undefined ? {} : { notice: { text: params.text } }),
  }
}

const pauseMaxMs = 300_000

/** Once in doubt, an operation stays so until it has surely been done: giving it up does not settle what became of it. */
function doubt(context: DialogContext, event: MachineEvent, params: Params): { maybeDone?: true } {
  const maybe = reasonOf(event, params) === 'uncertain' || context.maybeDone === true
  return maybe ? { maybeDone: true } : {}
}

export function withFacts(context: DialogContext, event: MachineEvent): DialogContext {
  const facts = 'error' in event ? event.error?.data : undefined
  return facts === undefined ? context : { ...context, facts }
}
