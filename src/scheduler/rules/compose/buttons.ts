/** The buttons under reminders. Putting off and moving a deadline never stand in one row: they must not be confused. */
import type { PlannedNotification, Recipient, TaskFacts } from '../notification.ts'
import { snooze, snoozeChoices, snoozesMax, type SnoozeChoice } from '../snooze.ts'
import { snoozeSource } from '../keys.ts'
import { shortTitle, type ReminderButton } from './content.ts'
import type { EventView } from './event-view.ts'
import type { Voice } from './voice.ts'

type Rows = readonly (readonly ReminderButton[])[]
type Source = Pick<PlannedNotification, 'key' | 'payload'>

interface Moment {
  readonly nowMs: number
  readonly person: Recipient
}

/** Under one event: enter the call, and be told again shortly before it starts. */
export function eventButtons(event: EventView, source: Source, moment: Moment, voice: Voice): Rows {
  const again = { type: 'before_start', minutes: 5 } as const
  // Told again within the minute would be told twice.
  const sensible = event.startMs - again.minutes * 60_000 - moment.nowMs > 60_000
  return [
    [
      ...(event.link === null ? [] : [join(event.link, voice.say('button_join'))]),
      ...(sensible && snooze(again, source, moment).ok ? [snoozeButton(again, source, voice)] : []),
    ],
  ]
}

/** Under several events of one start: a row for each call there is, and the schedule. */
export function eventsButtons(events: readonly EventView[], voice: Voice): Rows {
  const calls = events.flatMap(({ link, title }) => {
    const label = voice.say('button_join_titled', { title: shortTitle(title ?? '', 24) })
    return link === null ? [] : [[join(link, title === null ? voice.say('button_join') : label)]]
  })
  return [...calls, [{ label: voice.say('button_schedule'), act: { type: 'schedule' } }]]
}

/** Under one task: done and open, remind later, move the deadline. */
export function taskButtons(
  task: TaskFacts,
  source: Source,
  options: { readonly passed: boolean; readonly moment: Moment },
  voice: Voice,
): Rows {
  const { passed, moment } = options
  const { key } = source
  const tomorrow = { type: 'tomorrow' } as const
  const later = snoozeSource(key).times < snoozesMax
  return [
    [
      { label: voice.say('button_done'), act: { type: 'done', task: task.id, key } },
      ...(task.url === null
        ? []
        : [{ label: voice.say('button_open'), act: { type: 'open', url: task.url } } as const]),
    ],
    [
      ...(!passed && snooze(tomorrow, source, moment).ok ? [snoozeButton(tomorrow, source, voice)] : []),
      ...(later ? [{ label: voice.say('button_later'), act: { type: 'snooze_menu', key } } as const] : []),
    ],
    [{ label: voice.say('button_deadline'), act: { type: 'deadline', task: task.id, key } }],
  ]
}

/** What «Напомнить позже» opens: every choice that makes sense now, and a time of one's own. */
export function snoozeButtons(source: Source, moment: Moment, voice: Voice): Rows {
  const choices = snoozeChoices(source, moment).map((choice) => [snoozeButton(choice, source, voice)])
  const typed: ReminderButton = {
    label: voice.say('button_later_typed'),
    act: { type: 'snooze_typed', key: source.key },
  }
  return snoozeSource(source.key).times < snoozesMax ? [...choices, [typed]] : choices
}

export function snoozeButton(choice: SnoozeChoice, { key }: Source, voice: Voice): ReminderButton {
  return { label: snoozeLabel(choice, voice), act: { type: 'snooze', key, choice } }
}

function snoozeLabel(choice: SnoozeChoice, voice: Voice): string {
  if (choice.type === 'tomorrow') return voice.say('button_later_tomorrow')
  if (choice.type === 'at') return voice.when(choice.atMs)
  const { minutes } = choice
  if (choice.type === 'before_start') return voice.say('button_later_before', { minutes })
  return minutes === 60 ? voice.say('button_later_hour') : voice.say('button_later_minutes', { minutes })
}

function join(url: string, label: string): ReminderButton {
  return { label, act: { type: 'join', url } }
}
