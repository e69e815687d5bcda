/**
 * One sentence fills a card: a date, people and an option that are said among the words go to the questions that ask for
 * them, and the rest is the answer. What may mean several things is offered when its question comes.
 */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { PersonMention } from '../../ports/people.ts'
import {
  nameOf,
  type AskStep,
  type DialogDefinition,
  type FindStep,
  type Step,
} from '../language/definition.ts'
import { restOf, type Range } from '../language/rest-of.ts'
import { readAnswer } from '../language/steps/ask-kinds.ts'
import { beginningOf, type TextStep } from '../language/steps/text.ts'
import { takeChoice } from '../language/steps/choice.ts'
import { readLength, takeDate } from '../language/steps/date-time.ts'
import type { Candidate, ReadEnv } from '../language/steps/kind.ts'
import type { OfferedTo } from '../statechart/context.ts'
import { labelOfFound } from '../statechart/offered.ts'
import { afterAuthor } from './forwarded.ts'
import { meAsValue, type Scene } from './frame.ts'

export interface Sentence {
  /** The answer that is left of the words; null where they said nothing else. */
  readonly value: Json | null
  readonly also: JsonObject
  readonly offered: OfferedTo
}

type DateStep = Extract<AskStep, { type: 'date_time' }>
type ChoiceStep = Extract<AskStep, { type: 'choice' }>

type Speaker = Pick<Scene, 'people' | 'me'>

/** What has been read so far. */
interface Gathered {
  readonly spans: Range[]
  readonly also: Record<string, Json>
  readonly offered: Record<string, OfferedTo[string]>
}

/** Null where nothing in the words is for another question. */
export function readSentence(
  definition: DialogDefinition,
  step: AskStep,
  text: string,
  env: ReadEnv,
  scene: Speaker,
): Sentence | null {
  if (step.type !== 'text' || step.takes === undefined) return null
  const from = authorEnd(text, scene)
  if (from === 0) return sentenceOf(step, text, env, gather(definition, step, text, env, scene))
  const words = text.slice(from)
  const got = gather(definition, step, words, env, scene)
  // Who wrote it is no part of what is to be done; all of it goes where there is room for more words.
  if (step.overflow !== undefined) got.also[step.overflow] ??= text.trim()
  return sentenceOf(step, words, env, got)
}

/**
 * What becomes of words that are too long for their question: their beginning answers it, and all of them go to the
 * question that has room for them, unless that has been answered. Null where this is no such question.
 */
export function readTooLong(
  definition: DialogDefinition,
  step: AskStep,
  text: string,
  env: ReadEnv,
  scene: Speaker,
): (Omit<Sentence, 'value'> & { readonly value: string; readonly note: string | null }) | null {
  if (step.type !== 'text' || step.overflow === undefined || text.trim().length <= step.length[1]) return null
  const got = gather(definition, step, text, env, scene)
  const { also, offered } = got
  const rest = restOf(text, got.spans)
  const words = readAnswer(step, rest, env)
  if (words.type === 'answer' && typeof words.value === 'string')
    return { value: words.value, also, offered, note: null }
  const value = beginningOf(step, rest === '' ? text : rest)
  return { value, also: { ...also, [step.overflow]: text.trim() }, offered, note: step.too_long ?? null }
}

function gather(
  definition: DialogDefinition,
  step: TextStep,
  text: string,
  env: ReadEnv,
  scene: Speaker,
): Gathered {
  const takers = (step.takes ?? []).flatMap((name) => definition.steps.filter((one) => nameOf(one) === name))
  const got: Gathered = { spans: [], also: {}, offered: {} }
  for (const taker of takers) if (isDate(taker)) gatherDate(taker, text, env, got)
  for (const taker of takers) gatherLength(taker, text, env, got)
  const likely = takers.flatMap((taker) => ('find' in taker ? gatherPeople(taker, text, scene, got) : []))
  for (const taker of takers) if (isChoice(taker)) gatherChoice(taker, text, env, got)
  for (const one of likely) offerLikely(one, step, text, scene, got)
  return got
}

/** Where the words of the colleague who is named above them begin; 0 where it is somebody the task is for, or nobody. */
function authorEnd(text: string, { people }: Speaker): number {
  const from = afterAuthor(text)
  const head = text.slice(0, from)
  if (from === 0 || /\[/u.test(head)) return from
  const meant = people?.mentions(text, { expect: 'assignee' }).some(({ start }) => start < from) ?? false
  const known = (people?.named(head.trim().slice(0, -1)).length ?? 0) > 0
  return known && !meant ? from : 0
}

function sentenceOf(step: TextStep, text: string, env: ReadEnv, got: Gathered): Sentence | null {
  const { also, offered } = got
  const taken = Object.keys(also).length + Object.keys(offered).length
  if (taken === 0) return null
  const rest = restOf(text, got.spans)
  // «срочно», «завтра» alone name nothing else: then they are the words.
  if (rest === '') return taken > 1 ? { value: null, also, offered } : null
  const words = readAnswer(step, rest, env)
  return words.type === 'answer' ? { value: words.value, also, offered } : null
}

function isDate(step: Step): step is DateStep {
  return 'ask' in step && step.type === 'date_time'
}

function isChoice(step: Step): step is ChoiceStep {
  return 'ask' in step && step.type === 'choice'
}

function gatherDate(step: DateStep, text: string, env: ReadEnv, got: Gathered): void {
  const found = takeDate(step, text, env)
  if (found === null) return
  got.spans.push(...found.spans)
  const { said } = found
  if (said.type === 'answer') got.also[step.ask] = said.value
  else {
    const candidates = said.type === 'unsure' ? said.candidates : []
    const facts = said.type === 'refuse' ? said.facts : undefined
    got.offered[step.ask] = {
      choices: [candidates],
      ...(said.text !== undefined && { text: said.text }),
      ...(facts !== undefined && { facts }),
    }
  }
}

/** «завтра на полчаса», «завтра весь день»: a length goes to the question for it, all day leaves out the one for a clock. */
function gatherLength(step: Step, text: string, env: ReadEnv, got: Gathered): void {
  if (!('ask' in step) || (step.type !== 'duration' && step.type !== 'time')) return
  const { lasting, wholeDay } = readLength(text, env)
  if (step.type === 'time') {
    if (wholeDay === true && step.optional === true) got.also[step.ask] = null
    return
  }
  if (lasting === undefined || lasting.minutes > step.max) return
  // Without a day «на час» may belong to the words («перенести на час вперёд»), unless it closes them.
  const closes = !/[\p{L}\p{N}]/u.test(text.slice(lasting.end))
  if (got.spans.length === 0 && !closes) return
  got.spans.push(lasting)
  got.also[step.ask] = { minutes: lasting.minutes }
}

function gatherChoice(step: ChoiceStep, text: string, env: ReadEnv, got: Gathered): void {
  const found = takeChoice(step, text, got.spans, env)
  if (found === null) return
  got.spans.push(found.range)
  got.also[step.ask] = found.value
}

interface Likely {
  readonly step: FindStep
  readonly mention: PersonMention
}

/** Takes whoever surely has the part; returns the one who may have it as well as be spoken of. */
function gatherPeople(step: FindStep, text: string, scene: Speaker, got: Gathered): readonly Likely[] {
  const expect = step.multiple === undefined ? 'assignee' : 'participants'
  const mentions = scene.people?.mentions(text, { expect, taken: got.spans }) ?? []
  const sure = mentions.filter(({ role }) => role === 'sure')
  if (step.multiple === undefined) {
    const [likely] = mentions
    if (sure.length > 0) gatherOne(step, text, sure, got)
    else if (likely !== undefined) return [{ step, mention: likely }]
  } else if (sure.length > 0 && sure.length <= step.multiple.max) gatherSeveral(step, sure, scene, got)
  return []
}

/** Of several named together one is to be chosen; of several here and there the first is meant. */
function gatherOne(step: FindStep, text: string, sure: readonly PersonMention[], got: Gathered): void {
  const together = sure.filter(
    ({ start }, at) => at === 0 || !/\p{L}{3}/u.test(text.slice(sure[at - 1]?.end ?? 0, start)),
  )
  const people = distinct(together.flatMap((mention) => mention.people.map(asValue)))
  const [only] = people
  if (only === undefined) return
  got.spans.push(...together)
  if (people.length === 1) got.also[step.find] = only
  else got.offered[step.find] = { choices: [people.map((value) => asCandidate(value))] }
}

function gatherSeveral(step: FindStep, sure: readonly PersonMention[], scene: Speaker, got: Gathered): void {
  const groups = sure.map(({ people }) => {
    // Nobody invites themselves where somebody else may be meant.
    const others = people.filter(({ id }) => id !== scene.me?.id)
    return distinct((others.length > 0 ? others : people).map(asValue))
  })
  const chosen = distinct(groups.flatMap((group) => (group.length === 1 ? group : [])))
  const choices = groups
    .filter((group) => group.length > 1)
    .map((group) => group.map((one) => asCandidate(one)))
  got.spans.push(...sure)
  if (choices.length === 0) got.also[step.find] = chosen
  else got.offered[step.find] = { chosen, choices }
}

/** The words stay, unless the one who is offered is chosen. */
function offerLikely(
  { step, mention }: Likely,
  of: TextStep,
  text: string,
  scene: Speaker,
  got: Gathered,
): void {
  const words = restOf(text, [...got.spans, mention])
  const also = words === '' ? {} : { also: { [of.ask]: words } }
  const me = step.shortcuts?.includes('me') === true ? meAsValue(scene) : null
  const people = mention.people.map((person) => ({ ...asCandidate(asValue(person)), ...also }))
  got.offered[step.find] = { choices: [[...people, ...(me === null ? [] : [asCandidate(me)])]] }
}

function asValue(person: PersonMention['people'][number]): JsonObject {
  const { id, firstName, lastName, position } = person
  return { id, name: `${firstName} ${lastName}`.trim(), position }
}

function asCandidate(value: JsonObject): Candidate {
  return { label: labelOfFound(value), value }
}

function distinct(people: readonly JsonObject[]): readonly JsonObject[] {
  return people.filter((one, at) => people.findIndex((other) => other['id'] === one['id']) === at)
}
