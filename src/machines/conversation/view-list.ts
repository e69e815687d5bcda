/** The cards of lists and menus. */
import type { FormattedText } from '../../ports/message.ts'
import type { ListStep, MenuStep } from '../language/definition.ts'
import {
  blank,
  event,
  gap,
  joined,
  noticeOr,
  ownButtons,
  ways,
  withNews,
  type Look,
  type View,
} from './view-parts.ts'
import type { ViewChoice } from './view-choices.ts'
import { speak } from './words.ts'

export function listView(look: Look, step: ListStep): View {
  const { listing, page = 0 } = look.frame.context
  const buttons = ownButtons(look, step.buttons)
  if (listing === undefined) return { ...noticeOr(look, step.waiting), rows: ways(look, step.list) }
  const { items, total } = listing
  if (items.length === 0)
    return { ...withNews(look, noticeOr(look, step.none)), rows: [...buttons, ...ways(look, step.list)] }
  const pages = Math.ceil(total / step.page)
  const numbers = items.map((item) =>
    event(`${Number(item['number'])}`, { type: 'ANSWER', value: { ...item, page } }),
  )
  const turn = (label: string, to: number): ViewChoice =>
    to < 0 || to >= pages ? blank : event(label, { type: 'PAGE', page: to })
  return {
    ...withNews(look, listText(look, step)),
    rows: [
      ...inRows(numbers, step.page > 8 ? 5 : 8),
      ...(pages > 1
        ? [[turn('‹', page - 1), { ...blank, label: `${page + 1}/${pages}` }, turn('›', page + 1)]]
        : []),
      ...buttons,
      ...ways(look, step.list),
    ],
  }
}

/** The heading, and a line for each; a group is headed by its name where it begins. */
function listText(look: Look, step: ListStep): FormattedText {
  const lines: FormattedText[] = [noticeOr(look, step.heading)]
  let group = ''
  for (const item of look.frame.context.listing?.items ?? []) {
    const values = { item, number: item['number'] ?? 0 }
    const of =
      step.group === undefined ? null : speak(look.definition, look.frame, step.group, look.scene, values)
    if (of !== null && of.text !== group) {
      lines.push({ text: '', spans: [] }, bold(of.text))
      group = of.text
    } else if (of === null && lines.length === 1) lines.push({ text: '', spans: [] })
    lines.push(speak(look.definition, look.frame, step.line, look.scene, values))
  }
  return lines.reduce((above, below) => joined(above, below, '\n'))
}

function bold(text: string): FormattedText {
  return { text, spans: [{ type: 'bold', offset: 0, length: text.length }] }
}

function inRows(choices: readonly ViewChoice[], size: number): readonly (readonly ViewChoice[])[] {
  return Array.from({ length: Math.ceil(choices.length / size) }, (_, row) =>
    choices.slice(row * size, (row + 1) * size),
  )
}

export function menuView(look: Look, step: MenuStep): View {
  const text = speak(look.definition, look.frame, step.text, look.scene)
  const notice = look.frame.context.notice
  const shown =
    notice === undefined
      ? text
      : joined(speak(look.definition, look.frame, notice.text, look.scene), text, gap)
  return {
    ...withNews(look, shown),
    rows: [...ownButtons(look, step.buttons), ...ways(look, step.menu)],
  }
}
