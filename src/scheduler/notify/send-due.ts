/** What has fallen due: looked at once more, put into messages, and handed to the outbox. */
import type { Clock, Randomness } from '../../ports/environment.ts'
import type { Link } from '../../store/links.ts'
import type { ClaimedRow, NotificationRow } from '../../store/notifications.ts'
import type { Store } from '../../store/store.ts'
import type { Unit } from '../../store/unit.ts'
import { composeMessage } from '../rules/compose/compose.ts'
import { digestWindow } from '../rules/compose/digest.ts'
import type { Words } from '../rules/compose/words.ts'
import { localDate, startOfDayMs, weekday } from '../rules/local-day.ts'
import { horizonMs, type Facts, type Payload, type Recipient } from '../rules/notification.ts'
import { digestSpreadMs } from '../rules/pacing.ts'
import { knownKeys, lateMs, settledKeys, type Outgoing } from '../rules/plan.ts'
import { promptKinds } from '../rules/policy.ts'
import { prepare, type Prepared } from '../rules/prepare.ts'
import type { DayOverrides } from '../rules/work-days.ts'
import { linkOf, personOf, type ReadSettings } from './people.ts'
import { ownDeedsOf, withOwnDeadlines } from './own-deeds.ts'
import type { PortalNews } from './portal-news.ts'
import { rowOf, storedFrom, storedOf } from './plan-people.ts'
import { sendReminder } from './reminder-card.ts'

export interface SendingDeps {
  readonly store: Store
  readonly news: PortalNews
  readonly clock: Clock
  readonly random: Randomness
  readonly readSettings: ReadSettings
  readonly words: Words
  overrides(): Promise<DayOverrides>
  /** How many people there are. */
  crowd(): Promise<number>
}

/** So many that what the portal is asked grows by its chunks; so few that they are handed over within the lease. */
const chatsAtOnce = 500
const leaseMs = 120_000
/** A row that has to wait for the portal is looked at again this much later. */
const againMs = 60_000

/** `prompt`: punctual reminders of what is about to happen; `others`: digests, deadlines, and all that is late. */
export type DueWhich = 'prompt' | 'others'

/** @returns how many messages were handed over, and whether there may be more that are due. */
export async function sendDue(
  deps: SendingDeps,
  which: DueWhich,
  signal?: AbortSignal,
): Promise<{ readonly sent: number; readonly more: boolean }> {
  const { store, clock } = deps
  const nowMs = clock.now()
  const part = {
    which: which === 'prompt' ? 'young' : 'others',
    kinds: promptKinds,
    youngMs: lateMs,
  } as const
  const rows = await store.schedule.claimDue({ nowMs, chats: chatsAtOnce, leaseMs, part })
  if (rows.length === 0) return { sent: 0, more: false }
  const byChat = Map.groupBy(rows, ({ chat }) => chat)
  const told: Told[] = []
  for (const [chat, due] of byChat) {
    const link = await linkOf(store, chat)
    const person = link && (await store.transaction((unit) => personOf(unit, link, deps.readSettings)))
    if (link === null || person === null) await drop(deps, due)
    else told.push({ link, person, due })
  }
  const crowd = await deps.crowd()
  const known = await factsFor(deps, told, { nowMs, crowd }, signal)
  let sent = 0
  for (const one of told) sent += await tell(deps, one, { ...known(one.person), crowd })
  return { sent, more: byChat.size === chatsAtOnce }
}

interface Told {
  readonly link: Link
  readonly person: Recipient
  readonly due: readonly ClaimedRow[]
}

type Known = Pick<Facts, 'nowMs' | 'events' | 'tasks' | 'calendar'> & { readonly crowd: number }

/** One look at the portal for all of them: as wide as the widest digest among what is due needs, and no more than that. */
async function factsFor(
  deps: SendingDeps,
  told: readonly Told[],
  { nowMs, crowd }: { readonly nowMs: number; readonly crowd: number },
  signal?: AbortSignal,
): Promise<(person: Recipient) => Omit<Known, 'crowd'>> {
  const { news } = deps
  const calendar = { portal: await news.calendar(signal), overrides: await deps.overrides() }
  const windows = told.flatMap(({ person, due }) =>
    due.map(storedFrom).map(({ kind, payload }) => {
      if (payload.type === 'digest' && (kind === 'morning' || kind === 'evening'))
        return digestWindow(kind, payload.date, { person, calendar })
      const today = startOfDayMs(localDate(nowMs, person.zone), person.zone)
      return { fromMs: today, toMs: nowMs + horizonMs }
    }),
  )
  const fromMs = Math.min(...windows.map((one) => one.fromMs))
  const toMs = Math.max(...windows.map((one) => one.toMs))
  const people = told.map(({ person }) => person)
  const events = await news.events(people, { fromMs, toMs }, signal)
  // Whose calendar has to wait waits as a whole: their tasks would only be read for nothing.
  const readers = toldOfTasks(told.filter(({ person }) => events.has(person.employee)))
  const tasks = await news.tasks(readers, { untilMs: toMs, ...sectionsOf(told, crowd) }, signal)
  const halved = new Set(readers.map(({ employee }) => employee).filter((one) => !tasks.has(one)))
  return ({ employee }) => ({
    nowMs,
    calendar,
    tasks: tasks.get(employee) ?? null,
    // Half a digest is for a portal that is ill, not for one that will tell the rest in some minutes.
    events: halved.has(employee) ? null : (events.get(employee) ?? null),
  })
}

/** Who is only told of meetings need not wait for tasks to be read. */
function toldOfTasks(told: readonly Told[]): readonly Recipient[] {
  return told
    .filter(({ due }) => due.map(storedFrom).some(({ payload }) => speaksOfTasks(payload)))
    .map(({ person }) => person)
}

function speaksOfTasks({ type }: Payload): boolean {
  return type === 'digest' || type === 'deadline'
}

/**
 * Of which tasks the digests that are due speak besides those under way. On a Monday morning those without a deadline are
 * counted; of a crowd that takes the digests' own working time.
 */
function sectionsOf(told: readonly Told[], crowd: number) {
  const digests = told
    .flatMap(({ due }) => due.map(storedFrom))
    .flatMap(({ kind, payload }) => (payload.type === 'digest' ? { kind, date: payload.date } : []))
  const mornings = digests.filter(({ kind }) => kind === 'morning')
  return {
    control: mornings.length > 0,
    closed: digests.length > mornings.length,
    undated: mornings.some(({ date }) => weekday(date) === 1) && crowd <= countedCrowdMax,
  }
}

const countedCrowdMax = 1_000

/** One person's messages, and what becomes of their rows, are one transaction. */
async function tell(deps: SendingDeps, { link, due }: Told, known: Known): Promise<number> {
  return deps.store.transaction(async (unit) => {
    const person = await personOf(unit, link, deps.readSettings)
    const { nowMs } = known
    // What was cancelled meanwhile, or taken over because the portal took so long, is somebody else's to decide about.
    const held = await unit.notifications.held(due)
    const ours = due.filter(({ key }) => held.has(key))
    if (person === null) {
      await unit.notifications.mark(keysOf(ours), 'cancelled', 'not_theirs', nowMs)
      return 0
    }
    const stored = await storedOf(unit, person, nowMs)
    const tasks = withOwnDeadlines(known.tasks, await ownDeedsOf(unit, person))
    const { crowd, ...read } = known
    const facts: Facts = { ...read, tasks, person, already: settledKeys(stored), known: knownKeys(stored) }
    const prepared = prepare(ours.map(storedFrom), facts)
    await settleUnsent(unit, ours, prepared, {
      nowMs,
      againAtMs: nowMs + Math.max(againMs, deps.news.restMs()),
    })
    let sent = 0
    for (const outgoing of prepared.messages) sent += (await hand(deps, unit, outgoing, facts, crowd)) ? 1 : 0
    return sent
  })
}

async function settleUnsent(
  unit: Unit,
  due: readonly NotificationRow[],
  prepared: Prepared,
  { nowMs, againAtMs }: { readonly nowMs: number; readonly againAtMs: number },
): Promise<void> {
  for (const { key, reason } of prepared.cancel)
    await unit.notifications.mark([key], 'cancelled', reason, nowMs)
  if (prepared.later.length > 0) {
    await unit.notifications.mark(
      prepared.later.map(({ key }) => key),
      'planned',
      null,
      nowMs,
    )
    await unit.notifications.plan(prepared.later.map(rowOf), nowMs)
  }
  const waiting = due.filter(({ key }) => prepared.wait.includes(key))
  if (waiting.length > 0) {
    await unit.notifications.mark(keysOf(waiting), 'planned', null, nowMs)
    await unit.notifications.plan(
      waiting.map(({ state: _state, reason: _reason, ...row }) => ({ ...row, dueMs: againAtMs })),
      nowMs,
    )
  }
  const stale = due.filter(({ expiresMs }) => expiresMs <= nowMs)
  if (stale.length > 0) await unit.notifications.mark(keysOf(stale), 'expired', null, nowMs)
}

async function hand(
  deps: SendingDeps,
  unit: Unit,
  outgoing: Outgoing,
  facts: Facts,
  crowd: number,
): Promise<boolean> {
  const { nowMs, person } = facts
  const keys = outgoing.rows.map(({ key }) => key)
  const composed = composeMessage(outgoing, facts, deps.words)
  if (composed.type === 'unknown') {
    await unit.notifications.mark(keys, 'planned', null, nowMs)
    await unit.notifications.plan(
      outgoing.rows.map((row) => ({ ...rowOf(row), dueMs: nowMs + againMs })),
      nowMs,
    )
    return false
  }
  // Rows of a digest that nobody had stored yet are settled with it.
  await unit.notifications.plan(outgoing.rows.map(rowOf), nowMs)
  if (composed.type === 'empty') {
    await unit.notifications.mark(keys, 'cancelled', 'empty', nowMs)
    return false
  }
  await sendReminder(unit, {
    chat: person.chat,
    message: composed.message,
    silent: composed.silent,
    rows: outgoing.rows,
    nowMs,
    leavesMs: Math.max(nowMs, placeOf(outgoing, facts, crowd)),
    token: deps.random.token(16),
  })
  await unit.notifications.mark(keys, 'sent', null, nowMs)
  return true
}

/** A crowd's digests leave spread over their minute; all else at once. */
function placeOf({ rows, combined }: Outgoing, { person, nowMs }: Facts, crowd: number): number {
  const digest = rows.find(({ payload }) => payload.type === 'digest')
  if (digest === undefined || combined) return nowMs
  return digest.dueMs + digestSpreadMs(person.employee, crowd)
}

async function drop(deps: SendingDeps, due: readonly ClaimedRow[]): Promise<void> {
  const nowMs = deps.clock.now()
  await deps.store.transaction(async (unit) => {
    const held = await unit.notifications.held(due)
    await unit.notifications.mark([...held], 'cancelled', 'unlinked', nowMs)
  })
}

function keysOf(rows: readonly { readonly key: string }[]): readonly string[] {
  return rows.map(({ key }) => key)
}
