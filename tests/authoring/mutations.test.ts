/** Definitions and charts broken on purpose: the explorer notices each, and tells it as a conversation. */
import { expect, test } from 'vitest'
import { asTalk } from '../../src/authoring/explore/as-talk.ts'
import { openBook } from '../../src/authoring/explore/book.ts'
import { explore, type Explored } from '../../src/authoring/explore/explore.ts'
import { startsOf } from '../../src/authoring/explore/starts.ts'
import { runTalk } from '../../src/authoring/talk/run-talk.ts'
import { talkDeps } from '../../src/authoring/test-command.ts'
import type { DialogSet } from '../../src/machines/chat/turn.ts'
import { nameOf, type DialogDefinition, type Step } from '../../src/machines/language/definition.ts'
import type { Service } from '../../src/machines/services.ts'
import { statechart } from '../../src/machines/statechart/statechart.ts'
import type { StateNode, Statechart } from '../../src/machines/statechart/nodes.ts'
import { compile, type CompiledDialog } from '../../src/machines/statechart/xstate.ts'
import { gateDialog, orderDialog } from '../support/dialogs.ts'
import { builtInTexts, definitionOf } from '../support/rig.ts'

const repairs = await builtInTexts()
const order = definitionOf(orderDialog)
const gate = definitionOf(gateDialog)
const remote: Service = {
  type: 'remote',
  reasons: ['refused'],
  timeoutMs: 1_000,
  run: () => Promise.resolve({ ok: true, value: null }),
}
const services = new Map<string, Service>([
  ['people.search', remote],
  ['orders.add', remote],
  [
    'gate.check',
    { type: 'local', reasons: ['wrong'], run: () => Promise.resolve({ ok: true, value: null }) },
  ],
])

function looked(dialog: CompiledDialog, wholeMax = 150): Explored & { readonly codes: readonly string[] } {
  const { book, simulation } = openBook(setOf(dialog), repairs, services)
  const explored = explore(book, simulation, startsOf(book, dialog.definition), {
    wholeMax,
    statesMax: 5_000,
  })
  return { ...explored, codes: explored.violations.map(({ code }) => code) }
}

function setOf(dialog: CompiledDialog): DialogSet {
  return {
    names: [dialog.definition.dialog],
    current: (name) => (name === dialog.definition.dialog ? dialog : undefined),
    byHash: (hash) => (hash === dialog.hash ? dialog : undefined),
  }
}

function withSteps(definition: DialogDefinition, change: (step: Step) => readonly Step[]): DialogDefinition {
  return { ...definition, steps: definition.steps.flatMap((step) => change(step)) }
}

/** The chart of a definition with one state changed. */
function chartWith(
  definition: DialogDefinition,
  step: string,
  change: (state: StateNode) => StateNode,
): Statechart {
  const chart = statechart(definition)
  const state = chart.states?.[step]
  if (state === undefined) throw new Error(`no state ${step}`)
  return { ...chart, states: { ...chart.states, [step]: change(state) } }
}

test('sound dialogs keep every promise, and every path of them is walked', () => {
  for (const definition of [order, gate]) {
    const { codes, unreached, extent, states, transitions } = looked(compile(definition, 'sound'), 2_000)
    expect({ codes, unreached, extent }).toEqual({ codes: [], unreached: [], extent: 'all' })
    expect(transitions).toBeGreaterThan(states)
  }
})

test('what is done without a card that was confirmed is noticed', () => {
  const bare = withSteps(order, (step) => ('review' in step ? [] : [step]))
  const back = JSON.parse(
    JSON.stringify(bare).replaceAll('"back_to":"card"', '"end":"failed"'),
  ) as DialogDefinition
  const { violations } = looked(compile(back, 'bare'))
  const found = violations.find(({ code }) => code === 'unconfirmed')
  expect(found?.step).toBe('add')
})

test('a card that is left out under some condition is noticed', () => {
  const sometimes = withSteps(order, (step) => [
    'review' in step ? { ...step, when: { packs: 'filled' } } : step,
  ])
  const { violations } = looked(compile(sometimes, 'sometimes'))
  expect(violations.find(({ code }) => code === 'unconfirmed')?.step).toBe('add')
})

test('a dialog that cannot be cancelled is noticed, and the conversation that shows it fails as a test', () => {
  const chart = statechart(order)
  const { CANCEL: _cancel, ...on } = chart.on ?? {}
  const dialog = compile(order, 'uncancelled', { ...chart, on })
  const { violations } = looked(dialog)
  const found = violations.find(({ code }) => code === 'no-cancel')
  if (found === undefined) throw new Error('not noticed')
  const talk = asTalk(found, 'ru')
  const broken = runTalk(talkDeps(setOf(dialog), repairs, services), 'order', talk)
  expect(broken.failures.map(({ message }) => message.ru)).toEqual(['разговор не закончился «cancelled»'])
  const sound = runTalk(talkDeps(setOf(compile(order, 'sound')), repairs, services), 'order', talk)
  expect(sound.failures).toEqual([])
})

test('a place nobody gets out of is noticed', () => {
  const { on: _on, ...chart } = chartWith(order, 'packs', ({ on: _none, states: _states, ...state }) => ({
    ...state,
    states: { asking: { id: 'step_packs.asking' } },
  }))
  const dialog = compile({ ...order, idle: [] }, 'trap', chart)
  expect(looked(dialog).codes).toContain('trap')
})

test('a place that only cancelling leads out of is noticed', () => {
  const chart = chartWith(order, 'packs', ({ on: _on, ...state }) => state)
  const { violations } = looked(compile(order, 'dead end', chart))
  expect(violations.find(({ code }) => code === 'dead-end')?.step).toBe('packs')
})

test('a turn that throws is noticed, with the way there', () => {
  const odd = {
    ...order,
    steps: [
      ...order.steps.slice(0, 2),
      { set: 'odd', to: 'no_such_function' } as Step,
      ...order.steps.slice(2),
    ],
  }
  const { violations } = looked(compile(odd, 'odd'))
  const found = violations.find(({ code }) => code === 'exception')
  expect(found?.message.ru).toContain('no function for «odd»')
  expect(found?.path.length).toBeGreaterThan(1)
})

test.each(['ask_packs', 'nobody', 'nudge', 'added', 'confirm', 'too_late'])(
  'the text «%s» is missed where it would be said',
  (name) => {
    const { [name]: _gone, ...texts } = order.texts
    const { violations } = looked(compile({ ...order, texts }, `without ${name}`))
    expect(violations.map(({ message }) => message.ru)).toContain(`нет текста «${name}»`)
  },
)

test('what would be done twice is noticed', () => {
  const { violations } = looked(compile(order, 'forgetful', forgetting(order, 'add')))
  expect(violations.find(({ code }) => code === 'done-twice')?.step).toBe('add')
})

test('a service of the database that is asked again and again within one turn is noticed', () => {
  const dialog = compile(gate, 'round', forgetting(gate, 'check'))
  expect(looked(dialog).codes).toContain('exception')
})

test('a step that no conversation comes to is named', () => {
  const never = withSteps(order, (step) => {
    if ('review' in step) return [{ ...step, edit: ['what'] }]
    return [nameOf(step) === 'packs' ? { ...step, when: { what: 'nothing else' } } : step]
  })
  expect(looked(compile(never, 'never')).unreached).toEqual(['packs'])
})

/** The chart in which a call leaves no trace of its result. */
function forgetting(definition: DialogDefinition, step: string): Statechart {
  return chartWith(definition, step, (state) => {
    const calling = state.states?.['calling']
    if (calling?.invoke === undefined) throw new Error('no call')
    const invoke = { ...calling.invoke, onDone: { target: '#route', actions: [] } }
    return { ...state, states: { ...state.states, calling: { ...calling, invoke } } }
  })
}
