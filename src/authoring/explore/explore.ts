/**
 * Walks every path of a dialog through the real core: from each moment everything that may happen next, until no moment
 * comes up that is not like one seen before. On the way every promise is held against every turn.
 */
import { words } from '../../machines/diagnose/problem.ts'
import { allowanceMax } from '../../machines/chat/state.ts'
import { placeName } from '../../machines/conversation/frame.ts'
import { viewOf } from '../../machines/conversation/view.ts'
import { firstMoment, restored, type Moment, type Simulation, type Turned } from '../talk/simulation.ts'
import { actionsAt, says, type Action, type Book } from './actions.ts'
import { createLikeness, type Likeness } from './likeness.ts'
import { createNovelty, type Novelty } from './novelty.ts'
import { probe } from './probes.ts'
import { isInPart, longestShown, overLimits } from './limits.ts'
import { emptyLedger, ledgerKey, type Ledger } from './once.ts'
import type { Broken } from './broken.ts'
import { faultsOf, judgeTurn, spokenIn } from './promises.ts'
import type { Start } from './starts.ts'
import { waysOf, type LocalPart, type Way } from './turns.ts'
import { stuckAt, unreachedSteps } from './whole.ts'

/** A broken promise, and the way to where it was broken. */
export interface Violation extends Broken {
  readonly start: Start
  readonly path: readonly Leg[]
}

/** An action as it was taken. */
export interface Leg {
  readonly action: Action
  readonly local: readonly LocalPart[]
  /** The moment before it. */
  readonly from: Moment
}

export interface Explored {
  readonly states: number
  readonly transitions: number
  /** `all`: every moment was looked at; `pairs`: every two circumstances together; `cut`: the budget ran out. */
  readonly extent: 'all' | 'pairs' | 'cut'
  readonly violations: readonly Violation[]
  /** Steps no path comes to. */
  readonly unreached: readonly string[]
  /** The longest message of the places it was at, with the longest data: UTF-16 units. */
  readonly longest: number
  /** Steps that show something only in part then. */
  readonly inPart: readonly string[]
}

export interface ExploreOptions {
  /** From this many moments on only those are looked at that show two circumstances together for the first time. */
  readonly wholeMax: number
  /** Looks at no more moments than this, whatever they show. */
  readonly statesMax: number
}

interface Node {
  readonly moment: Moment
  readonly ledger: Ledger
  readonly root: string
  readonly start: Start
  readonly parent: Node | null
  readonly leg: Leg | null
  readonly to: Node[]
  /** The conversation is over, and how. */
  readonly ended: string | null
}

export function explore(
  book: Book,
  simulation: Simulation,
  starts: readonly Start[],
  { wholeMax, statesMax }: ExploreOptions,
): Explored {
  const walk: Walk = {
    book,
    simulation,
    likeness: createLikeness(book.dialogs),
    seen: new Map(),
    queue: [],
    violations: new Map(),
    places: new Set(),
    services: new Set(),
    novelty: createNovelty(),
    longest: 0,
    inPart: new Set(),
    wholeMax,
    passedOver: 0,
    transitions: 0,
  }
  for (const start of starts) begin(walk, start)
  let at = 0
  for (; at < walk.queue.length && at < statesMax; at += 1) {
    const node = walk.queue[at]
    if (node !== undefined) visit(walk, node)
  }
  const cut = at < walk.queue.length
  const [first] = starts
  const definition = first && book.dialogs.current(first.dialog)?.definition
  const stuck = cut ? null : stuckAt([...walk.queue, passedOver], definition?.light === true)
  if (stuck !== null) report(walk, stuck.at, null, stuck.broken)
  return {
    states: at,
    transitions: walk.transitions,
    extent: cut ? 'cut' : walk.passedOver > 0 ? 'pairs' : 'all',
    violations: [...walk.violations.values()],
    unreached: cut || definition === undefined ? [] : unreachedSteps(definition, walk.queue, walk.services),
    longest: walk.longest,
    inPart: [...walk.inPart],
  }
}

interface Walk {
  readonly book: Book
  readonly simulation: Simulation
  readonly likeness: Likeness
  readonly seen: Map<string, Node>
  readonly queue: Node[]
  /** One of each kind at each step: the shortest way to it. */
  readonly violations: Map<string, Violation>
  /** Where everything has been tried that must change nothing, and with which answers it was shown at its longest. */
  readonly places: Set<string>
  /** Services of the database that were asked on the way. */
  readonly services: Set<string>
  readonly novelty: Novelty
  readonly wholeMax: number
  longest: number
  readonly inPart: Set<string>
  passedOver: number
  transitions: number
}

function begin(walk: Walk, start: Start): void {
  const root = {
    moment: start.moment,
    ledger: emptyLedger,
    root: '',
    start,
    parent: null,
    leg: null,
    to: [],
    ended: null,
  }
  follow(walk, root, start.action)
}

/** Stands for every moment that is not looked at: as good as those it is like. */
const passedOver: Node = {
  moment: firstMoment({ nowMs: 0, facts: {} }),
  ledger: emptyLedger,
  root: '',
  start: { dialog: '', moment: firstMoment({ nowMs: 0, facts: {} }), action: says('') },
  parent: null,
  leg: null,
  to: [],
  ended: 'passed over',
}

function visit(walk: Walk, node: Node): void {
  if (node.ended !== null) return
  const first = isNew(walk, placeOf(node.moment))
  for (const action of actionsAt(walk.book, node.moment, node.root, first)) follow(walk, node, action)
  if (!first) return
  for (const broken of [...inEnglish(walk, node.moment), ...probe(walk, node.moment, node.root)])
    report(walk, node, null, broken)
}

/** A place is where the conversation stands, without what has been answered. */
function placeOf({ state }: Moment): string {
  return JSON.stringify(
    state.frames.map(({ dialog, value, context, call, timers }) => [
      dialog,
      value,
      context.editing,
      context.confirmed,
      Math.min(context.misses, 2),
      call?.step,
      Object.keys(timers),
    ]),
  )
}

/** What is shown there is as long as what has been answered. */
function answeredAt({ state }: Moment): string {
  const answers = Object.entries(state.frames.at(-1)?.context.answers ?? {})
  return answers.flatMap(([name, value]) => (value === null || value === '' ? [] : [name])).join()
}

function isNew({ places }: Walk, place: string): boolean {
  if (places.has(place)) return false
  places.add(place)
  return true
}

function follow(walk: Walk, node: Node, action: Action): void {
  for (const way of waysOf(walk.book, walk.simulation, node.moment, action)) {
    walk.transitions += 1
    const leg: Leg = { action, local: way.local, from: node.moment }
    if (way.type === 'thrown') report(walk, node, leg, thrown(way))
    else {
      const { broken, ledger } = judgeTurn(walk.book, node, action, way.turned)
      for (const one of [...broken, ...withLongest(walk, way.turned)]) report(walk, node, leg, one)
      for (const { service } of way.local) walk.services.add(service)
      arrive(walk, node, leg, way, ledger)
    }
  }
}

function arrive(
  walk: Walk,
  node: Node,
  leg: Leg,
  { turned }: Extract<Way, { type: 'turned' }>,
  ledger: Ledger,
): void {
  if (!turned.stored) return
  const { frames } = turned.after.state
  const root =
    node.root === '' ? (frames.find(({ dialog }) => dialog === node.start.dialog)?.id ?? '') : node.root
  const over = !frames.some(({ id }) => id === root)
  const ending = turned.journal.findLast(
    ({ conversation, to }) => conversation === root && to?.startsWith('end_') === true,
  )
  const ended = over ? (ending?.to ?? 'left') : null
  const key = over
    ? `ended ${ended}`
    : `${walk.likeness(turned.after)}\n${ledgerKey(ledger, turned.after, walk.book)}`
  const known = walk.seen.get(key)
  if (known !== undefined) {
    node.to.push(known)
    return
  }
  if (!over && !isWorthLooking(walk, key)) {
    walk.seen.set(key, passedOver)
    node.to.push(passedOver)
    return
  }
  const made: Node = {
    moment: over ? turned.after : calm(restored(turned.after)),
    ledger,
    root,
    start: node.start,
    parent: node,
    leg,
    to: [],
    ended,
  }
  walk.seen.set(key, made)
  walk.queue.push(made)
  node.to.push(made)
}

function isWorthLooking(walk: Walk, key: string): boolean {
  const isNew = walk.novelty.isNew(key)
  if (isNew || walk.queue.length < walk.wholeMax) return true
  walk.passedOver += 1
  return false
}

/** Time stands still between two moments, and nobody has just pressed anything; of the cards only the live ones are kept. */
function calm(moment: Moment): Moment {
  const { pressed: _pressed, answeredBy: _by, ...state } = moment.state
  const { nowMs } = moment
  const live = new Set([
    ...state.frames.flatMap(({ card }) => (card === undefined ? [] : [card.token])),
    ...(state.digression === undefined ? [] : [state.digression.token]),
  ])
  const kept = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...map].filter(([token]) => live.has(token)))
  return {
    ...moment,
    cards: kept(moment.cards),
    faces: kept(moment.faces),
    state: {
      ...state,
      allowance: { tokens: allowanceMax, atMs: nowMs },
      frames: state.frames.map((frame) => ({ ...frame, touchedAtMs: nowMs })),
    },
  }
}

function inEnglish({ book, simulation }: Walk, moment: Moment): readonly Broken[] {
  const frame = moment.state.frames.at(-1)
  const definition = frame && book.dialogs.byHash(frame.hash)?.definition
  if (frame === undefined || definition === undefined) return []
  const view = viewOf(definition, frame, { ...simulation.scene(moment), language: 'en' })
  if (view === null) return []
  return faultsOf({ ...view, rows: [] }, spokenIn(book, [frame]))
}

/** Answers and names as long as they may be: nothing is over what the messenger takes. */
function withLongest(walk: Walk, { after: moment, shown }: Turned): readonly Broken[] {
  if (shown.length === 0 || !isNew(walk, `${placeOf(moment)} ${answeredAt(moment)}`)) return []
  const frame = moment.state.frames.at(-1)
  const step = placeName(frame?.value ?? null)?.split('.', 1)[0] ?? ''
  return longestShown(walk, moment).flatMap((message) => {
    walk.longest = Math.max(walk.longest, message.text.length)
    if (isInPart(walk.book, message)) walk.inPart.add(step)
    return overLimits(message)
  })
}

function thrown({ error }: Extract<Way, { type: 'thrown' }>): Broken {
  const said = error instanceof Error ? error.message : String(error)
  return { code: 'exception', message: words(`программа падает: ${said}`, `the program throws: ${said}`) }
}

/** `leg`: the last one, where it is not yet a moment of its own. */
function report(walk: Walk, node: Node, leg: Leg | null, broken: Broken): void {
  const key = `${broken.code} ${broken.step ?? ''} ${broken.message.ru}`
  if (walk.violations.has(key)) return
  walk.violations.set(key, {
    ...broken,
    start: node.start,
    path: [...pathTo(node), ...(leg === null ? [] : [leg])],
  })
}

function pathTo(node: Node): readonly Leg[] {
  const path: Leg[] = []
  for (let at: Node | null = node; at !== null; at = at.parent) if (at.leg !== null) path.unshift(at.leg)
  return path
}
