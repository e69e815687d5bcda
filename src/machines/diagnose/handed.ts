/** What one place hands to another: answers given by buttons, values for other dialogs, and secrets that must go nowhere. */
import type { CallStep, Step } from '../language/definition.ts'
import { isQuestion } from '../language/definition.ts'
import type { StepButton } from '../language/definition-parts.ts'
import { isValidAnswer } from '../language/steps/ask-kinds.ts'
import { valuesNamedBy, type Texts } from '../language/wording.ts'
import { buttonsOf, soundTexts, type DraftStep, type Scope } from './draft.ts'
import { near } from './near.ts'
import { error, type Path, type Problem, warning, words } from './problem.ts'

export function checkHanded(scope: Scope): readonly Problem[] {
  return scope.draft.steps.flatMap((place) => [
    ...buttonsOf(place).flatMap(({ button, path }) => [
      ...('answer' in button ? checkGiven(scope, button.answer, [...path, 'answer']) : []),
      ...checkTaken(scope, button, path),
      ...checkSecretsOf(scope, button, path),
    ]),
    ...checkSecrets(scope, place),
  ])
}

type ValueMap = Extract<StepButton, { answer: unknown }>['answer']

/** The steps a button answers, and whether they would take what it says. */
function checkGiven(scope: Scope, given: ValueMap, path: Path): readonly Problem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (name === scope.payload || name === scope.file || scope.given.has(name)) return []
    const target = scope.steps.get(name)
    if (target === undefined) {
      if (scope.partial) return []
      const questions = [...scope.steps.values()].filter(({ step }) => step !== null && isQuestion(step))
      const meant = near(
        name,
        questions.map((one) => one.name ?? ''),
      )
      const message = words(`шага «${name}» нет`, `there is no step “${name}”`)
      return [error('unknown-step', [...path, name], message, { on: 'key', meant })]
    }
    if (target.step === null) return []
    if (!isQuestion(target.step)) {
      const message = words(
        `«${name}» — это ${target.verb}, а отвечает кнопка только на вопрос (ask, find, list, menu)`,
        `“${name}” is a step “${target.verb}”; a button answers only a question (ask, find, list, menu)`,
      )
      return [error('wrong-step', [...path, name], message, { on: 'key' })]
    }
    return typeof value === 'string'
      ? []
      : checkAnswer(target.step, name, value.value, [...path, name, 'value'])
  })
}

function checkAnswer(
  step: Step,
  name: string,
  value: string | number | boolean,
  path: Path,
): readonly Problem[] {
  const fits =
    'ask' in step
      ? isValidAnswer(step, value)
      : 'menu' in step && step.buttons.some((button) => 'pick' in button && button.pick === value)
  if (fits) return []
  const options =
    'ask' in step && step.type === 'choice'
      ? step.options
      : 'menu' in step
        ? step.buttons.flatMap((button) => ('pick' in button ? [button.pick] : []))
        : []
  const message = words(
    `такой ответ шаг «${name}» сам бы не принял: «${String(value)}»`,
    `the step “${name}” itself would refuse the answer “${String(value)}”`,
  )
  const list = options.join(', ')
  const hint = options.length === 0 ? null : words(`бывает: ${list}`, `one of: ${list}`)
  return [error('bad-answer', path, message, { hint, meant: near(String(value), options) })]
}

/** Whether the other dialog has a place for what it is handed. */
function checkTaken({ known }: Scope, button: StepButton, path: Path): readonly Problem[] {
  const dialog = 'start' in button ? button.start : 'run' in button ? button.run : null
  const takes = dialog === null ? undefined : known.takes?.get(dialog)
  if (takes === undefined || !('with' in button) || button.with === undefined) return []
  return Object.keys(button.with).flatMap((name) => {
    if (takes.has(name)) return []
    const message = words(
      `диалог «${dialog}» не берёт «${name}»: там нет ни такого вопроса, ни такого имени в given`,
      `the dialog “${dialog}” does not take “${name}”: it has no such question, and no such name in “given”`,
    )
    const list = [...takes].join(', ')
    const hint = takes.size === 0 ? null : words(`он берёт: ${list}`, `it takes: ${list}`)
    return [
      warning('not-taken', [...path, 'with', name], message, { on: 'key', hint, meant: near(name, takes) }),
    ]
  })
}

/** A one-time code is checked by a service of our own database, and goes nowhere else. */
function checkSecrets(scope: Scope, { step, path }: DraftStep): readonly Problem[] {
  if (step === null || !('with' in step)) return []
  const remote = 'service' in step && scope.known.services?.get(step.service)?.type === 'remote'
  if (!remote && !('set' in step)) return []
  return secretsIn(scope, step.with ?? {}).map(({ key, secret }) => {
    const message = remote
      ? words(
          `одноразовый код «${secret}» нельзя отдавать службе ${'service' in step ? step.service : ''}: она отправит его по сети`,
          `the one-time code “${secret}” must not go to the service ${'service' in step ? step.service : ''}, which sends it over the network`,
        )
      : words(
          `из одноразового кода «${secret}» ничего вычислять нельзя: он не хранится`,
          `nothing may be derived from the one-time code “${secret}”: it is not kept`,
        )
    return error('secret', [...path, 'with', key], message)
  })
}

function checkSecretsOf(scope: Scope, button: StepButton, path: Path): readonly Problem[] {
  const key = 'answer' in button ? 'answer' : 'with'
  const map = 'answer' in button ? button.answer : 'with' in button ? (button.with ?? {}) : {}
  return secretsIn(scope, map).map(({ key: name, secret }) => {
    const message = words(
      `одноразовый код «${secret}» нельзя передавать дальше: он не хранится`,
      `the one-time code “${secret}” must not be handed on: it is not kept`,
    )
    return error('secret', [...path, key, name], message)
  })
}

function secretsIn(
  { draft, steps }: Scope,
  map: NonNullable<CallStep['with']>,
): readonly { readonly key: string; readonly secret: string }[] {
  const texts = soundTexts(draft)
  return Object.entries(map).flatMap(([key, value]) =>
    namedIn(value, texts).flatMap((path) => {
      const root = path.split('.', 1)[0] ?? ''
      const step = steps.get(root)?.step
      return step && 'ask' in step && step.type === 'code' ? [{ key, secret: root }] : []
    }),
  )
}

function namedIn(value: NonNullable<CallStep['with']>[string], texts: Texts): readonly string[] {
  if (typeof value === 'string') return [value]
  return 'text' in value ? valuesNamedBy(texts, value.text) : []
}
