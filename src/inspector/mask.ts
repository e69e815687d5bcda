/**
 * What of a conversation may be seen by whoever watches it: where it stands, how often somebody was misunderstood, and
 * answers the author wrote (options, buttons, yes and no). Nothing a person typed and nothing a service returned: no name,
 * address, code, title or date. What is not named here is left out.
 */
import { outcomesOf } from '../authoring/export/facts.ts'
import type { Json, JsonObject } from '../ports/json.ts'
import { nameOf, type DialogDefinition } from '../machines/language/definition.ts'
import { isObject } from '../machines/statechart/values.ts'

/** Stands for what is not shown. */
export const hidden = '•••'

type Rule = (value: Json, definition: DialogDefinition) => Json | undefined

const context: Readonly<Record<string, Rule>> = {
  answers,
  confirmed: flag,
  maybeDone: flag,
  draft: count,
  misses: count,
  tries: count,
  page: count,
  delayMs: count,
  editing: stepName,
  told: stepNames,
  chosen: howMany,
  candidates: howMany,
  notice: (value, definition) => (isObject(value) ? textKey(value['text'] ?? null, definition) : undefined),
}

export function maskedContext(definition: DialogDefinition, of: JsonObject): JsonObject {
  return kept(of, context, definition)
}

const event: Readonly<Record<string, Rule>> = {
  step: stepName,
  page: count,
  index: count,
  text: textKey,
  candidates: howMany,
  answers,
  also: answers,
}

/** Names of events and reasons the program itself gives. */
const ownWord = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/

/**
 * An event of the journal under the name XState has for it.
 *
 * @param at the place the conversation stood at, «title.asking».
 */
export function maskedEvent(definition: DialogDefinition, of: Json, at: string | null): JsonObject {
  const { type, value, ...rest } = isObject(of) ? of : { type: '' }
  const name = typeof type === 'string' && ownWord.test(type) ? type : 'UNKNOWN'
  const step = stepName(rest['step'] ?? null, definition) ?? ''
  const reason = typeof rest['reason'] === 'string' && ownWord.test(rest['reason']) ? rest['reason'] : hidden
  switch (name) {
    case 'begin':
      return { type: 'xstate.init' }
    case 'done':
      return { type: `xstate.done.actor.${step}`, output: hidden }
    case 'failed':
      return { type: `xstate.error.actor.${step}`, error: { reason } }
    case 'elapsed':
      return { type: `xstate.after.${timerName(rest['timer'], definition)}` }
    default: {
      const answer = value === undefined ? {} : { value: answerOf(definition, stepAt(at), value) }
      return { type: name, ...answer, ...kept(rest, event, definition) }
    }
  }
}

/** The step of «title.asking». */
export function stepAt(at: string | null): string {
  return at?.split('.', 1)[0] ?? ''
}

function kept(
  of: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  definition: DialogDefinition,
): JsonObject {
  return Object.fromEntries(
    Object.entries(rules).flatMap(([key, rule]) => {
      const value = of[key]
      const shown = value === undefined ? undefined : rule(value, definition)
      return shown === undefined ? [] : [[key, shown]]
    }),
  )
}

/** Some events tell only which answers there are. */
function answers(value: Json, definition: DialogDefinition): Json | undefined {
  if (Array.isArray(value)) return stepNames(value, definition)
  if (!isObject(value)) return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, answer]) => {
      const known = stepName(name, definition)
      return known === undefined ? [] : [[known, answerOf(definition, known, answer)]]
    }),
  )
}

function answerOf(definition: DialogDefinition, name: string, answer: Json): Json {
  const step = definition.steps.find((one) => nameOf(one) === name)
  const isWritten = step !== undefined && outcomesOf(step).includes(answer)
  return answer === null || answer === true || isWritten ? answer : hidden
}

function stepName(value: Json, definition: DialogDefinition): string | undefined {
  return definition.steps.map(nameOf).find((name) => name === value)
}

function stepNames(value: Json, definition: DialogDefinition): Json | undefined {
  if (!Array.isArray(value)) return undefined
  return value.flatMap((one: Json) => stepName(one, definition) ?? [])
}

function textKey(value: Json, definition: DialogDefinition): string | undefined {
  return typeof value === 'string' && Object.hasOwn(definition.texts, value) ? value : undefined
}

/** XState names them after the state: «20000.step_task.loading», «pause.step_create.waiting». */
function timerName(value: Json | undefined, definition: DialogDefinition): string {
  const name = typeof value === 'string' ? value : ''
  const [, state = '', part = ''] = /^\w+\.step_(\w+)\.(\w+)$/.exec(name) ?? []
  return part !== '' && stepName(state, definition) !== undefined ? name : hidden
}

function howMany(value: Json): Json | undefined {
  return Array.isArray(value) ? value.length : undefined
}

function count(value: Json): Json | undefined {
  return typeof value === 'number' ? value : undefined
}

function flag(value: Json): Json | undefined {
  return typeof value === 'boolean' ? value : undefined
}
