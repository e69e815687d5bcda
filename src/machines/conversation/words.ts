/** Where a text key is looked up: the dialog's own texts, or the built-in repairs, marked with «!». */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Language } from '../../ports/language.ts'
import type { FormattedText } from '../../ports/message.ts'
import { nameOf, type DialogDefinition } from '../language/definition.ts'
import { beginningOf } from './fitted.ts'
import { standing, type Frame, type Scene } from './frame.ts'
import { repairText, repairTexts, type RepairText } from '../language/repairs.ts'
import { withDefaults } from '../statechart/rules.ts'
import { showAnswer } from '../language/steps/ask-kinds.ts'
import { isWhen } from '../language/steps/date-time.ts'
import { isObject } from '../statechart/values.ts'
import { say } from '../language/wording.ts'

/** A short text without values: a label. */
export function wordsOf(definition: DialogDefinition, key: string, language: Language): string {
  return say(definition.texts, key, language, {}).text
}

/** A built-in text with its values. */
export function repair(scene: Scene, key: RepairText, values: JsonObject = {}): FormattedText {
  return say({ [key]: scene.repairs.texts[key] }, key, scene.language, values)
}

/** A text of the dialog, or a repair, as it reads where the conversation stands; `more` it may name besides. */
export function speak(
  definition: DialogDefinition,
  frame: Frame,
  key: string,
  scene: Scene,
  more: JsonObject = {},
): FormattedText {
  const own = repairTexts.find((one) => repairText(one) === key)
  const values = { ...more, ...valuesOf(definition, frame, scene) }
  if (own !== undefined) return repair(scene, own, values)
  return say(definition.texts, key, scene.language, values, (path, value) => {
    const words = shown(definition, path, value, scene)
    return scene.valueMax === undefined
      ? words
      : inPart(definition, frame, path, words ?? plain(value), scene)
  })
}

/** Of an answer that is shown in part it is said where all of it is. */
function inPart(
  definition: DialogDefinition,
  frame: Frame,
  path: string,
  words: string | FormattedText,
  scene: Scene,
): string | FormattedText {
  const { text } = typeof words === 'string' ? { text: words } : words
  const { valueMax = text.length } = scene
  if (text.length <= valueMax) return words
  const beginning = beginningOf(text, valueMax)
  if (!Object.hasOwn(frame.context.answers, path)) return beginning
  const step = standing(definition, frame.value)?.step
  const note = repair(scene, step !== undefined && 'review' in step ? 'sent_in_full' : 'shown_in_part')
  return `${beginning} (${note.text})`
}

function valuesOf(definition: DialogDefinition, frame: Frame, scene: Scene): JsonObject {
  const { typed, candidates, facts, listing, chosen } = frame.context
  return {
    title: definition.title[scene.language],
    answer: typed ?? null,
    found: candidates?.length ?? 0,
    chosen: chosen?.length ?? 0,
    error: facts ?? {},
    refused: facts ?? {},
    me: scene.me === null ? {} : { id: scene.me.id, name: scene.me.name },
    ...(listing !== undefined && {
      shown: {
        ...listing.about,
        from: listing.items[0]?.['number'] ?? 0,
        to: listing.items.at(-1)?.['number'] ?? 0,
        total: listing.total,
      },
    }),
    ...withDefaults(definition, frame.context.answers),
  }
}

/** An answer looks as its kind of question shows it; anything else as what it is. */
function shown(
  definition: DialogDefinition,
  path: string,
  value: Json,
  scene: Scene,
): string | FormattedText | null {
  const step = definition.steps.find((one) => nameOf(one) === path)
  if (step === undefined || !('ask' in step) || value === null) return shownValue(definition, value, scene)
  const words = (key: string): string => wordsOf(definition, key, scene.language)
  const text = showAnswer(step, value, { ...scene, words })
  return isWhen(value) ? dated(text, value.start.utc) : text
}

/**
 * A moment in words; a person by name; several with commas. `{words: key, …}` is a text of the dialog that a service
 * names, with the values for it: services know no wording. `{said, at}` are words for an ISO instant.
 */
function shownValue(definition: DialogDefinition, value: Json, scene: Scene): string | FormattedText | null {
  if (isWhen(value)) {
    const { nowMs: now, language, writer } = scene
    return dated(writer.format(value, { now, language, withZone: true }), value.start.utc)
  }
  if (isList(value)) {
    const parts = value.map((one) => textOf(shownValue(definition, one, scene)) ?? plain(one))
    return parts.length === 0 ? '—' : parts.join(', ')
  }
  if (!isObject(value)) return null
  const { words, said, at, name } = value
  if (typeof words === 'string')
    return say(definition.texts, words, scene.language, value, (_path, part) =>
      shownValue(definition, part, scene),
    )
  if (typeof said === 'string' && typeof at === 'string') return dated(said, at)
  return typeof name === 'string' ? name : null
}

/** Words that name an instant carry it along, so that a client can show it in its reader's own zone. */
function dated(text: string, at: string | null): string | FormattedText {
  const unixTime = Math.floor(Date.parse(at ?? '') / 1000)
  // Bot API takes no instant before 1970.
  if (text === '' || !(unixTime > 0)) return text
  return { text, spans: [{ type: 'date_time', offset: 0, length: text.length, unixTime }] }
}

function textOf(shown: string | FormattedText | null): string | null {
  return shown === null || typeof shown === 'string' ? shown : shown.text
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function plain(value: Json): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
