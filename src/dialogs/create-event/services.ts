/** The services that make an event: its time, who is free, its room, and the event itself. */
import { asJson, fromJson, textAt } from '../../machines/json.ts'
import type { LocalService } from '../../machines/services.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { isDuration } from '../../machines/language/steps/duration.ts'
import { isClock } from '../../machines/language/steps/time.ts'
import { isObject } from '../../machines/statechart/values.ts'
import type { Calendar, Recurrence } from '../../ports/calendar.ts'
import type { Conferences } from '../../ports/conferences.ts'
import type { DateWriter } from '../../ports/dates.ts'
import type { Directory, Participant } from '../../ports/employees.ts'
import type { Json } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import {
  asPeople,
  local,
  peopleIn,
  writeReasons,
  writeTimeoutMs,
  type EventService,
  type EventServices,
} from '../events/event-service.ts'
import { portalService, readTimeoutMs, type Asked } from '../gate/portal-service.ts'
import { isPast, localDate, planEvent, type EventPlan } from '../events/event-time.ts'
import { refuseInactive } from '../events/inactive.ts'
import { keepPlan, planIn } from '../events/plan.ts'
import { planSays, planWords, repeatSays, repeatWords } from '../events/plan-words.ts'
import { settingsOf, type CompleteSettings } from '../settings/settings-of.ts'
import { leadOf, leadSays } from '../settings/shown.ts'

export interface NewEventDeps {
  /** Of notifications, for whoever has chosen nothing. */
  readonly defaults: CompleteSettings
  readonly calendar: Pick<Calendar, 'busy' | 'add'>
  readonly conferences: Conferences
  readonly directory: Pick<Directory, 'active'>
  readonly writer: DateWriter
  /** The first link to a video call in a text, as a clean address; null for none. */
  readLink(text: string): string | null
}

/** Each names the answer that is to be given anew; the others stay. */
const planReasons = ['past', 'past_clock', 'ends_before_start', 'length_before_start'] as const

export function createNewEventServices(deps: NewEventDeps): EventServices {
  return new Map<string, EventService>([
    [
      'events.plan',
      local({
        reasons: planReasons,
        says: { ...planSays, ...repeatSays },
        run: (asked) => plan(deps, asked),
      }),
    ],
    [
      'bitrix.events.busy',
      portalService({
        portal: 'reads',
        timeoutMs: readTimeoutMs,
        run: (asked, signal) => busy(deps, asked, signal),
      }),
    ],
    ['events.reminder', reminder(deps)],
    ['telemost.offered', local({ run: () => ({ ok: true, value: { rooms: deps.conferences.available } }) })],
    ['telemost.read', local({ reasons: ['no_link'], run: (asked) => readLink(deps, asked) })],
    [
      'telemost.create',
      portalService({
        portal: 'reads',
        timeoutMs: readTimeoutMs,
        reasons: ['unsupported'],
        run: (_asked, signal) => createRoom(deps, signal),
      }),
    ],
    [
      'bitrix.events.add',
      portalService({
        portal: { creates: 'event' },
        timeoutMs: writeTimeoutMs,
        reasons: writeReasons,
        run: (asked, signal) => add(deps, asked, signal),
      }),
    ],
  ])
}

function plan({ writer }: NewEventDeps, { request, input }: Asked): Outcome {
  const { start, clock = null, length = null } = input
  if (!isWhen(start)) return { ok: false, reason: 'past' }
  const said = typeof clock === 'string' && isClock(clock) ? clock : null
  const lasting = isDuration(length) ? length : null
  const made = planEvent(start, said, lasting)
  // Without an end there is nothing to add: the dialog asks for the length before it comes here.
  if (typeof made === 'string')
    return { ok: false, reason: lasting === null ? 'ends_before_start' : 'length_before_start' }
  if (isPast(made, request)) return { ok: false, reason: said === null ? 'past' : 'past_clock' }
  const recurrence = recurrenceIn(input['start'])
  const shown =
    recurrence === null ? planWords(made, writer, request) : repeatWords(made, recurrence, writer, request)
  return { ok: true, value: keepPlan(made, recurrence, shown) }
}

/** «каждый понедельник» is kept beside its first time by the question about the start. */
function recurrenceIn(start: Json | undefined): Recurrence | null {
  const kept = isObject(start) ? start['recurrence'] : undefined
  return isObject(kept) ? fromJson<Recurrence>(kept) : null
}

/**
 * Who of those invited has something else then; of a series, the first time counts. Only who, never what, and never whoever
 * asks. An event that is moved by less than its length keeps its own guests busy: then nobody is asked about.
 */
async function busy(
  { calendar }: NewEventDeps,
  { input, actor }: Asked,
  signal: AbortSignal,
): Promise<Outcome> {
  const people = peopleIn(input['people']).filter(({ id }) => id !== actor.employee)
  const time = planIn(input['plan'])
  if (time === null || people.length === 0 || overlaps(time, input['moved'])) return nobody
  const ids = people.map(({ id }) => id)
  const found = await calendar.busy(ids, time.fromMs, time.toMs, signal)
  if (!found.ok) return found
  const taken = people.filter(({ id }) => found.value.includes(id))
  return taken.length === 0 ? nobody : { ok: true, value: { count: taken.length, people: asPeople(taken) } }
}

const nobody = { ok: true, value: { count: 0, people: null } } as const

function overlaps(time: EventPlan, moved: Json | undefined): boolean {
  if (!isObject(moved)) return false
  return time.fromMs < Number(moved['to_ms']) && time.toMs > Number(moved['from_ms'])
}

/** How long before the meeting the person will be told of it; null where nothing will come. */
function reminder({ defaults }: NewEventDeps): LocalService {
  return {
    type: 'local',
    reasons: [],
    says: { will_remind: ['lead'], ...leadSays },
    async run({ input, chat, actor, nowMs }, unit) {
      const { notifications } = settingsOf(await unit.settings.load(chat), defaults)
      const { enabled, events, pausedUntil } = notifications
      const time = planIn(input['plan'])
      const said: Json = { words: 'will_remind', lead: leadOf(events.leadMinutes) }
      const silent: Outcome = { ok: true, value: { said: null } }
      if (time === null || actor === null || time.time.allDay || !enabled || !events.enabled) return silent
      const dueMs = time.fromMs - events.leadMinutes * 60_000
      const paused = pausedUntil !== null && localDate(dueMs, actor.zone) < pausedUntil
      return paused || dueMs <= nowMs ? silent : { ok: true, value: { said } }
    },
  }
}

function readLink(deps: NewEventDeps, { input }: Asked): Outcome {
  const url = deps.readLink(textAt(input, 'text'))
  return url === null ? { ok: false, reason: 'no_link' } : { ok: true, value: { url } }
}

async function createRoom({ conferences }: NewEventDeps, signal: AbortSignal): Promise<Outcome> {
  const made = await conferences.create(signal)
  return made.ok ? { ok: true, value: { url: made.value.url } } : made
}

async function add(deps: NewEventDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const { request, actor, input } = asked
  const time = planIn(input['plan'])
  if (time === null) return { ok: false, reason: 'rejected_time' }
  // A card may lie for hours before it is confirmed.
  if (isPast(time, request)) return { ok: false, reason: 'past' }
  const owner: Participant = { id: actor.employee, name: actor.name }
  const guests = peopleIn(input['participants']).filter(({ id }) => id !== owner.id)
  const refusal = await refuseInactive(deps.directory, guests, signal)
  if (refusal !== null) return refusal
  const added = await deps.calendar.add(
    {
      title: textAt(input, 'title'),
      owner,
      time: time.time,
      participants: guests.map(({ id }) => id),
      link: deps.readLink(textAt(input, 'link')),
      description: textAt(input, 'description'),
      recurrence: time.recurrence,
    },
    request.operation,
    request.repeated,
    signal,
  )
  return added.ok ? { ok: true, value: asJson(added.value) } : added
}
