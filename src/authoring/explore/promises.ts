/** What is promised of every turn of every dialog, and which of it a turn has broken. */
import type { Message } from '../../ports/message.ts'
import { words } from '../../machines/diagnose/problem.ts'
import type { Frame } from '../../machines/conversation/frame.ts'
import { fromJson } from '../../machines/json.ts'
import { nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import type { Moment, Turned } from '../talk/simulation.ts'
import type { Action, Book } from './actions.ts'
import type { Broken } from './broken.ts'
import { overLimits } from './limits.ts'
import { judgeOnce, type Judged, type Ledger } from './once.ts'

export function judgeTurn(
  book: Book,
  before: { readonly moment: Moment; readonly ledger: Ledger },
  action: Action,
  turned: Turned,
): Judged {
  const once = judgeOnce(book, before, action, turned)
  return {
    ledger: once.ledger,
    broken: [
      ...once.broken,
      ...wordless(book, before.moment, turned),
      ...unanswered(action, turned),
      ...deadButtons(book, before.moment, action, turned),
      ...uncancelled(book, before.moment, action, turned),
      ...leftBehind(turned.after),
    ],
  }
}

/* Words. */

const textKey = /^!?[a-z][A-Za-z0-9_]{0,63}$/
const textKeyLine = new RegExp(textKey.source, 'm')

function wordless(book: Book, before: Moment, { shown, after }: Turned): readonly Broken[] {
  const spoken = spokenIn(book, [...before.state.frames, ...after.state.frames])
  return shown.flatMap(({ payload }) => {
    const message = payload['message']
    return message === undefined ? [] : messageFaults(fromJson<Message>(message), spoken)
  })
}

function messageFaults(message: Message, spoken: ReadonlySet<string>): readonly Broken[] {
  return [...faultsOf(message, spoken), ...overLimits(message)]
}

/** Whatever the texts of these conversations say word for word. */
export function spokenIn({ dialogs }: Book, frames: readonly Frame[]): ReadonlySet<string> {
  const [first, ...others] = new Set(frames.map(({ hash }) => dialogs.byHash(hash)?.definition))
  if (others.length === 0) return bodiesOf(first)
  return new Set([first, ...others].flatMap((one) => [...bodiesOf(one)]))
}

const bodies = new WeakMap<DialogDefinition, ReadonlySet<string>>()

function bodiesOf(definition: DialogDefinition | undefined): ReadonlySet<string> {
  if (definition === undefined) return new Set()
  const found = bodies.get(definition)
  if (found !== undefined) return found
  const all = Object.values(definition.texts).flatMap((body) =>
    [body.ru, body.en].flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one))),
  )
  const made = new Set(all.flatMap((body) => body.split('\n')))
  bodies.set(definition, made)
  return made
}

/** A text that is not there is shown by its name. */
export function faultsOf(message: Message, spoken: ReadonlySet<string>): readonly Broken[] {
  const lines = textKeyLine.test(message.text) ? message.text.split('\n') : []
  const missing = [...lines, ...message.rows.flat().map(({ label }) => label)].find(
    (line) => textKey.test(line) && !spoken.has(line),
  )
  if (missing !== undefined)
    return [
      { code: 'missing-text', message: words(`нет текста «${missing}»`, `there is no text “${missing}”`) },
    ]
  if (message.text.trim() === '')
    return [
      {
        code: 'missing-text',
        message: words('бот прислал пустое сообщение', 'the bot sends an empty message'),
      },
    ]
  if (message.rows.flat().some(({ label }) => label === ''))
    return [{ code: 'missing-text', message: words('у кнопки нет надписи', 'a button has no label') }]
  return []
}

/* Answers. */

/** Where a service is being waited for, its answer is what the person will see. */
function unanswered(action: Action, { shown, note, after }: Turned): readonly Broken[] {
  const speaks = action.type === 'says' || action.type === 'sends'
  const waiting = after.state.frames.at(-1)?.call !== undefined
  if (!speaks || waiting || shown.length > 0 || note !== null) return []
  return [{ code: 'no-reply', message: words('бот ничего не ответил', 'the bot does not react') }]
}

function deadButtons({ repairs }: Book, before: Moment, action: Action, { note }: Turned): readonly Broken[] {
  if (action.type !== 'presses' || note === null) return []
  const { stale_button: stale, dead_button: dead } = repairs.texts
  if (note !== stale[before.language] && note !== dead[before.language]) return []
  const message = words(
    `кнопка «${action.label}» на свежей карточке не работает`,
    `the button “${action.label}” of the newest card does not work`,
  )
  return [{ code: 'dead-button', message }]
}

/** Whoever cancels is let go, or told why that is too late. */
function uncancelled(book: Book, before: Moment, action: Action, turned: Turned): readonly Broken[] {
  if (!isCancel(action)) return []
  const frame = before.state.frames.at(-1)
  if (frame === undefined || before.state.digression !== undefined) return []
  const left = turned.after.state.frames.every(({ id }) => id !== frame.id)
  if (left) return []
  const definition = book.dialogs.byHash(frame.hash)?.definition
  const step = definition?.steps.find((one) => nameOf(one) === frame.call?.step || isAt(frame, nameOf(one)))
  const late = step !== undefined && 'call' in step && step.once === true
  if (late && turned.shown.length > 0) return []
  const message = late
    ? words(
        'отменить уже нельзя, а человеку этого не сказано',
        'it is too late to cancel, and nobody says so',
      )
    : words('отмена не работает', 'cancelling does not work')
  return [{ code: 'no-cancel', message, ...(step !== undefined && { step: nameOf(step) }) }]
}

function isCancel(action: Action): boolean {
  if (action.type === 'says') return action.text === '/cancel'
  return action.type === 'presses' && action.act.type === 'event' && action.act.event.type === 'CANCEL'
}

function isAt({ value }: Frame, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
}

/** What a conversation was waiting for ends with it. */
function leftBehind({ state, open }: Moment): readonly Broken[] {
  if (state.frames.length > 0 || open.size === 0) return []
  const message = words(
    'разговор окончен, а вызов или таймер остался',
    'the conversation is over, and a call or a timer is left',
  )
  return [{ code: 'left-behind', message }]
}
