/** What the names of actions in a statechart mean. They only assign; `say` is declared, and comes out of the transition as data. */
import type { DialogDefinition } from '../language/definition.ts'
import {
  answered,
  withMore,
  noted,
  returned,
  replaced,
  added,
  withAnswer,
  withWhatItTold,
  edited,
  wentBack,
  done,
  unconfirmed,
  withoutSecrets,
} from './answers.ts'
import type { DialogContext } from './context.ts'
import { refuse, failed, pause, withFacts } from './failures.ts'
import { derive } from './functions.ts'
import { chosenBefore, searchGiven, listed, lastPageOf } from './listings.ts'
import { type MachineEvent, type Params, outputOf, found } from './machine-event.ts'
import { nextOffer, withTold } from './offered.ts'
import { quoted } from './quote.ts'
import { forget, settle, withDefaults } from './rules.ts'

type Change = (context: DialogContext, event: MachineEvent, params: Params) => DialogContext

export function changesOf(definition: DialogDefinition): Readonly<Record<string, Change>> {
  return {
    keep: (context, event, params) =>
      'value' in event ? withMore(answered(definition, context, params.step, event.value), event) : context,
    keepFound: (context, event, params) =>
      answered(definition, context, params.step, found(event)[0]?.value ?? null),
    skip: (context, _event, params) => answered(definition, context, params.step, null),
    mark: (context, _event, params) => withAnswer(context, params.step, true),
    result: (context, event, params) =>
      withAnswer(withoutSecrets(definition, done(context)), params.step, outputOf(event)),
    derive: (context, _event, params) =>
      withAnswer(
        context,
        params.step,
        derive(definition, params.step ?? '', withDefaults(definition, context.answers)),
      ),
    fill: (context, event) =>
      'answers' in event
        ? withTold(noted(settle(context), event), {
            also: event.answers,
            offered: ('offered' in event ? event.offered : undefined) ?? {},
          })
        : context,
    replace: (context, event) =>
      'answers' in event ? replaced(definition, context, event.answers) : context,
    settle: (context) => settle(context),
    refuse,
    offer: (context, event) =>
      'candidates' in event
        ? {
            ...settle(context),
            candidates: event.candidates ?? [],
            ...('text' in event && event.text !== undefined && { notice: { text: event.text } }),
            ...quoted(event),
          }
        : context,
    nextOffer: (context, _event, params) => nextOffer(context, params.step ?? ''),
    search: (context, event) => ({ ...settle(context), ...quoted(event) }),
    found: (context, event) => ({ ...settle(context), candidates: found(event), page: 0 }),
    searchGiven: (context, _event, params) => searchGiven(context, params.step ?? ''),
    add: (context, event) => ('value' in event ? added(context, event.value) : context),
    addFound: (context, event) => added(context, found(event)[0]?.value ?? null),
    drop: (context, event) =>
      'index' in event
        ? { ...settle(context), chosen: (context.chosen ?? []).filter((_, at) => at !== event.index) }
        : context,
    recollect: (context, _event, params) => ({
      ...context,
      chosen: chosenBefore(definition, context, params.step),
    }),
    collect: (context, _event, params) => answered(definition, context, params.step, context.chosen ?? []),
    listed: (context, event) => listed(definition, context, outputOf(event)),
    lastPage: (context, event, params) => ({
      ...context,
      page: Math.min((context.page ?? 1) - 1, lastPageOf(outputOf(event), params.max ?? 1)),
    }),
    page: (context, event) => ('page' in event ? { ...context, page: event.page } : context),
    notFound: (context, _event, params) => ({ ...settle(context), notice: { text: params.text ?? '' } }),
    notice: (context, _event, params) =>
      params.text === undefined || params.text === ''
        ? context
        : { ...context, notice: { text: params.text } },
    facts: (context, event) => withFacts(context, event),
    failure: (context, event, params) => failed(withoutSecrets(definition, context), event, params),
    pause,
    forget: (context, _event, params) => forget(definition, context, [params.step ?? '']),
    return: (context, _event, params) => returned(definition, context, params),
    unconfirm: (context) => unconfirmed(settle(context)),
    confirm: (context) => {
      // It stood above the card.
      const { news: _news, ...rest } = settle(context)
      return { ...rest, confirmed: true }
    },
    again: (context, event) =>
      'step' in event
        ? forget(definition, context, withWhatItTold(definition, context, event.step))
        : context,
    edit: (context, event) => ('step' in event ? edited(context, event.step) : context),
    back: (context, _event, params) => wentBack(definition, context, params.step ?? ''),
  }
}
