/** Tasks as a dialog shows them: short values, and the names of texts that say the rest. */
import type { DateWriter } from '../../ports/dates.ts'
import type { JsonObject } from '../../ports/json.ts'
import type { Task, TaskRow, TaskStatus } from '../../ports/tasks.ts'
import type { Says, ServiceRequest } from '../../machines/services.ts'
import { shortened } from '../shortened.ts'

type Viewer = Pick<ServiceRequest, 'nowMs' | 'language'>

const titleLength = 80
const descriptionLength = 700

/** The texts a line of a list may name. */
export const lineSays: Says = {
  due_at: ['at'],
  due_passed: ['at'],
  due_none: [],
  note_control: [],
  note_deferred: [],
  note_helping: [],
}

export function lineOf(row: TaskRow, writer: DateWriter, viewer: Viewer, zone: string): JsonObject {
  return {
    id: row.id,
    title: shortened(row.title, titleLength),
    due: dueOf(row, writer, viewer, zone),
    note: noteOf(row),
  }
}

function noteOf(row: TaskRow): JsonObject | null {
  if (row.status === 'awaiting_control') return { words: 'note_control' }
  if (row.status === 'deferred') return { words: 'note_deferred' }
  return row.role === 'accomplice' ? { words: 'note_helping' } : null
}

/** The texts the card of a task may name. */
export const cardSays: Says = { due_at: ['at'], due_none: [], late: [] }

function dueOf(row: TaskRow, writer: DateWriter, viewer: Viewer, zone: string): JsonObject {
  const due = dueOn(row, writer, viewer, zone)
  return isLate(row, viewer.nowMs) ? { ...due, words: 'due_passed' } : due
}

function dueOn(row: TaskRow, writer: DateWriter, { nowMs, language }: Viewer, zone: string): JsonObject {
  if (row.deadline === null) return { words: 'due_none' }
  const at = writer.formatMoment(Date.parse(row.deadline), zone, { now: nowMs, language, style: 'brief' })
  return { words: 'due_at', at }
}

/** What waits for control, is put off or is closed is not late any more, as the portal sees it. */
function isLate(row: TaskRow, nowMs: number): boolean {
  const open = row.status === 'pending' || row.status === 'in_progress'
  return open && row.deadline !== null && Date.parse(row.deadline) < nowMs
}

export const stateSays: Says = {
  state_pending: [],
  state_in_progress: [],
  state_awaiting_control: [],
  state_completed: [],
  state_deferred: [],
  state_declined: [],
}

export function stateOf(status: TaskStatus): JsonObject {
  return { words: `state_${status}` }
}

/** What stands on the card of a task. */
export function cardOf(task: Task, writer: DateWriter, viewer: Viewer, zone: string): JsonObject {
  return {
    id: task.id,
    title: shortened(task.title, titleLength),
    description: task.description === '' ? null : shortened(task.description, descriptionLength),
    state: stateOf(task.status),
    due: dueOn(task, writer, viewer, zone),
    late: isLate(task, viewer.nowMs) ? { words: 'late' } : null,
    creator: { ...task.creator },
    responsible: { ...task.responsible },
    helpers: task.accomplices.length === 0 ? null : task.accomplices.map((one) => ({ ...one })),
    url: task.url,
    may: [...task.may],
  }
}
