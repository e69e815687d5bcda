/** What of a turn can be seen from outside: what the person reads and may press, where it stands, what services are asked. */
import type { Message } from '../../ports/message.ts'
import { fromJson } from '../../machines/json.ts'
import type { DialogDefinition } from '../../machines/language/definition.ts'
import type { Moment, Turned } from '../talk/simulation.ts'

export interface Seen {
  readonly messages: readonly { readonly text: string; readonly buttons: readonly string[] }[]
  /** What the buttons do, whatever is written on them. */
  readonly acts: readonly string[]
  readonly asked: readonly string[]
  /** The step it stands at by its present name; «end…» once it is over. */
  readonly place: string
}

export function seenIn(
  { shown, asked, after, journal }: Turned,
  before: Moment,
  { dialog }: DialogDefinition,
  renamed: (name: string) => string | null,
): Seen {
  const messages = shown.flatMap(({ payload }) =>
    payload['message'] === undefined ? [] : [fromJson<Message>(payload['message'])],
  )
  const frame = after.state.frames.findLast((one) => one.dialog === dialog)
  const value = frame?.value
  const [step] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const ending = journal.findLast(({ to }) => to?.startsWith('end_') === true)?.to
  const cards = new Map([...before.cards, ...after.cards])
  const fresh = [...cards].filter(([token, card]) => before.cards.get(token) !== card)
  return {
    messages: messages.map(({ text, rows }) => ({ text, buttons: rows.flat().map(({ label }) => label) })),
    acts: [
      ...fresh.flatMap(([, card]) => card.choices.map((choice) => JSON.stringify(choice))),
      ...messages.flatMap(({ rows }) =>
        rows.flat().flatMap(({ act }) => (act.type === 'press' ? [] : [JSON.stringify(act)])),
      ),
    ],
    asked: asked.map(({ service, input }) => `${service} ${JSON.stringify(input)}`),
    place: step === undefined ? (ending ?? 'end') : (renamed(step[0]) ?? step[0]),
  }
}
