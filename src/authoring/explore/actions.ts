/** Everything that may happen next in a chat: what the person may do, what services may answer, which timers run. */
import type { PersonEvent } from '../../ports/incoming.ts'
import type { Message } from '../../ports/message.ts'
import type { NewDelivery } from '../../store/deliveries.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import { standing, type Frame } from '../../machines/conversation/frame.ts'
import type { CardAct } from '../../machines/conversation/view-choices.ts'
import { fromJson, textAt } from '../../machines/json.ts'
import type { Known } from '../../machines/diagnose/draft.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import { nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import type { Happening, Moment } from '../talk/simulation.ts'
import { laterPages, possibleAnswers, type Possible } from './results.ts'
import { answersAtStep, nonsense, refusedAt } from './samples.ts'

/** One thing that may happen, and how a report tells of it. */
export type Action =
  | { readonly type: 'says'; readonly text: string }
  | { readonly type: 'presses'; readonly label: string; readonly data: string; readonly act: CardAct }
  | { readonly type: 'sends' }
  | {
      readonly type: 'answers'
      readonly call: NewDelivery
      readonly step: string
      readonly possible: Possible
    }
  | { readonly type: 'waits'; readonly timer: NewDelivery }

type Press = Extract<Action, { type: 'presses' }>

export interface Book {
  readonly dialogs: DialogSet
  readonly repairs: Repairs
  readonly services: Known['services']
}

/**
 * At a dialog begun in between only what leads on, or back: it is explored by itself. `whole` adds what does not depend
 * on the answers so far: words that are refused, commands, files. Once for each place is enough of it.
 */
export function actionsAt(book: Book, moment: Moment, root: string, whole: boolean): readonly Action[] {
  const frame = moment.state.frames.at(-1)
  const definition = frame && book.dialogs.byHash(frame.hash)?.definition
  if (frame === undefined || definition === undefined) return []
  const presses = pressesAt(moment, moment.state.digression?.token ?? frame.card?.token)
  // What another dialog begins with depends on this one's answers; how it comes back does not.
  const pressed = whole ? presses : presses.filter(({ act }) => act.type !== 'run' && act.type !== 'start')
  const answered = answersAt(book, moment)
  const waited = [...moment.open.values()].flatMap((timer): readonly Action[] =>
    timer.kind === 'timer' ? [{ type: 'waits', timer }] : [],
  )
  if (moment.state.digression !== undefined) return [...pressed, says('/cancel'), ...answered, ...waited]
  const at = standing(definition, frame.value)
  const typed = (at === null ? [] : answersAtStep(definition, at.step)).map((text) => says(text))
  if (frame.id !== root && !isFirst(moment, root))
    return shortWay([...pressed, ...typed, ...answered, ...waited])
  const usual = [...pressed, ...typed, says('/cancel'), ...answered, ...waited]
  return whole ? [...usual, ...others(book, definition, frame)] : usual
}

function others(book: Book, definition: DialogDefinition, frame: Frame): readonly Action[] {
  const { command } = definition.start
  const at = standing(definition, frame.value)
  const refused = at === null ? [nonsense] : refusedAt(at.step)
  return [
    ...refused.map((text) => says(text)),
    ...[book.repairs.buttons.back.ru, book.repairs.buttons.skip.ru, book.repairs.buttons.cancel.ru].map(
      (text) => says(text),
    ),
    says('/help'),
    ...(command === undefined ? [] : [says(`/${command}`)]),
    { type: 'sends' },
  ]
}

/** The conversation that is being explored may wait beneath another that must come first. */
function isFirst({ state }: Moment, root: string): boolean {
  return state.frames.some(({ id, value }) => id === root && value === null)
}

function shortWay(actions: readonly Action[]): readonly Action[] {
  const first = (type: Action['type']): readonly Action[] =>
    actions.filter((one) => one.type === type).slice(0, 1)
  return [...first('says'), ...first('presses'), ...first('answers'), ...first('waits'), says('/cancel')]
}

export function says(text: string): Action {
  return { type: 'says', text }
}

/** The buttons of the live card; of lines and days that are all alike the first and the last. */
function pressesAt(moment: Moment, token: string | undefined): readonly Press[] {
  const card = token === undefined ? undefined : moment.cards.get(token)
  const face = token === undefined ? undefined : moment.faces.get(token)
  if (card === undefined || face === undefined) return []
  const labels = labelsOf(face)
  const presses = card.choices.map((choice, at): Press => {
    const { label = '', data = '' } = labels[at] ?? {}
    return { type: 'presses', label, data, act: fromJson<CardAct>(choice) }
  })
  const alike = presses.filter(({ act }) => isOneOfMany(act))
  const middle = new Set(alike.slice(1, -1))
  return presses.filter((one) => !middle.has(one))
}

function labelsOf(face: Message): readonly { readonly label: string; readonly data: string }[] {
  return face.rows
    .flat()
    .flatMap(({ label, act }) => (act.type === 'press' ? [{ label, data: act.data }] : []))
}

function isOneOfMany(act: CardAct): boolean {
  if (act.type === 'read') return /^\d{4}-\d\d-\d\d$/.test(act.text)
  return act.type === 'event' && act.event.type === 'ANSWER' && typeof act.event.value === 'object'
}

function answersAt(book: Book, moment: Moment): readonly Action[] {
  return [...moment.open.values()].flatMap((call): readonly Action[] => {
    if (call.kind !== 'call') return []
    const frame = moment.state.frames.find((one) => one.call?.id === call.id)
    const definition = frame && book.dialogs.byHash(frame.hash)?.definition
    const step = definition?.steps.find((one) => nameOf(one) === frame?.call?.step)
    if (definition === undefined || step === undefined || !('service' in step)) return []
    const later =
      'list' in step && (frame?.context.page ?? 0) > 0
        ? laterPages(step).map((value): Possible => ({ name: 'ok', outcome: { ok: true, value } }))
        : []
    return [...later, ...possibleAnswers(definition, step, book.services)].map((possible) => ({
      type: 'answers',
      call,
      step: nameOf(step),
      possible,
    }))
  })
}

/** The event of an action, for the turn. */
export function happeningOf(action: Action, messageId: number): Happening {
  switch (action.type) {
    case 'says':
      return { type: 'person', event: typed(action.text, messageId) }
    case 'presses':
      return { type: 'person', event: { type: 'press', pressId: 'p', data: action.data, messageId: 1 } }
    case 'sends':
      return { type: 'person', event: { type: 'media', kind: 'sticker', messageId } }
    case 'answers':
      return { type: 'result', call: action.call, outcome: action.possible.outcome }
    case 'waits':
      return { type: 'timer', timer: action.timer }
  }
}

/** A line that begins with a slash is a command, as the messenger has it. */
export function typed(text: string, messageId: number): PersonEvent {
  const [, name, argument = ''] = /^\/([a-z][a-z0-9_]*)(?:\s+([^]*))?$/i.exec(text) ?? []
  if (name === undefined) return { type: 'text', text, messageId }
  return { type: 'command', name: name.toLowerCase(), argument, messageId }
}

export function timerOf(timer: NewDelivery): string {
  return textAt(timer.payload, 'name')
}
