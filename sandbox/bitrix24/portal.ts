/** The state of one sandbox portal, as plain data, and the few ways it changes. */
import type { Clock } from '../../src/ports/environment.ts'
import type { Json } from '../../src/ports/json.ts'
import { usualCalendarSettings } from './calendar/settings.ts'
import { insertEvent } from './calendar/store.ts'
import type { Blobs } from '../blobs.ts'
import { employee, type Company } from './company.ts'
import { emptyDrive } from './disk/rows.ts'
import type { Modes } from './modes.ts'
import type { PortalState } from './portal-state.ts'
import type { EmployeeRow, NewEmployee, NewTask, TaskRow } from './rows.ts'

export interface Portal {
  readonly state: PortalState
  readonly clock: Clock
  readonly modes: Modes
  readonly scopes: readonly string[]
  /** Whose webhook this is: every call acts as this employee. */
  readonly ownerId: number
  /** Contents of the Drive's files. */
  readonly blobs: Blobs
  /** `http://127.0.0.1:<port>`; empty until it listens. */
  readonly origin: () => string
  /** After each method, each command of a batch too: outgoing webhooks tell what it changed. */
  tell(): void
  changed(): void
}

export function createState(company: Company, nowMs: number): PortalState {
  const state: PortalState = {
    version: 1,
    companyName: company.name,
    zone: company.zone,
    employees: company.employees,
    departments: company.departments,
    tasks: [],
    notices: [],
    drive: emptyDrive(),
    sections: [],
    events: [],
    calendarSettings: { ...usualCalendarSettings, ...company.calendarSettings },
    keptAnswers: [],
    lastId: {
      employee: Math.max(0, ...company.employees.map(({ id }) => id)),
      task: 8000,
      notice: 500,
      item: 400,
      comment: 3000,
      section: 189,
      event: 1200,
    },
  }
  // At once: each by itself would copy the whole table, and a large company has tens of thousands.
  state.tasks = company.tasks(nowMs).map((task) => taskRow(state, task, nowMs))
  for (const event of company.events?.(nowMs) ?? []) insertEvent(state, event, nowMs)
  return state
}

/**
 * What was saved; tables it does not have yet are those of a fresh portal.
 * @throws Error when `saved` did not come from {@link saveState}.
 */
export function restoreState(saved: Json, company: Company, nowMs: number): PortalState {
  if (typeof saved !== 'object' || saved === null || !('version' in saved) || saved['version'] !== 1) {
    throw new Error('Not a saved Bitrix24 sandbox')
  }
  // The file was written by saveState; beyond its version it is trusted, as any own state file is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const state = structuredClone(saved) as unknown as PortalState
  const fresh = createState(company, nowMs)
  return { ...fresh, ...state, lastId: { ...fresh.lastId, ...state.lastId } }
}

export function saveState(state: PortalState): Json {
  // Rows are JSON by construction; an interface without index signature cannot say so to the compiler.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return structuredClone(state) as unknown as Json
}

export function insertEmployee(state: PortalState, row: NewEmployee): number {
  const id = row.id ?? state.lastId.employee + 1
  state.lastId.employee = Math.max(state.lastId.employee, id)
  state.employees = [...state.employees.filter((one) => one.id !== id), employee(id, row)]
  return id
}

export function changeEmployee(state: PortalState, id: number, change: Partial<EmployeeRow>): void {
  if (findEmployee(state, id) === undefined) throw new RangeError(`No employee ${id} in the sandbox`)
  state.employees = state.employees.map((row) => (row.id === id ? { ...row, ...change } : row))
}

export function findEmployee(state: PortalState, id: number): EmployeeRow | undefined {
  return state.employees.find((row) => row.id === id)
}

export function insertTask(state: PortalState, row: NewTask, nowMs: number): TaskRow {
  const task = taskRow(state, row, nowMs)
  state.tasks = [...state.tasks, task]
  return task
}

function taskRow(state: PortalState, row: NewTask, nowMs: number): TaskRow {
  const createdBy = row.createdBy ?? row.responsibleId
  const status = row.status ?? 2
  const createdAtMs = row.createdAtMs ?? nowMs
  return {
    description: '',
    priority: 1,
    accomplices: [],
    auditors: [],
    deadlineMs: null,
    startPlanMs: null,
    endPlanMs: null,
    changedAtMs: createdAtMs,
    changedBy: createdBy,
    statusChangedAtMs: null,
    statusChangedBy: createdBy,
    startedAtMs: status === 3 ? createdAtMs : null,
    closedAtMs: status === 5 ? createdAtMs : null,
    closedBy: status === 5 ? row.responsibleId : null,
    groupId: 0,
    parentId: null,
    tags: [],
    allowChangeDeadline: false,
    taskControl: false,
    requireResult: false,
    hasResult: false,
    xmlId: null,
    mark: null,
    viewedBy: [createdBy],
    checklist: [],
    comments: [],
    ...row,
    createdAtMs,
    createdBy,
    status,
    id: ++state.lastId.task,
  }
}

export function changeTask(state: PortalState, id: number, change: Partial<TaskRow>): TaskRow {
  const task = findTask(state, id)
  if (task === undefined) throw new RangeError(`No task ${id} in the sandbox`)
  const changed = { ...task, ...change }
  state.tasks = state.tasks.map((row) => (row.id === id ? changed : row))
  return changed
}

export function removeTask(state: PortalState, id: number): void {
  state.tasks = state.tasks.filter((row) => row.id !== id)
}

export function findTask(state: PortalState, id: number): TaskRow | undefined {
  return state.tasks.find((row) => row.id === id)
}

/** The zone the webhook owner sees dates in. */
export function ownerZone(portal: Portal): string {
  return findEmployee(portal.state, portal.ownerId)?.timeZone ?? portal.state.zone
}

export function fullName(row: EmployeeRow): string {
  return `${row.name} ${row.lastName}`.trim()
}
