import type { NameBook } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { TaskDesk } from '../../ports/tasks.ts'
import type { BitrixClient } from './client.ts'
import { realSleep } from './limiter.ts'
import type { Sleep } from './limiter.ts'
import { seeTask, showTask } from './task-card.ts'
import { assignTask, changeDeadline } from './task-changes.ts'
import { commentTask } from './task-comment.ts'
import { createTaskFiles } from './task-files.ts'
import { listTasks } from './task-list.ts'
import type { Strangers } from './task-list.ts'
import { moveTask } from './task-moves.ts'
import type { Attaching } from './task-rights.ts'
import { createSigning } from './task-signature.ts'

export interface TaskDeskDeps {
  readonly client: BitrixClient
  readonly names: NameBook
  readonly clock: Clock
  /** An alarm for the operator: called once for each list in which the portal returned rows it was not asked for. */
  readonly onStrangers?: (strangers: Strangers) => void
  /** Default `editors`: creators with the right to edit. */
  readonly attaching?: Attaching
  readonly sleep?: Sleep
}

/**
 * Tasks for one employee at a time, through a webhook that could show and change everything: what its owner may do says
 * nothing about what the employee may. So every row and every card is checked for the employee's part in it, and
 * every write follows, as the very next request, on the portal's own word that this employee may do it.
 *
 * What the portal's history will say is the webhook's owner, whoever asked; only comments carry the employee's name, and
 * so does the signature under a write.
 */
export function createTaskDesk(deps: TaskDeskDeps): TaskDesk {
  const { client, names, clock, onStrangers = () => {}, attaching = 'editors', sleep = realSleep } = deps
  const card = { client, names, clock, attaching }
  const signing = createSigning({ client, clock })
  const files = createTaskFiles({ ...card, sleep })

  return {
    list: (query, signal) => listTasks({ client, clock, onStrangers }, query, signal),

    async get(actor, id, signal) {
      const seen = await seeTask(card, actor, id, signal)
      return seen.ok ? { ok: true, value: await showTask(card, actor, seen.value, signal) } : seen
    },

    move: (actor, id, move, signal, signature) =>
      moveTask(card, actor, id, move, signing(signature, signal), signal),
    setDeadline: (actor, id, deadline, signal) => changeDeadline(card, actor, id, deadline, signal),
    assign: (actor, id, to, signal, signature) =>
      assignTask(card, actor, id, to, signing(signature, signal), signal),
    comment: (actor, id, text, signal) => commentTask(card, actor, id, text, signal),

    attach: (actor, id, file, operation, signal) => files.attach({ actor, id, file, operation, signal }),
  }
}
