/**
 * What the names in a statechart mean: guards ask rules.ts, actions only assign. Nothing here has an effect; `say` is
 * declared and comes out of the transition as data.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { CallFailure, DialogContext, DialogEvent } from './context.ts'
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import { derive } from './functions.ts'
import { isOffered, labelOfFound, nextOffer, withTold } from './offered.ts'
import { asksBefore, dependents, forget, isOpen, previousQuestion, settle, withDefaults } from './rules.ts'
import { repairText } from '../language/repairs.ts'
import type { Candidate } from '../language/steps/kind.ts'
import { isObject, valueAt } from './values.ts'

/** An event as XState hands it on: one of ours, or the result of a call. */
export type MachineEvent =
  | DialogEvent
  | { readonly type: string; readonly output?: Json; readonly error?: CallFailure }

export interface Params {
  readonly step?: string
  readonly steps?: readonly string[]
  readonly reason?: string
  readonly onTimeout?: string
  readonly retry?: number
  readonly everyMs?: number
  readonly text?: string
  readonly buttons?: boolean
  readonly forget?: string | null
  readonly max?: number
}

type Guard = (context: DialogContext, event: MachineEvent, params: Params) => boolean
type Change = (context: DialogContext, event: MachineEvent, params: Params) => DialogContext

const pauseMaxMs = 300_000
const quotedLength = 64

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

function reasonOf(event: MachineEvent, params: Params): string {
  return 'error' in event && event.error !== undefined
    ? event.error.reason
    : (params.onTimeout ?? 'temporary')
}

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

/** An answer replaces what rests on the old one, and ends an edit. */
function answered(
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
function withMore(context: DialogContext, event: Extract<DialogEvent, { type: 'ANSWER' }>): DialogContext {
  const { also = {}, offered } = event
  const said = noted(context, event)
  if (offered !== undefined) return withTold(said, { also, offered })
  return { ...said, answers: { ...said.answers, ...also } }
}

function noted(context: DialogContext, event: MachineEvent): DialogContext {
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

function returned(definition: DialogDefinition, context: DialogContext, params: Params): DialogContext {
  const rest = forget(definition, context, [params.step ?? ''])
  // A step without words of its own passes on what was said on the way to it.
  const text = params.text === undefined || params.text === '' ? context.notice?.text : params.text
  if (text === undefined) return rest
  const values = Object.fromEntries(
    Object.entries(context.answers).filter(([name]) => !Object.hasOwn(rest.answers, name)),
  )
  return { ...rest, news: { text, values } }
}

function replaced(definition: DialogDefinition, context: DialogContext, answers: JsonObject): DialogContext {
  const { page: _page, ...rest } = forget(definition, context, Object.keys(answers))
  const { draft } = context
  return { ...rest, draft: draft + 1, answers: { ...rest.answers, ...answers } }
}

/** Once, however often the same one is chosen. */
function added(context: DialogContext, value: Json): DialogContext {
  const chosen = context.chosen ?? []
  const known = chosen.some((one) => JSON.stringify(one) === JSON.stringify(value))
  return { ...settle(context), chosen: known || value === null ? chosen : [...chosen, value] }
}

/** Those of the last answer; before there is one, those the step begins with. */
function chosenBefore(
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

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function searchGiven(context: DialogContext, step: string): DialogContext {
  const { given: { [step]: words = '', ...others } = {}, ...rest } = context
  return {
    ...settle(rest),
    typed: quote(words),
    ...(Object.keys(others).length > 0 && { given: others }),
  }
}

/** What a service lists: the items of one page, the number of the first, how many there are in all, and what else it says. */
function listed(definition: DialogDefinition, context: DialogContext, output: Json): DialogContext {
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
function isPastTheEnd({ page = 0 }: DialogContext, output: Json): boolean {
  const { items, total } = isObject(output) ? output : {}
  return page > 0 && isList(items) && items.length === 0 && typeof total === 'number' && total > 0
}

function lastPageOf(output: Json, size: number): number {
  const total = isObject(output) ? output['total'] : 0
  return Math.max(0, Math.ceil(Number(total) / size) - 1)
}

function withAnswer(context: DialogContext, step: string | undefined, value: Json): DialogContext {
  return step === undefined ? context : { ...context, answers: { ...context.answers, [step]: value } }
}

/** Words that are said anew bring a date and people of their own, if any; what was answered by itself stays. */
function withWhatItTold(
  definition: DialogDefinition,
  context: DialogContext,
  name: string,
): readonly string[] {
  const step = definition.steps.find((one) => nameOf(one) === name)
  return step !== undefined && 'takes' in step ? [name, ...(context.told ?? [])] : [name]
}

function edited(context: DialogContext, step: string): DialogContext {
  return { ...unconfirmed(settle(context)), editing: step }
}

function wentBack(definition: DialogDefinition, context: DialogContext, from: string): DialogContext {
  if (context.editing !== undefined) {
    const { editing: _editing, ...rest } = settle(context)
    return rest
  }
  const previous = previousQuestion(definition, context, from)
  return previous === null ? context : forget(definition, context, [previous])
}

function refuse(context: DialogContext, event: MachineEvent): DialogContext {
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

function failed(context: DialogContext, event: MachineEvent, params: Params): DialogContext {
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
function pause(context: DialogContext, event: MachineEvent, params: Params): DialogContext {
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

/** Once in doubt, an operation stays so until it has surely been done: giving it up does not settle what became of it. */
function doubt(context: DialogContext, event: MachineEvent, params: Params): { maybeDone?: true } {
  const maybe = reasonOf(event, params) === 'uncertain' || context.maybeDone === true
  return maybe ? { maybeDone: true } : {}
}

function done(context: DialogContext): DialogContext {
  const { maybeDone: _maybe, ...rest } = settle(context)
  return rest
}

function unconfirmed(context: DialogContext): DialogContext {
  const { confirmed: _confirmed, ...rest } = context
  return rest
}

/** A one-time code has served once the call that checks it has answered; nothing keeps it. */
function withoutSecrets(definition: DialogDefinition, context: DialogContext): DialogContext {
  const secrets = definition.steps.flatMap((step) =>
    'ask' in step && step.type === 'code' && Object.hasOwn(context.answers, step.ask) ? [step.ask] : [],
  )
  if (secrets.length === 0) return context
  return {
    ...context,
    answers: { ...context.answers, ...Object.fromEntries(secrets.map((name) => [name, true])) },
  }
}

function withFacts(context: DialogContext, event: MachineEvent): DialogContext {
  const facts = 'error' in event ? event.error?.data : undefined
  return facts === undefined ? context : { ...context, facts }
}

function quoted(event: MachineEvent): { typed?: string } {
  if (!('typed' in event) || event.typed === undefined) return {}
  return { typed: quote(event.typed) }
}

function quote(words: string): string {
  const typed = words.replaceAll(/\s+/g, ' ').trim()
  return typed.length > quotedLength ? `${typed.slice(0, quotedLength - 1)}…` : typed
}

function outputOf(event: MachineEvent): Json {
  return 'output' in event ? (event.output ?? null) : null
}

/** What a search returned, as things to choose from: each with a name, and a position where it has one. */
function found(event: MachineEvent): readonly Candidate[] {
  const output = outputOf(event)
  if (!Array.isArray(output)) return []
  return output.flatMap((one: Json) => (isObject(one) ? [{ label: labelOfFound(one), value: one }] : []))
}
