/** The services that show what is in an employee's own calendar, and nobody else's. */
import type { Calendar, CalendarEvent } from '../../ports/calendar.ts'
import type { DateWriter } from '../../ports/dates.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Says } from '../../machines/services.ts'
import { eventIn, type EventService, type EventServices } from '../events/event-service.ts'
import { portalService, readTimeoutMs, type Asked } from '../gate/portal-service.ts'
import { daysFrom, localDate } from '../events/event-time.ts'
import { cardOf, cardSays, lineOf, lineSays, type Look } from '../events/shown.ts'
import { capitalised } from '../../machines/language/first-letter.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import { aroundDays, daysOf, type Days } from './days.ts'

export interface ScheduleDeps {
  readonly calendar: Pick<Calendar, 'list' | 'get'>
  readonly writer: DateWriter
}

/** Which days are shown: how many, and after how many. */
const periods = { today: [0, 1], tomorrow: [1, 1], week: [0, 7], own: [0, 30] } as const

type Period = keyof typeof periods

const scheduleSays: Says = {
  ...Object.fromEntries(
    ['today', 'tomorrow', 'week'].flatMap((which) => [
      [`about_${which}`, []],
      [`empty_${which}`, []],
    ]),
  ),
  about_days: ['span'],
  empty_days: ['span'],
}

export function createScheduleServices(deps: ScheduleDeps): EventServices {
  const reads = { portal: 'reads', timeoutMs: readTimeoutMs } as const
  return new Map<string, EventService>([
    [
      'bitrix.events.list',
      portalService({
        ...reads,
        says: { ...lineSays, ...scheduleSays },
        run: (asked, signal) => list(deps, asked, signal),
      }),
    ],
    [
      'bitrix.events.own',
      portalService({ ...reads, says: lineSays, run: (asked, signal) => listOwn(deps, asked, signal) }),
    ],
    [
      'bitrix.events.get',
      portalService({
        ...reads,
        reasons: ['not_found'],
        says: cardSays,
        run: (asked, signal) => get(deps, asked, signal),
      }),
    ],
  ])
}

export function lookOf(writer: DateWriter, { request, actor }: Asked): Look {
  return { writer, viewer: request, zone: actor.zone, me: actor.employee }
}

async function list(deps: ScheduleDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const { actor, request, input } = asked
  if (isWhen(input['days'])) {
    const days = daysOf(input['days'], localDate(request.nowMs, actor.zone))
    const span = capitalised(spanOf(days, deps.writer, asked))
    const words = { about: { words: 'about_days', span }, empty: { words: 'empty_days', span } }
    return pageOf(deps, asked, aroundDays(days, actor.zone), isTaken, words, signal)
  }
  const which = input['which']
  const period: Period = which === 'tomorrow' || which === 'week' ? which : 'today'
  const words = { about: { words: `about_${period}` }, empty: { words: `empty_${period}` } }
  return pageOf(deps, asked, around(period, asked), isTaken, words, signal)
}

/** Declined meetings are none: their time is free. */
function isTaken({ answer }: CalendarEvent): boolean {
  return answer !== 'no'
}

/** «Завтра, вт, 24 ноября», «Пн, 30 ноября – вс, 6 декабря». */
function spanOf({ first, last }: Days, writer: DateWriter, { request, actor }: Asked): string {
  const look = { now: request.nowMs, zone: actor.zone, language: request.language }
  return first === last ? writer.formatDay(first, look) : writer.formatDays(first, last, look)
}

/** Those they may change. */
async function listOwn(deps: ScheduleDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  return pageOf(deps, asked, around('own', asked), ({ mine }) => mine, {}, signal)
}

function around(period: Period, { request, actor }: Asked): readonly [number, number] {
  const [offset, days] = periods[period]
  return daysFrom(request.nowMs, actor.zone, offset, days)
}

async function pageOf(
  deps: ScheduleDeps,
  asked: Asked,
  [fromMs, toMs]: readonly [number, number],
  isShown: (event: CalendarEvent) => boolean,
  words: Readonly<Record<string, JsonObject>>,
  signal: AbortSignal,
): Promise<Outcome> {
  const { actor, input } = asked
  const { zone } = actor
  const found = await deps.calendar.list({ actor: actor.employee, fromMs, toMs, zone }, signal)
  if (!found.ok) return found
  const shown = found.value.filter(isShown)
  const size = Math.max(1, Number(input['size']))
  // A schedule that has become shorter since is shown from its last page.
  const page = Math.min(Number(input['page']), Math.max(0, Math.ceil(shown.length / size) - 1))
  const look = lookOf(deps.writer, asked)
  const items = shown.slice(page * size, (page + 1) * size).map((event) => lineOf(event, fromMs, look))
  return { ok: true, value: { items, from: page * size + 1, total: shown.length, ...words } }
}

async function get(deps: ScheduleDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const name = eventIn(asked.input)
  if (name === null) return { ok: false, reason: 'not_found' }
  const { employee: actor, zone } = asked.actor
  const found = await deps.calendar.get({ actor, zone, ...name }, signal)
  return found.ok ? { ok: true, value: cardOf(found.value, lookOf(deps.writer, asked)) } : found
}
