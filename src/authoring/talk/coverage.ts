/** What of a dialog its talks go through: steps, ways out of failures, buttons; and the lines of what they leave out. */
import type { Source } from '../../dialogs/source.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { Path, Wording } from '../../machines/diagnose/problem.ts'
import { words } from '../../machines/diagnose/problem.ts'
import type { DialogDefinition, Step } from '../../machines/language/definition.ts'
import { nameOf, verbOf } from '../../machines/language/definition.ts'
import type { TalkRun } from './run.ts'
import { isSaid } from './texts.ts'

/** One thing of a dialog that may be gone through. */
export interface Unit {
  readonly kind: 'step' | 'turning'
  readonly what: Wording
  readonly line: number
  readonly covered: boolean
}

export function coverageOf(
  definition: DialogDefinition,
  source: Pick<Source, 'locate' | 'position'>,
  runs: readonly TalkRun[],
  dialogs: DialogSet,
): readonly Unit[] {
  const visited = visitedSteps(definition, runs, dialogs)
  const units = definition.steps.flatMap((step, index) =>
    unitsOf(definition, step, ['steps', index], runs, visited),
  )
  const idle = definition.idle.map((entry, index): Found => ({
    kind: 'turning',
    what: words(`молчание ${entry.after}`, `silence for ${entry.after}`),
    path: ['idle', index],
    covered: runs.some(({ elapsed }) => elapsed.includes(`idle.${index}`)),
  }))
  return [...units, ...idle].map(({ path, ...unit }) => ({
    ...unit,
    line: source.position(source.locate(path, 'key')[0]).line,
  }))
}

interface Found extends Omit<Unit, 'line'> {
  readonly path: Path
}

function unitsOf(
  definition: DialogDefinition,
  step: Step,
  path: Path,
  runs: readonly TalkRun[],
  visited: ReadonlySet<string>,
): readonly Found[] {
  const name = nameOf(step)
  const verb = verbOf(step)
  const own: Found = {
    kind: 'step',
    what: words(`шаг ${name}`, `the step ${name}`),
    path: [...path, verb],
    covered: visited.has(name),
  }
  return [
    own,
    ...failuresOf(definition, step, path, runs),
    ...buttonsOf(definition, step, path, runs, visited),
  ]
}

function failuresOf(
  definition: DialogDefinition,
  step: Step,
  path: Path,
  runs: readonly TalkRun[],
): readonly Found[] {
  if (!('on_error' in step)) return []
  const named = Object.keys(step.on_error)
  const reasons = runs.flatMap(({ results }) =>
    results.flatMap((one) =>
      one.dialog === definition.dialog && one.step === nameOf(step) && one.reason !== null
        ? [one.reason]
        : [],
    ),
  )
  const taken = new Set(reasons.map((reason) => (named.includes(reason) ? reason : 'otherwise')))
  return named.map((reason) => ({
    kind: 'turning',
    what: words(`${nameOf(step)}: ответ службы ${reason}`, `${nameOf(step)}: the service answers ${reason}`),
    path: [...path, 'on_error', reason],
    covered: taken.has(reason),
  }))
}

function buttonsOf(
  { texts }: DialogDefinition,
  step: Step,
  path: Path,
  runs: readonly TalkRun[],
  visited: ReadonlySet<string>,
): readonly Found[] {
  if (!('buttons' in step)) return []
  const pressed = new Set(runs.flatMap(({ turned }) => turned.flatMap((one) => one.pressed ?? [])))
  return (step.buttons ?? []).flatMap((button, at): readonly Found[] => {
    // These leave the chat: nobody hears of it.
    if ('open' in button || 'copy' in button) return []
    const key = button.label ?? ('pick' in button ? button.pick : '')
    const body = texts[key]
    const labels = body === undefined ? [] : [body.ru, body.en].filter((one) => typeof one === 'string')
    return [
      {
        kind: 'turning',
        what: words(`кнопка «${labels[0] ?? key}»`, `the button “${labels[1] ?? key}”`),
        path: [...path, 'buttons', at],
        covered: visited.has(nameOf(step)) && labels.some((label) => pressed.has(label)),
      },
    ]
  })
}

function visitedSteps(
  definition: DialogDefinition,
  runs: readonly TalkRun[],
  dialogs: DialogSet,
): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { turned, results, said } of runs) {
    for (const { turned: one } of turned) {
      for (const { dialog, from, to, passed } of one.journal)
        if (dialog === definition.dialog)
          for (const place of [from, to, ...passed]) found.add(place?.split('.', 1)[0] ?? '')
      for (const frame of one.after.state.frames)
        if (dialogs.byHash(frame.hash)?.definition === definition)
          for (const name of Object.keys(frame.context.answers)) found.add(name)
    }
    for (const { dialog, step } of results) if (dialog === definition.dialog) found.add(step)
    for (const step of definition.steps) {
      const body = 'say' in step ? definition.texts[step.say] : undefined
      if (body !== undefined && said.some((text) => isSaid(body, 'ru', text) || isSaid(body, 'en', text)))
        found.add(nameOf(step))
    }
  }
  // A value that is derived on the way to the end is gone with the conversation: so is every trace of the step.
  for (const step of definition.steps)
    if ('set' in step && runs.length > 0 && followed(definition, step, found)) found.add(step.set)
  return found
}

/** Whether a step after this one was visited that comes whatever this one gives. */
function followed(definition: DialogDefinition, step: Step, found: ReadonlySet<string>): boolean {
  const at = definition.steps.indexOf(step)
  return step.when === undefined && definition.steps.slice(at + 1).some((later) => found.has(nameOf(later)))
}
