/** What a step does when it fails: every reason ends in words and in a place to go on from. */
import { type DraftStep, type Handler, handlersOf, type Scope } from './draft.ts'
import { error, isRecord, type Problem, warning, words } from './problem.ts'

export function checkFailures(scope: Scope): readonly Problem[] {
  return scope.draft.steps.flatMap((place) => [
    ...checkOtherwise(place),
    ...handlersOf(place).flatMap((handler) => [
      ...checkHandler(handler),
      ...checkAsked(scope, place, handler),
      ...checkEndless(place, handler),
    ]),
  ])
}

function checkOtherwise({ step, path, name }: DraftStep): readonly Problem[] {
  if (step === null || !('on_error' in step) || Object.hasOwn(step.on_error, 'otherwise')) return []
  const message = words(
    `не сказано, что делать, если «${name}» не получится по другой причине`,
    `it is not said what to do when “${name}” fails for another reason`,
  )
  const hint = words(
    'добавьте otherwise: { say: имя_текста, end: failed }',
    'add otherwise: { say: text_name, end: failed }',
  )
  return [error('no-otherwise', [...path, 'on_error'], message, { on: 'key', hint })]
}

function checkHandler({ path, failure }: Handler): readonly Problem[] {
  const ways = (['ask_again', 'back_to', 'go_on', 'end'] as const).filter((way) => failure[way] !== undefined)
  const [first, second] = ways
  const problems: Problem[] = []
  if (second !== undefined) {
    const message = words(
      `дальше можно только одно, а здесь: ${ways.join(', ')}`,
      `only one way may lead on; here are: ${ways.join(', ')}`,
    )
    problems.push(error('two-ways', [...path, second], message, { on: 'key' }))
  }
  if (first === undefined) {
    const message =
      failure.say === undefined
        ? words(
            'не сказано ни что сказать, ни что делать дальше',
            'neither what to say nor where to go on is said',
          )
        : words('не сказано, что делать дальше', 'it is not said where to go on')
    const hint = words(
      'добавьте ask_again, back_to, go_on: true или end: failed',
      'add ask_again, back_to, go_on: true or end: failed',
    )
    problems.push(error('no-way-on', path, message, { on: 'key', hint }))
  } else if (failure.say === undefined && first !== 'go_on') {
    const message = words(
      'человек не узнает, что случилось: нет ключа «say»',
      'the person is not told what happened: the key “say” is missing',
    )
    problems.push(error('no-words', path, message, { on: 'key' }))
  }
  return [...problems, ...checkRetry(path, failure)]
}

/** What is to be asked again has to be asked in the first place: otherwise the dialog fails there instead. */
function checkAsked(
  { steps }: Scope,
  { step }: DraftStep,
  { path, reason, failure }: Handler,
): readonly Problem[] {
  const name = failure.ask_again ?? ''
  const target = steps.get(name)?.step
  if (!target || !step) return []
  if ('default' in target && target.default !== undefined) {
    const message = words(
      `«${name}» не спросится: у него есть готовый ответ (default), и диалог закончится неудачей`,
      `“${name}” will not be asked: it has a ready answer (default), and the dialog fails`,
    )
    return [warning('may-not-be-asked', [...path, 'ask_again'], message)]
  }
  // A reason of the service's own may well be given only where that question was asked.
  if (target.when === undefined || target === step || !anyService.has(reason)) return []
  const considered = new Set(step.when === undefined ? [] : valuesIn(step.when))
  if (valuesIn(target.when).every((value) => considered.has(value))) return []
  const message = words(
    `«${name}» спрашивается не всегда: если его условие неверно, диалог закончится неудачей`,
    `“${name}” is not always asked: where its condition does not hold, the dialog fails`,
  )
  const hint = words(
    'вернитесь к вопросу без «when» или дайте этому шагу такое же условие',
    'go back to a question without “when”, or give this step the same condition',
  )
  return [warning('may-not-be-asked', [...path, 'ask_again'], message, { hint })]
}

/** A list asks its service by itself: sent back to itself, it does so again and again, and nobody is asked in between. */
function checkEndless({ step, name }: DraftStep, { path, failure }: Handler): readonly Problem[] {
  const way = (['ask_again', 'back_to'] as const).find((one) => failure[one] !== undefined)
  if (step === null || !('list' in step) || way === undefined || failure[way] !== name) return []
  const message = words(
    `список «${name}» спросит службу снова сам, и так без конца`,
    `the list “${name}” asks its service again by itself, without end`,
  )
  const hint = words(
    'вернитесь к вопросу перед ним или закончите: end: failed',
    'go back to a question before it, or end: failed',
  )
  return [error('endless-list', [...path, way], message, { hint })]
}

const anyService: ReadonlySet<string> = new Set(['otherwise', 'temporary', 'uncertain'])

/** The steps a condition looks at. */
function valuesIn(condition: unknown): readonly string[] {
  return Object.entries(isRecord(condition) ? condition : {}).flatMap(([key, inner]) => {
    if ((key === 'any' || key === 'all') && Array.isArray(inner))
      return (inner as readonly unknown[]).flatMap((part) => valuesIn(part))
    if (key === 'not' && isRecord(inner)) return valuesIn(inner)
    return [key.split('.', 1)[0] ?? key]
  })
}

function checkRetry(path: Handler['path'], failure: Handler['failure']): readonly Problem[] {
  if (failure.retry !== undefined) {
    if (failure.every !== undefined) return []
    const message = words(
      'есть «retry», но не сказано, с какой паузой повторять',
      '“retry” is there, but not the pause between repeats',
    )
    return [
      error('no-pause', [...path, 'retry'], message, {
        on: 'key',
        hint: words('добавьте every: 2s', 'add every: 2s'),
      }),
    ]
  }
  return (['every', 'retrying'] as const)
    .filter((key) => failure[key] !== undefined)
    .map((key) => {
      const message = words(`«${key}» ничего не значит без «retry»`, `“${key}” means nothing without “retry”`)
      return warning('no-retry', [...path, key], message, { on: 'key' })
    })
}
