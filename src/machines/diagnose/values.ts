/** Values that are looked up by name: whether anything provides them, and provides them in time. */
import type { Condition, StepButton } from '../language/definition-parts.ts'
import type { MenuStep } from '../language/definition.ts'
import { buttonsOf, type DraftStep, type Scope } from './draft.ts'
import { builtIn } from './names.ts'
import { near } from './near.ts'
import { error, isRecord, type Path, type Problem, words } from './problem.ts'

export function checkValues(scope: Scope): readonly Problem[] {
  return scope.draft.steps.flatMap((place) => [
    ...passed(scope, place),
    ...pressed(scope, place),
    ...tested(scope, place),
  ])
}

export interface ValueUse {
  /** «create.url» */
  readonly value: string
  readonly path: Path
  readonly on?: 'key' | 'value'
  readonly part?: string
  /** The position of the step that needs it; one behind the last when any step may have been taken. */
  readonly at: number
  /** Whether what was typed, found or refused may be named too: texts know these, steps do not. */
  readonly inText: boolean
}

/** The problem with one use of a value, if there is one. */
export function checkValue(scope: Scope, use: ValueUse): readonly Problem[] {
  const root = use.value.split('.', 1)[0] ?? use.value
  const details = { ...(use.on && { on: use.on }), ...(use.part !== undefined && { part: use.part }) }
  if (
    root === scope.payload ||
    root === scope.file ||
    scope.given.has(root) ||
    (use.inText && builtIn.has(root))
  )
    return []
  const step = scope.steps.get(root)
  if (step === undefined) {
    if (builtIn.has(root)) {
      const message = words(`«${root}» известно только текстам`, `“${root}” is known to texts only`)
      return [
        error('no-value', use.path, message, {
          ...details,
          hint: words('здесь называют шаг', 'name a step here'),
        }),
      ]
    }
    if (scope.partial) return []
    const close = near(root, providers(scope, use.inText))
    const meant = close === null ? null : (use.part ?? use.value).replace(root, close)
    const message = words(`ни один шаг не даёт «${root}»`, `no step provides “${root}”`)
    return [error('unknown-value', use.path, message, { ...details, meant })]
  }
  if (step.verb === 'review' || step.verb === 'say' || step.verb === 'return') {
    const message = words(
      `шаг ${step.verb} «${root}» ничего не узнаёт, подставить из него нечего`,
      `the step ${step.verb} “${root}” learns nothing there could be to put here`,
    )
    return [error('no-value', use.path, message, details)]
  }
  if (step.index < use.at) return []
  const message = words(
    `«${root}» здесь ещё неизвестно: шаг идёт не раньше этого места`,
    `“${root}” is not known here yet: its step does not come before this place`,
  )
  return [error('too-early', use.path, message, details)]
}

function providers(scope: Scope, inText: boolean): readonly string[] {
  const steps = [...scope.steps.values()]
    .filter((step) => step.verb !== 'review' && step.verb !== 'say' && step.verb !== 'return')
    .map((step) => step.name ?? '')
  return [...steps, ...(scope.payload === null ? [] : [scope.payload]), ...(inText ? builtIn : [])]
}

function passed(scope: Scope, { step, path, index }: DraftStep): readonly Problem[] {
  if (step !== null && 'find' in step && step.multiple?.from !== undefined) {
    const value = step.multiple.from
    return checkValue(scope, { value, path: [...path, 'multiple', 'from'], at: index, inText: false })
  }
  if (step !== null && 'offered' in step && step.offered !== undefined) {
    return checkValue(scope, { value: step.offered, path: [...path, 'offered'], at: index, inText: false })
  }
  if (step === null || !('with' in step)) return []
  return Object.entries(step.with ?? {}).flatMap(([key, value]) =>
    typeof value === 'string'
      ? checkValue(scope, { value, path: [...path, 'with', key], at: index, inText: false })
      : [],
  )
}

function pressed(scope: Scope, place: DraftStep): readonly Problem[] {
  return buttonsOf(place).flatMap(({ button, path }) => {
    const shown =
      button.when === undefined ? [] : testedIn(scope, button.when, [...path, 'when'], place.index + 1)
    return [...shown, ...given(scope, place, button, path)]
  })
}

function given(scope: Scope, place: DraftStep, button: StepButton, path: Path): readonly Problem[] {
  const map = 'answer' in button ? button.answer : 'with' in button ? button.with : undefined
  if (map !== undefined) {
    const key = 'answer' in button ? 'answer' : 'with'
    return Object.entries(map).flatMap(([name, value]) =>
      typeof value === 'string'
        ? checkValue(scope, { value, path: [...path, key, name], at: place.index + 1, inText: false })
        : [],
    )
  }
  if ('open' in button)
    return checkValue(scope, {
      value: button.open,
      path: [...path, 'open'],
      at: place.index,
      inText: false,
    })
  if ('copy' in button)
    return checkValue(scope, {
      value: button.copy,
      path: [...path, 'copy'],
      at: place.index,
      inText: false,
    })
  return []
}

function tested(scope: Scope, { step, path, index }: DraftStep): readonly Problem[] {
  if (step?.when === undefined) return []
  return testedIn(scope, step.when, [...path, 'when'], index)
}

function testedIn(scope: Scope, when: Condition, path: Path, at: number): readonly Problem[] {
  return testsIn(when, path).flatMap((test) => {
    const found = checkValue(scope, {
      value: test.value,
      path: test.path,
      on: 'key',
      at,
      inText: false,
    })
    return found.length > 0 ? found : comparison(scope, test)
  })
}

interface Test {
  readonly value: string
  readonly against: unknown
  readonly path: Path
}

function testsIn(condition: Condition, path: Path): readonly Test[] {
  const { any, all, not } = condition as {
    readonly any?: unknown
    readonly all?: unknown
    readonly not?: unknown
  }
  for (const [key, parts] of Object.entries({ any, all })) {
    if (Array.isArray(parts) && parts.every((part) => isCondition(part)))
      return parts.flatMap((part, index) => testsIn(part, [...path, key, index]))
  }
  if (isCondition(not)) return testsIn(not, [...path, 'not'])
  return Object.entries<unknown>(condition).map(([value, against]) => ({
    value,
    against,
    path: [...path, value],
  }))
}

function isCondition(value: unknown): value is Condition {
  return isRecord(value)
}

/** A comparison that can never hold: with an option that does not exist, or of a yes-or-no with a word. */
function comparison(scope: Scope, { value, against, path }: Test): readonly Problem[] {
  const step = scope.steps.get(value)?.step
  if (step && 'menu' in step) return neverPicked(step, value, against, path)
  if (!step || !('ask' in step)) return []
  const several = Array.isArray(against)
  const values: readonly unknown[] = several ? against : [against]
  return values.flatMap((one, index) => {
    if (one === 'empty' || one === 'filled') return []
    const at = several ? [...path, index] : path
    if (step.type === 'choice' && !isRecord(one) && !step.options.some((option) => option === one)) {
      const message = words(
        `у шага «${value}» нет варианта «${String(one)}»`,
        `the step “${value}” has no option “${String(one)}”`,
      )
      const list = step.options.join(', ')
      const hint = words(`бывает: ${list}`, `one of: ${list}`)
      return [error('never-equal', at, message, { hint, meant: near(String(one), step.options) })]
    }
    if (step.type === 'yes_no' && typeof one !== 'boolean') {
      const message = words(
        `ответ «${value}» — да или нет, с этим он не совпадёт никогда`,
        `the answer “${value}” is yes or no and never equals this`,
      )
      return [
        error('never-equal', at, message, {
          hint: words('пишут true (да) или false (нет)', 'write true or false'),
        }),
      ]
    }
    return []
  })
}

function neverPicked(step: MenuStep, value: string, against: unknown, path: Path): readonly Problem[] {
  const picks = step.buttons.flatMap((button) => ('pick' in button ? [button.pick] : []))
  const several = Array.isArray(against)
  const values: readonly unknown[] = several ? against : [against]
  return values.flatMap((one, index) => {
    if (one === 'empty' || one === 'filled' || picks.some((pick) => pick === one)) return []
    const at = several ? [...path, index] : path
    if (isRecord(one)) {
      const odd = words(
        `ответ меню «${value}» — имя его кнопки, с этим он не совпадёт никогда`,
        `the answer of the menu “${value}” is the name of its button and never equals this`,
      )
      return [error('never-equal', at, odd)]
    }
    const message = words(
      `в меню «${value}» нет кнопки «${String(one)}»`,
      `the menu “${value}” has no button “${String(one)}”`,
    )
    const list = picks.join(', ')
    const hint = words(`бывает: ${list}`, `one of: ${list}`)
    return [error('never-equal', at, message, { hint, meant: near(String(one), picks) })]
  })
}
