/**
 * A small real Bitrix24 portal on the loopback: the REST the assistant uses, with its traps. Reached by URL alone.
 * Behaviours carry their source — docs, source (of the on-premise product), inferred — and contested ones are
 * {@link Modes}. Everything it keeps is plain data, so it can be saved and started again.
 */
import { createServer } from 'node:http'

import type { Clock } from '../../src/ports/environment.ts'
import type { Json } from '../../src/ports/json.ts'
import { insertEvent } from './calendar/store.ts'
import { createMemoryBlobs, type Blobs } from '../blobs.ts'
import { listenOnLoopback, waitUnlessClosing, type Listening } from '../loopback.ts'
import { romashka, type Company } from './company.ts'
import { createHooks, type Hook } from './hooks/outgoing.ts'
import { defaultModes, type Modes } from './modes.ts'
import {
  changeEmployee,
  changeTask,
  createState,
  insertEmployee,
  insertTask,
  removeTask,
  restoreState,
  saveState,
  type Portal,
} from './portal.ts'
import type {
  DepartmentRow,
  EmployeeRow,
  EventRow,
  NewEmployee,
  NewEvent,
  NewTask,
  NoticeRow,
  TaskRow,
} from './rows.ts'
import { taskFiles, type TaskFile } from './tasks/files.ts'
import { createFaults, type FaultRule } from './transport/faults.ts'
import type { Gate } from './transport/gate.ts'
import { createBucket, createOperating } from './transport/limits.ts'
import { handle, type RequestLog } from './transport/listener.ts'

export interface BitrixSandboxOptions {
  readonly clock: Clock
  /** Chosen by the system when absent. */
  readonly port?: number
  /** The webhook's secret. */
  readonly code?: string
  /** Whose webhook it is; 1, the technical administrator, when absent. */
  readonly ownerId?: number
  readonly scopes?: readonly string[]
  readonly company?: Company
  readonly modes?: Partial<Modes>
  /** Rate limit and `operating` refuse calls; off when absent. */
  readonly limits?: boolean
  /** Where the contents of files are kept; in memory when absent. */
  readonly blobs?: Blobs
  /** What {@link BitrixSandbox.save} returned; takes the place of `company`. */
  readonly restore?: Json
  /** The outgoing webhook; none when absent. */
  readonly hook?: Hook
}

export interface BitrixSandbox extends AsyncDisposable {
  /** What `BITRIX24_WEBHOOK` is set to; ends with a slash. */
  readonly webhook: string
  /** The portal's address: relative links (`/company/personal/user/…`) resolve against it. */
  readonly origin: string
  /** IANA name of the portal's zone. */
  readonly zone: string
  /** May be changed while it runs. */
  readonly modes: Modes
  employees(): readonly EmployeeRow[]
  departments(): readonly DepartmentRow[]
  /** What is attached to a task. */
  taskFiles(taskId: number): readonly TaskFile[]
  tasks(): readonly TaskRow[]
  /** Each with the entries of all its attendees; a series as one row. */
  events(): readonly EventRow[]
  /** Newest last; a notice replaced through its TAG is gone. */
  notices(userId?: number): readonly NoticeRow[]
  dismiss(userId: number): void
  rehire(userId: number): void
  /** Returns the id, the given or the next one. A row with a known id takes its place. */
  addEmployee(row: NewEmployee): number
  /** Returns the id. */
  addTask(row: NewTask): number
  /** As somebody with every right would, in the portal itself. @throws RangeError for a task that is not there. */
  changeTask(id: number, change: Partial<NewTask>): void
  removeTask(id: number): void
  /** @throws RangeError for an employee that is not there. */
  changeEmployee(id: number, change: Partial<NewEmployee>): void
  /** Returns the id. Zones are the portal's where absent. */
  addEvent(row: NewEvent): number
  /** The last thousand requests, newest last. */
  readonly requests: readonly RequestLog[]
  /** Where changes of tasks and events are told from now on; null: nowhere. */
  setHook(hook: Hook | null): void
  /** Resolves when what was told so far has been delivered, or refused. */
  hooksIdle(): Promise<void>
  fault(rule: FaultRule): void
  clearFaults(): void
  /** Called after every call and every change; returns the way to stop. */
  onChange(listener: () => void): () => void
  save(): Json
}

const requestsKept = 1000
const defaultScopes = ['user_basic', 'im', 'task', 'tasks', 'calendar', 'department']

export async function startBitrixSandbox(options: BitrixSandboxOptions): Promise<BitrixSandbox> {
  const { clock, code = 'x7k2m9q4w1z8sbox', limits = false } = options
  const state =
    options.restore === undefined
      ? createState(options.company ?? romashka, clock.now())
      : restoreState(options.restore, options.company ?? romashka, clock.now())
  let origin = ''
  const listeners = new Set<() => void>()
  const portal: Portal = {
    state,
    clock,
    modes: { ...defaultModes, ...options.modes },
    scopes: options.scopes ?? defaultScopes,
    ownerId: options.ownerId ?? 1,
    blobs: options.blobs ?? createMemoryBlobs(),
    origin: () => origin,
    tell: () => hooks.look(),
    changed() {
      hooks.look()
      listeners.forEach((listener) => listener())
    },
  }
  const hooks = createHooks(portal, portal.origin)
  hooks.set(options.hook ?? null)
  const gate: Gate = {
    portal,
    code,
    limited: limits,
    bucket: createBucket(clock),
    operating: createOperating(clock),
  }
  const faults = createFaults()
  const requests: RequestLog[] = []
  const log = (entry: RequestLog): void => {
    requests.push(entry)
    if (requests.length > requestsKept) requests.shift()
  }
  const listening = await listen({ gate, faults, log }, options.port ?? 0)
  origin = listening.origin

  return {
    webhook: `${listening.origin}/rest/${portal.ownerId}/${code}/`,
    origin: listening.origin,
    zone: state.zone,
    modes: portal.modes,
    employees: () => state.employees,
    departments: () => state.departments,
    taskFiles: (taskId) => taskFiles(portal, taskId),
    tasks: () => state.tasks,
    events: () => state.events,
    notices: (userId) => state.notices.filter((row) => userId === undefined || row.userId === userId),
    dismiss: (userId) => announced(portal, () => changeEmployee(state, userId, { active: false })),
    rehire: (userId) => announced(portal, () => changeEmployee(state, userId, { active: true })),
    addEmployee: (row) => announced(portal, () => insertEmployee(state, row)),
    addTask: (row) => announced(portal, () => insertTask(state, row, clock.now()).id),
    changeTask: (id, change) => void announced(portal, () => changeTask(state, id, change)),
    removeTask: (id) => announced(portal, () => removeTask(state, id)),
    changeEmployee: (id, change) => announced(portal, () => changeEmployee(state, id, change)),
    addEvent: (row) => announced(portal, () => insertEvent(state, row, clock.now()).id),
    requests,
    setHook: (hook) => hooks.set(hook),
    hooksIdle: () => hooks.idle(),
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    save: () => saveState(state),
    async [Symbol.asyncDispose]() {
      hooks.close()
      await listening.close()
    },
  }
}

function announced<T>(portal: Portal, change: () => T): T {
  const result = change()
  portal.changed()
  return result
}

/** Closing ends ordered delays as well. */
async function listen(
  deps: {
    readonly gate: Gate
    readonly faults: ReturnType<typeof createFaults>
    readonly log: (entry: RequestLog) => void
  },
  port: number,
): Promise<Listening> {
  const closing = new AbortController()
  const wait = (delayMs: number): Promise<void> => waitUnlessClosing(delayMs, closing.signal)
  const server = createServer((request, response) => {
    handle({ ...deps, wait }, request, response).catch((error: unknown) => {
      // A fault of the sandbox itself must not pass for a cut connection somebody ordered.
      const detail = error instanceof Error ? error.message : 'unknown'
      const body = JSON.stringify({ error: 'INTERNAL_SERVER_ERROR', error_description: `Sandbox: ${detail}` })
      response.writeHead(500, { 'Content-Type': 'application/json' }).end(body)
    })
  })
  const listening = await listenOnLoopback(server, port)
  return {
    ...listening,
    close() {
      closing.abort()
      return listening.close()
    },
  }
}
