/** What happened between two looks at the tables, as the events a portal tells of it (docs: events-tasks, calendar events). */
import type { PortalState } from '../portal-state.ts'
import type { EventRow, TaskRow } from '../rows.ts'

/** One outgoing event: its upper-case name and its form fields. */
export interface HookEvent {
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

export type Tables = Pick<PortalState, 'tasks' | 'events'>

/** Rows are replaced when they change, so a row that is still the same object did not. */
export function changesBetween(before: Tables, now: Tables): readonly HookEvent[] {
  return [
    ...(before.tasks === now.tasks ? [] : taskChanges(before.tasks, now.tasks)),
    ...(before.events === now.events ? [] : eventChanges(before.events, now.events)),
  ]
}

function taskChanges(before: readonly TaskRow[], now: readonly TaskRow[]): readonly HookEvent[] {
  const old = new Map(before.map((task) => [task.id, task]))
  const present = new Set(now.map(({ id }) => id))
  return [
    ...now.flatMap((task) => {
      const was = old.get(task.id)
      if (was === undefined) return [taskEvent('ONTASKADD', task.id)]
      return was === task || isUntold(was, task) ? [] : [taskEvent('ONTASKUPDATE', task.id)]
    }),
    ...before.flatMap(({ id }) => (present.has(id) ? [] : [taskEvent('ONTASKDELETE', id)])),
  ]
}

/** A comment has an event of its own and being looked at has none: neither updates the task (docs; inferred). */
function isUntold(was: TaskRow, task: TaskRow): boolean {
  return toldOf(was) === toldOf(task)
}

function toldOf({ comments: _comments, viewedBy: _viewedBy, ...told }: TaskRow): string {
  return JSON.stringify(told)
}

/** Of a block that does not exist only the word `undefined` comes (docs). */
function taskEvent(name: 'ONTASKADD' | 'ONTASKUPDATE' | 'ONTASKDELETE', id: number): HookEvent {
  const isNew = name === 'ONTASKADD'
  const isGone = name === 'ONTASKDELETE'
  return {
    name,
    fields: {
      ...(isNew ? { 'data[FIELDS_BEFORE]': 'undefined' } : { 'data[FIELDS_BEFORE][ID]': String(id) }),
      ...(isGone ? { 'data[FIELDS_AFTER]': 'undefined' } : { 'data[FIELDS_AFTER][ID]': String(id) }),
      'data[IS_ACCESSIBLE_BEFORE]': isNew ? 'N' : 'undefined',
      'data[IS_ACCESSIBLE_AFTER]': isGone ? 'N' : 'undefined',
    },
  }
}

/** Every attendee's entry is told of by its own id: the server saves each like an event (source). */
function eventChanges(before: readonly EventRow[], now: readonly EventRow[]): readonly HookEvent[] {
  const [was, is] = [entryOwners(before), entryOwners(now)]
  return [
    ...[...is].flatMap(([id, event]) => {
      if (!was.has(id)) return [entryEvent('ONCALENDARENTRYADD', id)]
      return was.get(id) === event ? [] : [entryEvent('ONCALENDARENTRYUPDATE', id)]
    }),
    ...[...was.keys()].flatMap((id) => (is.has(id) ? [] : [entryEvent('ONCALENDARENTRYDELETE', id)])),
  ]
}

function entryOwners(events: readonly EventRow[]): ReadonlyMap<number, EventRow> {
  return new Map(events.flatMap((event) => event.entries.map(({ id }) => [id, event])))
}

function entryEvent(name: string, id: number): HookEvent {
  return { name, fields: { 'data[id]': String(id) } }
}
