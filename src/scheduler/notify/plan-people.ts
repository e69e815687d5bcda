/** Looks at the portal for people whose turn it is, and brings what they shall be told up to date. */
import { fromJson, seenAsJson } from '../../machines/json.ts'
import type { CalendarEvent } from '../../ports/calendar.ts'
import type { Clock } from '../../ports/environment.ts'
import type { NotificationRow } from '../../store/notifications.ts'
import type { Store } from '../../store/store.ts'
import type { Unit } from '../../store/unit.ts'
import { mentionsOf, mentionsToCheck, planChanges, successorOf, type Mention } from '../rules/changes.ts'
import { localDate, startOfDayMs } from '../rules/local-day.ts'
import {
  horizonMs,
  type Facts,
  type PlannedNotification,
  type Recipient,
  type StoredNotification,
} from '../rules/notification.ts'
import { knownKeys, plan, reconcile, settledKeys } from '../rules/plan.ts'
import type { DayOverrides } from '../rules/work-days.ts'
import { peopleOf, personOf, type ReadSettings } from './people.ts'
import { ownDeedsOf, withOwnDeadlines, type OwnDeeds } from './own-deeds.ts'
import type { PortalNews } from './portal-news.ts'

export interface PlanningDeps {
  readonly store: Store
  readonly news: PortalNews
  readonly clock: Clock
  readonly readSettings: ReadSettings
  overrides(): Promise<DayOverrides>
  /** Share of the portal's `operating` budget in use, 0–1. */
  operatingShare(): number
}

/** Of settled rows only as much is looked at as may still be said again. */
const rememberedMs = 48 * 3_600_000
const peopleAtOnce = 200
/** Background calls may use six tenths of the budget; this much of it may go into looking ahead. */
const planningShare = 0.3
const nothingTold: Awaited<ReturnType<PortalNews['tasks']>> = new Map()

/** @returns how many people were planned for; fewer than there was room for when all are up to date. */
export async function planPeople(
  deps: PlanningDeps,
  options: { readonly staleMs: number; readonly signal?: AbortSignal },
): Promise<number> {
  const { store, news, clock } = deps
  const nowMs = clock.now()
  const links = await store.schedule.claimPlanning({ nowMs, staleMs: options.staleMs, limit: peopleAtOnce })
  if (links.length === 0) return 0
  const people = await peopleOf(store, links, deps.readSettings)
  const awake = people.filter(({ status }) => status === 'active')
  const untilMs = nowMs + horizonMs
  const [calendar, overrides] = await Promise.all([news.calendar(options.signal), deps.overrides()])
  const fromMs = Math.min(...awake.map((one) => startOfDayMs(localDate(nowMs, one.zone), one.zone)), nowMs)
  const [tasks, events] = await Promise.all([
    // What is planned of tasks stands for a day: with the budget low it is left to what is due, and to people.
    deps.operatingShare() > planningShare ? nothingTold : news.tasks(awake, { untilMs }, options.signal),
    news.events(awake, { fromMs, toMs: untilMs }, options.signal),
  ])
  for (const person of people) {
    const facts = {
      nowMs,
      person,
      events: events.get(person.employee) ?? null,
      tasks: tasks.get(person.employee) ?? null,
      calendar: { portal: calendar, overrides },
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
  const mentions = mentionsOf([...toldInDigests(stored, person, nowMs), ...toldBySelf(stored)], [])
  const found: Found[] = []
  for (const mention of mentionsToCheck(mentions, events, nowMs)) {
    const successor = successorOf(mention, events)
    const current = successor ?? (await deps.news.event(person, mention.event, mention.occurrence, signal))
    if (current !== undefined) found.push({ mention, current })
  }
  return found
}

type Told = readonly PlannedNotification['payload'][]

/** Oldest first, so that the last place a person was told of is the one that counts. */
function toldBySelf(stored: readonly StoredNotification[]): Told {
  return stored.filter(({ state }) => state === 'sent').map(({ payload }) => payload)
}

/**
 * A digest keeps no list of what it showed, but what it showed stands there as reminders that are still to come: of the
 * day of a morning digest, and of the days after an evening one.
 */
function toldInDigests(stored: readonly StoredNotification[], { zone }: Recipient, nowMs: number): Told {
  const today = localDate(nowMs, zone)
  const sent = new Set(stored.filter(({ state }) => state === 'sent').map(digestOf))
  return stored
    .filter(({ state }) => state === 'planned')
    .map(({ payload }) => payload)
    .filter((payload) => payload.type === 'event')
    .filter(({ startMs }) => {
      const date = localDate(startMs, zone)
      return sent.has(`morning ${date}`) || (date > today && sent.has(`evening ${today}`))
    })
}

function digestOf({ kind, payload }: StoredNotification): string | null {
  return payload.type === 'digest' ? `${kind} ${payload.date}` : null
}

async function bringUpToDate(
  deps: PlanningDeps,
  unit: Unit,
  facts: Omit<Facts, 'already' | 'known'>,
  moved: readonly Found[],
): Promise<void> {
  const { nowMs } = facts
  const link = await unit.links.byChat(facts.person.chat)
  const person = link === null ? null : await personOf(unit, link, deps.readSettings)
  // Somebody else's chat by now, or other settings: the next look plans for them.
  if (person === null || person.employee !== facts.person.employee) return
  const stored = await storedOf(unit, person, nowMs)
  const already = settledKeys(stored)
  const deeds = await ownDeedsOf(unit, person)
  const own = ownEvents(stored, deeds)
  const changes = planChanges({ nowMs, person, found: moved, own: new Set(), already })
  await keepAsTold(
    unit,
    changes.filter((row) => isOwn(row, own)),
    nowMs,
  )
  const tasks = withOwnDeadlines(facts.tasks, deeds)
  const planned = [
    ...plan({ ...facts, tasks, person, already, known: knownKeys(stored) }),
    ...changes.filter((row) => !isOwn(row, own)),
  ]
  const known = { events: facts.events !== null, tasks: facts.tasks !== null }
  const { insert, update, cancel, expire } = reconcile({ stored, planned, nowMs, known })
  await unit.notifications.plan([...insert, ...update].map(rowOf), nowMs)
  for (const { key, reason } of cancel) await unit.notifications.mark([key], 'cancelled', reason, nowMs)
  if (expire.length > 0) await unit.notifications.mark(expire, 'expired', null, nowMs)
}

/** Events the person moved or called off themselves since they were last told of them. */
function ownEvents(stored: readonly StoredNotification[], { eventsAtMs }: OwnDeeds): ReadonlySet<number> {
  const toldAtMs = new Map<number, number>()
  for (const { state, payload, dueMs } of stored) {
    if (state !== 'sent' || (payload.type !== 'event' && payload.type !== 'change')) continue
    toldAtMs.set(payload.event, Math.max(dueMs, toldAtMs.get(payload.event) ?? -Infinity))
  }
  const own = [...eventsAtMs].filter(([event, atMs]) => atMs > (toldAtMs.get(event) ?? -Infinity))
  return new Set(own.map(([event]) => event))
}

function isOwn({ payload }: PlannedNotification, own: ReadonlySet<number>): boolean {
  return payload.type === 'change' && own.has(payload.event)
}

/** Not announced, but known to be known: a later change by somebody else is news again. */
async function keepAsTold(unit: Unit, rows: readonly PlannedNotification[], nowMs: number): Promise<void> {
  if (rows.length === 0) return
  await unit.notifications.plan(rows.map(rowOf), nowMs)
  await unit.notifications.mark(
    rows.map(({ key }) => key),
    'sent',
    'own',
    nowMs,
  )
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
