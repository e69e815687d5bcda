/** Where a failed call leads. */
import {
  isQuestion,
  nameOf,
  type CallStep,
  type DialogDefinition,
  type Failure,
  type FindStep,
  type ListStep,
} from '../language/definition.ts'
import { durationMs } from '../language/definition-parts.ts'
import { repairText } from '../language/repairs.ts'
import type { Named, TransitionNode, Transitions } from './nodes.ts'

/**
 * What becomes of a failed call: for each named reason first the repeats, then the words and the way on; `otherwise`
 * takes what is left. A timeout counts as `onTimeout`.
 */
export function failureTransitions(
  definition: DialogDefinition,
  of: CallStep | FindStep | ListStep,
  waiting: string,
  onTimeout: string,
): readonly TransitionNode[] {
  const step = nameOf(of)
  const failures = of.on_error
  const named = Object.entries(failures).filter(([reason]) => reason !== 'otherwise')
  const rest = Object.entries(failures).filter(([reason]) => reason === 'otherwise')
  const transitions = [...named, ...rest].flatMap(([reason, failure]) => {
    const params = { reason, onTimeout }
    const again: TransitionNode = {
      target: waiting,
      guard: { type: 'failedAgain', params: { ...params, retry: failure.retry ?? 0 } },
      actions: [
        {
          type: 'pause',
          params: { ...params, everyMs: durationMs(failure.every ?? '1s'), text: failure.retrying ?? '' },
        },
      ],
    }
    const ways = waysOn(definition, of, reason, { ...failure, onTimeout })
    return [
      ...(failure.retry === undefined ? [] : [again]),
      ...ways.map(({ asks, ...way }) => ({
        ...way,
        guard: { type: 'failed', params: { ...params, ...asks } },
      })),
    ]
  })
  // The linter demands `otherwise`; a definition that got past it still must not leave anybody waiting for ever.
  return [...transitions, { target: '#failed', actions: [{ type: 'say', params: { text: '', step } }] }]
}

/** Whoever is still waiting then is told that it takes long. */
const slowMs = 15_000

/** What happens while a call is being made, as time goes by: words for the wait, and then it has failed. */
export function whileCalling(
  { timeout }: CallStep | FindStep | ListStep,
  failures: readonly TransitionNode[],
): Readonly<Record<string, Transitions>> {
  const timeoutMs = durationMs(timeout)
  const say: Named = { type: 'notice', params: { text: repairText('slow') } }
  return {
    ...(timeoutMs > slowMs && { [slowMs]: { guard: { type: 'unsaid' }, actions: [say] } }),
    [timeoutMs]: failures,
  }
}

/** A way on that is taken only if somebody is asked something on it. */
interface WayOn extends TransitionNode {
  readonly asks?: { readonly step: string; readonly forget: string | null }
}

/** A failure, and what it counts as when no answer came at all. */
type Failing = Failure & { readonly onTimeout: string }

function waysOn(
  definition: DialogDefinition,
  of: CallStep | FindStep | ListStep,
  reason: string,
  failure: Failing,
): readonly WayOn[] {
  const way = wayOn(nameOf(of), reason, failure)
  const back = failure.ask_again ?? failure.back_to
  if (way === null) return []
  if (back === undefined || back === nameOf(of) || isSurelyAsked(definition, back)) return [way]
  // Nobody to ask: the same call with the same answers would fail again, and again.
  const asks = { step: nameOf(of), forget: failure.ask_again ?? null }
  const { ask_again: _ask, back_to: _back, ...rest } = failure
  const end = wayOn(nameOf(of), reason, { ...rest, end: 'failed' })
  return end === null ? [] : [{ ...way, asks }, end]
}

function isSurelyAsked(definition: DialogDefinition, name: string): boolean {
  const step = definition.steps.find((one) => nameOf(one) === name)
  const asks = step !== undefined && (isQuestion(step) || 'review' in step)
  return asks && step.when === undefined && !('default' in step && step.default !== undefined)
}

function wayOn(step: string, reason: string, failure: Failing): TransitionNode | null {
  const spoken = { step, reason, text: failure.say ?? '' }
  const notice: Named = {
    type: 'failure',
    params: { ...spoken, onTimeout: failure.onTimeout, buttons: failure.buttons !== undefined },
  }
  if (failure.ask_again !== undefined) {
    return { target: '#route', actions: [{ type: 'forget', params: { step: failure.ask_again } }, notice] }
  }
  if (failure.back_to !== undefined) return { target: '#route', actions: [{ type: 'unconfirm' }, notice] }
  if (failure.go_on === true)
    return { target: '#route', actions: [{ type: 'mark', params: { step } }, notice] }
  if (failure.end !== undefined) {
    return {
      target: failure.end === 'done' ? '#done' : '#failed',
      actions: [{ type: 'facts' }, { type: 'say', params: spoken }],
    }
  }
  return failure.retry === undefined
    ? { target: '#failed', actions: [{ type: 'facts' }, { type: 'say', params: spoken }] }
    : null
}
