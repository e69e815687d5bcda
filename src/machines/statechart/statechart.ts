/**
 * Turns a definition into a statechart: plain data in XState's own shape, so that the interpreter, Stately and the
 * studio all read the same thing. Guards and actions are names with parameters; what they mean is implementations.ts.
 *
 * Every conversation passes through `route`, which leads to the first open step (rules.ts). A step leads back to
 * `route` once it has its answer; `done`, `failed`, `cancelled` and `expired` end the conversation.
 */
import {
  isQuestion,
  nameOf,
  type AskStep,
  type CallStep,
  type DialogDefinition,
  type Failure,
  type FindStep,
  type ListStep,
  type MenuStep,
  type ReturnStep,
  type ReviewStep,
  type SayStep,
  type SetStep,
  type Step,
} from '../language/definition.ts'
import { durationMs } from '../language/definition-parts.ts'

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

type Transitions = TransitionNode | readonly TransitionNode[]

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

export function statechart(definition: DialogDefinition): Statechart {
  const steps = definition.steps.map((step) => [nameOf(step), stateOf(step, definition)] as const)
  return {
    id: definition.dialog,
    initial: 'route',
    states: {
      route: { id: 'route', always: [...definition.steps.map(leadsTo), { target: '#done' }] },
      ...Object.fromEntries(steps),
      ...Object.fromEntries(
        endings.map((ending) => [`end_${ending}`, { id: ending, type: 'final' as const }]),
      ),
    },
    on: {
      CANCEL: { target: '#cancelled' },
      EXPIRE: { target: '#expired' },
      FILL: { target: '#route', actions: [{ type: 'fill' }] },
      REPLACE: { target: '#route', actions: [{ type: 'replace' }] },
      AGAIN: { target: '#route', actions: [{ type: 'again' }] },
    },
  }
}

function leadsTo(step: Step): TransitionNode {
  return { target: `#${stateId(step)}`, guard: { type: 'open', params: { step: nameOf(step) } } }
}

/** State ids carry a prefix, so that no step can be named like an ending. */
export function stateId(step: Step | string): string {
  return `step_${typeof step === 'string' ? step : nameOf(step)}`
}

function stateOf(step: Step, definition: DialogDefinition): StateNode {
  if ('ask' in step) return askState(step)
  if ('find' in step) return findState(step, definition)
  if ('list' in step) return listState(step, definition)
  if ('menu' in step) return menuState(step)
  if ('review' in step) return reviewState(step)
  if ('call' in step) return callState(step, definition)
  if ('say' in step) return sayState(step)
  return 'set' in step ? setState(step) : returnState(step)
}

function askState(step: AskStep): StateNode {
  const id = stateId(step)
  const name = step.ask
  const choosing = 'unsure' in step
  const pointing = 'calendar' in step && step.calendar === true
  return {
    id,
    initial: 'asking',
    states: {
      asking: { id: `${id}.asking`, entry: [{ type: 'nextOffer', params: { step: name } }] },
      ...(choosing && { choosing: { id: `${id}.choosing` } }),
      ...(pointing && {
        month: {
          id: `${id}.month`,
          on: { BACK: { target: `#${id}.asking`, actions: [{ type: 'settle' }] } },
        },
      }),
    },
    on: {
      ANSWER: { target: '#route', actions: [{ type: 'keep', params: { step: name } }] },
      REFUSE: { target: `#${id}.asking`, actions: [{ type: 'refuse' }] },
      ...(pointing && { MONTH: { target: `#${id}.month`, actions: [{ type: 'page' }] } }),
      ...(choosing && { UNSURE: { target: `#${id}.choosing`, actions: [{ type: 'offer' }] } }),
      ...(step.optional === true && {
        SKIP: { target: '#route', actions: [{ type: 'skip', params: { step: name } }] },
      }),
      BACK: backFrom(name),
    },
  }
}

function backFrom(step: string): Transitions {
  return {
    target: '#route',
    guard: { type: 'canGoBack', params: { step } },
    actions: [{ type: 'back', params: { step } }],
  }
}

function findState(step: FindStep, definition: DialogDefinition): StateNode {
  const id = stateId(step)
  const name = step.find
  const failures = failureTransitions(definition, step, `#${id}.waiting`, 'temporary')
  const many = step.multiple !== undefined
  const params = { step: name }
  const taken: TransitionNode = many
    ? { target: `#${id}.collecting`, actions: [{ type: 'add' }] }
    : { target: '#route', actions: [{ type: 'keep', params }] }
  return {
    id,
    initial: 'typing',
    states: {
      typing: {
        id: `${id}.typing`,
        always: [
          offersNext(id, name),
          {
            target: `#${id}.searching`,
            guard: { type: 'given', params },
            actions: [{ type: 'searchGiven', params }],
          },
          ...(many
            ? [
                {
                  target: `#${id}.collecting`,
                  guard: { type: 'chosenBefore', params },
                  actions: [{ type: 'recollect', params }],
                },
              ]
            : []),
        ],
      },
      searching: {
        id: `${id}.searching`,
        invoke: {
          id: name,
          src: step.service,
          onDone: [
            {
              target: `#${id}.typing`,
              guard: { type: 'foundNone' },
              actions: [{ type: 'notFound', params: { text: step.none } }],
            },
            many
              ? {
                  target: `#${id}.collecting`,
                  guard: { type: 'foundOne' },
                  actions: [{ type: 'addFound' }],
                }
              : { target: '#route', guard: { type: 'foundOne' }, actions: [{ type: 'keepFound', params }] },
            { target: `#${id}.choosing`, actions: [{ type: 'found' }] },
          ],
          onError: failures,
        },
        after: { [durationMs(step.timeout)]: failures },
      },
      choosing: { id: `${id}.choosing`, on: { PAGE: { actions: [{ type: 'page' }] } } },
      ...(many && { collecting: collecting(id, step) }),
      waiting: { id: `${id}.waiting`, after: { [pauseDelay]: { target: `#${id}.searching` } } },
    },
    on: {
      SEARCH: { target: `#${id}.searching`, actions: [{ type: 'search' }] },
      ANSWER: taken,
      ...(many && {
        DROP: [
          { guard: { type: 'lastChosen' }, target: `#${id}.typing`, actions: [{ type: 'drop' }] },
          { target: `#${id}.collecting`, actions: [{ type: 'drop' }] },
        ],
        ENOUGH: { target: '#route', guard: { type: 'someChosen' }, actions: [{ type: 'collect', params }] },
      }),
      REFUSE: { target: `#${id}.typing`, actions: [{ type: 'refuse' }] },
      ...(step.optional === true && {
        SKIP: { target: '#route', actions: [{ type: 'skip', params: { step: name } }] },
      }),
      BACK: backFrom(name),
    },
  }
}

/** Who was named in one sentence, and may be several, is asked about first. */
function offersNext(id: string, step: string): TransitionNode {
  const params = { step }
  return {
    target: `#${id}.choosing`,
    guard: { type: 'offered', params },
    actions: [{ type: 'nextOffer', params }],
  }
}

/** Some have been chosen: another may be typed. */
function collecting(id: string, step: FindStep): StateNode {
  const { max = 0, full = '' } = step.multiple ?? {}
  return {
    id: `${id}.collecting`,
    always: offersNext(id, step.find),
    on: {
      SEARCH: [
        {
          guard: { type: 'roomFor', params: { max } },
          target: `#${id}.searching`,
          actions: [{ type: 'search' }],
        },
        { actions: [{ type: 'notice', params: { text: full } }] },
      ],
      REFUSE: { actions: [{ type: 'refuse' }] },
    },
  }
}

function listState(step: ListStep, definition: DialogDefinition): StateNode {
  const id = stateId(step)
  const name = step.list
  const failures = failureTransitions(definition, step, `#${id}.waiting`, 'temporary')
  return {
    id,
    initial: 'loading',
    states: {
      loading: {
        id: `${id}.loading`,
        invoke: {
          id: name,
          src: step.service,
          onDone: [
            {
              target: `#${id}.loading`,
              guard: { type: 'pastTheEnd' },
              actions: [{ type: 'lastPage', params: { max: step.page } }],
              reenter: true,
            },
            { target: `#${id}.choosing`, actions: [{ type: 'listed' }] },
          ],
          onError: failures,
        },
        after: { [durationMs(step.timeout)]: failures },
      },
      choosing: { id: `${id}.choosing` },
      waiting: { id: `${id}.waiting`, after: { [pauseDelay]: { target: `#${id}.loading` } } },
    },
    on: {
      ANSWER: { target: '#route', actions: [{ type: 'keep', params: { step: name } }] },
      // While a page is on its way the card still shows the one before: its arrows are as good as they look.
      PAGE: { target: `#${id}.loading`, actions: [{ type: 'page' }] },
      REFUSE: { actions: [{ type: 'refuse' }] },
      BACK: backFrom(name),
    },
  }
}

function menuState(step: MenuStep): StateNode {
  const id = stateId(step)
  return {
    id,
    initial: 'choosing',
    states: { choosing: { id: `${id}.choosing` } },
    on: {
      ANSWER: { target: '#route', actions: [{ type: 'keep', params: { step: step.menu } }] },
      REFUSE: { actions: [{ type: 'refuse' }] },
      BACK: backFrom(step.menu),
    },
  }
}

/** Where nobody would be asked anything on the way, going back would never end. */
function returnState(step: ReturnStep): StateNode {
  const params = { step: step.return, forget: step.to }
  return {
    id: stateId(step),
    always: [
      {
        target: '#route',
        guard: { type: 'asksAgain', params },
        actions: [{ type: 'return', params: { step: step.to, text: step.notice ?? '' } }],
      },
      { target: '#failed' },
    ],
  }
}

function reviewState(step: ReviewStep): StateNode {
  const id = stateId(step)
  return {
    id,
    initial: 'checking',
    states: {
      checking: {
        id: `${id}.checking`,
        on: {
          MENU: { target: `#${id}.editing`, actions: [{ type: 'settle' }] },
          BACK: backFrom(step.review),
        },
      },
      editing: {
        id: `${id}.editing`,
        on: { BACK: { target: `#${id}.checking`, actions: [{ type: 'settle' }] } },
      },
    },
    on: {
      CONFIRM: { target: '#route', actions: [{ type: 'confirm' }] },
      EDIT: {
        target: '#route',
        guard: { type: 'editable', params: { steps: step.edit } },
        actions: [{ type: 'edit' }],
      },
      REFUSE: { actions: [{ type: 'refuse' }] },
    },
  }
}

function callState(step: CallStep, definition: DialogDefinition): StateNode {
  const id = stateId(step)
  const name = step.call
  const once = step.once === true
  const failures = failureTransitions(definition, step, `#${id}.waiting`, once ? 'uncertain' : 'temporary')
  const tooLate: TransitionNode = { actions: [{ type: 'notice', params: { text: step.cancel ?? '' } }] }
  return {
    id,
    initial: 'calling',
    states: {
      calling: {
        id: `${id}.calling`,
        invoke: {
          id: name,
          src: step.service,
          onDone: { target: '#route', actions: [{ type: 'result', params: { step: name } }] },
          onError: failures,
        },
        after: { [durationMs(step.timeout)]: failures },
        ...(once && { on: { CANCEL: tooLate, EXPIRE: {}, FILL: {} } }),
      },
      waiting: {
        id: `${id}.waiting`,
        after: { [pauseDelay]: { target: `#${id}.calling` } },
        ...(once && {
          on: {
            CANCEL: [{ target: '#cancelled', guard: { type: 'surelyNotDone' } }, tooLate],
            EXPIRE: {},
            FILL: {},
          },
        }),
      },
    },
    // Nothing may change under a call that is being made: its answers are what it was made with.
    on: { AGAIN: {}, REPLACE: {} },
  }
}

function sayState(step: SayStep): StateNode {
  return {
    id: stateId(step),
    entry: [
      { type: 'say', params: { text: step.say, step: step.say } },
      { type: 'mark', params: { step: step.say } },
    ],
    always: { target: '#route' },
  }
}

function setState(step: SetStep): StateNode {
  return {
    id: stateId(step),
    entry: [{ type: 'derive', params: { step: step.set } }],
    always: { target: '#route' },
  }
}

/**
 * What becomes of a failed call: for each named reason first the repeats, then the words and the way on; `otherwise`
 * takes what is left. A timeout counts as `onTimeout`.
 */
function failureTransitions(
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
    const ways = waysOn(definition, of, reason, failure)
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

/** A way on that is taken only if somebody is asked something on it. */
interface WayOn extends TransitionNode {
  readonly asks?: { readonly step: string; readonly forget: string | null }
}

function waysOn(
  definition: DialogDefinition,
  of: CallStep | FindStep | ListStep,
  reason: string,
  failure: Failure,
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

function wayOn(step: string, reason: string, failure: Failure): TransitionNode | null {
  const spoken = { step, reason, text: failure.say ?? '' }
  const notice: Named = { type: 'failure', params: { ...spoken, buttons: failure.buttons !== undefined } }
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
