/** Where a text key is looked up: the dialog's own texts, or the built-in repairs, marked with «!». */
import type { FormattedText, Json, JsonObject, Language } from '../../ports.ts'
import { nameOf, type DialogDefinition, type Step } from '../language/definition.ts'
import type { Frame, Scene } from './frame.ts'
import { fromJson, textAt } from '../json.ts'
import { repairTexts, type RepairText } from '../language/repairs.ts'
import { withDefaults } from '../statechart/rules.ts'
import { showAnswer } from '../language/steps/ask-kinds.ts'
import { say } from '../language/wording.ts'

/** The key under which a repair is named where a dialog's own text could stand. */
export function repairText(key: RepairText): string {
  return `!${key}`
}

/** A short text without values: a label. */
export function wordsOf(definition: DialogDefinition, key: string, language: Language): string {
  return say(definition.texts, key, language, {}).text
}

/** A built-in text with its values. */
export function repair(scene: Scene, key: RepairText, values: JsonObject = {}): FormattedText {
  return say({ [key]: scene.repairs.texts[key] }, key, scene.language, values)
}

/** A text of the dialog, or a repair, as it reads where the conversation stands. */
export function speak(definition: DialogDefinition, frame: Frame, key: string, scene: Scene): FormattedText {
  const own = repairTexts.find((one) => repairText(one) === key)
  const values = valuesOf(definition, frame, scene)
  if (own !== undefined) return repair(scene, own, values)
  return say(definition.texts, key, scene.language, values, (path, value) =>
    shown(definition, path, value, scene),
  )
}

function valuesOf(definition: DialogDefinition, frame: Frame, scene: Scene): JsonObject {
  const { typed, candidates, facts } = frame.context
  return {
    title: definition.title[scene.language],
    answer: typed ?? null,
    found: candidates?.length ?? 0,
    error: facts ?? {},
    refused: facts ?? {},
    me: scene.me === null ? {} : { id: scene.me.id, name: scene.me.name },
    ...withDefaults(definition, frame.context.answers),
  }
}

/** A whole answer looks as its kind of question shows it; a part of one looks as it is. */
function shown(definition: DialogDefinition, path: string, value: Json, scene: Scene): string | null {
  const step = definition.steps.find((one) => nameOf(one) === path)
  return step === undefined ? null : shownAnswer(definition, step, value, scene)
}

function shownAnswer(definition: DialogDefinition, step: Step, value: Json, scene: Scene): string | null {
  if ('ask' in step)
    return showAnswer(step, value, { ...scene, words: (key) => wordsOf(definition, key, scene.language) })
  if ('find' in step && typeof value === 'object' && value !== null && 'name' in value)
    return textAt(fromJson(value), 'name')
  return null
}
