import { DateTime } from 'luxon'

import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { TaskDesk, TaskRow, TaskSelection } from '../../ports/tasks.ts'
import { command, readBatch } from './batch.ts'
import type { BitrixClient } from './client.ts'
import { toFailure } from './errors.ts'
import { toIsoInstant } from './reads.ts'
import type { IsoInstant, TaskFilter } from './reads.ts'
import { taskRowFields } from './task-line.ts'
import { roleOf } from './task-rights.ts'
import { statusCodes, taskRowPage } from './task-schemas.ts'
import type { RawTaskRow } from './task-schemas.ts'

/** A portal answered with rows nobody asked for: it ignores a filter, and the next list may be everybody's. */
export interface Strangers {
  readonly method: string
  readonly rows: number
}

export interface TaskListDeps {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly onStrangers: (strangers: Strangers) => void
}

type ListQuery = Parameters<TaskDesk['list']>[0]

const method = 'tasks.task.list'
const pageRows = 50
const rowsMax = 200
/** Bounds sent to the portal are wider than those applied here: it compares whole seconds, by its own clock. */
const slackMs = 60_000

/**
 * One constant filter for each part the actor may have in a task, all in one request; further pages likewise. Every
 * row is judged again here: the portal shows the webhook's owner the tasks of the whole company, and ignores a
 * filter it does not know.
 *
 * @throws RangeError for a zone that is none.
 */
export async function listTasks(
  deps: TaskListDeps,
  query: ListQuery,
  signal?: AbortSignal,
): Promise<Outcome<readonly TaskRow[]>> {
  const span = spanOf(query)
  const searches = searchesOf(query, span)
  let strangers = 0
  for (let rows = 0; rows < rowsMax && searches.some(isOpen); rows += pageRows) {
    const failure = await readPages(deps, searches.filter(isOpen), signal)
    if (failure !== null) return failure
  }
  const mine = new Map<number, RawTaskRow>()
  for (const search of searches) {
    for (const row of search.found) {
      if (!search.holds(row)) strangers += 1
      else if (isSelected(row, query, span)) mine.set(row.id, row)
    }
  }
  if (strangers > 0) deps.onStrangers({ method, rows: strangers })
  const rows = [...mine.values()].flatMap((row) => toRow(row, query.actor))
  return { ok: true, value: rows.toSorted(bySooner).slice(0, rowsMax) }
}

interface Search {
  readonly filter: TaskFilter
  /** Whether a row is what the filter asked for. */
  readonly holds: (row: RawTaskRow) => boolean
  readonly found: RawTaskRow[]
  /** The highest id so far; null when there are no further pages. */
  lastId: number | null
}

function isOpen(search: Search): boolean {
  return search.lastId !== null
}

async function readPages(deps: TaskListDeps, open: readonly Search[], signal?: AbortSignal) {
  const commands = Object.fromEntries(
    open.map((search, at) => [`page${at}`, command(method, pageOf(search), taskRowPage)]),
  )
  const results = await readBatch(deps.client, commands, { signal })
  for (const [at, search] of open.entries()) {
    const result = results[`page${at}`]
    if (result === undefined) continue
    if (result.type !== 'ok') return toFailure(method, 'read', result, deps.clock.now())
    const highest = Math.max(0, ...result.value.map((row) => row.id))
    const isNew = highest > (search.lastId ?? 0)
    search.found.push(...result.value)
    search.lastId = isNew && result.next !== null && result.value.length >= pageRows ? highest : null
  }
  return null
}

function pageOf({ filter, lastId }: Search) {
  const onward = lastId === null || lastId === 0 ? {} : { '>ID': lastId }
  return { filter: { ...filter, ...onward }, select: taskRowFields, order: { ID: 'asc' } } as const
}

function searchesOf({ actor, which }: ListQuery, span: Span): readonly Search[] {
  const search = (filter: TaskFilter, holds: Search['holds']): Search => {
    return { filter, holds, found: [], lastId: 0 }
  }
  if (which === 'ordered') {
    const filter = { CREATED_BY: actor, '!RESPONSIBLE_ID': actor, '!REAL_STATUS': statusCodes.completed }
    return [search(filter, (row) => row.createdBy === actor && row.responsibleId !== actor)]
  }
  if (which === 'control') {
    const filter = { CREATED_BY: actor, REAL_STATUS: statusCodes.awaitingControl }
    return [search(filter, (row) => row.createdBy === actor)]
  }
  const rest = { '!REAL_STATUS': statusCodes.completed, ...boundsOf(span) }
  return [
    search({ RESPONSIBLE_ID: actor, ...rest }, (row) => row.responsibleId === actor),
    search({ ACCOMPLICE: actor, ...rest }, (row) => row.accomplices.includes(actor)),
  ]
}

/** Deadlines from `fromMs` up to, not including, `toMs`. */
type Span = { readonly fromMs: number; readonly toMs: number } | null

function spanOf({ which, nowMs, zone }: ListQuery): Span {
  if (which === 'overdue') return { fromMs: 0, toMs: nowMs }
  if (which !== 'today') return null
  const day = DateTime.fromMillis(nowMs, { zone }).startOf('day')
  if (!day.isValid) throw new RangeError('Not a time zone')
  return { fromMs: day.toMillis(), toMs: day.plus({ days: 1 }).toMillis() }
}

function boundsOf(span: Span): { '>=DEADLINE'?: IsoInstant; '<DEADLINE'?: IsoInstant } {
  if (span === null) return {}
  const before = { '<DEADLINE': toIsoInstant(span.toMs + slackMs) }
  return span.fromMs === 0 ? before : { '>=DEADLINE': toIsoInstant(span.fromMs - slackMs), ...before }
}

/** Bitrix24 itself counts neither what waits for acceptance nor what is done as overdue; deferred is left in peace. */
const neverOverdue: ReadonlySet<string> = new Set(['awaiting_control', 'completed', 'deferred'])

function isSelected(row: RawTaskRow, { which }: { readonly which: TaskSelection }, span: Span): boolean {
  if (row.status === 'completed' || row.status === 'declined') return false
  if (which === 'control') return row.status === 'awaiting_control'
  if (which === 'overdue' && neverOverdue.has(row.status)) return false
  if (span === null) return true
  const atMs = row.deadline === null ? Number.NaN : Date.parse(row.deadline)
  return atMs >= span.fromMs && atMs < span.toMs
}

function toRow(row: RawTaskRow, actor: PortalUserId): readonly TaskRow[] {
  const { id, title, status, deadline, priority } = row
  const role = roleOf(row, actor)
  return role === null ? [] : [{ id, title, status, deadline, priority, role }]
}

/** Instants in one form sort as text. */
function bySooner(one: TaskRow, other: TaskRow): number {
  if (one.deadline === other.deadline) return one.id - other.id
  if (one.deadline === null) return 1
  if (other.deadline === null) return -1
  return one.deadline < other.deadline ? -1 : 1
}
