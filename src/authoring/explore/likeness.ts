/**
 * When two moments of a chat are alike: everything the core may ever ask about them is the same. Of an answer that is
 * whether it is there, and how it stands to every condition of its dialog; its words do not matter.
 */
import type { JsonObject } from '../../ports/json.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import type { Frame } from '../../machines/conversation/frame.ts'
import { nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import { holds, withDefaults } from '../../machines/statechart/rules.ts'
import { valueAt } from '../../machines/statechart/values.ts'
import type { Moment } from '../talk/simulation.ts'
import { buttonsOf, testsOf, type Test } from './conditions.ts'

/** What of the answers of one dialog matters. */
interface Lens {
  readonly names: readonly string[]
  readonly tests: readonly Test[]
  /** Values that buttons open or copy: without one there is no button. */
  readonly links: readonly string[]
  /** How many refusals in a row each question words differently. */
  readonly graded: ReadonlyMap<string, number>
}

export type Likeness = (moment: Moment) => string

export function createLikeness(dialogs: DialogSet): Likeness {
  const lenses = new Map<string, Lens>()
  const lensFor = (hash: string): Lens => {
    const known = lenses.get(hash)
    if (known !== undefined) return known
    const made = lensOf(dialogs.byHash(hash)?.definition)
    lenses.set(hash, made)
    return made
  }
  return ({ state, facts }) =>
    [
      Object.entries(facts)
        .map(([fact, is]) => (is ? fact : ''))
        .join(','),
      state.digression?.dialog ?? '',
      ...state.frames.map((frame) => likenessOf(dialogs, lensFor(frame.hash), frame)),
    ].join('\n')
}

function lensOf(definition: DialogDefinition | undefined): Lens {
  if (definition === undefined) return { names: [], tests: [], links: [], graded: new Map() }
  const { payload, file, given = [] } = definition.start
  return {
    names: [
      ...definition.steps.map((step) => nameOf(step)),
      ...given,
      ...[payload, file].filter((name) => name !== undefined),
    ],
    tests: testsOf(definition),
    links: definition.steps.flatMap((step) =>
      buttonsOf(step).flatMap((button) =>
        'open' in button ? [button.open] : 'copy' in button ? [button.copy] : [],
      ),
    ),
    graded: new Map(
      definition.steps.flatMap((step) =>
        'ask' in step && typeof step.invalid !== 'string' ? [[step.ask, step.invalid.length - 1]] : [],
      ),
    ),
  }
}

function likenessOf(dialogs: DialogSet, lens: Lens, frame: Frame): string {
  const { context } = frame
  const definition = dialogs.byHash(frame.hash)?.definition
  const answers = definition === undefined ? context.answers : withDefaults(definition, context.answers)
  const place = JSON.stringify(frame.value)
  return [
    frame.dialog,
    place,
    bits(lens.names, (name) => Object.hasOwn(context.answers, name)),
    bits(lens.tests, ({ alone }) => holds(alone, answers)),
    bits(lens.links, (path) => isText(answers, path)),
    context.confirmed === true ? 'c' : '',
    context.editing ?? '',
    Math.min(context.misses, gradedAt(lens, frame)),
    context.notice?.buttons === undefined ? '' : Object.values(context.notice.buttons).join('.'),
    several(context.candidates?.length ?? 0),
    Object.entries(context.offered ?? {})
      .map(([name, { choices }]) => `${name}${choices.length}`)
      .join(),
    (context.page ?? 0) > 0,
    context.listing === undefined ? '-' : several(context.listing.items.length),
    chosenOf(frame, definition),
    Object.keys(context.given ?? {}).join(),
    context.tries,
    context.maybeDone === true ? 'm' : '',
    frame.call?.step ?? '',
    Object.keys(frame.timers).sort().join(),
    frame.redo ?? '',
  ].join('|')
}

function gradedAt({ graded }: Lens, { value }: Frame): number {
  const [step] = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return step === undefined ? 0 : (graded.get(step) ?? 0)
}

function bits<T>(list: readonly T[], holdsFor: (one: T) => boolean): string {
  let found = ''
  for (const one of list) found += holdsFor(one) ? '1' : '0'
  return found
}

function isText(answers: JsonObject, path: string): boolean {
  const value = valueAt(answers, path)
  return typeof value === 'string' && value !== ''
}

function several(count: number): string {
  return count > 1 ? 'n' : String(count)
}

/** None, one, several, or as many as there may be. */
function chosenOf(frame: Frame, definition: DialogDefinition | undefined): string {
  const count = frame.context.chosen?.length ?? 0
  const full = definition?.steps.some(
    (step) => 'find' in step && step.multiple !== undefined && count >= step.multiple.max,
  )
  return full === true ? 'all' : several(count)
}
