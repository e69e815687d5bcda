/** Judges one step by the schema of its verb, and of its `type` for a question. */
import type { z } from 'zod'
import { nameOf, type Step, stepSchemas, type Verb, verbOf, verbs } from '../language/definition.ts'
import { judge } from './issues.ts'
import { mend } from './mend.ts'
import { near } from './near.ts'
import { error, isRecord, type Path, type Problem, words } from './problem.ts'
import type { DraftStep } from './draft.ts'
import { askSchemas } from '../language/steps/ask-kinds.ts'

const { ask: _ask, ...otherSchemas } = stepSchemas
const byVerb = new Map<string, z.ZodType<Step>>(Object.entries(otherSchemas))
const byType = new Map<string, z.ZodType<Step>>(Object.entries(askSchemas))

interface Judgement {
  readonly step: DraftStep
  readonly problems: readonly Problem[]
}

export function judgeStep(raw: unknown, index: number): Judgement {
  const path = ['steps', index]
  if (!isRecord(raw)) return faulty(raw, index, null, [notAStep(raw, path)])
  const [verb, second] = verbs.filter((key) => Object.hasOwn(raw, key))
  if (verb === undefined) return withoutVerb(raw, index)
  const name = typeof raw[verb] === 'string' ? raw[verb] : null
  if (second !== undefined) return faulty(raw, index, name, [twoVerbs(verb, second, path)])
  const judged = verb === 'ask' ? judgeAsk(raw, path) : judgeBy(byVerb.get(verb), raw, path)
  const { step, problems } = judged
  if (step === null) return { step: { index, path, raw, verb: toVerb(verb), name, step }, problems }
  return { step: { index, path, raw, verb: verbOf(step), name: nameOf(step), step }, problems }
}

function faulty(raw: unknown, index: number, name: string | null, problems: readonly Problem[]): Judgement {
  return { step: { index, path: ['steps', index], raw, verb: null, name, step: null }, problems }
}

/** With a mistyped verb the step is judged as the one that was meant. */
function withoutVerb(raw: Readonly<Record<string, unknown>>, index: number): Judgement {
  const problem = noVerb(raw, ['steps', index])
  const meant = mend(raw, [problem], ['steps', index])
  if (meant === undefined) return faulty(raw, index, null, [problem])
  const { step, problems } = judgeStep(meant, index)
  return { step, problems: [problem, ...problems] }
}

/** The schema that judged a step. */
export function schemaOf(step: Step): z.ZodType {
  return ('ask' in step ? byType.get(step.type) : byVerb.get(verbOf(step))) ?? stepSchemas.say
}

interface JudgedStep {
  readonly step: Step | null
  readonly problems: readonly Problem[]
}

function judgeBy(schema: z.ZodType<Step> | undefined, raw: unknown, path: Path): JudgedStep {
  const judged = judge(schema ?? stepSchemas.say, raw, path)
  return judged.ok ? { step: judged.value, problems: [] } : { step: judged.mended, problems: judged.problems }
}

/** With a mistyped `type` the rest is judged as the type that was meant. */
function judgeAsk(raw: Readonly<Record<string, unknown>>, path: Path): JudgedStep {
  const schema = typeof raw['type'] === 'string' ? byType.get(raw['type']) : undefined
  if (schema) return judgeBy(schema, raw, path)
  const problem = noType(raw, [...byType.keys()], path)
  const meant = mend(raw, [problem], path)
  const rest = isRecord(meant) ? judgeAsk(meant, path) : null
  return { step: rest?.step ?? null, problems: [problem, ...(rest?.problems ?? [])] }
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
        meant: near(misspelt, ['type']),
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
    hint: person ?? known,
    meant: person ? null : near(type, kinds),
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
  return error('no-verb', [...path, misspelt], message, { on: 'key', meant: near(misspelt, verbs) })
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

function toVerb(verb: string): Verb | null {
  return verbs.find((one) => one === verb) ?? null
}
