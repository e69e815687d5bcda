import type { BulkReads } from '../../ports/bulk-reads.ts'
import type { NameBook } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import { bulkEvents, eventsPerBatch } from './bulk-events.ts'
import { createFullLooks } from './full-looks.ts'
import { createBulkRunner } from './bulk-run.ts'
import { stillThere } from './bulk-still-there.ts'
import { createBulkTasks } from './bulk-tasks.ts'
import type { BulkNote } from './bulk-tasks.ts'
import type { BitrixClient } from './client.ts'
import { realSleep } from './limiter.ts'
import type { Sleep } from './limiter.ts'

export interface BulkReadsDeps {
  readonly client: BitrixClient
  readonly clock: Clock
  /** One whose requests are in the background too (`createNameBook`, `priority`). */
  readonly names: NameBook
  /** The link to a video call in a text, or null: the calendar knows nothing of whose links those are. */
  readonly readLink: (text: string) => string | null
  readonly sleep?: Sleep
  /** How long a call may wait, all in all, for methods that have used up their share of working time. */
  readonly patienceMs?: number
  /** For the log; `strangers` is an alarm. */
  readonly note?: (note: BulkNote) => void
}

/** What bulk reads call: whoever has to go easy on the portal looks at the account of these. */
export const bulkMethods = ['tasks.task.list', 'calendar.event.get'] as const

/** The portal counts working time over ten minutes (docs: limits.md); a minute more, and it has some to give again. */
const usualPatienceMs = 15 * 60_000

/**
 * Reads for many employees at once, in the background: lists of people in one command, commands in batches, two batches
 * at a time, and no method beyond 60 % of its working time. The number of requests grows with the chunks.
 */
export function createBulkReads(deps: BulkReadsDeps): BulkReads {
  const { client, clock, names, readLink } = deps
  const { sleep = realSleep, patienceMs = usualPatienceMs, note = () => {} } = deps
  const onWait = (method: string, ms: number): void => note({ type: 'waits', method, ms })
  const runner = createBulkRunner({ client, clock, sleep, patienceMs, onWait })
  const openTasks = createBulkTasks({ runner, clock, portal: client.portal, note })
  const eventDeps = { runner, clock, portal: client.portal, names, readLink, note }
  const looks = createFullLooks({ clock }, eventsPerBatch)

  return {
    openTasks: (people, wanted, signal) => openTasks(people, wanted, signal),
    events: (people, fromMs, toMs, signal) =>
      bulkEvents({ ...eventDeps, looks }, people, { fromMs, toMs }, signal),
    stillThere: (asked, signal) => stillThere(eventDeps, asked, signal),
  }
}
