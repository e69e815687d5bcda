/**
 * The statechart of a dialog in the form Stately's published schema asks for: every transition an object in an array, every
 * target an array, guards and actions `{type, params}`. `createMachine` of XState 5 loads it as it is.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import { asJson, textAt } from '../../machines/json.ts'
import { nameOf, verbOf, type DialogDefinition } from '../../machines/language/definition.ts'
import { newContext } from '../../machines/statechart/context.ts'
import type { StateNode, TransitionNode, Transitions } from '../../machines/statechart/nodes.ts'
import { statechart } from '../../machines/statechart/statechart.ts'
import { flowOf } from './flow.ts'

/** Where a step stands in its file, for `meta`; null where that is not known. */
export type LineOf = (stepIndex: number) => { readonly file: string; readonly line: number } | null

/** `description` of a state is what the person reads there; `meta` names the step, its kind and its line. */
export function machineOf(
  definition: DialogDefinition,
  language: Language,
  lineOf: LineOf = () => null,
): JsonObject {
  const boxes = new Map(flowOf(definition, language).boxes.map((box) => [box.id, box]))
  const steps = new Map(
    definition.steps.map((step, index) => {
      const box = boxes.get(nameOf(step))
      const said = box === undefined ? '' : [box.title, box.body].filter((part) => part !== '').join('\n\n')
      return [
        nameOf(step),
        {
          ...(said !== '' && { description: said }),
          meta: { step: nameOf(step), kind: verbOf(step), ...lineOf(index) },
        },
      ]
    }),
  )
  const chart = statechart(definition)
  const { states = {}, ...root } = normalised(chart)
  return asJson({
    ...root,
    version: String(definition.version),
    description: definition.title[language],
    context: newContext({}),
    states: Object.fromEntries(
      Object.entries(states).map(([name, state]) => [name, { ...state, ...steps.get(name) }]),
    ),
  })
}

/** @see https://stately.ai/schemas/xstate.json */
interface NormalState {
  readonly states?: Readonly<Record<string, NormalState>>
  readonly [key: string]: unknown
}

function normalised(state: StateNode): NormalState {
  const { states, always, on, after, invoke, entry, ...plain } = state
  return {
    ...plain,
    ...(entry && { entry }),
    ...(invoke && {
      invoke: [{ ...invoke, onDone: transitionsOf(invoke.onDone), onError: transitionsOf(invoke.onError) }],
    }),
    ...(always && { always: transitionsOf(always) }),
    ...(on && { on: eachOf(on) }),
    ...(after && { after: eachOf(after) }),
    ...(states && {
      states: Object.fromEntries(Object.entries(states).map(([name, inner]) => [name, normalised(inner)])),
    }),
  }
}

function eachOf(map: Readonly<Record<string, Transitions>>): Readonly<Record<string, readonly object[]>> {
  return Object.fromEntries(Object.entries(map).map(([event, all]) => [event, transitionsOf(all)]))
}

function transitionsOf(transitions: Transitions): readonly object[] {
  const all: readonly TransitionNode[] = isOne(transitions) ? [transitions] : transitions
  return all.map(({ target, ...rest }) => ({ ...rest, ...(target !== undefined && { target: [target] }) }))
}

function isOne(transitions: Transitions): transitions is TransitionNode {
  return !Array.isArray(transitions)
}

/** One self-contained file: Stately's «Import from code», its editor for VS Code and `xstate` all read it. */
export function machineSource(
  machine: JsonObject,
  about: { readonly file: string; readonly hash: string },
): string {
  const exported = camelCase(textAt(machine, 'id'))
  return [
    `// Made from ${about.file} (SHA-256 ${about.hash.slice(0, 12)}) by \`npm run dialogs -- export\`. Edit the YAML, not this file.`,
    '// Guards and actions are names: what they mean is in guards.ts and changes.ts of src/machines/statechart.',
    "import { createMachine } from 'xstate'",
    '',
    `export const ${exported}Machine = createMachine(${literal(machine)})`,
    '',
  ].join('\n')
}

/** JSON, with keys bare where JavaScript lets them be. */
function literal(value: Json): string {
  return JSON.stringify(value, null, 2).replaceAll(
    /^( *)"([A-Za-z_][A-Za-z0-9_]*)":/gm,
    (_all, indent: string, key: string) => `${indent}${key}:`,
  )
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase())
}
