/** The chat as the person sees it: every message in its order, with the buttons it has now. */
import type { Choice, Message } from '../../ports/message.ts'
import type { NewDelivery } from '../../store/deliveries.ts'
import { fromJson, textAt } from '../../machines/json.ts'

export interface Shown {
  readonly token: string | null
  message: Message
}

export interface Screen {
  /** @returns what it brought into view; null for buttons that are gone. */
  show(delivery: NewDelivery): Shown | null
  last(): Shown | undefined
  /** The newest button with this label. `old`: one that is not on the screen any more. */
  button(label: string, old: boolean): string | null
  labels(): readonly string[]
}

export function createScreen(): Screen {
  const all: Shown[] = []
  const ever = new Map<string, string>()
  const choices = (): readonly Choice[] => all.toReversed().flatMap(({ message }) => message.rows.flat())
  return {
    show({ kind, payload }) {
      const token = textAt(payload, 'token')
      const before = token === '' ? undefined : all.findLast((one) => one.token === token)
      if (kind === 'strip' && before !== undefined) before.message = { ...before.message, rows: [] }
      if (kind !== 'card' && kind !== 'message') return null
      const message = fromJson<Message>(payload['message'])
      for (const { label, act } of message.rows.flat()) if (act.type === 'press') ever.set(act.data, label)
      if (before !== undefined && payload['place'] === 'edit') {
        before.message = message
        return before
      }
      if (before !== undefined) before.message = { ...before.message, rows: [] }
      const shown: Shown = { token: kind === 'card' ? token : null, message }
      all.push(shown)
      return shown
    },
    last: () => all.at(-1),
    button(label, old) {
      const live = new Set(choices().flatMap(({ act }) => (act.type === 'press' ? [act.data] : [])))
      if (old) return [...ever].findLast(([data, said]) => said === label && !live.has(data))?.[0] ?? null
      const found = choices().find((one) => one.label === label && one.act.type === 'press')
      return found?.act.type === 'press' ? found.act.data : null
    },
    labels: () => choices().map(({ label }) => label),
  }
}
