/**
 * What the card of a conversation shows where it stands: a pure function of the snapshot, so that it can be drawn again
 * at any time — after a stale button, another language, a changed definition, a return from another dialog.
 */
import type { Choice, FormattedText } from '../../ports.ts'
import type { DialogEvent } from '../statechart/context.ts'
import type {
  AskStep,
  CallStep,
  DialogDefinition,
  Failure,
  FindStep,
  ReviewStep,
} from '../language/definition.ts'
import { meAsValue, standing, type Frame, type Scene } from './frame.ts'
import { previousQuestion } from '../statechart/rules.ts'
import { quickAnswers } from '../language/steps/ask-kinds.ts'
import { rowsOf, stepButtons, type ViewChoice } from './view-choices.ts'
import { nameOf } from '../language/definition.ts'
import { repairText, speak, wordsOf } from './words.ts'

export interface View extends FormattedText {
  readonly rows: readonly (readonly ViewChoice[])[]
}

/** Null when there is nothing to show: the conversation has not begun, or has ended. */
export function viewOf(definition: DialogDefinition, frame: Frame, scene: Scene): View | null {
  const at = standing(definition, frame.value)
  if (at === null) return null
  const look: Look = { definition, frame, scene, part: at.part }
  if ('ask' in at.step) return askView(look, at.step)
  if ('find' in at.step) return findView(look, at.step)
  if ('review' in at.step) return reviewView(look, at.step)
  if ('call' in at.step) return callView(look, at.step)
  return null
}

interface Look {
  readonly definition: DialogDefinition
  readonly frame: Frame
  readonly scene: Scene
  readonly part: string
}

function askView(look: Look, step: AskStep): View {
  const choosing = look.part === 'choosing'
  const prompt = choosing && 'unsure' in step ? step.unsure : step.prompt
  const quick = quickAnswers(step, {
    ...look.scene,
    words: (key) => wordsOf(look.definition, key, look.scene.language),
  })
  const answers: readonly ViewChoice[] = choosing
    ? []
    : quick.map(({ label, text }) => ({ label, act: { type: 'read', text } }))
  const other: ViewChoice = event(button(look, 'other'), { type: 'REFUSE', text: step.prompt })
  return {
    ...noticeOr(look, prompt),
    rows: [
      ...candidateRows(look),
      ...(choosing ? [[other]] : rowsOf([...answers, ...skip(look, step)])),
      ...ownButtons(look, step.buttons),
      ...navigation(look, step.ask),
    ],
  }
}

function findView(look: Look, step: FindStep): View {
  if (look.part === 'searching' || look.part === 'waiting') {
    return { ...noticeOr(look, step.waiting), rows: navigation(look, step.find) }
  }
  const me = meAsValue(look.scene)
  const shortcuts: readonly ViewChoice[] =
    step.shortcuts?.includes('me') === true && me !== null
      ? [event(button(look, 'me'), { type: 'ANSWER', value: me })]
      : []
  const choosing = look.part === 'choosing'
  return {
    ...noticeOr(look, choosing ? step.several : step.prompt),
    rows: [
      ...(choosing ? pagedRows(look, step) : rowsOf([...shortcuts, ...skip(look, step)])),
      ...ownButtons(look, step.buttons),
      ...navigation(look, step.find),
    ],
  }
}

function reviewView(look: Look, step: ReviewStep): View {
  const { definition, scene } = look
  if (look.part === 'editing') {
    const fields = step.edit.map((name) => event(labelOf(look, name), { type: 'EDIT', step: name }))
    return {
      ...noticeOr(look, step.edit_prompt),
      rows: [...rowsOf(fields), [event(button(look, 'back'), { type: 'BACK' })]],
    }
  }
  const card = speak(definition, look.frame, step.text, scene)
  const notice = look.frame.context.notice
  return {
    ...(notice === undefined ? card : above(speak(definition, look.frame, notice.text, scene), card)),
    rows: [
      [event(wordsOf(definition, step.confirm, scene.language), { type: 'CONFIRM' }, 'success')],
      [
        event(button(look, 'edit'), { type: 'MENU' }),
        event(button(look, 'cancel'), { type: 'CANCEL' }, 'danger'),
      ],
    ],
  }
}

function callView(look: Look, step: CallStep): View {
  // Without words of its own it still must not leave the buttons of the last question standing.
  const text = look.frame.context.notice?.text ?? step.waiting ?? repairText('busy')
  const { maybeDone, tries } = look.frame.context
  // A later attempt looks like the wait before it, so that nobody is told the same again and again.
  const cancellable = step.once !== true || (maybeDone !== true && (look.part === 'waiting' || tries > 0))
  return {
    ...speak(look.definition, look.frame, text, look.scene),
    rows: cancellable ? [[event(button(look, 'cancel'), { type: 'CANCEL' })]] : [],
  }
}

/** The refusal or the news, where there is one, stands in place of the prompt: it says what to do next by itself. */
function noticeOr(look: Look, prompt: string): FormattedText {
  return speak(look.definition, look.frame, look.frame.context.notice?.text ?? prompt, look.scene)
}

function above(first: FormattedText, second: FormattedText): FormattedText {
  const gap = first.text.length + 2
  return {
    text: `${first.text}\n\n${second.text}`,
    spans: [...first.spans, ...second.spans.map((span) => ({ ...span, offset: span.offset + gap }))],
  }
}

function candidateRows(look: Look): readonly (readonly ViewChoice[])[] {
  return (look.frame.context.candidates ?? []).map(({ label, value }) => [
    event(label, { type: 'ANSWER', value }),
  ])
}

function pagedRows(look: Look, step: FindStep): readonly (readonly ViewChoice[])[] {
  const rows = candidateRows(look)
  const pages = Math.ceil(rows.length / step.page)
  const page = Math.min(look.frame.context.page ?? 0, pages - 1)
  if (pages <= 1) return rows
  const turn = (label: string, to: number): ViewChoice =>
    to < 0 || to >= pages
      ? { label: ' ', act: { type: 'disabled' } }
      : event(label, { type: 'PAGE', page: to })
  return [
    ...rows.slice(page * step.page, (page + 1) * step.page),
    [turn('‹', page - 1), { label: `${page + 1}/${pages}`, act: { type: 'disabled' } }, turn('›', page + 1)],
  ]
}

function skip(look: Look, step: AskStep | FindStep): readonly ViewChoice[] {
  if (step.optional !== true) return []
  const label =
    step.skip === undefined ? button(look, 'skip') : wordsOf(look.definition, step.skip, look.scene.language)
  return [event(label, { type: 'SKIP' })]
}

/** The buttons of the step, or those that the failure it is asked again for brings along. */
function ownButtons(look: Look, buttons: Failure['buttons']): readonly (readonly ViewChoice[])[] {
  const from = look.frame.context.notice?.buttons
  const failing = from && look.definition.steps.find((step) => nameOf(step) === from.step)
  const brought = failing && 'on_error' in failing ? failing.on_error[from.reason]?.buttons : undefined
  return rowsOf(stepButtons(look.definition, look.frame, brought ?? buttons ?? [], look.scene))
}

/** Always the bottom row of a question: the way back, and the way out. */
function navigation(look: Look, step: string): readonly (readonly ViewChoice[])[] {
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

function labelOf(look: Look, name: string): string {
  const step = look.definition.steps.find((one) => nameOf(one) === name)
  const key = step !== undefined && 'label' in step ? step.label : undefined
  return key === undefined ? name : wordsOf(look.definition, key, look.scene.language)
}

function button(look: Look, key: keyof Scene['repairs']['buttons']): string {
  return look.scene.repairs.buttons[key][look.scene.language]
}

function event(label: string, what: DialogEvent, style?: Choice['style']): ViewChoice {
  return { label, act: { type: 'event', event: what }, ...(style && { style }) }
}
