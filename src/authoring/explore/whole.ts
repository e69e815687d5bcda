/** The paths as a whole: that from everywhere there is an end to come to, and that every step is on some path. */
import type { Wording } from '../../machines/diagnose/problem.ts'
import { words } from '../../machines/diagnose/problem.ts'
import { isQuestion, nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import type { Moment } from '../talk/simulation.ts'
import type { Broken } from './broken.ts'

/** A moment that was looked at, and those that came of it. */
export interface Reached {
  readonly moment: Moment
  /** How the conversation ended there; null where it goes on. */
  readonly ended: string | null
  readonly to: readonly Reached[]
}

/** The first moment nobody gets out of; or else the first that leads nowhere but to a cancelling. */
export function stuckAt<R extends Reached>(
  all: readonly R[],
  light: boolean,
): { readonly at: R; readonly broken: Broken } | null {
  const ends = reaching(all, ({ ended }) => ended !== null)
  const trapped = all.find((one) => !ends.has(one))
  if (trapped !== undefined) return { at: trapped, broken: { code: 'trap', ...stuck(trapped, noEnd) } }
  const goals = reaching(all, (one) => isGoal(one))
  const nowhere = light ? [] : all.filter((one) => one.ended === null && !goals.has(one))
  // Those before it are lost for the sake of the one that nothing else comes after.
  const lost =
    nowhere.find((one) => one.to.every((next) => next.ended !== null || stepOf(next) === stepOf(one))) ??
    nowhere.at(-1)
  return lost === undefined ? null : { at: lost, broken: { code: 'dead-end', ...stuck(lost, noGoal) } }
}

/** Steps at which no path stops. One with a ready answer need not be asked. */
export function unreachedSteps(
  { dialog, steps }: DialogDefinition,
  all: readonly Reached[],
  services: ReadonlySet<string>,
): readonly string[] {
  const stood = new Set(
    all.flatMap(({ moment }) =>
      moment.state.frames.flatMap((frame) => {
        const { value } = frame
        const at = typeof value === 'object' && value !== null ? Object.keys(value) : []
        return frame.dialog === dialog ? [...at, ...Object.keys(frame.context.answers)] : []
      }),
    ),
  )
  return steps.flatMap((step) => {
    if ('default' in step && step.default !== undefined) return []
    const stops = isQuestion(step) || 'review' in step || 'call' in step
    const asked = 'service' in step && services.has(step.service)
    return stops && !asked && !stood.has(nameOf(step)) ? [nameOf(step)] : []
  })
}

/** Where there is nothing to choose from, nobody can be led on. */
function isGoal({ ended, moment }: Reached): boolean {
  if (ended !== null) return ended !== 'end_cancelled' && ended !== 'end_expired'
  return moment.state.frames.at(-1)?.context.listing?.items.length === 0
}

const noEnd = words(
  'отсюда разговор не может закончиться: ни одна дорога не ведёт к концу, даже отмена',
  'from here the conversation can never end: no way leads to an end, not even cancelling',
)
const noGoal = words(
  'отсюда разговор можно только отменить: до конца не ведёт ни одна дорога',
  'from here the conversation can only be cancelled: no way leads to its end',
)

function stuck(at: Reached, message: Wording): Omit<Broken, 'code'> {
  const step = stepOf(at)
  return { message, ...(step !== undefined && { step }) }
}

function stepOf({ moment }: Reached): string | undefined {
  const value = moment.state.frames.at(-1)?.value
  return typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined
}

/** All from which one of those is reached. */
function reaching(all: readonly Reached[], isGoalOf: (one: Reached) => boolean): ReadonlySet<Reached> {
  const from = new Map<Reached, Reached[]>()
  for (const one of all) for (const next of one.to) from.set(next, [...(from.get(next) ?? []), one])
  const found = new Set(all.filter((one) => isGoalOf(one)))
  for (const one of found) for (const before of from.get(one) ?? []) found.add(before)
  return found
}
