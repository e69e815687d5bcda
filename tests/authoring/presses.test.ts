/**
 * Every button of every card of every dialog there is, through the real core: pressed twice, late, after the conversation
 * or the link has ended, from another chat, and forged.
 */
import { expect, test } from 'vitest'
import { openBook } from '../../src/authoring/explore/book.ts'
import { explore } from '../../src/authoring/explore/explore.ts'
import { startsOf } from '../../src/authoring/explore/starts.ts'
import { openDialogs } from '../../src/authoring/files.ts'
import type { Happening, Moment, Simulation, Turned } from '../../src/authoring/talk/simulation.ts'
import { placeName } from '../../src/machines/conversation/frame.ts'
import type { CardAct } from '../../src/machines/conversation/view-choices.ts'
import { pressData } from '../../src/machines/chat/draft.ts'
import { fromJson, textAt } from '../../src/machines/json.ts'
import type { DialogEvent } from '../../src/machines/statechart/context.ts'
import { toChatId } from '../../src/ports/identity.ts'
import type { NewDelivery } from '../../src/store/deliveries.ts'

const { asked: loaded, library, repairs, services } = await openDialogs([])
if (repairs === null) throw new Error('the built-in texts cannot be read')
const { book, simulation } = openBook(library, repairs, services)

/** Every kind a button may be of, and whether one may still begin something when its conversation is over. */
const kinds: Readonly<Record<CardAct['type'], { readonly outlives: boolean }>> = {
  event: { outlives: false },
  read: { outlives: false },
  run: { outlives: false },
  digression: { outlives: false },
  start: { outlives: true },
}

/** Every event of a chart, and whether a button sends it: who adds one says so here, and has it pressed. */
const events: Readonly<Record<DialogEvent['type'], boolean>> = {
  ANSWER: true,
  REFUSE: true,
  PAGE: true,
  MONTH: true,
  ENOUGH: true,
  DROP: true,
  SKIP: true,
  BACK: true,
  AGAIN: true,
  REPLACE: true,
  MENU: true,
  EDIT: true,
  CONFIRM: true,
  CANCEL: true,
  UNSURE: false,
  SEARCH: false,
  FILL: false,
  EXPIRE: false,
}

const pressed = new Set<string>()

interface Button {
  readonly at: Moment
  readonly data: string
  readonly act: CardAct
  readonly name: string
}

const secondMs = 1_000

test.each(loaded.map(({ definition }) => [definition.dialog, definition] as const))(
  '%s: whatever is pressed twice, late or forged has one effect, and is answered',
  (_dialog, definition) => {
    const tried = new Set<string>()
    const faults: string[] = []
    const watching: Simulation = {
      scene: (moment) => simulation.scene(moment),
      turn: (before, what, answer) => {
        const turned = simulation.turn(before, what, answer)
        for (const button of buttonsIn(turned)) {
          if (tried.has(button.name)) continue
          tried.add(button.name)
          faults.push(...faultsOf(button).map((fault) => `${button.name}: ${fault}`))
        }
        return turned
      },
    }
    explore(book, watching, startsOf(book, definition), { wholeMax: 100, statesMax: 20_000 })
    expect(faults).toEqual([])
  },
  240_000,
)

test('every kind of button there is was among them', () => {
  const expected = [
    ...Object.keys(kinds).filter((kind) => kind !== 'event'),
    ...Object.entries(events).flatMap(([type, onButton]) => (onButton ? [`event ${type}`] : [])),
  ]
  expect([...pressed].toSorted()).toEqual(expected.toSorted())
})

/** The cards that this turn has drawn, button by button. */
function buttonsIn({ after, shown }: Turned): readonly Button[] {
  const place = placeName(after.state.frames.at(-1)?.value ?? null)
  return shown.flatMap(({ kind, payload }) => {
    const card = kind === 'card' ? after.cards.get(textAt(payload, 'token')) : undefined
    if (card === undefined) return []
    return card.choices.map((choice, index): Button => {
      const act = fromJson<CardAct>(choice)
      const type = act.type === 'event' ? `event ${act.event.type}` : act.type
      const of = act.type === 'start' || act.type === 'run' ? ` ${act.dialog}` : ''
      const name = `${place} ${type}${of} ${index}`
      return { at: after, data: pressData(card.token, card.revision, index), act, name }
    })
  })
}

function faultsOf(button: Button): readonly string[] {
  const { at, data, act } = button
  pressed.add(act.type === 'event' ? `event ${act.event.type}` : act.type)
  const first = press(at, data)
  const found: (string | false)[] = []
  const again = press(later(first.after, secondMs), data)
  found.push(again.stored && 'a second tap changes something', again.asked.length > 0 && 'a second tap asks')
  found.push(...outdated(press(later(first.after, 5 * secondMs), data), button, 'late', first.after))
  const ended = says(at, '/cancel')
  if (ended.after.state.frames.length === 0)
    found.push(...outdated(press(later(ended.after, 5 * secondMs), data), button, 'ended', ended.after))
  const parted = press({ ...later(at, 5 * secondMs), facts: { linked: false } }, data)
  found.push(portal(parted) && 'asks the portal after /unlink')
  const [token = ''] = data.split('.')
  const card = at.cards.get(token)
  if (card !== undefined) {
    const foreign = { ...at, cards: new Map([[token, { ...card, chat: toChatId(2) }]]) }
    found.push(...nothing(press(later(foreign, 5 * secondMs), data), foreign, 'in another chat', token))
    for (const one of forgeries(data, card.choices.length))
      found.push(...nothing(press(later(at, 5 * secondMs), one), at, `forged as ${one}`, token))
  }
  return found.filter((one) => one !== false)
}

/** Whatever is pressed after its card was drawn anew or has gone: answered in words, nothing asked, nothing thrown. */
function outdated(
  turned: Turned,
  { data, act }: Button,
  when: string,
  before: Moment,
): readonly (string | false)[] {
  const [token = '', revision = ''] = data.split('.')
  const card = before.cards.get(token)
  const drawnAnew = card !== undefined && card.revision.toString(36) !== revision
  const over = !before.state.frames.some((frame) => frame.card?.token === token)
  if (!drawnAnew && !over) return []
  if (!drawnAnew && kinds[act.type].outlives) return []
  if (act.type === 'digression' && turned.note === null) return [`${when}: no words`]
  const stripped = turned.shown.some((one) => isAbout(one, token))
  return [
    turned.note === null && `${when}: no words`,
    turned.asked.length > 0 && `${when}: asks ${turned.asked.map(({ service }) => service).join()}`,
    over && !stripped && card !== undefined && `${when}: a dead card keeps its buttons`,
  ]
}

function nothing(turned: Turned, before: Moment, when: string, token: string): readonly (string | false)[] {
  return [
    turned.note === null && `${when}: no words`,
    turned.asked.length > 0 && `${when}: asks`,
    places(turned.after) !== places(before) && `${when}: the conversation has moved`,
    turned.shown.some(({ kind, payload }) => kind === 'strip' && payload['token'] !== token) &&
      `${when}: another card loses its buttons`,
  ]
}

function places({ state }: Moment): string {
  return JSON.stringify(state.frames.map(({ id, value, context }) => [id, value, context.answers]))
}

function isAbout({ payload }: NewDelivery, token: string): boolean {
  return payload['token'] === token
}

function forgeries(data: string, choices: number): readonly string[] {
  const [token = '', revision = '', index = ''] = data.split('.')
  return [
    `${token.slice(0, -1)}Z.${revision}.${index}`,
    `${token}.${revision}.${(choices + 1).toString(36)}`,
    `${token}.zzzzzzzz.${index}`,
    `${token}.${revision}.-1`,
    `${token}.${revision}.${index}${'0'.repeat(64 - data.length)}`,
    '😀'.repeat(16),
    '__proto__.1.0',
    '',
  ]
}

function portal({ asked }: Turned): boolean {
  return asked.some(({ service }) => service.startsWith('bitrix.'))
}

function press(at: Moment, data: string): Turned {
  return take(at, { type: 'person', event: { type: 'press', pressId: 'p', data, messageId: 1 } })
}

function says(at: Moment, text: string): Turned {
  const event = { type: 'command', name: text.slice(1), argument: '', messageId: 9 } as const
  return take(at, { type: 'person', event })
}

function take(at: Moment, what: Happening): Turned {
  return simulation.turn(at, what, () => ({ outcome: { ok: true, value: null } }))
}

function later(moment: Moment, ms: number): Moment {
  return { ...moment, nowMs: moment.nowMs + ms }
}
