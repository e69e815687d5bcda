/** Where a definition speaks: every place that names a text. */
import type { Step } from '../language/definition.ts'
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
}

const labelKeys = new Set<string | number | undefined>(['label', 'skip', 'confirm'])

export function textUses({ draft }: Scope): readonly TextUse[] {
  const steps = draft.steps.flatMap(({ step, path, index }) => {
    if (step === null) return []
    const named = textNamesIn(schemaOf(step), step, path).map((use): TextUse => ({
      key: use.key,
      path: use.path,
      at: index,
      role: labelKeys.has(use.path.at(-1)) ? 'label' : 'text',
      implied: false,
    }))
    return [...named, ...impliedBy(step, path, index)]
  })
  const idle = (draft.idle ?? []).flatMap(({ say }, index): readonly TextUse[] =>
    say === undefined
      ? []
      : [{ key: say, path: ['idle', index, 'say'], at: draft.steps.length, role: 'text', implied: false }],
  )
  return [...steps, ...idle]
}

/** The shortcuts of a search are worded once for all dialogs; those of a date are the dialog's own. */
function impliedBy(step: Step, path: Path, at: number): readonly TextUse[] {
  if (!('ask' in step)) return []
  const use = (list: string, keys: readonly string[] = []): readonly TextUse[] =>
    keys.map((key, nth) => ({ key, path: [...path, list, nth], at, role: 'label', implied: true }))
  return [
    ...use('options', 'options' in step ? step.options : []),
    ...use('shortcuts', 'shortcuts' in step ? step.shortcuts : []),
  ]
}
