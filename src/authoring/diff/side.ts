/** One of the two versions that are led through the same conversations. */
import type { DialogDefinition } from '../../machines/language/definition.ts'
import type { Language } from '../../ports/language.ts'
import { actionsAt, happeningOf, type Action, type Book } from '../explore/actions.ts'
import { openBook } from '../explore/book.ts'
import { createLikeness, type Likeness } from '../explore/likeness.ts'
import { whenItHappens, type LocalPart } from '../explore/turns.ts'
import type { Moment, Simulation, Turned } from '../talk/simulation.ts'
import type { Version } from './versions.ts'

export interface Side {
  readonly book: Book
  readonly simulation: Simulation
  readonly likeness: Likeness
  readonly definition: DialogDefinition
  /** What its steps are called in the version they are compared in; null for one that is gone. */
  readonly renamed: (name: string) => string | null
}

/** Null where the version has no such dialog. */
export function openSide(
  { library, repairs, services }: Version,
  dialog: string,
  renamed: Side['renamed'],
): Side | null {
  const definition = library.current(dialog)?.definition
  if (definition === undefined) return null
  const { book, simulation } = openBook(library, repairs, services)
  return { book, simulation, definition, likeness: createLikeness(book.dialogs), renamed }
}

/** Services of the database answer what they answered in the other version. Null where the turn throws. */
export function turnAs(
  side: Side,
  before: Moment,
  action: Action,
  local: readonly LocalPart[],
  language: Language = before.language,
): Turned | null {
  const left = [...local]
  try {
    return side.simulation.turn(
      { ...whenItHappens(before, action), language },
      happeningOf(action, before.revision + 1),
      ({ service }) => {
        const at = left.findIndex((part) => part.service === service)
        const [part] = at < 0 ? [] : left.splice(at, 1)
        return part?.answer ?? { outcome: { ok: true, value: null } }
      },
    )
  } catch {
    return null
  }
}

/** What the person may do next, and where it leads. */
export function ahead(side: Side, moment: Moment, root: string) {
  return actionsAt(side.book, moment, root, false).flatMap((action) => {
    if (action.type !== 'says' && action.type !== 'presses') return []
    const turned = turnAs(side, moment, action, [])
    return turned === null || !turned.stored ? [] : [{ action, turned }]
  })
}

/** The step the conversation stands at, by its present name. */
export function stepOf({ definition, renamed }: Side, { state }: Moment): string | null {
  const value = state.frames.findLast((one) => one.dialog === definition.dialog)?.value
  const [step] = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return step === undefined ? null : renamed(step)
}
