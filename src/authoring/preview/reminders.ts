/** What the assistant says by itself, as it would be sent: digests, reminders, what was moved or cancelled. */
import type { Language } from '../../ports/language.ts'
import type { Message } from '../../ports/message.ts'
import { composeMessage, composeSnoozeMenu } from '../../scheduler/rules/compose/compose.ts'
import type { ComposedMessage } from '../../scheduler/rules/compose/content.ts'
import type { Words } from '../../scheduler/rules/compose/words.ts'
import { plan } from '../../scheduler/rules/plan.ts'
import { atMs, factsAt, type Day } from './office-day.ts'
import { scenes, type Scene } from './reminder-scenes.ts'
import type { Drawn } from './drawn.ts'

/** Each message, usual and as long as it gets, in both languages. */
export function reminderScreens(words: Words): readonly Drawn[] {
  return [
    ...scenes.map((scene) => drawnAs(scene.name, (day) => messageOf(scene, day, words))),
    drawnAs('button_later', (day) => snoozeMenu(day, words)),
  ]
}

function drawnAs(name: string, draw: (day: Day) => Message | null): Drawn {
  const pair = (language: Language) => ({
    usual: draw({ language, worst: false }),
    worst: draw({ language, worst: true }),
  })
  return { keys: [name], ru: pair('ru'), en: pair('en') }
}

function messageOf(
  { at, plannedAt = at, kinds, known, rows, combined }: Scene,
  day: Day,
  words: Words,
): Message | null {
  const facts = factsAt(day, at, known(day))
  const planned = rows?.(day) ?? plan({ ...facts, nowMs: atMs(plannedAt) })
  const due = planned.filter(({ kind, dueMs }) => kinds.includes(kind) && dueMs <= facts.nowMs)
  const composed = composeMessage({ rows: due, combined: combined === true }, facts, words)
  return composed.type === 'message' ? asMessage(composed.message) : null
}

/** The buttons lead to dialogs: what they begin is not seen here. */
function asMessage({ text, spans, rows }: ComposedMessage): Message {
  return {
    text,
    spans,
    rows: rows.map((row) =>
      row.map(({ label, act }) => ({
        label,
        act:
          act.type === 'open' || act.type === 'join'
            ? { type: 'open', url: act.url }
            : { type: 'press', data: act.type },
      })),
    ),
  }
}

function snoozeMenu(day: Day, words: Words): Message | null {
  const scene = scenes.find(({ name }) => name === 'due_tomorrow_one')
  if (scene === undefined) return null
  const facts = factsAt(day, scene.at, scene.known(day))
  const row = plan(facts).find(({ kind }) => kind === 'day-before')
  const message = messageOf(scene, day, words)
  if (row === undefined || message === null) return null
  return { ...asMessage({ ...message, rows: composeSnoozeMenu(row, facts, words) }) }
}
