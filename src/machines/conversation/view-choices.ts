/** Buttons before they become a channel's: what each means, and how they share rows. */
import type { JsonObject } from '../../ports/json.ts'
import type { Choice } from '../../ports/message.ts'
import type { DialogEvent } from '../statechart/context.ts'
import type { Wish } from './wish.ts'
import type { DialogDefinition, SetStep } from '../language/definition.ts'
import type { StepButton } from '../language/definition-parts.ts'
import { inputOf } from '../statechart/functions.ts'
import type { Frame, Scene } from './frame.ts'
import { holds, withDefaults } from '../statechart/rules.ts'
import { valueAt } from '../statechart/values.ts'
import { wordsOf } from './words.ts'

/** What pressing a button of a card means. Kept on the server; the button itself carries only an index. */
export type CardAct =
  | { readonly type: 'event'; readonly event: DialogEvent }
  /** As if this had been typed. */
  | { readonly type: 'read'; readonly text: string }
  /** `inPlace`: the pressed message itself shows where that dialog stands. */
  | { readonly type: 'start'; readonly dialog: string; readonly wish?: Wish; readonly inPlace?: true }
  /** Another dialog in between; the step `redo` is done anew after it. */
  | { readonly type: 'run'; readonly dialog: string; readonly wish: Wish; readonly redo: string }
  /** The answer to "you are in the middle of something". */
  | { readonly type: 'digression'; readonly answer: 'switch' | 'stay' | 'restart' }

export interface ViewChoice {
  readonly label: string
  readonly style?: NonNullable<Choice['style']>
  readonly act:
    | CardAct
    | { readonly type: 'open'; readonly url: string }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'disabled' }
}

/** Buttons a definition names: those whose condition holds, and whose value is there. */
export function stepButtons(
  definition: DialogDefinition,
  frame: Frame,
  buttons: readonly StepButton[],
  scene: Scene,
): readonly ViewChoice[] {
  const answers = withDefaults(definition, frame.context.answers)
  return buttons.flatMap((button): readonly ViewChoice[] => {
    if (button.when !== undefined && !holds(button.when, answers)) return []
    const act = actOf(button, answers)
    const key = button.label ?? ('pick' in button ? button.pick : '')
    return act === null ? [] : [{ label: wordsOf(definition, key, scene.language), act }]
  })
}

function actOf(button: StepButton, answers: JsonObject): ViewChoice['act'] | null {
  if ('again' in button) return { type: 'event', event: { type: 'AGAIN', step: button.again } }
  if ('pick' in button) return { type: 'event', event: { type: 'ANSWER', value: button.pick } }
  if ('answer' in button)
    return { type: 'event', event: { type: 'REPLACE', answers: inputOf(button.answer, answers) } }
  if ('start' in button)
    return {
      type: 'start',
      dialog: button.start,
      ...(button.with && { wish: { answers: knownOf(button.with, answers) } }),
    }
  if ('run' in button)
    return {
      type: 'run',
      dialog: button.run,
      wish: { answers: knownOf(button.with ?? {}, answers) },
      redo: button.redo,
    }
  const value = valueAt(answers, 'open' in button ? button.open : button.copy)
  if (typeof value !== 'string' || value === '') return null
  if ('open' in button) return { type: 'open', url: value }
  return value.length > copyMax ? null : { type: 'copy', text: value }
}

/** Bot API: `text` of CopyTextButton. */
const copyMax = 256

/** What is not known here is left to be asked there. */
function knownOf(map: NonNullable<SetStep['with']>, answers: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(inputOf(map, answers)).filter(([, value]) => value !== null))
}

const rowLength = 30
const perRowMax = 3
/** Buttons of a row are equally wide: with one longer than its share the messenger cuts it. */
const rowWidth = 36

/** Short labels share a row of at most three, long ones stand alone. */
export function rowsOf(choices: readonly ViewChoice[]): readonly (readonly ViewChoice[])[] {
  const rows: ViewChoice[][] = []
  for (const choice of choices) {
    const row = rows.at(-1)
    const length = (row ?? []).reduce((sum, one) => sum + one.label.length, choice.label.length)
    const widest = Math.max(choice.label.length, ...(row ?? []).map((one) => one.label.length))
    const fits = row !== undefined && length <= rowLength && widest * (row.length + 1) <= rowWidth
    if (fits && row.length < perRowMax) row.push(choice)
    else rows.push([choice])
  }
  return rows
}
