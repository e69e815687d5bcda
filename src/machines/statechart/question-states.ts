/** The states of what people are asked: questions, searches, lists and menus. */
import type { AskStep, DialogDefinition, FindStep, ListStep, MenuStep } from '../language/definition.ts'
import { failureTransitions, whileCalling } from './failure-transitions.ts'
import { pauseDelay, stateId, type StateNode, type TransitionNode, type Transitions } from './nodes.ts'

export function askState(step: AskStep): StateNode {
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

export function findState(step: FindStep, definition: DialogDefinition): StateNode {
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
        after: whileCalling(step, failures),
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

export function listState(step: ListStep, definition: DialogDefinition): StateNode {
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
        after: whileCalling(step, failures),
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

export function menuState(step: MenuStep): StateNode {
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

export function backFrom(step: string): Transitions {
  return {
    target: '#route',
    guard: { type: 'canGoBack', params: { step } },
    actions: [{ type: 'back', params: { step } }],
  }
}
