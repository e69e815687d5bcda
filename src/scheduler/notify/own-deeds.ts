/** What a person did through the assistant of late, as far as reminders have to know it. */
import type { Unit } from '../../store/unit.ts'
import type { Recipient, TaskFacts } from '../rules/notification.ts'

export interface OwnDeeds {
  /** When each event was last moved or called off. */
  readonly eventsAtMs: ReadonlyMap<number, number>
  /** When each task was made, or its deadline moved. */
  readonly deadlinesAtMs: ReadonlyMap<number, number>
}

/** Of the latest ones; nobody does more between two looks at the portal. */
const deedsMax = 100

const ofEvents: ReadonlySet<string> = new Set(['bitrix.events.change', 'bitrix.events.cancel'])
const ofDeadlines: ReadonlySet<string> = new Set([
  'bitrix.tasks.add',
  'bitrix.tasks.deadline',
  'bitrix.tasks.move_rest',
])

export async function ownDeedsOf(unit: Unit, { employee }: Pick<Recipient, 'employee'>): Promise<OwnDeeds> {
  const eventsAtMs = new Map<number, number>()
  const deadlinesAtMs = new Map<number, number>()
  for (const { service, object, outcome, atMs } of await unit.actions.ofEmployee(employee, deedsMax)) {
    // Of what nobody knows the end of, it is more likely that it was done.
    const isDone = outcome === 'done' || outcome === 'uncertain' || outcome === 'threw' || outcome === null
    if (!isDone) continue
    for (const id of idsIn(object)) {
      if (ofEvents.has(service)) keepLatest(eventsAtMs, id, atMs)
      if (ofDeadlines.has(service)) keepLatest(deadlinesAtMs, id, atMs)
    }
  }
  return { eventsAtMs, deadlinesAtMs }
}

/** `task:8017`, `task:8017,8018`. */
function idsIn(object: string | null): readonly number[] {
  const [, ids] = /^(?:event|task):([\d,]+)$/.exec(object ?? '') ?? []
  return ids === undefined ? [] : ids.split(',').map(Number)
}

function keepLatest(times: Map<number, number>, id: number, atMs: number): void {
  times.set(id, Math.max(atMs, times.get(id) ?? -Infinity))
}

/** A deadline the person has just set needs no reminder of the day before. */
export function withOwnDeadlines(
  tasks: readonly TaskFacts[] | null,
  { deadlinesAtMs }: OwnDeeds,
): readonly TaskFacts[] | null {
  if (tasks === null || deadlinesAtMs.size === 0) return tasks
  return tasks.map((task) => {
    const setAtMs = deadlinesAtMs.get(task.id)
    if (setAtMs === undefined || setAtMs <= (task.deadlineSetAtMs ?? -Infinity)) return task
    return { ...task, deadlineSetAtMs: setAtMs }
  })
}
