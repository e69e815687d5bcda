/** What a single step must observe beyond its shape. */
import { isQuestion, type AskStep } from '../language/definition.ts'
import type { DraftStep, Scope } from './draft.ts'
import { near } from './near.ts'
import { error, type Path, type Problem, warning, words } from './problem.ts'
import { isValidAnswer } from '../language/steps/ask-kinds.ts'

export function checkSteps(scope: Scope): readonly Problem[] {
  const steps = scope.draft.steps.flatMap((place) => [
    ...checkQuestion(place),
    ...checkEditLabels(scope, place),
    ...checkConfirmed(scope, place),
    ...checkRepeats(place),
    ...checkTakes(scope, place),
    ...checkOverflow(scope, place),
    ...checkAlso(place),
    ...checkWaiting(scope, place),
  ])
  return [...steps, ...checkIdle(scope)]
}

function checkQuestion({ step, path }: DraftStep): readonly Problem[] {
  if (step === null || !('ask' in step)) return []
  const bounds = checkBounds(step, path)
  return [...bounds, ...(bounds.length > 0 ? [] : checkDefault(step, path)), ...checkPast(step, path)]
}

function checkBounds(step: AskStep, path: Path): readonly Problem[] {
  const [min, max, key] =
    step.type === 'text'
      ? [...step.length, 'length']
      : step.type === 'number'
        ? [step.min ?? -Infinity, step.max ?? Infinity, 'max']
        : [0, 0, '']
  if (min <= max) return []
  return [
    error(
      'reversed-bounds',
      [...path, key],
      words(
        `наименьшее ${min} больше наибольшего ${max}`,
        `the least, ${min}, is more than the most, ${max}`,
      ),
    ),
  ]
}

function checkDefault(step: AskStep, path: Path): readonly Problem[] {
  if (!('default' in step) || step.default === undefined || isValidAnswer(step, step.default)) return []
  const at = [...path, 'default']
  if (step.type === 'choice') {
    const message = words(
      `варианта «${step.default}» нет среди options`,
      `“${step.default}” is not among the options`,
    )
    return [error('bad-default', at, message, { meant: near(step.default, step.options) })]
  }
  return [
    error(
      'bad-default',
      at,
      words('такой ответ этот вопрос сам бы не принял', 'this question itself would refuse such an answer'),
    ),
  ]
}

function checkPast(step: AskStep, path: Path): readonly Problem[] {
  if (step.type !== 'date_time') return []
  if (step.future === true && step.past === undefined) {
    const message = words(
      'не сказано, чем ответить на прошедшее время: нет ключа «past»',
      'it is not said what to answer to a time that has passed: the key “past” is missing',
    )
    return [
      error('no-past', [...path, 'future'], message, {
        on: 'key',
        hint: words('добавьте past: имя_текста', 'add past: text_name'),
      }),
    ]
  }
  if (step.future === true || step.past === undefined) return []
  const message = words(
    '«past» никогда не прозвучит без «future: true»',
    '“past” is never said without “future: true”',
  )
  return [warning('no-future', [...path, 'past'], message, { on: 'key' })]
}

function checkEditLabels({ steps }: Scope, { step, path }: DraftStep): readonly Problem[] {
  if (step === null || !('edit' in step)) return []
  return step.edit.flatMap((name, index) => {
    const target = steps.get(name)?.step
    if (!target || !isQuestion(target) || target.label !== undefined) return []
    const message = words(
      `у шага «${name}» нет «label»: непонятно, как назвать его в списке`,
      `the step “${name}” has no “label” to be called by in the list`,
    )
    const hint = words(
      `добавьте в шаг «${name}» строку label: имя_текста`,
      `add a line label: text_name to the step “${name}”`,
    )
    return [error('no-label', [...path, 'edit', index], message, { hint })]
  })
}

/** What cannot be undone is never done without a look at the card first. */
function checkConfirmed({ draft }: Scope, { step, path, index, name }: DraftStep): readonly Problem[] {
  if (step === null || !('call' in step) || step.once !== true) return []
  if (draft.steps.some((other) => other.index < index && (other.verb === 'review' || other.verb === null)))
    return []
  const message = words(
    `«${name}» выполнится без подтверждения: перед ним нет review`,
    `“${name}” is created without a confirmation: no review comes before it`,
  )
  const hint = words(
    'поставьте перед этим шагом проверку: - review: card',
    'put a review before this step: - review: card',
  )
  return [error('unconfirmed', [...path, 'call'], message, { hint })]
}

function checkRepeats({ step, path }: DraftStep): readonly Problem[] {
  if (step === null) return []
  const lists: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['options', 'options' in step ? step.options : undefined],
    ['shortcuts', 'shortcuts' in step ? step.shortcuts : undefined],
    ['offers', 'offers' in step ? step.offers : undefined],
    ['edit', 'edit' in step ? step.edit : undefined],
    ['takes', 'takes' in step ? step.takes : undefined],
    ['depends_on', 'depends_on' in step ? step.depends_on : undefined],
  ]
  return lists.flatMap(([key, list]) =>
    (list ?? []).flatMap((item, index, all) => {
      if (all.indexOf(item) === index) return []
      return [
        error(
          'repeated',
          [...path, key, index],
          words(`«${item}» уже есть в этом списке`, `“${item}” is in this list already`),
        ),
      ]
    }),
  )
}

/** Only what can be told from words among others is taken out of them: a day, people, an option; each for one question. */
function checkTakes({ steps }: Scope, { step, path, index }: DraftStep): readonly Problem[] {
  if (step === null || !('takes' in step)) return []
  const kinds = (step.takes ?? []).map((name) => takenKind(steps.get(name)?.step))
  return (step.takes ?? []).flatMap((name, nth): readonly Problem[] => {
    const target = steps.get(name)
    const kind = kinds[nth]
    const at = [...path, 'takes', nth]
    if (!target?.step || (target.verb !== 'ask' && target.verb !== 'find')) return []
    if (kind === undefined) {
      const message = words(
        `«${name}» не взять из слов: нужен вопрос с type: date_time, duration, time или choice, или find`,
        `“${name}” cannot be taken out of words: a question with type: date_time, duration, time or choice is needed, or a find`,
      )
      return [error('untakable', at, message)]
    }
    if (target.index <= index) {
      const message = words(
        `вопрос «${name}» задаётся раньше: слова ему уже не достанутся`,
        `the question “${name}” comes before this one: the words are too late for it`,
      )
      return [error('taken-late', at, message)]
    }
    if (kind === 'choice' || kinds.indexOf(kind) === nth) return []
    const message = words(
      `сказанное уже достанется вопросу «${step.takes?.[kinds.indexOf(kind)] ?? ''}»`,
      `what is said goes to the question “${step.takes?.[kinds.indexOf(kind)] ?? ''}” already`,
    )
    return [error('taken-twice', at, message)]
  })
}

/** What is too long goes on to words that are asked for later, and whoever typed it is told. */
function checkOverflow({ steps }: Scope, { step, path, index }: DraftStep): readonly Problem[] {
  if (step === null || !('overflow' in step) || step.overflow === undefined) return []
  const target = steps.get(step.overflow)
  if (!target?.step) return []
  const isText = 'ask' in target.step && target.step.type === 'text'
  if (!isText || target.index <= index) {
    const message = words(
      `«${step.overflow}» не примет то, что не поместилось: нужен следующий вопрос с type: text`,
      `“${step.overflow}” cannot take what is too long: a later question with type: text is needed`,
    )
    return [error('bad-overflow', [...path, 'overflow'], message)]
  }
  if (step.too_long !== undefined) return []
  const message = words(
    'человек не узнает, что часть его слов попала в другой ответ: нужен текст too_long',
    'nobody is told that their words went to another answer: the text too_long is needed',
  )
  return [error('no-too-long', [...path, 'overflow'], message, { on: 'key' })]
}

function takenKind(
  step: DraftStep['step'] | undefined,
): 'day' | 'length' | 'clock' | 'people' | 'choice' | undefined {
  if (!step) return undefined
  if ('find' in step) return 'people'
  if (!('ask' in step)) return undefined
  if (step.type === 'date_time') return 'day'
  if (step.type === 'duration') return 'length'
  // Only «весь день» is told of it: the clock itself comes with the day.
  if (step.type === 'time') return step.optional === true ? 'clock' : undefined
  return step.type === 'choice' ? 'choice' : undefined
}

/** Other ways to type an option need the option. */
function checkAlso({ step, path }: DraftStep): readonly Problem[] {
  if (step === null || !('also' in step)) return []
  return Object.keys(step.also ?? {}).flatMap((name) => {
    if (step.options.includes(name)) return []
    const message = words(`варианта «${name}» нет среди options`, `“${name}” is not among the options`)
    return [
      error('unknown-option', [...path, 'also', name], message, {
        on: 'key',
        meant: near(name, step.options),
      }),
    ]
  })
}

/** What goes over the network takes its time: meanwhile the person sees what is being waited for. */
function checkWaiting({ known }: Scope, { step, path, name }: DraftStep): readonly Problem[] {
  if (step === null || !('call' in step) || step.waiting !== undefined) return []
  if (known.services?.get(step.service)?.type !== 'remote') return []
  const message = words(
    `пока «${name}» выполняется, показать человеку нечего: нет ключа «waiting»`,
    `there is nothing to show while “${name}” is being done: the key “waiting” is missing`,
  )
  const hint = words('добавьте waiting: имя_текста', 'add waiting: text_name')
  return [error('no-waiting', [...path, 'call'], message, { hint })]
}

function checkIdle({ draft }: Scope): readonly Problem[] {
  return (draft.idle ?? []).flatMap((entry, index) => {
    if (entry.say !== undefined || entry.end !== undefined) return []
    const message = words(
      'не сказано, что делать, когда человек замолчал',
      'it is not said what to do when the person falls silent',
    )
    return [
      error('no-words', ['idle', index], message, {
        hint: words('добавьте say: имя_текста или end: expired', 'add say: text_name or end: expired'),
      }),
    ]
  })
}
