/** What Bot API takes at most, held against every message, also with the longest answers and names there may be. */
import type { Choice, Message } from '../../ports/message.ts'
import { textMax } from '../../machines/conversation/fitted.ts'
import { words } from '../../machines/diagnose/problem.ts'
import { pressData } from '../../machines/chat/draft.ts'
import { fromJson } from '../../machines/json.ts'
import { longestMoment } from '../preview/longest.ts'
import type { Moment, Simulation } from '../talk/simulation.ts'
import type { Book } from './actions.ts'
import type { Broken } from './broken.ts'

/** Buttons of one message, and of one row: more are refused or not to be told apart. */
const buttonsMax = 100
const perRowMax = 8
/** Of what an author writes on a button; what somebody is called is cut to as much. */
const labelMax = 64
/** Bytes of `callback_data`; characters of `text` of CopyTextButton. */
const dataMax = 64
const copyMax = 256

/** What is shown at this moment, with answers and names as long as they may be, in both languages. */
export function longestShown(
  { book, simulation }: { readonly book: Book; readonly simulation: Simulation },
  moment: Moment,
): readonly Message[] {
  const grown = longestMoment(moment, book.dialogs)
  return (['ru', 'en'] as const).flatMap((language) => shownAgain(simulation, { ...grown, language }))
}

/** A button that nobody has changes nothing, and has the card drawn anew. */
function shownAgain(simulation: Simulation, moment: Moment): readonly Message[] {
  const data = pressData('nobody-knows-it', 1, 0)
  const press = { type: 'press', pressId: 'p', data, messageId: 1 } as const
  const nothing = { outcome: { ok: true, value: null } } as const
  const { shown } = simulation.turn(moment, { type: 'person', event: press }, () => nothing)
  return shown.flatMap(({ payload }) =>
    payload['message'] === undefined ? [] : [fromJson<Message>(payload['message'])],
  )
}

/** Whether something in it was too long to be shown as a whole. */
export function isInPart({ repairs }: Book, { text }: Message): boolean {
  const { shown_in_part: part, sent_in_full: sent } = repairs.texts
  return [part.ru, part.en, sent.ru, sent.en].some((note) => text.includes(`(${note})`))
}

export function overLimits({ text, rows }: Pick<Message, 'text' | 'rows'>): readonly Broken[] {
  const choices = rows.flat()
  return [
    ...over('сообщение', 'a message', text.length, textMax),
    ...over('кнопок под сообщением', 'buttons of a message', choices.length, buttonsMax),
    ...over('кнопок в ряду', 'buttons of a row', Math.max(0, ...rows.map((row) => row.length)), perRowMax),
    ...choices.flatMap((choice) => overOnButton(choice)),
  ]
}

function overOnButton({ label, act }: Choice): readonly Broken[] {
  return [
    ...over('надпись на кнопке', 'the label of a button', label.length, labelMax),
    ...(act.type === 'press'
      ? over('данные кнопки', 'the data of a button', Buffer.byteLength(act.data), dataMax)
      : []),
    ...(act.type === 'copy'
      ? over('текст для копирования', 'text to be copied', act.text.length, copyMax)
      : []),
  ]
}

function over(ru: string, en: string, length: number, max: number): readonly Broken[] {
  if (length <= max) return []
  return [
    {
      code: 'over-limit',
      message: words(`${ru}: ${length}, Telegram берёт до ${max}`, `${en}: ${length}, Telegram takes ${max}`),
    },
  ]
}
