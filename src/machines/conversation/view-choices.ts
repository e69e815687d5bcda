/** Buttons before they become a channel's: what each means, and how they share rows. */
import type { Choice } from '../../ports.ts'
import type { DialogEvent } from '../statechart/context.ts'
import type { DialogDefinition, Failure } from '../language/definition.ts'
import type { Frame, Scene } from './frame.ts'
import { withDefaults } from '../statechart/rules.ts'
import { valueAt } from '../statechart/values.ts'
import { wordsOf } from './words.ts'

/** What pressing a button of a card means. Kept on the server; the button itself carries only an index. */
export type CardAct =
  | { readonly type: 'event'; readonly event: DialogEvent }
  /** As if this had been typed. */
  | { readonly type: 'read'; readonly text: string }
  | { readonly type: 'start'; readonly dialog: string }
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

/** Buttons a definition names. One whose value is missing is left out. */
export function stepButtons(
  definition: DialogDefinition,
  frame: Frame,
  buttons: NonNullable<Failure['buttons']>,
  scene: Scene,
): readonly ViewChoice[] {
  const answers = withDefaults(definition, frame.context.answers)
  return buttons.flatMap((button): readonly ViewChoice[] => {
    const label = wordsOf(definition, button.label, scene.language)
    if ('again' in button)
      return [{ label, act: { type: 'event', event: { type: 'AGAIN', step: button.again } } }]
    if ('start' in button) return [{ label, act: { type: 'start', dialog: button.start } }]
    const value = valueAt(answers, 'open' in button ? button.open : button.copy)
    if (typeof value !== 'string' || value === '') return []
    return [{ label, act: 'open' in button ? { type: 'open', url: value } : { type: 'copy', text: value } }]
  })
}

const rowLength = 30
const perRowMax = 3

/** Short labels share a row of at most three, long ones stand alone. */
export function rowsOf(choices: readonly ViewChoice[]): readonly (readonly ViewChoice[])[] {
  const rows: ViewChoice[][] = []
  for (const choice of choices) {
    const row = rows.at(-1)
    const length = (row ?? []).reduce((sum, one) => sum + one.label.length, choice.label.length)
    if (row !== undefined && row.length < perRowMax && length <= rowLength) row.push(choice)
    else rows.push([choice])
  }
  return rows
}
