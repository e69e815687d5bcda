/** Judges one step by the schema of its verb, and of its `type` for a question. */
import type { z } from 'zod'
import { nameOf, type Step, stepSchemas, type Verb, verbOf } from './definition.ts'
import { judge } from './diagnose-issues.ts'
import { near } from './diagnose-near.ts'
import { error, isRecord, type Path, type Problem, words } from './diagnose-problem.ts'
import type { DraftStep } from './diagnose-draft.ts'
import { askSchemas } from './steps/ask-kinds.ts'

const { ask: _ask, ...otherSchemas } = stepSchemas
const byVerb = new Map<string, z.ZodType<Step>>(Object.entries(otherSchemas))
const byType = new Map<string, z.ZodType<Step>>(Object.entries(askSchemas))
const verbs = Object.keys(stepSchemas)

interface Judgement {
  readonly step: DraftStep
  readonly problems: readonly Problem[]
}

export function judgeStep(raw: unknown, index: number): Judgement {
  const path = ['steps', index]
  const faulty = (name: string | null, problems: readonly Problem[]): Judgement => ({
    step: { index, path, raw, verb: null, name, step: null },
    problems,
  })
  if (!isRecord(raw)) return faulty(null, [notAStep(raw, path)])
  const [verb, second] = verbs.filter((key) => Object.hasOwn(raw, key))
  if (verb === undefined) return faulty(guessName(raw), [noVerb(raw, path)])
  const name = typeof raw[verb] === 'string' ? raw[verb] : null
  if (second !== undefined) return faulty(name, [twoVerbs(verb, second, path)])
  const judged = verb === 'ask' ? judgeAsk(raw, path) : judgeBy(byVerb.get(verb), raw, path)
  if (judged.step === null)
    return { step: { index, path, raw, verb: toVerb(verb), name, step: null }, problems: judged.problems }
  const step = judged.step
  return { step: { index, path, raw, verb: verbOf(step), name: nameOf(step), step }, problems: [] }
}

/** The schema that judged a step. */
export function schemaOf(step: Step): z.ZodType {
  return ('ask' in step ? byType.get(step.type) : byVerb.get(verbOf(step))) ?? stepSchemas.say
}

type Judged =
  | { readonly step: Step; readonly problems: readonly [] }
  | { readonly step: null; readonly problems: readonly Problem[] }

function judgeBy(schema: z.ZodType<Step> | undefined, raw: unknown, path: Path): Judged {
  const judged = judge(schema ?? stepSchemas.say, raw, path)
  return judged.ok ? { step: judged.value, problems: [] } : { step: null, problems: judged.problems }
}

/** With a mistyped `type` the rest is judged as the type that was meant. */
function judgeAsk(raw: Readonly<Record<string, unknown>>, path: Path): Judged {
  const type = raw['type']
  const schema = typeof type === 'string' ? byType.get(type) : undefined
  if (schema) return judgeBy(schema, raw, path)
  const kinds = [...byType.keys()]
  const meant = typeof type === 'string' ? near(type, kinds) : null
  const rest = meant === null ? [] : judgeBy(byType.get(meant), { ...raw, type: meant }, path).problems
  return { step: null, problems: [noType(raw, kinds, path), ...rest] }
}

function noType(raw: Readonly<Record<string, unknown>>, kinds: readonly string[], path: Path): Problem {
  const list = kinds.join(', ')
  const known = words(`бывает: ${list}`, `one of: ${list}`)
  if (!Object.hasOwn(raw, 'type')) {
    const misspelt = Object.keys(raw).find((key) => key !== 'ask' && near(key, ['type']) !== null)
    if (misspelt !== undefined) {
      const message = words(`здесь не бывает ключа «${misspelt}»`, `there is no key “${misspelt}” here`)
      return error('unknown-key', [...path, misspelt], message, {
        on: 'key',
        hint: didYouMean(misspelt, ['type']),
      })
    }
    return error(
      'missing-key',
      path,
      words(
        'не сказано, какой ответ нужен: нет ключа «type»',
        'the key “type” is missing: what kind of answer is needed',
      ),
      { hint: known },
    )
  }
  const type = String(raw['type'])
  const person =
    type === 'person'
      ? words('людей ищет шаг find, а не ask', 'people are searched for by a step “find”, not “ask”')
      : null
  const message = words(`такого вида вопроса нет: «${type}»`, `there is no such kind of question: “${type}”`)
  return error('unknown-type', [...path, 'type'], message, {
    hint: person ?? didYouMean(type, kinds) ?? known,
  })
}

function notAStep(raw: unknown, path: Path): Problem {
  const hint = words('шаг начинается так: - ask: имя_шага', 'a step begins like this: - ask: step_name')
  const glued = typeof raw === 'string' ? verbs.find((verb) => raw.startsWith(`${verb}:`)) : undefined
  const space =
    glued === undefined
      ? null
      : words(`после «${glued}:» нужен пробел`, `a blank is needed after “${glued}:”`)
  return error('not-a-step', path, words('это не шаг', 'this is no step'), { hint: space ?? hint })
}

function noVerb(raw: Readonly<Record<string, unknown>>, path: Path): Problem {
  const list = verbs.join(', ')
  const misspelt = Object.keys(raw).find((key) => near(key, verbs) !== null)
  if (misspelt === undefined) {
    const message = words('не сказано, что делает шаг', 'it is not said what the step does')
    return error('no-verb', path, message, {
      hint: words(`у шага есть один из ключей: ${list}`, `a step has one of the keys: ${list}`),
    })
  }
  const message = words(`шага «${misspelt}» не бывает`, `there is no step “${misspelt}”`)
  return error('no-verb', [...path, misspelt], message, { on: 'key', hint: didYouMean(misspelt, verbs) })
}

function twoVerbs(first: string, second: string, path: Path): Problem {
  const message = words(
    `в одном шаге два дела: ${first} и ${second}`,
    `one step does two things: ${first} and ${second}`,
  )
  return error('two-verbs', [...path, second], message, {
    on: 'key',
    hint: words('начните новый шаг со знака «-»', 'begin a new step with “-”'),
  })
}

function guessName(raw: Readonly<Record<string, unknown>>): string | null {
  const key = Object.keys(raw).find((other) => near(other, verbs) !== null)
  const value = key === undefined ? null : raw[key]
  return typeof value === 'string' ? value : null
}

function toVerb(verb: string): Verb | null {
  return verb === 'ask' ||
    verb === 'find' ||
    verb === 'review' ||
    verb === 'call' ||
    verb === 'say' ||
    verb === 'set'
    ? verb
    : null
}
