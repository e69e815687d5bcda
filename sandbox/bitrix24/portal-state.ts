/** Everything a sandbox portal remembers, as plain data. */
import type { Json, JsonObject } from '../../src/ports/json.ts'
import type { DriveState } from './disk/rows.ts'
import type { DepartmentRow, EmployeeRow, EventRow, NoticeRow, SectionRow, TaskRow } from './rows.ts'

/** A successful answer kept under an `Idempotency-Key`. */
export interface KeptAnswer {
  /** Webhook user, method and key: the three a key is unique within (docs). */
  readonly scope: string
  readonly body: string
  readonly answer: Json
  readonly atMs: number
}

export interface PortalState {
  version: 1
  companyName: string
  zone: string
  employees: readonly EmployeeRow[]
  departments: readonly DepartmentRow[]
  tasks: readonly TaskRow[]
  notices: readonly NoticeRow[]
  drive: DriveState
  sections: readonly SectionRow[]
  events: readonly EventRow[]
  /** What `calendar.settings.get` answers. */
  calendarSettings: JsonObject
  keptAnswers: readonly KeptAnswer[]
  /** Ids given out so far; a deleted row's id never comes back. */
  lastId: {
    employee: number
    task: number
    notice: number
    item: number
    comment: number
    section: number
    event: number
  }
}
