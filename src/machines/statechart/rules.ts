/**
 * The rule everything rests on: the conversation is at the first step whose condition holds and which has no valid
 * answer yet. Skip, back, edit, quick fill, resuming and moving to an edited definition all follow from it.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { DialogContext } from './context.ts'
import {
  isQuestion,
  nameOf,
  type DialogDefinition,
  type ReturnStep,
  type Step,
} from '../language/definition.ts'
import type { Condition } from '../language/definition-parts.ts'
import { valuesNamedBy, type Texts } from '../language/wording.ts'
import { fromJson } from '../json.ts'
import { valueAt } from './values.ts'

/** Whether the conversation must stop at this step. */
export function isOpen(definition: DialogDefinition, step: Step, context: DialogContext): boolean {
  const name = nameOf(step)
  if (context.editing === name) return true
  if (!applies(definition, step, context)) return false
  if ('review' in step) return context.confirmed !== true
  if ('return' in step) return !undoes(definition, step, context)
  return !Object.hasOwn(context.answers, name) && !hasDefault(step)
}

/** After an edit a way back may stand before what must happen once and has happened since: that stays done. */
function undoes(definition: DialogDefinition, step: ReturnStep, context: DialogContext): boolean {
  const gone = dependents(definition, [step.to])
  return definition.steps
    .slice(definition.steps.indexOf(step) + 1)
    .some(
      (later) => isOnce(later) && gone.has(nameOf(later)) && Object.hasOwn(context.answers, nameOf(later)),
    )
}

function isOnce(step: Step): boolean {
  return 'call' in step && step.once === true
}

/** Whether the step's own condition holds. */
export function applies(definition: DialogDefinition, step: Step, context: DialogContext): boolean {
  return step.when === undefined || holds(step.when, withDefaults(definition, context.answers))
}

export function holds(condition: Condition, answers: JsonObject): boolean {
  if (isAny(condition)) return condition.any.some((one) => holds(one, answers))
  if (isAll(condition)) return condition.all.every((one) => holds(one, answers))
  if (isNot(condition)) return !holds(condition.not, answers)
  return Object.entries(condition).every(([path, test]) => passes(valueAt(answers, path), test))
}

function isAny(condition: Condition): condition is { readonly any: readonly Condition[] } {
  return 'any' in condition && Array.isArray(condition.any) && typeof condition.any[0] === 'object'
}

function isAll(condition: Condition): condition is { readonly all: readonly Condition[] } {
  return 'all' in condition && Array.isArray(condition.all) && typeof condition.all[0] === 'object'
}

function isNot(condition: Condition): condition is { readonly not: Condition } {
  return 'not' in condition && typeof condition.not === 'object' && !Array.isArray(condition.not)
}

function passes(value: Json | undefined, test: Json): boolean {
  if (test === 'empty') return value === undefined || value === null
  if (test === 'filled') return value !== undefined && value !== null
  if (isList(test)) return test.some((one) => passes(value, one))
  if (typeof test === 'object' && test !== null) {
    const { above, below, has } = fromJson<{ above?: number; below?: number; has?: Json }>(test)
    if (has !== undefined) return isList(value) && value.includes(has)
    return typeof value === 'number' && value > (above ?? -Infinity) && value < (below ?? Infinity)
  }
  return value === test
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function hasDefault(step: Step): boolean {
  return 'default' in step && step.default !== undefined
}

/** Whether somebody is asked something before the conversation comes to the step `name`. */
export function asksBefore(definition: DialogDefinition, context: DialogContext, name: string): boolean {
  const at = definition.steps.findIndex((step) => nameOf(step) === name)
  return definition.steps
    .slice(0, at)
    .some((step) => (isQuestion(step) || 'review' in step) && isOpen(definition, step, context))
}

/** The answers with the defaults of steps that have not been answered: what texts, conditions and calls see. */
export function withDefaults(definition: DialogDefinition, answers: JsonObject): JsonObject {
  const filled: Record<string, Json> = { ...answers }
  for (const step of definition.steps) {
    if ('default' in step && step.default !== undefined && !Object.hasOwn(filled, nameOf(step)))
      filled[nameOf(step)] = step.default
  }
  return filled
}

/** `names` and every step that rests on one of them, directly or through another. */
export function dependents(definition: DialogDefinition, names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names)
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const step of definition.steps) {
      if (restsOn(step, definition.texts).some((name) => found.has(name))) found.add(nameOf(step))
    }
  }
  return found
}

/** The steps whose answers this one is made from or waits for. */
export function restsOn(step: Step, texts: Texts): readonly string[] {
  const given = 'with' in step ? Object.values(step.with ?? {}) : []
  const roots = given.flatMap((value) => {
    if (typeof value === 'string') return [rootOf(value)]
    return 'text' in value ? valuesNamedBy(texts, value.text).map(rootOf) : []
  })
  return [...('depends_on' in step ? (step.depends_on ?? []) : []), ...roots]
}

function rootOf(path: string): string {
  return path.split('.', 1)[0] ?? path
}

/** Forgets these answers and everything that rests on them; what was confirmed is no longer. */
export function forget(
  definition: DialogDefinition,
  context: DialogContext,
  names: readonly string[],
): DialogContext {
  const gone = dependents(definition, names)
  const { confirmed: _confirmed, editing: _editing, chosen: _chosen, news: _news, ...rest } = settle(context)
  return {
    ...rest,
    ...pageToReturnTo(definition, context, names),
    answers: Object.fromEntries(Object.entries(context.answers).filter(([name]) => !gone.has(name))),
  }
}

/** A list is opened again where it was left: its answer remembers the page it stood on. */
function pageToReturnTo(
  definition: DialogDefinition,
  context: DialogContext,
  names: readonly string[],
): { page?: number } {
  const list = definition.steps.find((step) => 'list' in step && names.includes(step.list))
  const page = list && valueAt(context.answers, `${nameOf(list)}.page`)
  return typeof page === 'number' ? { page } : {}
}

/** Whether another answer to `name` would make a call again that must happen once and has happened. */
export function wouldRepeat(definition: DialogDefinition, context: DialogContext, name: string): boolean {
  const gone = dependents(definition, [name])
  return definition.steps.some(
    (step) =>
      'call' in step &&
      step.once === true &&
      gone.has(step.call) &&
      Object.hasOwn(context.answers, step.call),
  )
}

/** The context without what belongs only to the question that was open. */
export function settle(context: DialogContext): DialogContext {
  const {
    notice: _notice,
    candidates: _candidates,
    page: _page,
    listing: _listing,
    delayMs: _delay,
    ...rest
  } = context
  return { ...rest, misses: 0, tries: 0 }
}

/**
 * The question before `from` that the person answered or skipped, or null. Never across a call that must happen once
 * and has: what is done is done.
 */
export function previousQuestion(
  definition: DialogDefinition,
  context: DialogContext,
  from: string,
): string | null {
  const at = definition.steps.findIndex((step) => nameOf(step) === from)
  for (const step of definition.steps.slice(0, Math.max(at, 0)).toReversed()) {
    const answered = Object.hasOwn(context.answers, nameOf(step))
    if ('call' in step && step.once === true && answered) return null
    if (isQuestion(step) && answered && applies(definition, step, context)) return nameOf(step)
  }
  return null
}
