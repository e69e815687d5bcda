/** How this portal's calendars behave where documents, source and portals disagree. Reads only; nothing read is shown. */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { eventRows, type EventRow } from '../adapters/bitrix24/calendar-schemas.ts'
import { userRows } from '../adapters/bitrix24/schemas.ts'
import { isActiveEmployee } from '../adapters/bitrix24/users.ts'
import { found, type Finding } from './finding.ts'
import { troubleOf, type Portal } from './portal.ts'
import type { Scene } from './scene.ts'

/** So many calendars are looked into for an example of each kind. */
const peopleMax = 6
const pastDays = 7
const futureDays = 21

export async function probeCalendar(portal: Portal, { clock }: Scene): Promise<readonly Finding[]> {
  const people = await somePeople(portal)
  const other = people.find((one) => one !== portal.client.ownerId)
  const today = DateTime.fromMillis(clock.now(), { zone: 'utc' })
  const from = today.minus({ days: pastDays }).toISODate()
  const to = today.plus({ days: futureDays }).toISODate()
  const events: EventRow[] = []
  const free: Finding[] = []
  for (const ownerId of people) {
    const result = await portal.read('calendar.event.get', { type: 'user', ownerId, from, to }, eventRows)
    if (result.type !== 'ok') return [troubleOf('calendar.event.get', result, portal)]
    events.push(...result.value)
    if (free.length === 0) free.push(...(await probeFree(portal, ownerId, result.value, { from, to })))
  }
  return [
    ...(other === undefined ? [found('others_calendars_unknown')] : await probeSections(portal, other)),
    found(seriesOf(events)),
    found(timestampsOf(events)),
    ...(free.length === 0 ? [found('busy_times_unknown')] : free),
  ]
}

/** The webhook's owner last: a technical employee's own calendar is mostly empty. */
async function somePeople(portal: Portal): Promise<readonly number[]> {
  const select = ['ID', 'ACTIVE', 'USER_TYPE', 'UF_DEPARTMENT']
  const result = await portal.read('user.get', { FILTER: { ACTIVE: true }, select }, userRows)
  const rows = result.type === 'ok' ? result.value.filter(isActiveEmployee) : []
  const others = rows.map((row) => row.ID).filter((one) => one !== portal.client.ownerId)
  return [...others.slice(0, peopleMax - 1), portal.client.ownerId]
}

const sections = z.array(z.object({ PERM: z.object({ edit: z.unknown().optional() }).catch({}).optional() }))

/** Whether the webhook may write into somebody else's calendar. */
async function probeSections(portal: Portal, ownerId: number): Promise<readonly Finding[]> {
  const result = await portal.read('calendar.section.get', { type: 'user', ownerId }, sections)
  if (result.type !== 'ok') return [troubleOf('calendar.section.get', result, portal)]
  if (result.value.length === 0) return [found('others_calendars_unknown')]
  const open = result.value.some(({ PERM }) => PERM?.edit === true)
  return [found(open ? 'others_calendars_open' : 'others_calendars_closed')]
}

/** Whether `DATE_FROM_TS_UTC` of an occurrence is its own or that of its series. */
function seriesOf(events: readonly EventRow[]): string {
  const dates = new Map<string, Set<number | null>>()
  const moments = new Map<string, Set<string>>()
  for (const { id, series, time } of events.filter((event) => event.series)) {
    if (!series) continue
    dates.set(String(id), (dates.get(String(id)) ?? new Set()).add(time.from.seconds))
    moments.set(String(id), (moments.get(String(id)) ?? new Set()).add(time.from.display))
  }
  const example = [...moments].find(([, days]) => days.size > 1)?.[0]
  if (example === undefined) return 'series_unknown'
  return dates.get(example)?.size === 1 ? 'series_first' : 'series_own'
}

/** As `*_FORMATTED` writes the wall clock of the event's own zone. */
const writtenFormat = 'EEE MMM dd yyyy HH:mm:ss'

/** Whether `*_TS_UTC` is true: off by hours where the portal's server does not run on UTC. */
function timestampsOf(events: readonly EventRow[]): string {
  const agree = events.flatMap(({ series, time }) => {
    const { seconds, formatted, zone } = time.from
    if (series || time.allDay || seconds === null || formatted === '' || zone === '') return []
    const at = DateTime.fromSeconds(seconds, { zone, locale: 'en' })
    return at.isValid ? [at.toFormat(writtenFormat) === formatted] : []
  })
  if (agree.length === 0) return 'timestamps_unknown'
  return agree.every(Boolean) ? 'timestamps_true' : 'timestamps_off'
}

const busy = z.record(
  z.string(),
  z.array(z.object({ ID: z.union([z.string(), z.number()]).transform(Number) })),
)

/** Whether times marked as free, and meetings that were declined, count as busy. */
async function probeFree(
  portal: Portal,
  user: number,
  events: readonly EventRow[],
  window: { readonly from: string | null; readonly to: string | null },
): Promise<readonly Finding[]> {
  const idle = events.filter((event) => event.accessibility === 'free' || event.status === 'N')
  if (idle.length === 0) return []
  const result = await portal.read('calendar.accessibility.get', { users: [user], ...window }, busy)
  if (result.type !== 'ok') return []
  const taken = new Set(Object.values(result.value).flatMap((rows) => rows.map((row) => row.ID)))
  return [found(idle.some((event) => taken.has(event.id)) ? 'busy_times_all' : 'busy_times_busy')]
}
