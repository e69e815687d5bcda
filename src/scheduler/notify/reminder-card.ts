/** A reminder as a message of the chat: its buttons begin dialogs that go on in its own place. */
import { createDraft } from '../../machines/chat/draft.ts'
import type { CardAct, ViewChoice } from '../../machines/conversation/view-choices.ts'
import { asJson, fromJson } from '../../machines/json.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Unit } from '../../store/unit.ts'
import type { ComposedMessage, ReminderAct, ReminderButton } from '../rules/compose/content.ts'
import type { PlannedNotification } from '../rules/notification.ts'
import { afterUncertainSend } from '../rules/policy.ts'
import { notificationLane, waitingLane } from '../told.ts'

export interface Reminder {
  readonly chat: ChatId
  readonly message: ComposedMessage
  readonly silent: boolean
  readonly rows: readonly PlannedNotification[]
  readonly nowMs: number
  /** When it leaves: `nowMs`, or a while after it. */
  readonly leavesMs: number
  /** Names the card. */
  readonly token: string
}

/** Enqueues the message, and keeps what its buttons mean. The caller holds the chat. */
export async function sendReminder(unit: Unit, reminder: Reminder): Promise<void> {
  const { chat, message, silent, rows, nowMs, leavesMs, token } = reminder
  const draft = createDraft({ chat, revision: 0, nowMs, newToken: () => token })
  draft.show({
    token,
    revision: 1,
    conversation: null,
    text: { text: message.text, spans: message.spans },
    rows: message.rows.map((row) => row.map(choiceOf)),
    place: 'bottom',
  })
  const first = rows[0]
  const unknown = rows.every(({ payload }) => afterUncertainSend(payload) === 'unknown')
  for (const card of draft.cards.values()) await unit.cards.save(card)
  await unit.deliveries.enqueue(
    draft.deliveries.map((delivery) => ({
      ...delivery,
      id: `note:${first?.key ?? token}:${nowMs}`,
      lane: leavesMs > nowMs ? waitingLane(chat) : notificationLane(chat),
      dueAtMs: leavesMs,
      background: true,
      payload: {
        ...delivery.payload,
        ...asJson({
          message: { ...fromJson<JsonObject>(delivery.payload['message']), ...(silent && { silent }) },
          notifications: rows.map(({ key }) => key),
          expiresMs: Math.max(...rows.map(({ expiresMs }) => expiresMs)),
          uncertain: unknown ? 'unknown' : 'again',
        }),
      },
    })),
  )
}

function choiceOf({ label, act }: ReminderButton): ViewChoice {
  if (act.type === 'open' || act.type === 'join') return { label, act: { type: 'open', url: act.url } }
  return { label, act: dialogFor(act) }
}

/** What is begun from a reminder goes on in its place, so that it shows what came of it. */
function dialogFor(act: Exclude<ReminderAct, { type: 'open' | 'join' }>): CardAct {
  switch (act.type) {
    case 'tasks':
      return { type: 'start', dialog: 'tasks', wish: { answers: {} } }
    case 'schedule':
      return { type: 'start', dialog: 'schedule', wish: { answers: {} } }
    case 'done':
      return inPlace('task-done', { task: { id: act.task } })
    case 'deadline':
      return inPlace('move-deadline', { task: { id: act.task } })
    case 'snooze':
      return inPlace('snooze', { key: act.key, choice: asJson(act.choice) })
    case 'snooze_menu':
      return inPlace('snooze', { key: act.key })
    case 'snooze_typed':
      return inPlace('snooze', { key: act.key, how: 'typed' })
    case 'move_rest':
      return { type: 'start', dialog: 'move-rest', wish: { answers: { tasks: act.tasks } } }
  }
}

function inPlace(
  dialog: string,
  answers: NonNullable<Extract<CardAct, { type: 'start' }>['wish']>['answers'],
): CardAct {
  return { type: 'start', dialog, wish: { answers }, inPlace: true }
}
