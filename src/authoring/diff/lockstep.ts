/**
 * Two versions of a dialog led through the same conversations, turn by turn: whatever a person may do and a service may
 * answer in either of them happens to both. Where they part, the shortest conversation that shows it is kept.
 */
import type { DialogDefinition } from '../../machines/language/definition.ts'
import { placesSince } from '../../machines/language/edits.ts'
import { actionsAt, timerOf, happeningOf, type Action, type Book } from '../explore/actions.ts'
import { openBook } from '../explore/book.ts'
import { createLikeness, type Likeness } from '../explore/likeness.ts'
import { createNovelty } from '../explore/novelty.ts'
import { startsOf, type Start } from '../explore/starts.ts'
import { waysOf, whenItHappens, type LocalPart } from '../explore/turns.ts'
import { restored, type Moment, type Simulation, type Turned } from '../talk/simulation.ts'
import { causeOf, type Cause } from './causes.ts'
import { seenIn, type Seen } from './seen.ts'
import type { Version } from './versions.ts'

/** One turn of a conversation in both versions; null where only the other one has it. */
export interface Exchange {
  readonly person: string
  readonly before: Seen | null
  readonly after: Seen | null
}

/** A way in which the versions differ, with the shortest conversation that shows it. */
export interface Difference extends Cause {
  readonly talk: readonly Exchange[]
  /** How many of the conversations that were led show it. */
  readonly count: number
}

export interface Compared {
  readonly dialog: string
  readonly differences: readonly Difference[]
  /** Pairs of moments that were looked at. */
  readonly moments: number
}

interface Side {
  readonly book: Book
  readonly simulation: Simulation
  readonly likeness: Likeness
  readonly definition: DialogDefinition
}

interface Pair {
  readonly a: Moment
  readonly b: Moment
  readonly roots: readonly [string, string]
  readonly talk: readonly Exchange[]
}

const wholeMax = 100
const momentsMax = 4_000

/** @param dialog one that both versions have. */
export function compareDialog(before: Version, after: Version, dialog: string): Compared {
  const [a, b] = [sideOf(before, dialog), sideOf(after, dialog)]
  if (a === null || b === null) return { dialog, differences: [], moments: 0 }
  const walk: Walk = {
    a,
    b,
    dialog,
    renamed: placesSince(b.definition, a.definition.version),
    queue: [],
    seen: new Set(),
    novelty: createNovelty(),
    found: new Map(),
  }
  for (const start of startsOfBoth(a, b)) {
    const pair: Pair = { a: start.moment, b: start.moment, roots: ['', ''], talk: [] }
    follow(walk, pair, start.action, start.action)
  }
  let at = 0
  for (; at < walk.queue.length && at < momentsMax; at += 1) {
    const pair = walk.queue[at]
    if (pair !== undefined) visit(walk, pair)
  }
  return { dialog, differences: [...walk.found.values()], moments: at }
}

interface Walk {
  readonly a: Side
  readonly b: Side
  readonly dialog: string
  readonly renamed: (name: string) => string | null
  readonly queue: Pair[]
  readonly seen: Set<string>
  readonly novelty: ReturnType<typeof createNovelty>
  readonly found: Map<string, Difference>
}

function sideOf({ library, repairs, services }: Version, dialog: string): Side | null {
  const definition = library.current(dialog)?.definition
  if (definition === undefined) return null
  const { book, simulation } = openBook(library, repairs, services)
  return { book, simulation, definition, likeness: createLikeness(book.dialogs) }
}

function startsOfBoth(a: Side, b: Side): readonly Start[] {
  const all = [a, b].flatMap(({ book, definition }) => startsOf(book, definition))
  return [
    ...new Map(all.map((start) => [JSON.stringify([start.moment.facts, start.action]), start])).values(),
  ]
}

function visit(walk: Walk, pair: Pair): void {
  const { a, b } = walk
  const ofA = byId(actionsAt(a.book, pair.a, pair.roots[0], true))
  const ofB = byId(actionsAt(b.book, pair.b, pair.roots[1], true))
  for (const id of new Set([...ofA.keys(), ...ofB.keys()])) {
    const inA = ofA.get(id) ?? counterpart(ofB.get(id), pair.a)
    const inB = ofB.get(id) ?? counterpart(ofA.get(id), pair.b)
    if (inA !== null && inB !== null) follow(walk, pair, inA, inB)
  }
}

function byId(actions: readonly Action[]): ReadonlyMap<string, Action> {
  return new Map(actions.map((action) => [idOf(action), action]))
}

/** What is done, whatever it is called and wherever it stands. */
function idOf(action: Action): string {
  switch (action.type) {
    case 'says':
      return `says ${action.text}`
    case 'presses':
      return `presses ${JSON.stringify(action.act)}`
    case 'sends':
      return 'sends'
    case 'answers':
      return `answers ${serviceOf(action.call.payload['service'])} ${JSON.stringify(action.possible.outcome)}`
    case 'waits':
      return `waits ${timerOf(action.timer)}`
  }
}

function serviceOf(service: unknown): string {
  return typeof service === 'string' ? service : ''
}

/** The same in the version that would not have thought of it; null where it cannot happen there. */
function counterpart(action: Action | undefined, there: Moment): Action | null {
  if (action === undefined) return null
  if (action.type === 'says' || action.type === 'sends') return action
  if (action.type !== 'answers') return null
  const service = serviceOf(action.call.payload['service'])
  const call = [...there.open.values()].find(
    ({ kind, payload }) => kind === 'call' && serviceOf(payload['service']) === service,
  )
  return call === undefined ? null : { ...action, call }
}

function follow(walk: Walk, pair: Pair, inA: Action, inB: Action): void {
  for (const way of waysOf(walk.a.book, walk.a.simulation, pair.a, inA)) {
    if (way.type === 'thrown') continue
    const b = turnAs(walk.b, pair.b, inB, way.local)
    if (b === null) continue
    meet(walk, pair, labelOf(inB, inA), way.turned, b)
  }
}

/** Services of the database answer in the second version what they answered in the first one. */
function turnAs(side: Side, before: Moment, action: Action, local: readonly LocalPart[]): Turned | null {
  const left = [...local]
  try {
    return side.simulation.turn(
      whenItHappens(before, action),
      happeningOf(action, before.revision + 1),
      ({ service }) => {
        const at = left.findIndex((part) => part.service === service)
        const [part] = at < 0 ? [] : left.splice(at, 1)
        return part?.answer ?? { outcome: { ok: true, value: null } }
      },
    )
  } catch {
    return null
  }
}

function meet(walk: Walk, pair: Pair, person: string, inA: Turned, inB: Turned): void {
  if (!inA.stored && !inB.stored) return
  const before = seenIn(inA, pair.a, walk.a.definition, walk.renamed)
  const after = seenIn(inB, pair.b, walk.b.definition, (name) => name)
  const talk = [...pair.talk, { person, before, after }]
  const cause = causeOf(before, after, walk.a.definition, walk.b.definition, walk.renamed)
  if (cause !== null) keep(walk, cause, talk)
  const roots = [
    rootIn(pair.roots[0], inA.after, walk.dialog),
    rootIn(pair.roots[1], inB.after, walk.dialog),
  ] as const
  const next: Pair = { a: inA.after, b: inB.after, roots, talk }
  if (before.place === after.place) enqueue(walk, next)
  else catchUp(walk, next)
}

/** What one version asks besides is answered there, so that the rest can still be compared. */
function catchUp(walk: Walk, pair: Pair): void {
  const [first, second] = [ahead(walk.b, pair.b, pair.roots[1]), ahead(walk.a, pair.a, pair.roots[0])]
  const placeA = stepOf(pair.a, walk.dialog, walk.renamed)
  const placeB = stepOf(pair.b, walk.dialog, (name) => name)
  for (const { action, turned } of first) {
    if (stepOf(turned.after, walk.dialog, (name) => name) !== placeA) continue
    const after = seenIn(turned, pair.b, walk.b.definition, (name) => name)
    const talk = [...pair.talk, { person: labelOf(action, action), before: null, after }]
    return enqueue(walk, { ...pair, b: turned.after, talk })
  }
  for (const { action, turned } of second) {
    if (stepOf(turned.after, walk.dialog, walk.renamed) !== placeB) continue
    const before = seenIn(turned, pair.a, walk.a.definition, walk.renamed)
    const talk = [...pair.talk, { person: labelOf(action, action), before, after: null }]
    return enqueue(walk, { ...pair, a: turned.after, talk })
  }
}

function ahead(side: Side, moment: Moment, root: string) {
  return actionsAt(side.book, moment, root, false).flatMap((action) => {
    if (action.type !== 'says' && action.type !== 'presses') return []
    const turned = turnAs(side, moment, action, [])
    return turned === null || !turned.stored ? [] : [{ action, turned }]
  })
}

function stepOf(moment: Moment, dialog: string, renamed: (name: string) => string | null): string | null {
  const value = moment.state.frames.findLast((one) => one.dialog === dialog)?.value
  const [step] = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return step === undefined ? null : renamed(step)
}

function rootIn(known: string, { state }: Moment, dialog: string): string {
  return known === '' ? (state.frames.find((frame) => frame.dialog === dialog)?.id ?? '') : known
}

function enqueue({ a, b, queue, seen, novelty }: Walk, pair: Pair): void {
  const going = [pair.a, pair.b].every(({ state }, at) =>
    state.frames.some(({ id }) => id === pair.roots[at]),
  )
  if (!going) return
  const key = `${a.likeness(pair.a)}\n${b.likeness(pair.b)}`
  if (seen.has(key)) return
  seen.add(key)
  const isNew = novelty.isNew(key)
  if (!isNew && queue.length >= wholeMax) return
  queue.push({ ...pair, a: restored(pair.a), b: restored(pair.b) })
}

function keep({ found }: Walk, cause: Cause, talk: readonly Exchange[]): void {
  const id = `${cause.kind} ${cause.about}`
  const known = found.get(id)
  found.set(id, known === undefined ? { ...cause, talk, count: 1 } : { ...known, count: known.count + 1 })
}

function labelOf(action: Action, before: Action): string {
  switch (action.type) {
    case 'says':
      return action.text.length > 80 ? `${action.text.slice(0, 79)}…` : action.text
    case 'presses': {
      const was = before.type === 'presses' ? before.label : action.label
      return was === action.label ? `[${action.label}]` : `[${was} → ${action.label}]`
    }
    case 'sends':
      return '📎'
    case 'answers': {
      const { outcome } = action.possible
      const said = outcome.ok ? JSON.stringify(outcome.value) : outcome.reason
      return `⚙ ${serviceOf(action.call.payload['service'])}: ${said.length > 60 ? `${said.slice(0, 59)}…` : said}`
    }
    case 'waits':
      return `⏱ ${timerOf(action.timer)}`
  }
}
