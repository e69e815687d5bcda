/** A definition on its way through the diagnosis: as far as it could be read, and what is known around it. */
import type { DialogDefinition, Failure, Step, TextBody, Verb } from '../language/definition.ts'
import type { StepButton } from '../language/definition-parts.ts'
import { own, type Path } from './problem.ts'

/** What exists beside the dialog. What is left out is not checked. */
export interface Known {
  readonly services?: ReadonlyMap<
    string,
    {
      readonly reasons: readonly string[]
      /** `remote`: it goes over the network; `local`: it touches our database alone. */
      readonly type?: 'local' | 'remote'
      /** Texts of the dialog that the service names, each with the values it brings for it. */
      readonly says?: Readonly<Record<string, readonly string[]>>
    }
  >
  /** Names that `set … to` may use. */
  readonly functions?: ReadonlySet<string>
  readonly dialogs?: ReadonlySet<string>
  /** Commands that are taken already: whose each is, and in which file. */
  readonly commands?: ReadonlyMap<string, { readonly dialog: string; readonly file: string }>
  /** What each dialog can be handed when it is started: its questions, and its `given`, `file` and `payload`. */
  readonly takes?: ReadonlyMap<string, ReadonlySet<string>>
  /** Texts that stand beside the dialogs, for those that have no text of that name themselves. */
  readonly texts?: ReadonlyMap<string, TextBody>
  /** What `start.requires` may ask for. */
  readonly facts?: ReadonlySet<string>
}

/** Null stands for a part with faults of its own, which is not judged further. */
export interface Draft {
  readonly dialog: string | null
  readonly version: number | null
  readonly title: DialogDefinition['title'] | null
  readonly start: DialogDefinition['start'] | null
  readonly idle: DialogDefinition['idle'] | null
  /** The text it says when it is given up, where it has one. */
  readonly cancelled: string | null
  readonly steps: readonly DraftStep[]
  readonly texts: ReadonlyMap<string, TextBody | null> | null
  readonly migrate: DialogDefinition['migrate'] | null
  readonly raw: unknown
}

export interface DraftStep {
  readonly index: number
  readonly path: Path
  readonly raw: unknown
  readonly verb: Verb | null
  /** Known even of a faulty step when its first line is sound. */
  readonly name: string | null
  readonly step: Step | null
}

/** Everything the second look needs. */
export interface Scope {
  readonly draft: Draft
  readonly known: Known
  /** The first step of each name. */
  readonly steps: ReadonlyMap<string, DraftStep>
  /** The name under which a link's secret part is kept. */
  readonly payload: string | null
  /** The name under which a sent file is kept. */
  readonly file: string | null
  /** Values that whoever starts the dialog may hand it. */
  readonly given: ReadonlySet<string>
  /** Some step could not be read so far as its name: that a name is unknown proves nothing then. */
  readonly partial: boolean
}

export function scopeOf(draft: Draft, known: Known): Scope {
  const steps = new Map<string, DraftStep>()
  for (const step of draft.steps) if (step.name !== null && !steps.has(step.name)) steps.set(step.name, step)
  const payload = own(own(draft.raw, 'start'), 'payload')
  const file = own(own(draft.raw, 'start'), 'file')
  return {
    draft,
    known,
    steps,
    payload: typeof payload === 'string' ? payload : null,
    file: typeof file === 'string' ? file : null,
    given: new Set(draft.start?.given),
    partial: draft.steps.some((step) => step.name === null) || !Array.isArray(own(draft.raw, 'steps')),
  }
}

/** The texts that have no faults of their own. */
export function soundTexts({ texts }: Draft): DialogDefinition['texts'] {
  return Object.fromEntries([...(texts ?? [])].flatMap(([key, body]) => (body === null ? [] : [[key, body]])))
}

export interface Handler {
  readonly path: Path
  readonly reason: string
  readonly failure: Failure
}

export function handlersOf({ step, path }: DraftStep): readonly Handler[] {
  if (step === null || !('on_error' in step)) return []
  return Object.entries(step.on_error).map(([reason, failure]) => ({
    path: [...path, 'on_error', reason],
    reason,
    failure,
  }))
}

type Button = StepButton

/** The buttons of a step and of what it does when it fails. */
export function buttonsOf(place: DraftStep): readonly { readonly path: Path; readonly button: Button }[] {
  const { step, path } = place
  const at = (where: Path, buttons: readonly Button[] = []): { path: Path; button: Button }[] =>
    buttons.map((button, index) => ({ path: [...where, 'buttons', index], button }))
  const ownButtons = step !== null && 'buttons' in step ? at(path, step.buttons) : []
  return [...ownButtons, ...handlersOf(place).flatMap((handler) => at(handler.path, handler.failure.buttons))]
}
