import type { Participant } from './employees.ts'
import type { PortalUserId } from './identity.ts'
import type { Outcome } from './outcome.ts'

export interface NewTask {
  readonly title: string
  readonly description: string
  readonly creator: PortalUserId
  readonly responsible: PortalUserId
  /** ISO 8601 with an explicit offset, or null. */
  readonly deadline: string | null
  readonly priority: 'normal' | 'high'
}

export interface CreatedTask {
  readonly id: number
  readonly url: string
  /** True when an earlier attempt had already created it. */
  readonly existed: boolean
}

export type TaskStatus =
  | 'pending'
  | 'in_progress'
  /** Done, and waiting for the creator to accept it (task control). */
  | 'awaiting_control'
  | 'completed'
  | 'deferred'
  | 'declined'

/** Somebody's part in a task; the strongest one, in this order, where they have several. */
export type TaskRole = 'responsible' | 'creator' | 'accomplice' | 'auditor'

/**
 * Which of an employee's tasks. `my`: to be done by them, `today`: of those, due on their local day, `overdue`: of those,
 * past their deadline, `ordered`: set by them to others, `control`: done and waiting for them to accept.
 */
export type TaskSelection = 'my' | 'today' | 'overdue' | 'ordered' | 'control'

export interface TaskRow {
  readonly id: number
  readonly title: string
  readonly status: TaskStatus
  /** ISO instant. */
  readonly deadline: string | null
  readonly priority: 'normal' | 'high'
  readonly role: TaskRole
}

/** What can be done to a task by the methods of the same name. */
export type TaskMove = 'start' | 'pause' | 'defer' | 'renew' | 'complete' | 'approve' | 'disapprove'

/** What somebody may do with a task, as the portal says right now (`tasks.task.getaccess`). */
export type TaskRight = TaskMove | 'deadline' | 'assign' | 'comment' | 'attach'

export interface Task extends TaskRow {
  /** Plain text, without BBCode. */
  readonly description: string
  readonly creator: Participant
  readonly responsible: Participant
  readonly accomplices: readonly Participant[]
  readonly auditors: readonly Participant[]
  /** Opens the task in the portal, in the actor's own section. */
  readonly url: string
  /** The creator must accept the result. */
  readonly control: boolean
  /** Cannot be finished without a result, which only the portal can take. */
  readonly needsResult: boolean
  /** ISO instant. */
  readonly closedAt: string | null
  readonly closedBy: Participant | null
  readonly may: readonly TaskRight[]
}

export interface TaskBoard {
  /**
   * Creates the task once per `operation`, however often it is called with that operation: by `Idempotency-Key` where
   * the portal has REST 3.0, by looking for the mark first where it has not. `repeated` says an earlier attempt may
   * have reached the portal.
   */
  add(
    task: NewTask,
    operation: string,
    repeated: boolean,
    signal?: AbortSignal,
  ): Promise<Outcome<CreatedTask>>
}

/**
 * What an employee may see and do of their tasks: `actor` comes from the link alone. A task they have no part in is
 * `not_found`, in no way different from one that does not exist. Before every write the portal is asked whether they may.
 *
 * Reasons beyond the common ones: `not_found`, `denied`, `needs_result`, `closed` (with `by` and `at` in the data).
 */
export interface TaskDesk {
  /** Soonest deadline first, those without one last; only rows the actor has a part in. At most 200. */
  list(
    query: {
      readonly actor: PortalUserId
      readonly which: TaskSelection
      readonly nowMs: number
      /** IANA name: whose day «today» is. */
      readonly zone: string
    },
    signal?: AbortSignal,
  ): Promise<Outcome<readonly TaskRow[]>>
  get(actor: PortalUserId, id: number, signal?: AbortSignal): Promise<Outcome<Task>>
  /**
   * The status it has afterwards, as read back; one it already had counts as done. `signature`: words left as a comment
   * in the actor's own name once something has been written; whether that worked changes nothing.
   */
  move(
    actor: PortalUserId,
    id: number,
    move: TaskMove,
    signal?: AbortSignal,
    signature?: string,
  ): Promise<Outcome<{ readonly status: TaskStatus }>>
  /** ISO 8601 with an explicit offset. `before` is what it was, for undoing. */
  setDeadline(
    actor: PortalUserId,
    id: number,
    deadline: string | null,
    signal?: AbortSignal,
  ): Promise<Outcome<{ readonly before: string | null; readonly after: string | null }>>
  /** Hands the task over: by delegation from its responsible, by editing from its creator. Read back. `signature` as in `move`. */
  assign(
    actor: PortalUserId,
    id: number,
    to: PortalUserId,
    signal?: AbortSignal,
    signature?: string,
  ): Promise<Outcome<{ readonly responsible: Participant }>>
  /**
   * A comment in the actor's own name. Reason `unsupported` where the portal only lets the webhook's owner write one.
   * Not repeatable: an attempt that may have gone through is `uncertain`, and stays so.
   */
  comment(actor: PortalUserId, id: number, text: string, signal?: AbortSignal): Promise<Outcome<null>>
  /** Adds a file to the task. Reasons `unsupported`, `too_large`, `type_refused`. */
  attach(
    actor: PortalUserId,
    id: number,
    file: { readonly name: string; readonly bytes: Uint8Array },
    operation: string,
    signal?: AbortSignal,
  ): Promise<Outcome<null>>
}
