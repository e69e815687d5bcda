/**
 * Turns a definition into a statechart: plain data in XState's own shape, so that the interpreter, Stately and the
 * studio all read the same thing. Guards and actions are names with parameters; what they mean is guards.ts and changes.ts.
 *
 * Every conversation passes through `route`, which leads to the first open step (rules.ts). A step leads back to
 * `route` once it has its answer; `done`, `failed`, `cancelled` and `expired` end the conversation.
 */
import {
  nameOf,
  type CallStep,
  type DialogDefinition,
  type ReturnStep,
  type ReviewStep,
  type SayStep,
  type SetStep,
  type Step,
} from '../language/definition.ts'
import { failureTransitions, whileCalling } from './failure-transitions.ts'
import {
  endings,
  pauseDelay,
  stateId,
  type StateNode,
  type Statechart,
  type TransitionNode,
} from './nodes.ts'
import { askState, backFrom, findState, listState, menuState } from './question-states.ts'

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
        after: whileCalling(step, failures),
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

/** Where nobody would be asked anything on the way, going back would never end. */
function returnState(step: ReturnStep): StateNode {
  const params = { step: step.return, forget: step.to }
  return {
    id: stateId(step),
    always: [
      {
        target: '#route',
        guard: { type: 'asksAgain', params },
        actions: [
          { type: 'return', params: { step: step.to, text: step.notice ?? '' } },
          { type: 'passed', params: { step: step.return } },
        ],
      },
      { target: '#failed' },
    ],
  }
}
