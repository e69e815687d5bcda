/** Notices that an event the person was already told of has been moved or cancelled by somebody else. */
import type { CalendarEvent } from '../../ports/calendar.ts'
import { changeKey } from './keys.ts'
import { instantMs } from './local-day.ts'
import type { PlannedNotification, Recipient } from './notification.ts'
import { isPaused, isQuiet } from './quiet.ts'

/** An event as the person was last told of it: in a reminder, in today's digest, or in a notice of a change. */
export interface Mention {
  readonly event: number
  readonly occurrence: string | null
  readonly title: string | null
  readonly startMs: number
  readonly endMs: number
}

/** A notice this old says nothing new any more. */
const noticeLateMs = 2 * 3_600_000
/** Further away than this the change is no surprise: a digest will show it. */
const nearMs = 24 * 3_600_000

/**
 * The mentioned events that are not where they were, and are not over: to be read again one by one, for a list only
 * covers a window and an event moved out of it looks like a cancelled one.
 */
export function mentionsToCheck(
  mentions: readonly Mention[],
  events: readonly CalendarEvent[],
  nowMs: number,
): readonly Mention[] {
  const places = new Set(events.map(({ id, start }) => `${id} ${instantMs(start)}`))
  const names = new Set(events.map(({ id, occurrence }) => nameOf({ event: id, occurrence })))
  return mentions
    .filter(({ event, startMs }) => !places.has(`${event} ${startMs}`))
    .filter((mention) => mention.endMs > nowMs || names.has(nameOf(mention)))
    .filter((mention) => mention.startMs <= nowMs + nearMs || names.has(nameOf(mention)))
}

/**
 * What carries on an occurrence of a series that is not there any more: the new event the portal makes when a single
 * occurrence is moved, or the same series at another time of that day. Null when nothing in the list does.
 */
export function successorOf(mention: Mention, events: readonly CalendarEvent[]): CalendarEvent | null {
  if (mention.occurrence === null) return null
  const found = events.filter((event) => carriesOn(event, mention))
  return found.length === 1 ? (found[0] ?? null) : null
}

function carriesOn({ id, occurrence, title, start }: CalendarEvent, mention: Mention): boolean {
  const startMs = instantMs(start)
  if (startMs === null || startMs === mention.startMs) return false
  if (id === mention.event) return Math.abs(startMs - mention.startMs) < halfDayMs
  return occurrence === mention.occurrence && title === mention.title
}

/** Closer than two occurrences of a daily series can be. */
const halfDayMs = 12 * 3_600_000

/**
 * The notices due for what was found: `current` is the event as it is now, null when it is gone. Nothing is said of
 * an event the person declined or moved themselves through the assistant (`own`: ids of those), nor of one whose old
 * and new start are both more than 24 hours away.
 */
export function planChanges(options: {
  readonly nowMs: number
  readonly person: Recipient
  readonly found: readonly { readonly mention: Mention; readonly current: CalendarEvent | null }[]
  readonly own: ReadonlySet<number>
  readonly already: ReadonlySet<string>
}): readonly PlannedNotification[] {
  const { nowMs, person, found, own, already } = options
  const { settings, zone, status } = person
  if (status === 'silent' || !settings.enabled || !settings.events.enabled) return []
  if (isPaused(nowMs, zone, settings)) return []
  return found
    .filter(({ mention }) => !own.has(mention.event))
    .flatMap(({ mention, current }) => notice(mention, current, { nowMs, person }) ?? [])
    .filter(({ key }) => !already.has(key))
}

function notice(
  mention: Mention,
  current: CalendarEvent | null,
  { nowMs, person }: { nowMs: number; person: Recipient },
): PlannedNotification | null {
  const to = current === null ? null : placeOf(current)
  if (to?.startMs === mention.startMs || current?.answer === 'no' || current?.allDay === true) return null
  const starts = [mention.startMs, ...(to === null ? [] : [to.startMs])]
  if (!starts.some((ms) => ms > nowMs && ms <= nowMs + nearMs)) return null
  const key = changeKey(person.employee, mention.event, mention.startMs, to?.startMs ?? null)
  const { event, occurrence, startMs, endMs } = mention
  return {
    key,
    kind: 'event-change',
    chat: person.chat,
    together: key,
    dueMs: nowMs,
    expiresMs: nowMs + noticeLateMs,
    silent: isQuiet(nowMs, person.zone, person.settings),
    payload: {
      type: 'change',
      event,
      occurrence,
      title: current === null ? mention.title : current.title,
      from: { startMs, endMs },
      to,
    },
  }
}

function placeOf(event: CalendarEvent): { startMs: number; endMs: number } | null {
  const startMs = instantMs(event.start)
  return startMs === null ? null : { startMs, endMs: instantMs(event.end) ?? startMs }
}

/**
 * What the person was last told of each event: `told` are the payloads that were sent, oldest first, and `shown` the
 * events of today's digest. A cancelled one is no mention any more.
 */
export function mentionsOf(
  told: readonly PlannedNotification['payload'][],
  shown: readonly CalendarEvent[],
): readonly Mention[] {
  const last = new Map<string, Mention>()
  for (const event of shown) {
    const place = placeOf(event)
    if (place !== null && !event.allDay)
      remember(last, { event: event.id, occurrence: event.occurrence, title: event.title, ...place })
  }
  for (const payload of told) {
    if (payload.type === 'event') {
      const { event, occurrence, title, startMs, endMs } = payload
      remember(last, { event, occurrence, title, startMs, endMs })
    } else if (payload.type === 'change') {
      const { event, occurrence, title, to } = payload
      if (to === null) last.delete(nameOf({ event, occurrence }))
      else remember(last, { event, occurrence, title, ...to })
    }
  }
  return [...last.values()]
}

function remember(last: Map<string, Mention>, mention: Mention): void {
  last.set(nameOf(mention), mention)
}

function nameOf({ event, occurrence }: Pick<Mention, 'event' | 'occurrence'>): string {
  return `${event} ${occurrence ?? ''}`
}
