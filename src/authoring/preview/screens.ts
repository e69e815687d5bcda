/**
 * Every message a dialog may send: gathered while its paths are explored, each kind of message once, and drawn again in the
 * other language and with worst-case data. What never stands in a message of its own follows as a text by itself.
 */
import type { Json } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { Message } from '../../ports/message.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import { placeName } from '../../machines/conversation/frame.ts'
import { asJson, fromJson } from '../../machines/json.ts'
import { nameOf, type DialogDefinition, type TextBody } from '../../machines/language/definition.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import { openBook } from '../explore/book.ts'
import { explore } from '../explore/explore.ts'
import { startsOf } from '../explore/starts.ts'
import type { Opened } from '../files.ts'
import { isSaid } from '../talk/texts.ts'
import type { Asked, Happening, LocalAnswer, Moment, Simulation, Turned } from '../talk/simulation.ts'
import { alone } from './alone.ts'
import type { Drawn, Pair } from './drawn.ts'
import { grown, longestHappening, longestMoment } from './longest.ts'

export interface StepScreens {
  /** Null: before the first step and after the last one. */
  readonly step: string | null
  readonly verb: string | null
  readonly screens: readonly Drawn[]
}

export interface DialogScreens {
  readonly dialog: string
  readonly title: Readonly<Record<Language, string>>
  readonly steps: readonly StepScreens[]
  /** Texts of labels, values and messages no explored path shows. */
  readonly others: readonly Drawn[]
}

/** Enough for every kind of message of a dialog of 30 steps. */
const extent = { wholeMax: 100, statesMax: 20_000 }
/** How many occurrences of a message are tried before a language or the worst case counts as not to be had. */
const triesMax = 12

export function screensOf(opened: Opened, repairs: Repairs, definition: DialogDefinition): DialogScreens {
  const reads = new Set<string>()
  const dialogs = listened(opened.library, reads)
  const { book, simulation } = openBook(dialogs, repairs, opened.services)
  const found: Gathering = { definition, dialogs: book.dialogs, simulation, reads, kinds: new Map() }
  const watching: Simulation = {
    scene: (moment) => simulation.scene(moment),
    turn: (before, what, answer) => watch(found, before, what, answer),
  }
  explore(book, watching, startsOf(book, definition), extent)
  const kinds = [...found.kinds.values()]
  const seen = new Set(kinds.flatMap((kind) => (isWhole(kind) ? [...kind.keys, ...kind.labels] : [])))
  return {
    dialog: definition.dialog,
    title: definition.title,
    steps: inOrder(definition, kinds),
    others: Object.keys(definition.texts)
      .filter((key) => !seen.has(key) || hasOptionalLines(definition.texts[key]))
      .map((key) => alone(definition.texts, key, definition)),
  }
}

/** On a screen the line may have been left out. */
function hasOptionalLines(body: TextBody | undefined): boolean {
  return JSON.stringify(body ?? '').includes('?}')
}

interface Kind {
  readonly step: string | null
  readonly keys: readonly string[]
  readonly labels: readonly string[]
  ru: Pair
  en: Pair
  tries: number
}

interface Gathering {
  readonly definition: DialogDefinition
  readonly dialogs: DialogSet
  readonly simulation: Simulation
  readonly reads: Set<string>
  readonly kinds: Map<string, Kind>
}

/** The same dialogs, writing down which texts are looked up. */
function listened(library: DialogSet, reads: Set<string>): DialogSet {
  const made = new Map<string, NonNullable<ReturnType<DialogSet['current']>>>()
  const heard = (compiled: ReturnType<DialogSet['current']>) => {
    if (compiled === undefined) return undefined
    const known = made.get(compiled.hash)
    if (known !== undefined) return known
    const texts = new Proxy(compiled.definition.texts, {
      get(target, key): TextBody | undefined {
        if (typeof key !== 'string') return undefined
        reads.add(key)
        return target[key]
      },
    })
    const one = { ...compiled, definition: { ...compiled.definition, texts } }
    made.set(compiled.hash, one)
    return one
  }
  return {
    get names() {
      return library.names
    },
    current: (name) => heard(library.current(name)),
    byHash: (hash) => heard(library.byHash(hash)),
  }
}

type Answer = (asked: Asked) => LocalAnswer

function watch(found: Gathering, before: Moment, what: Happening, answer: Answer): Turned {
  const given: LocalAnswer[] = []
  found.reads.clear()
  const turned = found.simulation.turn(before, what, (asked) => {
    const one = answer(asked)
    given.push(one)
    return one
  })
  if (turned.shown.length === 0) return turned
  const read = new Set(found.reads)
  for (const [at, message] of messagesOf(turned).entries()) {
    const kind = kindOf(found, before, turned, message, read)
    if (kind === null || isWhole(kind) || kind.tries >= triesMax) continue
    kind.tries += 1
    drawAgain(found, kind, { before, what, given, at })
  }
  return turned
}

function messagesOf({ shown }: Turned): readonly (Message | null)[] {
  return shown.map(({ payload }) =>
    payload['message'] === undefined ? null : fromJson<Message>(payload['message']),
  )
}

/** Null for what another dialog says in between. */
function kindOf(
  { definition, kinds }: Gathering,
  before: Moment,
  turned: Turned,
  message: Message | null,
  read: ReadonlySet<string>,
): Kind | null {
  if (message === null) return null
  const place = stepIn(turned.after, definition) ?? stepIn(before, definition)
  const own = [...read].filter((key) => Object.hasOwn(definition.texts, key))
  const keys = own.filter((key) => isShown(definition, key, message.text)).toSorted()
  if (keys.length === 0) return null
  const labels: ReadonlySet<string | null> = new Set(message.rows.flat().map(({ label }) => label))
  const named = own.filter((key) => labels.has(wordsIn(definition, key)))
  const step = ownerOf(definition, keys) ?? place
  const id = JSON.stringify([step, keys, named.toSorted(), message.rows.length > 0])
  const known = kinds.get(id)
  if (known !== undefined) return known
  const none: Pair = { usual: null, worst: null }
  const kind: Kind = { step, keys, labels: named, ru: { ...none, usual: message }, en: none, tries: 0 }
  kinds.set(id, kind)
  return kind
}

function wordsIn({ texts }: DialogDefinition, key: string): string | null {
  const body = texts[key]?.ru
  return typeof body === 'string' ? body : null
}

function isShown({ texts }: DialogDefinition, key: string, said: string): boolean {
  const body = texts[key]
  return body !== undefined && isSaid(body, 'ru', said)
}

function stepIn(moment: Moment, { dialog }: DialogDefinition): string | null {
  const frame = moment.state.frames.findLast((one) => one.dialog === dialog)
  return frame === undefined ? null : (placeName(frame.value)?.split('.')[0] ?? null)
}

/** The step that says so: the first one whose keys name the text. */
function ownerOf(definition: DialogDefinition, keys: readonly string[]): string | null {
  for (const key of keys) {
    const step = definition.steps.find((one) => stringsIn(asJson(one)).has(key))
    if (step !== undefined) return nameOf(step)
  }
  return null
}

function stringsIn(value: Json): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([value])
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(Object.values(value).flatMap((inner: Json) => [...stringsIn(inner)]))
}

function isWhole({ ru, en }: Kind): boolean {
  return ru.worst !== null && en.usual !== null && en.worst !== null
}

interface Occurrence {
  readonly before: Moment
  readonly what: Happening
  readonly given: readonly LocalAnswer[]
  readonly at: number
}

function drawAgain(found: Gathering, kind: Kind, occurrence: Occurrence): void {
  const draw = (language: Language, worst: boolean): Message | null => {
    const message = drawn(found, occurrence, language, worst)
    return message !== null && isKind(found, kind, message, language) ? message : null
  }
  kind.ru = { usual: kind.ru.usual, worst: kind.ru.worst ?? draw('ru', true) }
  kind.en = { usual: kind.en.usual ?? draw('en', false), worst: kind.en.worst ?? draw('en', true) }
}

/** The same turn, for someone who reads the other language, or with as much as there may be. */
function drawn(
  { simulation, dialogs }: Gathering,
  { before, what, given, at }: Occurrence,
  language: Language,
  worst: boolean,
): Message | null {
  const moment = { ...(worst ? longestMoment(before, dialogs) : before), language }
  let asked = 0
  const answer = (): LocalAnswer => {
    const one = given[asked] ?? { outcome: { ok: true, value: null } }
    asked += 1
    return worst && one.outcome.ok ? { ...one, outcome: { ok: true, value: grown(one.outcome.value) } } : one
  }
  const happens = worst ? longestHappening(what, before, dialogs) : what
  try {
    return messagesOf(simulation.turn(moment, happens, answer))[at] ?? null
  } catch {
    return null
  }
}

function isKind({ definition }: Gathering, { keys }: Kind, { text }: Message, language: Language): boolean {
  return keys.every((key) => {
    const body = definition.texts[key]
    return body !== undefined && isSaid(body, language, text)
  })
}

function inOrder({ steps }: DialogDefinition, kinds: readonly Kind[]): readonly StepScreens[] {
  const names: readonly (string | null)[] = [...steps.map((step) => nameOf(step)), null]
  return names.flatMap((name): readonly StepScreens[] => {
    const screens = kinds.filter(({ step }) => step === name)
    const step = steps.find((one) => nameOf(one) === name)
    const verb = step === undefined ? null : (Object.keys(step)[0] ?? null)
    return screens.length === 0 ? [] : [{ step: name, verb, screens }]
  })
}
