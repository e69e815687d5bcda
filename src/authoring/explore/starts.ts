/** The ways into a dialog: its command with and without words, a message, a file, a secret link, buttons of other dialogs. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { CardDraft } from '../../machines/chat/draft.ts'
import { asJson, seenAsJson } from '../../machines/json.ts'
import type { DialogDefinition } from '../../machines/language/definition.ts'
import { nameOf, takersOf } from '../../machines/language/definition.ts'
import { firstMoment, simulatedChat, type Moment } from '../talk/simulation.ts'
import { says, type Action, type Book } from './actions.ts'
import { buttonsOf } from './conditions.ts'
import { people } from './results.ts'
import { answersAtStep, nonsense } from './samples.ts'

export interface Start {
  readonly dialog: string
  readonly moment: Moment
  readonly action: Action
  /** What a button of another dialog hands over. */
  readonly given?: JsonObject
}

const beginning = Date.parse('2026-11-23T12:00:00+03:00')
const token = 'button-of-start'

export function startsOf(book: Book, definition: DialogDefinition): readonly Start[] {
  const { dialog, start } = definition
  const required = Object.keys(start.requires ?? {})
  const facts = ['linked']
  const holds = (value: boolean): Moment['facts'] => Object.fromEntries(facts.map((fact) => [fact, value]))
  const typed = typedStarts(definition)
  const wishes = [...wishesFor(book, dialog), ...generalWish(definition)]
  const [first] = typed
  const without: readonly Start[] =
    required.length === 0 || first === undefined
      ? []
      : [{ dialog, moment: firstMoment({ nowMs: beginning, facts: holds(false) }), action: says(first) }]
  const moments = required.length > 0 ? [holds(true)] : [holds(true), holds(false)]
  return moments.flatMap((held): readonly Start[] => {
    const moment = firstMoment({ nowMs: beginning, facts: held })
    return [
      ...without,
      ...typed.map((text) => ({ dialog, moment, action: says(text) })),
      ...(typed.length === 0 && wishes.length === 0 ? [pressed(dialog, moment, {})] : []),
      ...wishes.map((wish) => pressed(dialog, moment, wish)),
    ]
  })
}

function typedStarts(definition: DialogDefinition): readonly string[] {
  const { command, argument, payload } = definition.start
  if (command === undefined) return []
  const takers = argument === undefined ? [] : takersOf(argument)
  const either = typeof argument === 'object' && 'first' in argument
  const good = (either ? takers : takers.slice(0, 1)).flatMap((name) => {
    const step = definition.steps.find((one) => nameOf(one) === name)
    return step === undefined ? [] : answersAtStep(definition, step).slice(0, 1)
  })
  const given = takers.length === 0 ? [] : [...new Set(good), nonsense]
  return [
    `/${command}`,
    ...given.map((words) => `/${command} ${words}`),
    ...(payload === undefined ? [] : [`/${command} AAAA-invite`]),
  ]
}

function pressed(dialog: string, moment: Moment, given: JsonObject): Start {
  const { moment: before, data, act } = pressedStart(dialog, moment, given)
  return { dialog, moment: before, action: { type: 'presses', label: dialog, data, act }, given }
}

/** A button that begins the dialog, as other dialogs and reminders have it: the moment with it, and its data. */
export function pressedStart(dialog: string, moment: Moment, given: JsonObject) {
  const act = { type: 'start', dialog, wish: { answers: given } } as const
  const card: CardDraft = {
    token,
    chat: simulatedChat,
    conversation: null,
    revision: 1,
    choices: [asJson(act)],
    expiresAtMs: moment.nowMs + 1_000_000_000,
  }
  return { moment: { ...moment, cards: new Map([[token, card]]) }, data: `${token}.1.0`, act }
}

/** What the buttons of other dialogs hand over: values of the same shape. */
function wishesFor(book: Book, dialog: string): readonly JsonObject[] {
  const all = book.dialogs.names.flatMap((name) => {
    const definition = book.dialogs.current(name)?.definition
    const buttons = definition?.steps.flatMap((step) => buttonsOf(step)) ?? []
    return buttons.flatMap((button) => {
      const target = 'start' in button ? button.start : 'run' in button ? button.run : null
      if (target !== dialog || !('with' in button)) return []
      return [mapped(button.with ?? {})]
    })
  })
  return [...new Map(all.map((wish) => [JSON.stringify(wish), wish])).values()]
}

type Handed = NonNullable<Extract<ReturnType<typeof buttonsOf>[number], { start: string }>['with']>

function mapped(map: Handed): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]): [string, Json] => [
      name,
      typeof value === 'string' ? object : value.value,
    ]),
  )
}

const object: JsonObject = {
  id: 7,
  name: 'Пример',
  title: 'Пример',
  url: 'https://portal.example/7',
  participants: people.slice(0, 2),
}

/** Names a dialog may be handed by whatever begins it; each once with a value, once without. */
function generalWish({ start: { given, file } }: DialogDefinition): readonly JsonObject[] {
  const wish = Object.fromEntries((given ?? []).map((name): [string, Json] => [name, object]))
  const picture = seenAsJson({ id: 'file', name: 'Договор.pdf', size: 2_048 })
  return [...(given === undefined ? [] : [wish, {}]), ...(file === undefined ? [] : [{ [file]: picture }])]
}
