/**
 * What the card of a conversation shows where it stands: a pure function of the snapshot, so that it can be drawn again
 * at any time — after a stale button, another language, a changed definition, a return from another dialog.
 */
import type { Json } from '../../ports/json.ts'
import type {
  AskStep,
  CallStep,
  DialogDefinition,
  FindStep,
  ListStep,
  MenuStep,
  ReviewStep,
} from '../language/definition.ts'
import { meAsValue, standing, type Frame, type Scene } from './frame.ts'
import { isObject, valueAt } from '../statechart/values.ts'
import { quickAnswers } from '../language/steps/ask-kinds.ts'
import { fitted } from './fitted.ts'
import { rowsOf, type ViewChoice } from './view-choices.ts'
import { monthView } from './month.ts'
import { listView, menuView } from './view-list.ts'
import {
  blank,
  button,
  event,
  gap,
  joined,
  labelOf,
  navigation,
  noticeOr,
  ownButtons,
  withNews,
  type Look,
  type View,
} from './view-parts.ts'
import { repairText } from '../language/repairs.ts'
import { speak, wordsOf } from './words.ts'

/** Null when there is nothing to show: the conversation has not begun, or has ended. */
export function viewOf(definition: DialogDefinition, frame: Frame, scene: Scene): View | null {
  const at = standing(definition, frame.value)
  if (at === null || 'say' in at.step || 'set' in at.step || 'return' in at.step) return null
  const { step, part } = at
  return fitted((valueMax) => stepView({ definition, frame, scene: { ...scene, valueMax }, part }, step))
}

type ShownStep = AskStep | FindStep | ListStep | MenuStep | ReviewStep | CallStep

function stepView(look: Look, step: ShownStep): View {
  if ('ask' in step) return askView(look, step)
  if ('find' in step) return findView(look, step)
  if ('list' in step) return listView(look, step)
  if ('menu' in step) return menuView(look, step)
  if ('review' in step) return reviewView(look, step)
  return callView(look, step)
}

function askView(look: Look, step: AskStep): View {
  if (look.part === 'month') return monthView(look, step)
  const choosing = look.part === 'choosing'
  const prompt = choosing && 'unsure' in step ? step.unsure : step.prompt
  const quick = quickAnswers(step, {
    ...look.scene,
    words: (key) => wordsOf(look.definition, key, look.scene.language),
  })
  const answers: readonly ViewChoice[] = choosing
    ? []
    : [
        ...quick
          .filter(({ text }) => isOffered(look, step, text))
          .map(({ label, text }): ViewChoice => ({ label, act: { type: 'read', text } })),
        ...anyOther(look, step),
        ...byMonth(look, step),
      ]
  const other: ViewChoice = event(button(look, 'other'), { type: 'REFUSE', text: step.prompt })
  return {
    ...withNews(look, noticeOr(look, prompt)),
    rows: [
      ...candidateRows(look),
      ...(choosing ? [[other]] : rowsOf([...answers, ...skip(look, step)])),
      ...ownButtons(look, step.buttons),
      ...navigation(look, step.ask),
    ],
  }
}

/** What could only be refused gets no button. */
function isOffered({ frame }: Look, step: AskStep, option: string): boolean {
  if (step.type !== 'choice' || step.offered === undefined) return true
  const offered = valueAt(frame.context.answers, step.offered)
  return !Array.isArray(offered) || offered.includes(option)
}

function byMonth(look: Look, step: AskStep): readonly ViewChoice[] {
  const pointing = step.type === 'date_time' && step.calendar === true
  return pointing ? [event(button(look, 'calendar'), { type: 'MONTH', page: 0 })] : []
}

/** Among times that are offered, the way to any other: it says how to write one. */
function anyOther(look: Look, step: AskStep): readonly ViewChoice[] {
  if (step.type !== 'time' || step.offers === undefined) return []
  const text = typeof step.invalid === 'string' ? step.invalid : (step.invalid[0] ?? '')
  return [event(button(look, 'other'), { type: 'REFUSE', text })]
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
  const prompt = look.part === 'collecting' ? (step.multiple?.more ?? step.prompt) : step.prompt
  const chosen = chosenRows(look, step)
  return {
    ...withNews(look, noticeOr(look, choosing ? step.several : prompt)),
    rows: [
      ...(choosing ? pagedRows(look, step) : chosen),
      ...(choosing ? [] : rowsOf([...shortcuts, ...(chosen.length === 0 ? skip(look, step) : [])])),
      ...ownButtons(look, step.buttons),
      ...navigation(look, step.find),
    ],
  }
}

/** Those chosen so far, each to be dropped again, and the end of the choosing. */
function chosenRows(look: Look, step: FindStep): readonly (readonly ViewChoice[])[] {
  const chosen = look.frame.context.chosen ?? []
  if (step.multiple === undefined || chosen.length === 0) return []
  const drop = button(look, 'drop')
  const done = wordsOf(look.definition, step.multiple.done, look.scene.language)
  return [
    ...rowsOf(chosen.map((one, index) => event(`${drop} ${nameIn(one)}`, { type: 'DROP', index }))),
    [event(done, { type: 'ENOUGH' }, 'success')],
  ]
}

function nameIn(value: Json): string {
  const name = isObject(value) ? value['name'] : undefined
  return typeof name === 'string' ? name : '?'
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
    ...withNews(
      look,
      notice === undefined ? card : joined(speak(definition, look.frame, notice.text, scene), card, gap),
    ),
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

function candidateRows(look: Look): readonly (readonly ViewChoice[])[] {
  return (look.frame.context.candidates ?? []).map(({ label, value, also }) => [
    event(label, { type: 'ANSWER', value, ...(also && { also }) }),
  ])
}

function pagedRows(look: Look, step: FindStep): readonly (readonly ViewChoice[])[] {
  const rows = candidateRows(look)
  const pages = Math.ceil(rows.length / step.page)
  const page = Math.min(look.frame.context.page ?? 0, pages - 1)
  if (pages <= 1) return rows
  const turn = (label: string, to: number): ViewChoice =>
    to < 0 || to >= pages ? blank : event(label, { type: 'PAGE', page: to })
  return [
    ...rows.slice(page * step.page, (page + 1) * step.page),
    [turn('‹', page - 1), { ...blank, label: `${page + 1}/${pages}` }, turn('›', page + 1)],
  ]
}

function skip(look: Look, step: AskStep | FindStep): readonly ViewChoice[] {
  if (step.optional !== true) return []
  const label =
    step.skip === undefined ? button(look, 'skip') : wordsOf(look.definition, step.skip, look.scene.language)
  return [event(label, { type: 'SKIP' })]
}
