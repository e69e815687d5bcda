/** Whether the names a definition refers to exist, are of the right kind, and come early enough. */
import { takersOf, type Argument, type Verb } from '../language/definition.ts'
import { buttonsOf, type DraftStep, handlersOf, type Scope } from './draft.ts'
import { near } from './near.ts'
import { error, type Path, type Problem, type Wording, warning, words } from './problem.ts'

/** Reasons that any service may end with: what throws or is not heard of again counts as one of these. */
const alwaysPossible = ['otherwise', 'temporary', 'uncertain']

export function checkLinks(scope: Scope): readonly Problem[] {
  return [
    ...scope.draft.steps.flatMap((place) => [...stepLinks(scope, place), ...outsideLinks(scope, place)]),
    ...startLinks(scope),
  ]
}

interface Link {
  readonly name: string
  readonly path: Path
  /** What may be named: kinds of step, and whether the payload may. */
  readonly verbs: readonly Verb[]
  readonly payload?: boolean
  /** The step must come before this position; null when any will do. */
  readonly before: number | null
  readonly wanted: Wording
}

const answered: readonly Verb[] = ['ask', 'find', 'list', 'menu']
const doable: readonly Verb[] = [...answered, 'call', 'set']
const aQuestion = words('вопрос (ask, find, list, menu)', 'a question (ask, find, list, menu)')
const aDoing = words(
  'шаг с результатом (ask, find, list, menu, call, set)',
  'a step with a result (ask, find, list, menu, call, set)',
)
const aReview = words('проверка (review)', 'a review')

function stepLinks(scope: Scope, place: DraftStep): readonly Problem[] {
  const { step, path, index } = place
  if (step === null) return []
  const links: Link[] = buttonsOf(place).flatMap(({ button, path: at }) =>
    'again' in button
      ? [
          {
            name: button.again,
            path: [...at, 'again'],
            verbs: doable,
            payload: true,
            before: index + 1,
            wanted: aDoing,
          },
        ]
      : [],
  )
  for (const { button, path: at } of buttonsOf(place)) {
    if ('run' in button)
      links.push({
        name: button.redo,
        path: [...at, 'redo'],
        verbs: doable,
        before: index + 1,
        wanted: aDoing,
      })
  }
  if ('return' in step)
    links.push({ name: step.to, path: [...path, 'to'], verbs: doable, before: index, wanted: aDoing })
  for (const { failure, path: at } of handlersOf(place)) {
    const own = 'find' in step || 'list' in step ? 1 : 0
    if (failure.ask_again !== undefined) {
      links.push({
        name: failure.ask_again,
        path: [...at, 'ask_again'],
        verbs: answered,
        payload: true,
        before: index + own,
        wanted: aQuestion,
      })
    }
    if (failure.back_to !== undefined)
      links.push({
        name: failure.back_to,
        path: [...at, 'back_to'],
        verbs: ['review'],
        before: index,
        wanted: aReview,
      })
  }
  if ('takes' in step) {
    step.takes?.forEach((name, nth) =>
      links.push({
        name,
        path: [...path, 'takes', nth],
        verbs: ['ask', 'find'],
        before: null,
        wanted: words('вопрос (ask, find)', 'a question (ask, find)'),
      }),
    )
  }
  if ('overflow' in step && step.overflow !== undefined)
    links.push({
      name: step.overflow,
      path: [...path, 'overflow'],
      verbs: ['ask'],
      before: null,
      wanted: words('вопрос о словах (ask, type: text)', 'a question for words (ask, type: text)'),
    })
  if ('edit' in step) {
    step.edit.forEach((name, nth) =>
      links.push({ name, path: [...path, 'edit', nth], verbs: answered, before: index, wanted: aQuestion }),
    )
  }
  if ('depends_on' in step) {
    step.depends_on?.forEach((name, nth) =>
      links.push({
        name,
        path: [...path, 'depends_on', nth],
        verbs: doable,
        payload: true,
        before: index,
        wanted: aDoing,
      }),
    )
  }
  return links.flatMap((link) => checkLink(scope, link))
}

function checkLink(scope: Scope, link: Link): readonly Problem[] {
  const { name, path, verbs, wanted } = link
  if (name === scope.payload && link.payload === true) return []
  const target = scope.steps.get(name)
  if (target === undefined) {
    if (scope.partial) return []
    const fit = [...scope.steps.values()].filter((step) => step.verb === null || verbs.includes(step.verb))
    const meant = near(
      name,
      fit.map((step) => step.name ?? ''),
    )
    return [error('unknown-step', path, words(`шага «${name}» нет`, `there is no step “${name}”`), { meant })]
  }
  if (target.verb !== null && !verbs.includes(target.verb)) {
    const message = words(
      `«${name}» — это ${target.verb}, а здесь нужен ${wanted.ru}`,
      `“${name}” is a step “${target.verb}”; ${wanted.en} is needed`,
    )
    return [
      error(
        'wrong-step',
        path,
        wanted === aReview ? words(message.ru.replace('нужен', 'нужна'), message.en) : message,
      ),
    ]
  }
  if (link.before !== null && target.index >= link.before) {
    return [
      error(
        'later-step',
        path,
        words(
          `шаг «${name}» идёт позже, вернуться к нему нельзя`,
          `the step “${name}” comes later: there is nothing to return to`,
        ),
      ),
    ]
  }
  return []
}

function outsideLinks(scope: Scope, place: DraftStep): readonly Problem[] {
  const { step, path } = place
  if (step === null) return []
  const { known } = scope
  const problems: Problem[] = buttonsOf(place).flatMap(({ button, path: at }) =>
    'start' in button
      ? dialogLink(scope, button.start, [...at, 'start'])
      : 'run' in button
        ? dialogLink(scope, button.run, [...at, 'run'])
        : [],
  )
  if ('set' in step && known.functions && !known.functions.has(step.to)) {
    const message = words(`функции «${step.to}» нет`, `there is no function “${step.to}”`)
    problems.push(
      error('unknown-function', [...path, 'to'], message, { meant: near(step.to, known.functions) }),
    )
  }
  if (!('service' in step) || !known.services) return problems
  const service = known.services.get(step.service)
  if (service === undefined) {
    const message = words(`службы «${step.service}» нет`, `there is no service “${step.service}”`)
    return [
      ...problems,
      error('unknown-service', [...path, 'service'], message, {
        meant: near(step.service, known.services.keys()),
      }),
    ]
  }
  return [
    ...problems,
    ...handlersOf(place).flatMap((handler) =>
      reasonLink(step.service, service.reasons, handler.reason, handler.path),
    ),
  ]
}

function reasonLink(
  service: string,
  reasons: readonly string[],
  reason: string,
  path: Path,
): readonly Problem[] {
  const all = [...new Set([...reasons, ...alwaysPossible])]
  if (all.includes(reason)) return []
  const message = words(
    `служба ${service} не сообщает причину «${reason}»`,
    `the service ${service} never gives the reason “${reason}”`,
  )
  const list = words(`бывает: ${all.join(', ')}`, `one of: ${all.join(', ')}`)
  return [warning('unknown-reason', path, message, { on: 'key', hint: list, meant: near(reason, all) })]
}

function startLinks(scope: Scope): readonly Problem[] {
  const { start } = scope.draft
  if (start === null) return []
  const takers = (['argument', 'message'] as const).flatMap((key) => {
    const taking = start[key]
    return taking === undefined
      ? []
      : takersOf(taking).map((name, nth) => ({ name, path: takerPath(key, taking, nth), taking, nth }))
  })
  const facts = Object.entries(start.requires ?? {})
  return [
    ...takers.flatMap(({ name, path, taking, nth }) =>
      takersOf(taking).indexOf(name) === nth
        ? checkLink(scope, { name, path, verbs: answered, before: null, wanted: aQuestion })
        : [
            error(
              'repeated',
              path,
              words(`«${name}» уже есть в этом списке`, `“${name}” is in this list already`),
            ),
          ],
    ),
    ...facts.flatMap(([fact]) => factLink(scope, fact)),
    ...facts.flatMap(([fact, dialog]) => dialogLink(scope, dialog, ['start', 'requires', fact])),
  ]
}

function takerPath(key: 'argument' | 'message', taking: Argument, nth: number): Path {
  if (typeof taking === 'string') return ['start', key]
  const [split = ''] = Object.keys(taking)
  return ['start', key, split, nth]
}

function factLink({ known }: Scope, fact: string): readonly Problem[] {
  if (!known.facts || known.facts.has(fact)) return []
  const all = [...known.facts].join(', ')
  const message = words(
    `условия «${fact}» для начала диалога нет`,
    `nothing called “${fact}” can be required`,
  )
  const hint = words(`бывает: ${all}`, `one of: ${all}`)
  return [
    error('unknown-fact', ['start', 'requires', fact], message, {
      on: 'key',
      hint,
      meant: near(fact, known.facts),
    }),
  ]
}

function dialogLink({ known, draft }: Scope, name: string, path: Path): readonly Problem[] {
  if (!known.dialogs || known.dialogs.has(name) || name === draft.dialog) return []
  const message = words(`диалога «${name}» нет`, `there is no dialog “${name}”`)
  return [error('unknown-dialog', path, message, { meant: near(name, known.dialogs) })]
}
