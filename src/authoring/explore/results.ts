/**
 * What a service may answer, made up from what the dialog does with the answer: as much as anything could be, nothing at
 * all, and for each thing the dialog asks about the answer, one where that is otherwise.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { CallStep, DialogDefinition, FindStep, ListStep } from '../../machines/language/definition.ts'
import { nameOf } from '../../machines/language/definition.ts'
import { parseTemplate } from '../../machines/language/markup.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Known } from '../../machines/diagnose/draft.ts'
import { buttonsOf, testsOf, type Test } from './conditions.ts'

export interface Possible {
  /** «ничего не нашлось», «ответ», «отказ denied»; a name, for the reports. */
  readonly name: string
  readonly outcome: Outcome
}

type Asking = CallStep | FindStep | ListStep

/** Everything the service of a step may answer, good answers first. */
export function possibleAnswers(
  definition: DialogDefinition,
  step: Asking,
  known: Known['services'],
): readonly Possible[] {
  const before = made.get(step)
  if (before?.known === known && before !== undefined) return before.possible
  const possible = [...successes(definition, step), ...failures(step, known)]
  made.set(step, { known, possible })
  return possible
}

/** Asked for at every turn, and always the same. */
const made = new WeakMap<
  Asking,
  { readonly known: Known['services']; readonly possible: readonly Possible[] }
>()

function successes(definition: DialogDefinition, step: Asking): readonly Possible[] {
  const values: readonly Json[] =
    'find' in step
      ? [people.slice(0, 1), [], people]
      : 'list' in step
        ? pagesOf(definition, step)
        : valuesOf(definition, nameOf(step))
  return values.map((value) => ({ name: 'ok', outcome: { ok: true, value } }))
}

/** A reason for each way on, and one that nobody has heard of. */
function failures(step: Asking, known: Known['services']): readonly Possible[] {
  const named = Object.keys(step.on_error).filter((reason) => reason !== 'otherwise')
  const given = known?.get(step.service)?.reasons.find((reason) => !named.includes(reason))
  const reasons = new Set([
    ...named,
    ...(named.includes('uncertain') ? [] : ['uncertain']),
    given ?? 'unheard_of',
  ])
  return [...reasons].map((reason) => ({ name: reason, outcome: { ok: false, reason, data: facts } }))
}

/** Whatever a refusal may say for its wording. */
const facts: JsonObject = {
  field: 'Проект',
  by: 'Пётр Иванов',
  at: 'вчера, 12:00',
  left: 2,
  max: 10,
  until: '18:00',
  minutes: 5,
}

export const people: readonly JsonObject[] = [
  { id: 7, name: 'Пётр Иванов', position: 'Юрист' },
  ...['Анна', 'Мария', 'Олег', 'Инна', 'Глеб', 'Юлия', 'Павел', 'Вера'].map((name, at) => ({
    id: 20 + at,
    name: `${name} Иванова`,
    position: '',
  })),
]

/** No line, one, and more than a page holds; the first as good as can be, the last one poor. */
function pagesOf(definition: DialogDefinition, step: ListStep): readonly Json[] {
  const [rich = {}, ...others] = valuesOf(definition, step.list).filter((one) => isObject(one))
  const line = (at: number): JsonObject => {
    const of = others[at - 1]
    return { ...rich, title: `Строка ${at + 1}`, ...(isObject(of) && of), id: at + 1 }
  }
  const items = Array.from({ length: step.page }, (_, at) => line(at))
  const total = step.page + 1
  return [
    { items: items.slice(0, 1), from: 1, total: 1 },
    { items: [], from: 1, total: 0 },
    { items, from: 1, total },
  ]
}

/** A page behind the first one, and one that is empty because what was on it is gone. */
export function laterPages(step: ListStep): readonly Json[] {
  const total = step.page + 1
  const last = { id: total, title: `Строка ${total}` }
  return [
    { items: [last], from: total, total },
    { items: [], from: 1, total: step.page },
  ]
}

function valuesOf(definition: DialogDefinition, name: string): readonly Json[] {
  const tests = testsOf(definition).filter(({ path }) => rootOf(path) === name)
  const paths = new Set([...pathsIn(definition, name), ...tests.map(({ path }) => path)])
  const rich = [...paths].reduce<Json>(
    (value, path) => put(value, partsOf(path), bestFor(path, tests)),
    paths.size > 0 && [...paths].every((path) => path === name) ? true : { id: 7, name: sample },
  )
  const others = tests.flatMap(({ path, test }) =>
    otherwise(test).map((value) => put(rich, partsOf(path), without(value, path, tests))),
  )
  const distinct = new Map(
    [rich, ...others, ...(tests.length > 0 ? [null] : [])].map((one) => [JSON.stringify(one), one]),
  )
  return [...distinct.values()]
}

/** Every part of the answer that a text, a button or another service is given. */
function pathsIn(definition: DialogDefinition, name: string): readonly string[] {
  const maps = definition.steps.flatMap((step) => [
    ...('with' in step ? [step.with ?? {}] : []),
    ...buttonsOf(step).flatMap((button) =>
      'answer' in button ? [button.answer] : 'with' in button ? [button.with ?? {}] : [],
    ),
  ])
  const given = maps.flatMap((map) => Object.values(map).filter((value) => typeof value === 'string'))
  const opened = definition.steps.flatMap((step) =>
    buttonsOf(step).flatMap((button) =>
      'open' in button ? [button.open] : 'copy' in button ? [button.copy] : [],
    ),
  )
  const chosen = definition.steps.flatMap((step) =>
    'find' in step && step.multiple?.from !== undefined ? [step.multiple.from] : [],
  )
  const said = Object.values(definition.texts).flatMap((body) =>
    typeof body.ru === 'string'
      ? placesIn(body.ru)
      : Object.values(body.ru).flatMap((form) => placesIn(form)),
  )
  return [...given, ...opened, ...chosen, ...said].filter((path) => rootOf(path) === name)
}

function placesIn(text: string): readonly string[] {
  return parseTemplate(text).parts.flatMap((part) => (part.type === 'value' ? [part.path] : []))
}

function bestFor(path: string, tests: readonly Test[]): Json {
  const own = tests.filter((one) => one.path === path).map(({ test }) => test)
  const held = own.flatMap((test) => (isObject(test) && test['has'] !== undefined ? [test['has']] : []))
  if (held.length > 0) return held
  for (const test of own) {
    if (isObject(test) && typeof test['above'] === 'number') return test['above'] + 1
    if (isObject(test) && typeof test['below'] === 'number') return test['below'] - 1
    if (isList(test)) return test[0] ?? null
    if (test !== 'empty' && test !== 'filled') return test
  }
  return sampleFor(path)
}

/** As its name suggests. */
function sampleFor(path: string): Json {
  const leaf = path.split('.').at(-1) ?? path
  if (/(?:^|_)id$/i.test(leaf)) return 7
  if (/url|link|^open$/i.test(leaf)) return 'https://portal.example/7'
  if (/people|participants|guests|members/i.test(leaf)) return people.slice(0, 2)
  if (/count|total|number|minutes|hours|more|left/i.test(leaf)) return 2
  return sample
}

const sample = 'Пример'

/** Values for which a test that the best one passes fails, and the other way round. */
function otherwise(test: Json): readonly Json[] {
  if (isObject(test) && test['has'] !== undefined) return [{ without: test['has'] }]
  if (isObject(test) && typeof test['above'] === 'number') return [test['above']]
  if (isObject(test) && typeof test['below'] === 'number') return [test['below']]
  if (isList(test)) return [...test, null]
  return test === 'empty' || test === 'filled' ? [null] : [test, null]
}

function without(value: Json, path: string, tests: readonly Test[]): Json {
  if (!isObject(value) || value['without'] === undefined) return value
  const best = bestFor(path, tests)
  return isList(best) ? best.filter((one) => one !== value['without']) : null
}

/** A mere sample does not take the place of what is known better. */
function put(value: Json | undefined, parts: readonly string[], leaf: Json): Json {
  const [first, ...rest] = parts
  if (first === undefined) return isObject(value) && leaf === sample ? value : leaf
  const inner = isObject(value) ? value : {}
  return { ...inner, [first]: put(inner[first], rest, leaf) }
}

function partsOf(path: string): readonly string[] {
  return path.split('.').slice(1)
}

function rootOf(path: string): string {
  return path.split('.', 1)[0] ?? path
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
