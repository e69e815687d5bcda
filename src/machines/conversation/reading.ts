/** What a typed text means where the conversation stands: the event the statechart gets. Pure. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { DialogEvent, Note } from '../statechart/context.ts'
import {
  nameOf,
  type AskStep,
  type DialogDefinition,
  type FindStep,
  type MenuStep,
  type ReviewStep,
  type Step,
} from '../language/definition.ts'
import type { StepButton } from '../language/definition-parts.ts'
import { meAsValue, standing, type Frame, type Scene } from './frame.ts'
import { readAnswer } from '../language/steps/ask-kinds.ts'
import { restDayOf } from '../language/steps/date-time.ts'
import type { RepairButton } from '../language/repairs.ts'
import type { ReadEnv } from '../language/steps/kind.ts'
import { readSentence, readTooLong } from './sentence.ts'
import { stepButtons } from './view-choices.ts'
import { repairText } from '../language/repairs.ts'
import { wordsOf } from './words.ts'

/** Null where a text changes nothing, because a service is being waited for. */
export function readText(
  definition: DialogDefinition,
  frame: Frame,
  typed: string,
  scene: Scene,
): DialogEvent | null {
  const at = standing(definition, frame.value)
  if (at === null) return null
  if ('call' in at.step) return null
  const builtIn = readBuiltIn(typed, skipWords(definition, at.step, scene), scene)
  if (builtIn !== null) return builtIn
  if ('ask' in at.step)
    return withNote(definition, frame, readAsk(definition, at.step, frame, typed, scene), scene)
  if ('find' in at.step) return readFind(definition, at.step, typed, scene)
  if ('list' in at.step) return at.part === 'choosing' ? readList(frame, typed) : null
  if ('menu' in at.step) return readMenu(definition, at.step, frame, typed, scene)
  if ('review' in at.step) return readReview(definition, at.step, typed, scene)
  return null
}

/** What may be typed instead of pressing the button that leaves the question out; nothing where there is none. */
function skipWords(definition: DialogDefinition, step: Step, scene: Scene): readonly string[] {
  if (!('optional' in step) || step.optional !== true) return []
  const common = scene.repairs.buttons.skip[scene.language]
  return step.skip === undefined ? [common] : [common, wordsOf(definition, step.skip, scene.language)]
}

/** «Отмена», «Назад», «Пропустить», typed instead of pressed. */
function readBuiltIn(typed: string, skips: readonly string[], scene: Scene): DialogEvent | null {
  const said = fold(typed)
  const { cancel, back } = scene.repairs.buttons
  if (said === foldLabel(cancel[scene.language])) return { type: 'CANCEL' }
  if (said === foldLabel(back[scene.language])) return { type: 'BACK' }
  return skips.some((words) => said === foldLabel(words)) ? { type: 'SKIP' } : null
}

/** Whether the words are what one of the built-in buttons says. */
export function isButton(typed: string, key: RepairButton, { repairs, language }: Scene): boolean {
  return fold(typed) === foldLabel(repairs.buttons[key][language])
}

function readAsk(
  definition: DialogDefinition,
  step: AskStep,
  frame: Frame,
  text: string,
  scene: Scene,
): DialogEvent {
  const env: ReadEnv = { ...scene, words: (key) => wordsOf(definition, key, scene.language) }
  const reading = readAnswer(step, text, env)
  // A code is never kept, not even to be quoted in a refusal.
  const typed = step.type === 'code' ? {} : { typed: text }
  switch (reading.type) {
    case 'answer': {
      // Who changes the words alone leaves the other answers as they are.
      const editing = frame.context.editing === step.ask
      const sentence = editing ? null : readSentence(definition, step, text, env, scene)
      if (sentence === null) return { type: 'ANSWER', value: reading.value, ...typed }
      const { value, also, offered } = sentence
      if (value === null) return { type: 'FILL', answers: also, offered }
      return { type: 'ANSWER', value, also, offered, ...typed }
    }
    case 'unsure':
      return {
        type: 'UNSURE',
        candidates: reading.candidates,
        ...(reading.text !== undefined && { text: reading.text }),
        ...typed,
      }
    case 'refuse': {
      const room = step.type === 'text' && step.overflow !== undefined && hasRoom(frame, step.overflow)
      const long = room ? readTooLong(definition, step, text, env, scene) : null
      if (long !== null) {
        const { note, ...answer } = long
        return {
          type: 'ANSWER',
          ...answer,
          ...typed,
          ...(note !== null && { note: { text: note, values: {} } }),
        }
      }
      return {
        type: 'REFUSE',
        text:
          reading.text ??
          (reading.reason === 'past' && 'past' in step && step.past !== undefined
            ? step.past
            : graded(step.invalid, frame.context.misses)),
        ...(reading.facts && { facts: reading.facts }),
        ...(reading.suggestion && { candidates: [reading.suggestion] }),
        ...typed,
      }
    }
  }
}

function hasRoom({ context }: Frame, step: string): boolean {
  const answer = context.answers[step]
  return answer === undefined || answer === null || answer === ''
}

/** What is to be said of an answer that is taken all the same: that nobody works on that day. */
export function withNote(
  definition: DialogDefinition,
  frame: Frame,
  event: DialogEvent,
  scene: Scene,
): DialogEvent {
  const step = standing(definition, frame.value)?.step
  if (step === undefined || (event.type !== 'ANSWER' && event.type !== 'FILL')) return event
  if (event.note !== undefined) return event
  const own = event.type === 'ANSWER' ? { [nameOf(step)]: event.value, ...event.also } : event.answers
  const note = noteOn(definition, own, scene)
  return note === null ? event : { ...event, note }
}

function noteOn(definition: DialogDefinition, answers: JsonObject, scene: Scene): Note | null {
  for (const step of definition.steps) {
    const value = answers[nameOf(step)]
    if (!('ask' in step) || step.type !== 'date_time' || step.weekend === undefined) continue
    const weekday = value === undefined ? null : restDayOf(step, value, scene)
    if (weekday !== null) return { text: step.weekend, values: { weekday } }
  }
  return null
}

/** The first, second, third refusal in a row; the last one stays. */
function graded(invalid: string | readonly string[], misses: number): string {
  if (typeof invalid === 'string') return invalid
  return invalid[Math.min(misses, invalid.length - 1)] ?? ''
}

const lettersMin = 2
const meWords = new Set(['я', 'мне', 'меня', 'себе', 'me', 'myself'])

/** A number is that line of the list; anything longer is the number of a task or an event itself. */
function readList(frame: Frame, typed: string): DialogEvent {
  const { listing, page = 0 } = frame.context
  const nth = /^\s*[№#]?\s*(\d{1,15})\s*$/.exec(typed)?.[1]
  const refused: DialogEvent = { type: 'REFUSE', text: repairText('use_buttons') }
  if (nth === undefined || listing === undefined) return refused
  const line = listing.items.findIndex((item) => item['number'] === Number(nth))
  const item = listing.items[line]
  return item === undefined ? refused : { type: 'ANSWER', value: { ...item, page } }
}

function readMenu(
  definition: DialogDefinition,
  step: MenuStep,
  frame: Frame,
  typed: string,
  scene: Scene,
): DialogEvent {
  const said = fold(typed)
  const labelled = stepButtons(definition, frame, step.buttons, scene).filter(
    ({ label }) => fold(label) === said,
  )
  const meant = step.buttons.filter((button) => otherWords(definition, button, scene).includes(said))
  const pressed = [...labelled, ...stepButtons(definition, frame, meant, scene)].find(
    ({ act }) => act.type === 'event',
  )
  if (pressed?.act.type === 'event') return pressed.act.event
  return { type: 'REFUSE', text: repairText('use_buttons') }
}

/**
 * The answer of a menu that these words name. Whether its button is to be seen is not asked: that is not known before
 * the conversation has come there.
 */
export function readPick(
  definition: DialogDefinition,
  step: MenuStep,
  typed: string,
  scene: Scene,
): string | undefined {
  const said = fold(typed)
  const picks = step.buttons.flatMap((button) => ('pick' in button ? [button] : []))
  return picks.find((button) => {
    const label = wordsOf(definition, button.label ?? button.pick, scene.language)
    return fold(label) === said || otherWords(definition, button, scene).includes(said)
  })?.pick
}

function otherWords(definition: DialogDefinition, button: StepButton, scene: Scene): readonly string[] {
  if (!('also' in button) || button.also === undefined) return []
  return wordsOf(definition, button.also, scene.language).split(',').map(fold)
}

function readFind(definition: DialogDefinition, step: FindStep, typed: string, scene: Scene): DialogEvent {
  if (
    step.multiple !== undefined &&
    fold(typed) === fold(wordsOf(definition, step.multiple.done, scene.language))
  )
    return { type: 'ENOUGH' }
  const me: Json | null = meAsValue(scene)
  if (step.shortcuts?.includes('me') === true && me !== null && meWords.has(fold(typed)))
    return { type: 'ANSWER', value: me, typed }
  const letters = [...typed.matchAll(/\p{L}/gu)].length
  if (letters < lettersMin) return { type: 'REFUSE', text: step.too_short ?? step.prompt, typed }
  return { type: 'SEARCH', typed }
}

const confirmations = new Set(['да', 'ок', 'yes', 'ok'])

function readReview(
  definition: DialogDefinition,
  step: ReviewStep,
  typed: string,
  scene: Scene,
): DialogEvent {
  const said = fold(typed)
  if (confirmations.has(said) || said === foldLabel(wordsOf(definition, step.confirm, scene.language)))
    return { type: 'CONFIRM' }
  return { type: 'REFUSE', text: repairText('use_buttons') }
}

/**
 * The same labels are compared with in every turn, and folding one costs more than the rest of the comparison. Only what
 * definitions say is kept here, never what a person typed; when edited definitions have filled it, it begins anew.
 */
function foldLabel(label: string): string {
  const known = foldedLabels.get(label)
  if (known !== undefined) return known
  if (foldedLabels.size === labelsMax) foldedLabels.clear()
  const folded = fold(label)
  foldedLabels.set(label, folded)
  return folded
}

const labelsMax = 500
const foldedLabels = new Map<string, string>()

function fold(text: string): string {
  return (
    text
      // The same as in any Russian or English locale, and ten times as fast.
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  )
}
