/** The fixed list of functions a `set` step may use. No expressions in definitions, no code: a new need is a line here. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { CallStep, DialogDefinition, SetStep } from '../language/definition.ts'
import { valueAt } from './values.ts'

type DialogFunction = (input: JsonObject) => Json

/** `first`: the first of `a`, `b`, `c` that has a value. `join`: `a`, `b`, `c` with a comma. `count`: how many a list holds. */
const functions = new Map<string, DialogFunction>([
  ['first', (input) => Object.values(input).find((value) => value !== null && value !== '') ?? null],
  [
    'join',
    (input) =>
      Object.values(input)
        .flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))
        .join(', '),
  ],
  ['count', (input) => (Array.isArray(input['list']) ? input['list'].length : 0)],
])

export const functionNames: ReadonlySet<string> = new Set(functions.keys())

/** The value of a `set` step. @throws Error when the definition names no such step or function: the linter refuses both. */
export function derive(definition: DialogDefinition, name: string, answers: JsonObject): Json {
  const step = definition.steps.find((one): one is SetStep => 'set' in one && one.set === name)
  const run = step && functions.get(step.to)
  if (step === undefined || run === undefined)
    throw new Error(`${definition.dialog}: no function for «${name}»`)
  return run(inputOf(step.with ?? {}, answers))
}

/** The parameters of a `with`, looked up in the answers; what is missing is null. */
export function inputOf(map: NonNullable<SetStep['with']>, answers: JsonObject): JsonObject {
  return inputOfCall(map, answers, () => '')
}

/** The same, where words of the dialog may stand as well: `write` has them as they read now. */
export function inputOfCall(
  map: NonNullable<CallStep['with']>,
  answers: JsonObject,
  write: (text: string) => string,
): JsonObject {
  const valueOf = (value: (typeof map)[string]): Json => {
    if (typeof value === 'string') return valueAt(answers, value) ?? null
    return 'text' in value ? write(value.text) : value.value
  }
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, valueOf(value)]))
}
