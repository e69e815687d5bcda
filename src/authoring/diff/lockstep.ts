/**
 * Two versions of a dialog led through the same conversations, turn by turn: whatever a person may do and a service may
 * answer in either of them happens to both. Where they part, the shortest conversation that shows it is kept. Where
 * English words differ, everything is read in English as well.
 */
import { placesSince } from '../../machines/language/edits.ts'
import type { Language } from '../../ports/language.ts'
import { createNovelty } from '../explore/novelty.ts'
import { startsOf, type Start } from '../explore/starts.ts'
import { waysOf } from '../explore/turns.ts'
import { restored, type Moment, type Turned } from '../talk/simulation.ts'
import { causeOf, type Cause } from './causes.ts'
import { seenIn, type Seen } from './seen.ts'
import { ahead, openSide, stepOf, turnAs, type Side } from './side.ts'
import { labelOf, twinsAt, type Twins } from './twins.ts'
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
  /** In which language it shows: English where nothing of it is seen in Russian. */
  readonly language: Language
  /** How many of the conversations that were led show it. */
  readonly count: number
}

export interface Compared {
  readonly differences: readonly Difference[]
  /** Pairs of moments that were looked at. */
  readonly moments: number
  /** `all`: every one there is; `pairs`: every two circumstances together; `cut`: the budget ran out. */
  readonly extent: 'all' | 'pairs' | 'cut'
}

export interface Bounds {
  /** From this many pairs of moments on only those are looked at that show two circumstances together for the first time. */
  readonly wholeMax: number
  /** Looks at no more of them than this. */
  readonly momentsMax: number
}

export const usualBounds: Bounds = { wholeMax: 100, momentsMax: 4_000 }
export const deepBounds: Bounds = { wholeMax: 5_000, momentsMax: 20_000 }

type Talks = Readonly<Record<Language, readonly Exchange[]>>

interface Pair {
  readonly a: Moment
  readonly b: Moment
  readonly roots: readonly [string, string]
  readonly talks: Talks
}

/** @param dialog one that both versions have. */
export function compareDialog(
  before: Version,
  after: Version,
  dialog: string,
  bounds: Bounds = usualBounds,
): Compared {
  const b = openSide(after, dialog, (name) => name)
  const was = before.library.current(dialog)?.definition
  if (b === null || was === undefined) return { differences: [], moments: 0, extent: 'all' }
  const a = openSide(before, dialog, placesSince(b.definition, was.version))
  if (a === null) return { differences: [], moments: 0, extent: 'all' }
  const walk: Walk = {
    a,
    b,
    bounds,
    inEnglish: inEnglish(before, dialog) !== inEnglish(after, dialog),
    queue: [],
    seen: new Set(),
    novelty: createNovelty(),
    found: new Map(),
    passedOver: 0,
  }
  for (const start of startsOfBoth(a, b)) {
    const pair: Pair = { a: start.moment, b: start.moment, roots: ['', ''], talks: { ru: [], en: [] } }
    follow(walk, pair, [start.action, start.action])
  }
  let at = 0
  for (; at < walk.queue.length && at < bounds.momentsMax; at += 1) {
    const pair = walk.queue[at]
    if (pair !== undefined) visit(walk, pair)
  }
  const extent = at < walk.queue.length ? 'cut' : walk.passedOver > 0 ? 'pairs' : 'all'
  return { differences: [...walk.found.values()], moments: at, extent }
}

interface Walk {
  readonly a: Side
  readonly b: Side
  readonly bounds: Bounds
  readonly inEnglish: boolean
  readonly queue: Pair[]
  readonly seen: Set<string>
  readonly novelty: ReturnType<typeof createNovelty>
  readonly found: Map<string, Difference>
  passedOver: number
}

/** All that may be said in English in this dialog. */
function inEnglish({ library, repairs }: Version, dialog: string): string {
  const definition = library.current(dialog)?.definition
  const shared = [...Object.values(repairs.buttons), ...Object.values(repairs.texts)]
  const own = Object.entries(definition?.texts ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    definition?.title.en,
    own.map(([key, { en }]) => [key, en]),
    shared.map(({ en }) => en),
  ])
}

function startsOfBoth(a: Side, b: Side): readonly Start[] {
  const all = [a, b].flatMap(({ book, definition }) => startsOf(book, definition))
  return [
    ...new Map(all.map((start) => [JSON.stringify([start.moment.facts, start.action]), start])).values(),
  ]
}

function visit(walk: Walk, pair: Pair): void {
  const a = { book: walk.a.book, moment: pair.a, root: pair.roots[0] }
  const b = { book: walk.b.book, moment: pair.b, root: pair.roots[1] }
  for (const twins of twinsAt(a, b)) follow(walk, pair, twins)
}

function follow(walk: Walk, pair: Pair, twins: Twins): void {
  for (const way of waysOf(walk.a.book, walk.a.simulation, pair.a, twins[0])) {
    if (way.type === 'thrown') continue
    const b = turnAs(walk.b, pair.b, twins[1], way.local)
    if (b === null) continue
    const english = walk.inEnglish
      ? ([
          turnAs(walk.a, pair.a, twins[0], way.local, 'en'),
          turnAs(walk.b, pair.b, twins[1], way.local, 'en'),
        ] as const)
      : null
    meet(walk, pair, twins, [way.turned, b], english)
  }
}

type Turns = readonly [Turned, Turned]

function meet(
  walk: Walk,
  pair: Pair,
  twins: Twins,
  turns: Turns,
  english: readonly [Turned | null, Turned | null] | null,
): void {
  const [inA, inB] = turns
  if (!inA.stored && !inB.stored) return
  const person = labelOf(twins)
  const russian = exchanged(walk, pair, person, turns)
  const cause = causeIn(walk, russian)
  const talks = { ...pair.talks, ru: [...pair.talks.ru, russian] }
  if (cause !== null) keep(walk, cause, 'ru', talks.ru)
  if (english?.[0] && english[1]) {
    const said = exchanged(walk, pair, person, [english[0], english[1]])
    talks.en = [...pair.talks.en, said]
    const other = causeIn(walk, said)
    // What is another way to go is one in every language: told once.
    if (other !== null && (other.kind === 'text' || (other.kind === 'button' && cause === null)))
      keep(walk, other, 'en', talks.en)
  }
  const roots = [rootIn(pair.roots[0], inA.after, walk.a), rootIn(pair.roots[1], inB.after, walk.b)] as const
  const next: Pair = { a: inA.after, b: inB.after, roots, talks }
  if (russian.before?.place === russian.after?.place) enqueue(walk, next)
  else catchUp(walk, next)
}

function exchanged({ a, b }: Walk, pair: Pair, person: string, [inA, inB]: Turns): Exchange {
  return {
    person,
    before: seenIn(inA, pair.a, a.definition, a.renamed),
    after: seenIn(inB, pair.b, b.definition, b.renamed),
  }
}

function causeIn({ a, b }: Walk, { before, after }: Exchange): Cause | null {
  return before === null || after === null
    ? null
    : causeOf(before, after, a.definition, b.definition, a.renamed)
}

/** What one version asks besides is answered there, so that the rest can still be compared. */
function catchUp(walk: Walk, pair: Pair): void {
  const { a, b } = walk
  const [first, second] = [ahead(b, pair.b, pair.roots[1]), ahead(a, pair.a, pair.roots[0])]
  const [placeA, placeB] = [stepOf(a, pair.a), stepOf(b, pair.b)]
  for (const { action, turned } of first) {
    if (stepOf(b, turned.after) !== placeA) continue
    const after = seenIn(turned, pair.b, b.definition, b.renamed)
    const talks = further(pair.talks, { person: labelOf([action, action]), before: null, after })
    return enqueue(walk, { ...pair, b: turned.after, talks })
  }
  for (const { action, turned } of second) {
    if (stepOf(a, turned.after) !== placeB) continue
    const before = seenIn(turned, pair.a, a.definition, a.renamed)
    const talks = further(pair.talks, { person: labelOf([action, action]), before, after: null })
    return enqueue(walk, { ...pair, a: turned.after, talks })
  }
}

function further({ ru, en }: Talks, exchange: Exchange): Talks {
  return { ru: [...ru, exchange], en: [...en, exchange] }
}

function rootIn(known: string, { state }: Moment, { definition }: Side): string {
  return known === '' ? (state.frames.find(({ dialog }) => dialog === definition.dialog)?.id ?? '') : known
}

function enqueue(walk: Walk, pair: Pair): void {
  const { a, b, queue, seen, novelty, bounds } = walk
  const going = [pair.a, pair.b].every(({ state }, at) =>
    state.frames.some(({ id }) => id === pair.roots[at]),
  )
  if (!going) return
  const key = `${a.likeness(pair.a)}\n${b.likeness(pair.b)}`
  if (seen.has(key)) return
  seen.add(key)
  const isNew = novelty.isNew(key)
  if (!isNew && queue.length >= bounds.wholeMax) walk.passedOver += 1
  else queue.push({ ...pair, a: restored(pair.a), b: restored(pair.b) })
}

function keep({ found }: Walk, cause: Cause, language: Language, talk: readonly Exchange[]): void {
  const id = `${language} ${cause.kind} ${cause.about}`
  const known = found.get(id)
  found.set(
    id,
    known === undefined ? { ...cause, talk, language, count: 1 } : { ...known, count: known.count + 1 },
  )
}
