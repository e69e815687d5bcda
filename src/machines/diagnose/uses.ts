/** Where a definition speaks: every place that names a text. */
import type { MenuStep, Step } from '../language/definition.ts'
import type { Scope } from './draft.ts'
import type { Path } from './problem.ts'
import { textNamesIn } from './schema.ts'
import { schemaOf } from './step.ts'

export interface TextUse {
  readonly key: string
  readonly path: Path
  /** The position of the step that says it; one behind the last for what is said at any time. */
  readonly at: number
  readonly role: 'text' | 'label'
  /** An option or a shortcut, whose label is found by its own name. */
  readonly implied: boolean
  /** Values the service brings that names this text. */
  readonly brings?: readonly string[]
}

const labelKeys = new Set<string | number | undefined>(['label', 'skip', 'confirm', 'done'])

export function textUses({ draft, known }: Scope): readonly TextUse[] {
  const steps = draft.steps.flatMap(({ step, path, index }) => {
    if (step === null) return []
    const named = textNamesIn(schemaOf(step), step, path).map((use): TextUse => ({
      key: use.key,
      path: use.path,
      at: index,
      role: labelKeys.has(use.path.at(-1)) ? 'label' : 'text',
      implied: false,
    }))
    return [...named, ...impliedBy(step, path, index), ...saidBy(known, step, path, index)]
  })
  const idle = (draft.idle ?? []).flatMap(({ say }, index): readonly TextUse[] =>
    say === undefined
      ? []
      : [{ key: say, path: ['idle', index, 'say'], at: draft.steps.length, role: 'text', implied: false }],
  )
  return [...steps, ...idle, ...givenUp(draft)]
}

function givenUp({ cancelled, steps }: Scope['draft']): readonly TextUse[] {
  if (cancelled === null) return []
  return [{ key: cancelled, path: ['cancelled'], at: steps.length, role: 'text', implied: false }]
}

/** A service names some texts itself: the dialog has them for it. */
function saidBy(known: Scope['known'], step: Step, path: Path, index: number): readonly TextUse[] {
  if (!('service' in step)) return []
  const says = known.services?.get(step.service)?.says ?? {}
  return Object.entries(says).map(([key, brings]) => ({
    key,
    path: [...path, 'service'],
    at: index,
    role: 'text',
    implied: false,
    brings,
  }))
}

/** The shortcuts of a search are worded once for all dialogs; those of a date are the dialog's own. */
function impliedBy(step: Step, path: Path, at: number): readonly TextUse[] {
  if ('menu' in step) return picked(step, path, at)
  if (!('ask' in step)) return []
  const use = (list: string, keys: readonly string[] = []): readonly TextUse[] =>
    keys.map((key, nth) => ({ key, path: [...path, list, nth], at, role: 'label', implied: true }))
  return [
    ...use('options', 'options' in step ? step.options : []),
    ...use('shortcuts', 'shortcuts' in step ? step.shortcuts : []),
  ]
}

/** A pick without a label carries the text of its own name. */
function picked(step: MenuStep, path: Path, at: number): readonly TextUse[] {
  return step.buttons.flatMap((button, nth): readonly TextUse[] =>
    'pick' in button && button.label === undefined
      ? [{ key: button.pick, path: [...path, 'buttons', nth, 'pick'], at, role: 'label', implied: true }]
      : [],
  )
}
