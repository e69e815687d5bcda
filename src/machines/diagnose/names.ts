/** Names that clash: with each other, with what the language gives names to itself, with what every object inherits. */
import type { Scope } from './draft.ts'
import { endings } from '../statechart/nodes.ts'
import { error, isRecord, type Path, type Problem, warning, words } from './problem.ts'

/** Values that every dialog has without a step for them: what was typed, what was found, why it was refused… */
export const builtIn: ReadonlySet<string> = new Set([
  'answer',
  'found',
  'chosen',
  'shown',
  'item',
  'number',
  'weekday',
  'error',
  'refused',
  'me',
  'incident',
])

/** Words of conditions, and states that every statechart has. */
const ownWords = new Set(['any', 'all', 'not', 'route', ...endings.map((ending) => `end_${ending}`)])
const builtInCommands = new Set(['cancel', 'help'])

export function checkNames(scope: Scope): readonly Problem[] {
  return [...duplicates(scope), ...reserved(scope), ...startNames(scope)]
}

function duplicates({ draft, steps }: Scope): readonly Problem[] {
  return draft.steps.flatMap(({ name, verb, path, index }) => {
    const first = name === null ? undefined : steps.get(name)
    if (name === null || first === undefined || first.index === index) return []
    const message = words(
      `шаг «${name}» уже есть: шаг ${first.index + 1}`,
      `there already is a step “${name}”: step ${first.index + 1}`,
    )
    const hint =
      verb === 'say'
        ? words(
            'у двух say не бывает одного текста: заведите второй',
            'two steps cannot say the same text: add another',
          )
        : null
    return [error('duplicate-step', verb === null ? path : [...path, verb], message, { hint })]
  })
}

function reserved({ draft }: Scope): readonly Problem[] {
  return draft.steps.flatMap(({ name, verb, path }) => {
    if (name === null || verb === null) return []
    return isTaken(name) ? [takenName(name, [...path, verb])] : []
  })
}

function startNames({ draft, payload, steps }: Scope): readonly Problem[] {
  const { start } = draft
  if (start === null) return []
  const problems: Problem[] = []
  if (payload !== null && isTaken(payload)) problems.push(takenName(payload, ['start', 'payload']))
  for (const [key, named] of [
    ['payload', payload],
    ['file', start.file ?? null],
  ] as const) {
    if (named === null || !steps.has(named)) continue
    const message = words(`имя «${named}» уже занято шагом`, `the name “${named}” is taken by a step`)
    problems.push(error('duplicate-step', ['start', key], message))
  }
  for (const [nth, named] of (start.given ?? []).entries()) {
    if (isTaken(named)) problems.push(takenName(named, ['start', 'given', nth]))
    if (!steps.has(named)) continue
    const message = words(`шаг «${named}» и так можно передать`, `the step “${named}” can be handed anyway`)
    const hint = words('уберите это имя из given', 'take this name out of “given”')
    problems.push(warning('needless', ['start', 'given', nth], message, { hint }))
  }
  if (start.command !== undefined && builtInCommands.has(start.command)) {
    const message = words(
      `команда /${start.command} есть у каждого диалога, занять её нельзя`,
      `every dialog has the command /${start.command}; it cannot be taken`,
    )
    problems.push(error('reserved-command', ['start', 'command'], message))
  }
  return problems
}

function isTaken(name: string): boolean {
  return builtIn.has(name) || ownWords.has(name) || name in Object.prototype
}

function takenName(name: string, path: Path): Problem {
  const message = words(
    `имя «${name}» занято самим языком`,
    `the name “${name}” is taken by the language itself`,
  )
  return error('reserved-name', path, message, { hint: words('назовите иначе', 'choose another name') })
}

/**
 * The definition without keys that objects inherit (`__proto__`, `constructor`…), each reported: they are never meant
 * well, and code that met one of them would find what nobody wrote.
 */
export function withoutInherited(
  raw: unknown,
  path: Path = [],
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  if (Array.isArray(raw)) {
    const parts = raw.map((part, index) => withoutInherited(part, [...path, index]))
    return { value: parts.map((part) => part.value), problems: parts.flatMap((part) => part.problems) }
  }
  if (!isRecord(raw)) return { value: raw, problems: [] }
  const problems: Problem[] = []
  const kept: [string, unknown][] = []
  for (const [key, inner] of Object.entries(raw)) {
    if (key in Object.prototype) {
      problems.push({ ...takenName(key, [...path, key]), on: 'key' })
      continue
    }
    const part = withoutInherited(inner, [...path, key])
    kept.push([key, part.value])
    problems.push(...part.problems)
  }
  return { value: Object.fromEntries(kept), problems }
}
