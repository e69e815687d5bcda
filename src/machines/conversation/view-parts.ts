/** What the cards of all steps are put together from. */
import type { Choice, FormattedText } from '../../ports/message.ts'
import type { DialogEvent } from '../statechart/context.ts'
import { nameOf, type DialogDefinition, type Failure } from '../language/definition.ts'
import type { Frame, Scene } from './frame.ts'
import { previousQuestion } from '../statechart/rules.ts'
import { rowsOf, stepButtons, type ViewChoice } from './view-choices.ts'
import { speak, wordsOf } from './words.ts'

export interface View extends FormattedText {
  readonly rows: readonly (readonly ViewChoice[])[]
}

/** Where a conversation stands, and for whom it is drawn. */
export interface Look {
  readonly definition: DialogDefinition
  readonly frame: Frame
  readonly scene: Scene
  readonly part: string
}

/** The refusal or the news, where there is one, stands in place of the prompt: it says what to do next by itself. */
export function noticeOr(look: Look, prompt: string): FormattedText {
  return speak(look.definition, look.frame, look.frame.context.notice?.text ?? prompt, look.scene)
}

export const gap = '\n\n'

export function joined(first: FormattedText, second: FormattedText, between: string): FormattedText {
  const offset = first.text.length + between.length
  return {
    text: `${first.text}${between}${second.text}`,
    spans: [...first.spans, ...second.spans.map((span) => ({ ...span, offset: span.offset + offset }))],
  }
}

/** What is only looked at has no way back and nothing to cancel. */
export function ways(look: Look, step: string): readonly (readonly ViewChoice[])[] {
  return look.definition.light === true ? [] : navigation(look, step)
}

/** What has just been done, above what is shown now. */
export function withNews(look: Look, shown: FormattedText): FormattedText {
  const { news } = look.frame.context
  return news === undefined
    ? shown
    : joined(speak(look.definition, look.frame, news.text, look.scene, news.values), shown, gap)
}

/** The buttons of the step, or those that the failure it is asked again for brings along. */
export function ownButtons(look: Look, buttons: Failure['buttons']): readonly (readonly ViewChoice[])[] {
  const from = look.frame.context.notice?.buttons
  const failing = from && look.definition.steps.find((step) => nameOf(step) === from.step)
  const brought = failing && 'on_error' in failing ? failing.on_error[from.reason]?.buttons : undefined
  return rowsOf(stepButtons(look.definition, look.frame, brought ?? buttons ?? [], look.scene))
}

/** Always the bottom row of a question: the way back, and the way out. */
export function navigation(look: Look, step: string): readonly (readonly ViewChoice[])[] {
  const back =
    look.frame.context.editing !== undefined ||
    previousQuestion(look.definition, look.frame.context, step) !== null
  return [
    [
      ...(back ? [event(button(look, 'back'), { type: 'BACK' })] : []),
      event(button(look, 'cancel'), { type: 'CANCEL' }),
    ],
  ]
}

export function labelOf(look: Look, name: string): string {
  const step = look.definition.steps.find((one) => nameOf(one) === name)
  const key = step !== undefined && 'label' in step ? step.label : undefined
  return key === undefined ? name : wordsOf(look.definition, key, look.scene.language)
}

export function button(look: Look, key: keyof Scene['repairs']['buttons']): string {
  return look.scene.repairs.buttons[key][look.scene.language]
}

export function event(label: string, what: DialogEvent, style?: Choice['style']): ViewChoice {
  return { label, act: { type: 'event', event: what }, ...(style && { style }) }
}
export const blank: ViewChoice = { label: ' ', act: { type: 'disabled' } }
