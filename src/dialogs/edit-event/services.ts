/** The services that change an event or call it off: only for whoever may, and only the one that was meant. */
import type { Calendar, EventChanges } from '../../ports/calendar.ts'
import type { DateWriter } from '../../ports/dates.ts'
import type { Directory } from '../../ports/employees.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { textAt } from '../../machines/json.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { isObject } from '../../machines/statechart/values.ts'
import {
  eventIn,
  local,
  peopleIn,
  writeReasons,
  writeTimeoutMs,
  type EventService,
  type EventServices,
} from '../events/event-service.ts'
import { portalService, readTimeoutMs, type Asked } from '../gate/portal-service.ts'
import { isPast, planMove } from '../events/event-time.ts'
import { refuseInactive } from '../events/inactive.ts'
import { keepPlan, planIn } from '../events/plan.ts'
import { planSays, planWords } from '../events/plan-words.ts'
import { cardOf, cardSays } from '../events/shown.ts'
import { lookOf } from '../schedule/services.ts'

export interface EditEventDeps {
  readonly calendar: Pick<Calendar, 'get' | 'change' | 'cancel'>
  readonly directory: Pick<Directory, 'active'>
  readonly writer: DateWriter
  /** The first link to a video call in a text, as a clean address; null for none. */
  readLink(text: string): string | null
}

const missing = { ok: false, reason: 'not_found' } as const
const refusals = ['not_found', 'not_organiser', 'series'] as const

export function createEditEventServices(deps: EditEventDeps): EventServices {
  const writes = { portal: { writes: 'event:{id}' }, timeoutMs: writeTimeoutMs } as const
  return new Map<string, EventService>([
    [
      'bitrix.events.editable',
      portalService({
        portal: 'reads',
        timeoutMs: readTimeoutMs,
        reasons: ['not_found', 'not_organiser', 'private', 'series'],
        says: cardSays,
        run: (asked, signal) => editable(deps, asked, signal),
      }),
    ],
    [
      'events.move',
      local({ reasons: ['past', 'ends_before_start'], says: planSays, run: (asked) => move(deps, asked) }),
    ],
    [
      'bitrix.events.change',
      portalService({
        ...writes,
        reasons: [...refusals, ...writeReasons],
        run: (asked, signal) => change(deps, asked, signal),
      }),
    ],
    [
      'bitrix.events.cancel',
      portalService({ ...writes, reasons: refusals, run: (asked, signal) => cancel(deps, asked, signal) }),
    ],
  ])
}

/** The card of an event the actor may change; otherwise who could. */
async function editable(deps: EditEventDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const name = eventIn(asked.input)
  if (name === null) return missing
  const { employee: actor, zone } = asked.actor
  const found = await deps.calendar.get({ actor, zone, ...name }, signal)
  if (!found.ok) return found
  const event = found.value
  // Nobody is asked what they want to change, to be refused at the end.
  if (event.mine && event.series) return { ok: false, reason: 'series' }
  if (event.mine) return { ok: true, value: cardOf(event, lookOf(deps.writer, asked)) }
  const { organiser } = event
  if (event.private || event.title === null || organiser === null || organiser.id === actor)
    return { ok: false, reason: 'private' }
  return { ok: false, reason: 'not_organiser', data: { name: organiser.name } }
}

function move({ writer }: EditEventDeps, { request, input }: Asked): Outcome {
  const { start, event } = input
  if (!isWhen(start) || !isObject(event)) return { ok: false, reason: 'past' }
  const before = {
    allDay: event['all_day'] === true,
    fromMs: Number(event['from_ms']),
    toMs: Number(event['to_ms']),
  }
  const made = planMove(start, before)
  if (typeof made === 'string') return { ok: false, reason: 'ends_before_start' }
  if (isPast(made, request)) return { ok: false, reason: 'past' }
  return { ok: true, value: keepPlan(made, null, planWords(made, writer, request)) }
}

async function change(deps: EditEventDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const name = eventIn(asked.input)
  const changes = changesIn(deps, asked.input)
  if (name === null) return missing
  if (changes === null) return { ok: false, reason: 'rejected' }
  const plan = changes.time === undefined ? null : planIn(asked.input['plan'])
  if (plan !== null && isPast(plan, asked.request)) return { ok: false, reason: 'past' }
  if (changes.participants !== undefined) {
    const before = new Set(peopleIn(asked.input['before']).map(({ id }) => id))
    // Whoever was there before may stay: only new ones are invited.
    const added = peopleIn(asked.input['participants']).filter(({ id }) => !before.has(id))
    const refusal = await refuseInactive(deps.directory, added, signal)
    if (refusal !== null) return refusal
  }
  const { employee: actor, zone } = asked.actor
  return deps.calendar.change({ actor, zone, ...name }, changes, signal)
}

function changesIn({ readLink }: EditEventDeps, input: JsonObject): EventChanges | null {
  switch (textAt(input, 'what')) {
    case 'name':
      return { title: textAt(input, 'title') }
    case 'time': {
      const time = planIn(input['plan'])?.time
      return time === undefined ? null : { time }
    }
    case 'people':
      return { participants: peopleIn(input['participants']).map(({ id }) => id) }
    case 'about':
      return { description: textAt(input, 'description') }
    case 'room':
      return { link: readLink(textAt(input, 'link')) }
    default:
      return null
  }
}

async function cancel(deps: EditEventDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const name = eventIn(asked.input)
  if (name === null) return missing
  const { employee: actor, zone } = asked.actor
  const done = await deps.calendar.cancel({ actor, zone, ...name }, signal)
  // An attempt nobody heard the end of has called it off.
  if (!done.ok && done.reason === 'not_found' && asked.request.repeated) return { ok: true, value: null }
  return done
}
