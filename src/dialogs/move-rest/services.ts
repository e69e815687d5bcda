/** The services behind «Перенести оставшиеся»: what is left of the tasks a digest named, and all of them moved at once. */
import type { When, WhenPolicy } from '../../ports/dates.ts'
import type { Json, JsonObject } from '../../ports/json.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { TaskDesk, TaskRow } from '../../ports/tasks.ts'
import type { Says } from '../../machines/services.ts'
import { isWhen } from '../../machines/language/steps/date-time.ts'
import {
  denied,
  portalService,
  readTimeoutMs,
  type Asked,
  type PortalService,
} from '../gate/portal-service.ts'
import { shortened } from '../shortened.ts'

export interface MoveRestDeps {
  readonly desk: Pick<TaskDesk, 'list' | 'setDeadline'>
  readonly policy: WhenPolicy
  /** The instant a deadline means, ISO 8601 with an offset; a day without a clock ends with the working day. */
  deadlineOf(when: When, policy: WhenPolicy): string
}

/** Two requests each, within the time a call may take. */
const tasksMax = 40
const shownMax = 7
const titleLength = 80
/** Shorter than the lease of its delivery. */
const writeTimeoutMs = 75_000

export function createMoveRestServices(deps: MoveRestDeps): ReadonlyMap<string, PortalService> {
  return new Map<string, PortalService>([
    [
      'bitrix.tasks.rest',
      portalService({
        portal: 'reads',
        timeoutMs: readTimeoutMs,
        reasons: ['nothing'],
        says: { tasks_left: ['count'], and_more: ['count'] },
        run: (asked, signal) => rest(deps, asked, signal),
      }),
    ],
    [
      'bitrix.tasks.move_rest',
      portalService({
        portal: { writes: 'task:{tasks}' },
        timeoutMs: writeTimeoutMs,
        says: movedSays,
        run: (asked, signal) => moveRest(deps, asked, signal),
      }),
    ],
  ])
}

/** { tasks: numbers }. Says { count, titles, more, tasks }: those of them that are still open and theirs. */
async function rest(deps: MoveRestDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const found = await left(deps, asked, signal)
  if (!found.ok) return found
  const rows = found.value
  if (rows.length === 0) return { ok: false, reason: 'nothing' }
  const hidden = rows.length - shownMax
  return {
    ok: true,
    value: {
      tasks: rows.map(({ id }) => id),
      count: { words: 'tasks_left', count: rows.length },
      titles: rows
        .slice(0, shownMax)
        .map(({ title }) => `• ${short(title)}`)
        .join('\n'),
      more: hidden > 0 ? { words: 'and_more', count: hidden } : null,
    },
  }
}

/** The numbers come from a button and prove nothing: only what is in the actor's own list counts. */
async function left(
  { desk }: MoveRestDeps,
  { actor, input, request }: Asked,
  signal: AbortSignal,
): Promise<Outcome<readonly TaskRow[]>> {
  const { employee, zone } = actor
  const wanted = new Set(numbersIn(input['tasks']))
  const listed = await desk.list({ actor: employee, which: 'my', nowMs: request.nowMs, zone }, signal)
  if (!listed.ok) return listed
  const rows = listed.value.filter(
    ({ id, status, role }) =>
      wanted.has(id) && role === 'responsible' && (status === 'pending' || status === 'in_progress'),
  )
  return { ok: true, value: rows.slice(0, tasksMax) }
}

const movedSays: Says = {
  tasks_left: ['count'],
  left_denied: ['titles'],
  left_closed: ['titles'],
  left_later: ['titles'],
  left_failed: ['titles'],
}

/** What became of a task; `moved` or the group it is named in. */
type End = 'moved' | 'denied' | 'closed' | 'later' | 'failed'

/**
 * { tasks, deadline }. One after another, each with the rights asked for by itself. Says { count, denied, closed, later,
 * failed }: how many were moved, and the names of those that were not. Refuses only where nothing at all was done.
 */
async function moveRest(deps: MoveRestDeps, asked: Asked, signal: AbortSignal): Promise<Outcome> {
  const { actor, input } = asked
  const when = input['deadline']
  if (!isWhen(when)) return denied
  const deadline = deps.deadlineOf(when, deps.policy)
  const found = await left(deps, asked, signal)
  if (!found.ok) return found
  const ends = new Map<TaskRow, End>()
  for (const row of found.value) {
    const moved = await deps.desk.setDeadline(actor.employee, row.id, deadline, signal)
    const isFirst = [...ends.values()].every((end) => end === 'denied' || end === 'closed')
    if (!moved.ok && isFirst && endsOf.get(moved.reason) === 'later') return moved
    ends.set(row, moved.ok ? 'moved' : (endsOf.get(moved.reason) ?? 'failed'))
  }
  const count = namesOf('moved', ends).length
  return {
    ok: true,
    value: {
      count: count === 0 ? null : { words: 'tasks_left', count },
      denied: words('denied', ends),
      closed: words('closed', ends),
      later: words('later', ends),
      failed: words('failed', ends),
    },
  }
}

const endsOf: ReadonlyMap<string, End> = new Map([
  ['denied', 'denied'],
  ['closed', 'closed'],
  ['not_found', 'closed'],
  // Surely not written.
  ['temporary', 'later'],
  ['limited', 'later'],
])

function words(end: Exclude<End, 'moved'>, ends: ReadonlyMap<TaskRow, End>): JsonObject | null {
  const names = namesOf(end, ends)
  return names.length === 0 ? null : { words: `left_${end}`, titles: names.join(', ') }
}

function namesOf(end: End, ends: ReadonlyMap<TaskRow, End>): readonly string[] {
  return [...ends].filter(([, one]) => one === end).map(([{ title }]) => quoted(short(title)))
}

/** Inside quotation marks those of the title become inner ones. */
function quoted(title: string): string {
  return `«${title.replaceAll('«', '„').replaceAll('»', '“')}»`
}

function numbersIn(value: Json | undefined): readonly number[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'number') : []
}

function short(title: string): string {
  return shortened(title.replaceAll(/\s+/g, ' ').trim(), titleLength)
}
