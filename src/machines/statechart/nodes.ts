/** A statechart as plain data, in XState's own shape. Guards and actions are names with parameters. */
import { nameOf, type Step } from '../language/definition.ts'

export interface Named {
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>>
}

export interface TransitionNode {
  readonly target?: string
  readonly guard?: Named
  readonly actions?: readonly Named[]
  readonly reenter?: boolean
}

export type Transitions = TransitionNode | readonly TransitionNode[]

export interface StateNode {
  readonly id: string
  readonly type?: 'final'
  readonly initial?: string
  readonly states?: Readonly<Record<string, StateNode>>
  readonly entry?: readonly Named[]
  readonly always?: Transitions
  readonly on?: Readonly<Record<string, Transitions>>
  readonly after?: Readonly<Record<string, Transitions>>
  readonly invoke?: {
    readonly id: string
    readonly src: string
    readonly onDone: Transitions
    readonly onError: Transitions
  }
}

export interface Statechart extends StateNode {
  readonly initial: 'route'
}

export const endings = ['done', 'failed', 'cancelled', 'expired'] as const
export type Ending = (typeof endings)[number]

/** The name of the delay before a failed call is tried again; its length is in the context. */
export const pauseDelay = 'pause'

/** State ids carry a prefix, so that no step can be named like an ending. */
export function stateId(step: Step | string): string {
  return `step_${typeof step === 'string' ? step : nameOf(step)}`
}
