/** Looks at the portal for people whose turn it is, and brings what they shall be told up to date. */
import { fromJson, seenAsJson } from '../../machines/json.ts'
import type { CalendarEvent, Clock } from '../../ports.ts'
import type { NotificationRow, Store, Unit } from '../../store.ts'
import { mentionsOf, mentionsToCheck, planChanges, successorOf, type Mention } from '../rules/changes.ts'
import { localDate, startOfDayMs } from '../rules/local-day.ts'
import {
  horizonMs,
  type Facts,
  type PlannedNotification,
  type Recipient,
  type StoredNotification,
} from '../rules/notification.ts'
import { digestSpreadMs } from '../rules/pacing.ts'
import { plan, reconcile, settledKeys } from '../rules/plan.ts'
import type { DayOverrides } from '../rules/work-days.ts'
import { peopleOf, personOf, type Defaults } from './people.ts'
import type { PortalNews } from './portal-news.ts'

export interface PlanningDeps {
  readonly store: Store
  readonly news: PortalNews
  readonly clock: Clock
  readonly defaults: Defaults
  overrides(): Promise<DayOverrides>
  /** How many people there are: a crowd's digests are spread over their minute. */
  crowd(): Promise<number>
}

/** Of settled rows only as much is looked at as may still be said again. */
const rememberedMs = 48 * 3_600_000
const peopleAtOnce = 200

/** @returns how many people were planned for; fewer than there was room for when all are up to date. */
export async function planPeople(
  deps: PlanningDeps,
  options: { readonly staleMs: number; readonly signal?: AbortSignal },
): Promise<number> {
  const { store, news, clock } = deps
  const nowMs = clock.now()
  const links = await store.schedule.claimPlanning({ nowMs, staleMs: options.staleMs, limit: peopleAtOnce })
  if (links.length === 0) return 0
  const people = (await peopleOf(store, links, deps.defaults)).filter((one) => one.settings.enabled || true)
  const awake = people.filter(({ status }) => status === 'active')
  const untilMs = nowMs + horizonMs
  const [calendar, overrides, crowd] = await Promise.all([
    news.calendar(options.signal),
    deps.overrides(),
    deps.crowd(),
  ])
  const fromMs = Math.min(...awake.map((one) => startOfDayMs(localDate(nowMs, one.zone), one.zone)), nowMs)
  const [tasks, events] = await Promise.all([
    news.tasks(awake, { nowMs, untilMs }, options.signal),
    news.events(awake, { fromMs, toMs: untilMs }, options.signal),
  ])
  for (const person of people) {
    const facts = {
      nowMs,
      person,
      events: events.get(person.employee) ?? null,
      tasks: tasks.get(person.employee) ?? null,
      calendar: { portal: calendar, overrides },
      spreadMs: digestSpreadMs(person.employee, crowd),
    }
    const moved = facts.events === null ? [] : await movedEvents(deps, person, facts.events, options.signal)
    await store.transaction((unit) => bringUpToDate(deps, unit, facts, moved))
  }
  return links.length
}

interface Found {
  readonly mention: Mention
  readonly current: CalendarEvent | null
}

/** Events the person was told of that are not where they were: each read again by itself. */
async function movedEvents(
  deps: PlanningDeps,
  person: Recipient,
  events: readonly CalendarEvent[],
  signal?: AbortSignal,
): Promise<readonly Found[]> {
  const nowMs = deps.clock.now()
  const stored = await deps.store.transaction((unit) => storedOf(unit, person, nowMs))
  const told = stored.filter(({ state }) => state === 'sent').map(({ payload }) => payload)
  const found: Found[] = []
  for (const mention of mentionsToCheck(mentionsOf(told, []), events, nowMs)) {
    const successor = successorOf(mention, events)
    const current = successor ?? (await deps.news.event(person, mention.event, mention.occurrence, signal))
    if (current !== undefined) found.push({ mention, current })
  }
  return found
}

async function bringUpToDate(
  deps: PlanningDeps,
  unit: Unit,
  facts: Omit<Facts, 'already'>,
  moved: readonly Found[],
): Promise<void> {
  const { nowMs } = facts
  const link = await unit.links.byChat(facts.person.chat)
  const person = link === null ? null : await personOf(unit, link, deps.defaults)
  // Somebody else's chat by now, or other settings: the next look plans for them.
  if (person === null || person.employee !== facts.person.employee) return
  const stored = await storedOf(unit, person, nowMs)
  const already = settledKeys(stored)
  const planned = [
    ...plan({ ...facts, person, already }),
    ...planChanges({ nowMs, person, found: moved, own: new Set(), already }),
  ]
  const known = { events: facts.events !== null, tasks: facts.tasks !== null }
  const { insert, update, cancel, expire } = reconcile({ stored, planned, nowMs, known })
  await unit.notifications.plan([...insert, ...update].map(rowOf), nowMs)
  for (const { key, reason } of cancel) await unit.notifications.mark([key], 'cancelled', reason, nowMs)
  if (expire.length > 0) await unit.notifications.mark(expire, 'expired', null, nowMs)
}

export async function storedOf(
  unit: Unit,
  { chat }: Pick<Recipient, 'chat'>,
  nowMs: number,
): Promise<readonly StoredNotification[]> {
  const rows = await unit.notifications.ofChat(chat, nowMs - rememberedMs)
  return rows.map(storedFrom)
}

export function storedFrom(row: NotificationRow): StoredNotification {
  return fromJson<StoredNotification>(seenAsJson(row))
}

export function rowOf(row: PlannedNotification): Omit<NotificationRow, 'state' | 'reason'> {
  const { key, kind, chat, together, dueMs, expiresMs, silent, payload } = row
  return { key, kind, chat, together, dueMs, expiresMs, silent, payload: seenAsJson(payload) }
}
