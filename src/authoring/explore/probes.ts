/**
 * What must change nothing, tried at every place of a dialog: a second tap, an old card, a result or a timer that comes
 * twice, another command and back again.
 */
import { words } from '../../machines/diagnose/problem.ts'
import { pressData } from '../../machines/chat/draft.ts'
import type { Moment, Simulation } from '../talk/simulation.ts'
import { actionsAt, happeningOf, says, type Action, type Book } from './actions.ts'
import type { Likeness } from './likeness.ts'
import type { Broken } from './broken.ts'
import { asideCommand } from './aside.ts'
import { waysOf } from './turns.ts'

export interface Probing {
  readonly book: Book
  readonly simulation: Simulation
  readonly likeness: Likeness
}

export function probe(probing: Probing, moment: Moment, root: string): readonly Broken[] {
  const frame = moment.state.frames.at(-1)
  if (frame === undefined || frame.id !== root || moment.state.digression !== undefined) return []
  return [
    ...secondTap(probing, moment, root),
    ...oldCard(probing, moment),
    ...twiceDelivered(probing, moment, root),
    ...another(probing, moment),
  ]
}

/** The same press a second later. */
function secondTap({ book, simulation }: Probing, moment: Moment, root: string): readonly Broken[] {
  return actionsAt(book, moment, root, false).flatMap((action) => {
    if (action.type !== 'presses') return []
    const [way] = waysOf(book, simulation, moment, action)
    if (way?.type !== 'turned') return []
    const later = { ...way.turned.after, nowMs: way.turned.after.nowMs + 1_000 }
    const again = turnOf(simulation, later, action)
    if (again === null || !again.stored) return []
    const message = words(
      `второе нажатие «${action.label}» подряд что-то меняет`,
      `a second tap on “${action.label}” changes something`,
    )
    return [{ code: 'double-tap', message }]
  })
}

/** A button of what the card showed before: the conversation stays where it is, and the person is told. */
function oldCard({ simulation, likeness }: Probing, moment: Moment): readonly Broken[] {
  const card = moment.state.frames.at(-1)?.card
  if (card === undefined) return []
  const data = [pressData(card.token, card.revision + 7, 0), pressData('nobody-knows-it', 1, 0)]
  return data.flatMap((one) => {
    const pressed = turnOf(simulation, moment, {
      type: 'presses',
      label: '',
      data: one,
      act: { type: 'read', text: '' },
    })
    if (pressed !== null && isWhereItWas(likeness, pressed.after, moment) && pressed.note !== null) return []
    return [
      {
        code: 'old-card',
        message: words('старая кнопка меняет разговор', 'an old button changes the conversation'),
      },
    ]
  })
}

/** After a crash a result or a timer may come once more. */
function twiceDelivered({ book, simulation }: Probing, moment: Moment, root: string): readonly Broken[] {
  return actionsAt(book, moment, root, false).flatMap((action) => {
    if (action.type !== 'answers' && action.type !== 'waits') return []
    const [way] = waysOf(book, simulation, moment, action)
    if (way?.type !== 'turned' || !way.turned.stored) return []
    const again = turnOf(simulation, way.turned.after, action)
    if (again === null || !again.stored) return []
    const message = words(
      'ответ, который пришёл второй раз, что-то меняет',
      'a result that comes a second time changes something',
    )
    return [{ code: 'double-result', message }]
  })
}

/** Another command, and back: by staying, and by going there and cancelling it. */
function another({ simulation, likeness }: Probing, moment: Moment): readonly Broken[] {
  const asked = turnOf(simulation, moment, says(`/${asideCommand}`))
  const token = asked?.after.state.digression?.token
  if (asked === null || token === undefined) return []
  const back = [['/cancel'], [pressData(token, 1, 0), '/cancel']].map((ways) =>
    ways.reduce<Moment | null>((at, way) => {
      const action: Action = way.startsWith('/')
        ? says(way)
        : { type: 'presses', label: '', data: way, act: { type: 'read', text: '' } }
      return at === null ? null : (turnOf(simulation, at, action)?.after ?? null)
    }, asked.after),
  )
  if (back.every((one) => one !== null && isWhereItWas(likeness, one, moment))) return []
  const message = words(
    'после другой команды разговор возвращается не туда, где его прервали',
    'after another command the conversation does not come back to where it was',
  )
  return [{ code: 'digression', message }]
}

/** A refusal, with what it suggested, is over as soon as the person does anything else. */
function isWhereItWas(likeness: Likeness, after: Moment, before: Moment): boolean {
  return likeness(unrefused(after)) === likeness(unrefused(before))
}

function unrefused(moment: Moment): Moment {
  const frames = moment.state.frames.map((frame) => {
    const { notice: _notice, candidates, ...context } = frame.context
    const choosing = JSON.stringify(frame.value).includes('choosing')
    return { ...frame, context: { ...context, misses: 0, ...(choosing && candidates && { candidates }) } }
  })
  return { ...moment, state: { ...moment.state, frames } }
}

function turnOf(simulation: Simulation, moment: Moment, action: Action) {
  try {
    return simulation.turn(moment, happeningOf(action, moment.revision + 1), () => ({
      outcome: { ok: true, value: null },
    }))
  } catch {
    return null
  }
}
