/** Tasks as a dialog shows them: short values, and the names of texts that say the rest. */
import type { DateWriter, JsonObject, Task, TaskRow, TaskStatus } from '../../ports.ts'
import type { Says, ServiceRequest } from '../../machines/services.ts'

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
    title: cut(row.title, titleLength),
    due: dueOf(row, writer, viewer, zone),
    note: noteOf(row),
  }
}

function noteOf(row: TaskRow): JsonObject | null {
  if (row.status === 'awaiting_control') return { words: 'note_control' }
  if (row.status === 'deferred') return { words: 'note_deferred' }
  return row.role === 'accomplice' ? { words: 'note_helping' } : null
}

export const dueSays: Says = { due_at: ['at'], due_passed: ['at'], due_none: [] }

function dueOf(
  row: Pick<TaskRow, 'deadline' | 'status'>,
  writer: DateWriter,
  { nowMs, language }: Viewer,
  zone: string,
): JsonObject {
  if (row.deadline === null) return { words: 'due_none' }
  const atMs = Date.parse(row.deadline)
  const open = row.status === 'pending' || row.status === 'in_progress'
  return {
    words: open && atMs < nowMs ? 'due_passed' : 'due_at',
    at: writer.formatMoment(atMs, zone, { now: nowMs, language, style: 'brief' }),
  }
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
    title: cut(task.title, titleLength),
    description: task.description === '' ? null : cut(task.description, descriptionLength),
    state: stateOf(task.status),
    due: dueOf(task, writer, viewer, zone),
    creator: { ...task.creator },
    responsible: { ...task.responsible },
    helpers: task.accomplices.length === 0 ? null : task.accomplices.map((one) => ({ ...one })),
    url: task.url,
    may: [...task.may],
  }
}

function cut(text: string, length: number): string {
  const characters = Array.from(text)
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}
