import type { EmployeeInZone } from '../../ports/bulk-reads.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { chunksOf, startOfDay } from './bulk-people.ts'
import { toIsoInstant } from './reads.ts'
import type { TaskFilter } from './reads.ts'
import { taskLineFields } from './task-line.ts'
import { statusCodes } from './task-schemas.ts'
import type { RawTaskLine } from './task-schemas.ts'

export interface WantedTasks {
  readonly untilMs: number
  readonly control?: boolean
  readonly closedToday?: boolean
  readonly undated?: boolean
}

/** The part of a task by which people are looked for; a portal may ignore lists of people in one and not in another. */
export type PeopleFilter = 'RESPONSIBLE_ID' | 'ACCOMPLICE' | 'CREATED_BY'

/** One command, again and again while its pages are full. */
export interface TaskSearch {
  readonly by: PeopleFilter
  readonly people: readonly EmployeeInZone[]
  /** All but the people and the page. */
  readonly rest: TaskFilter
  readonly holds: (row: RawTaskLine, person: EmployeeInZone) => boolean
  /** Pages read so far, and the highest id on them. */
  readonly pages: number
  readonly lastId: number
  /** After so many pages it is given up, and its people are told nothing of what it found; null: it never is. */
  readonly pagesMax: number | null
}

/**
 * So many people at once that a page of fifty is rarely full: six tasks due or overdue each, one they help with, one in
 * twenty with something to accept (reference figures for digests), one or two closed in a day.
 */
const chunkSizes = { responsible: 5, accomplice: 25, control: 100, closed: 20 } as const
/** What has been overdue for longer nobody wants to read in every digest. */
const overdueDays = 60
/** Bounds sent to the portal are wider than those applied here: it compares whole seconds, by its own clock. */
const slackMs = 60_000
/** A hundred among five people are all that is counted: nobody reads a larger number, and it costs the digests' time. */
const undatedPagesMax = 2
const dayMs = 24 * 60 * 60 * 1000

/**
 * `people` in the order of their zones. Each question is asked of chunks, those in `single` of one person at a time; all
 * questions about the first people come first, so that what a portal allows only in part is whole for some.
 */
export function searchesFor(
  people: readonly EmployeeInZone[],
  wanted: WantedTasks,
  nowMs: number,
  single: ReadonlySet<PeopleFilter>,
): readonly TaskSearch[] {
  const searches = questionsFor(wanted, nowMs).flatMap(({ by, size, rest, holds, pagesMax = null }) => {
    const step = single.has(by) ? 1 : size
    return chunksOf(people, step).map((chunk, at) => ({
      first: at * step,
      search: { by, people: chunk, rest: rest(chunk), holds, pages: 0, lastId: 0, pagesMax },
    }))
  })
  return searches.toSorted((a, b) => a.first - b.first).map(({ search }) => search)
}

/** The same for each of its people, from the first page. */
export function oneByOne(search: TaskSearch): readonly TaskSearch[] {
  return search.people.map((person) => ({ ...search, people: [person], pages: 0, lastId: 0 }))
}

export function pageOf({ by, people, rest, lastId }: TaskSearch) {
  const ids = people.map(({ employee }) => employee)
  const filter = {
    [by]: ids.length === 1 && ids[0] !== undefined ? ids[0] : ids,
    ...rest,
    ...(lastId === 0 ? {} : { '>ID': lastId }),
  }
  return { filter, select: taskLineFields, order: { ID: 'asc' }, start: -1 } as const
}

/** Whose the row can be, by what was asked. */
export function ownersOf(row: RawTaskLine, by: PeopleFilter): readonly PortalUserId[] {
  if (by === 'ACCOMPLICE') return row.accomplices
  return [by === 'CREATED_BY' ? row.createdBy : row.responsibleId]
}

interface Question {
  readonly by: PeopleFilter
  readonly size: number
  readonly rest: (chunk: readonly EmployeeInZone[]) => TaskFilter
  readonly holds: TaskSearch['holds']
  readonly pagesMax?: number
}

function questionsFor(wanted: WantedTasks, nowMs: number): readonly Question[] {
  const { responsible, accomplice, control, closed } = chunkSizes
  const due = dueBetween(nowMs - overdueDays * dayMs, wanted.untilMs)
  const ended = closedSince(nowMs)
  return [
    { by: 'RESPONSIBLE_ID', size: responsible, ...due },
    { by: 'ACCOMPLICE', size: accomplice, ...due },
    ...(wanted.control === true ? [{ by: 'CREATED_BY' as const, size: control, ...onControl }] : []),
    ...(wanted.closedToday === true
      ? [
          { by: 'RESPONSIBLE_ID' as const, size: closed, ...ended },
          { by: 'ACCOMPLICE' as const, size: closed, ...ended },
          { by: 'CREATED_BY' as const, size: closed, ...ended },
        ]
      : []),
    ...(wanted.undated === true
      ? [{ by: 'RESPONSIBLE_ID' as const, size: responsible, pagesMax: undatedPagesMax, ...undated }]
      : []),
  ]
}

const { awaitingControl, completed, deferred, declined } = statusCodes
const notUnderWay = [awaitingControl, completed, deferred, declined]

type Rest = Pick<Question, 'rest' | 'holds'>

function dueBetween(fromMs: number, untilMs: number): Rest {
  const filter = {
    '!REAL_STATUS': notUnderWay,
    '>=DEADLINE': toIsoInstant(fromMs - slackMs),
    '<DEADLINE': toIsoInstant(untilMs + slackMs),
  }
  return {
    rest: () => filter,
    holds: ({ status, deadline }) => {
      const dueMs = deadline === null ? Number.NaN : Date.parse(deadline)
      return (status === 'pending' || status === 'in_progress') && dueMs >= fromMs && dueMs < untilMs
    },
  }
}

const undated: Rest = {
  rest: () => ({ '!REAL_STATUS': notUnderWay, DEADLINE: '' }),
  holds: ({ status, deadline }) => deadline === null && (status === 'pending' || status === 'in_progress'),
}

const onControl: Rest = {
  rest: () => ({ REAL_STATUS: statusCodes.awaitingControl }),
  holds: ({ status }) => status === 'awaiting_control',
}

/** The portal also dates what was handed in and waits for acceptance (source); whoever ended it counts as its doer. */
function closedSince(nowMs: number): Rest {
  return {
    rest: (chunk) => ({
      REAL_STATUS: [statusCodes.awaitingControl, statusCodes.completed],
      '>=CLOSED_DATE': toIsoInstant(Math.min(...chunk.map(({ zone }) => startOfDay(nowMs, zone))) - slackMs),
    }),
    holds: ({ status, closedDate, responsibleId, closedBy }, { employee, zone }) =>
      (status === 'completed' || status === 'awaiting_control') &&
      closedDate !== null &&
      Date.parse(closedDate) >= startOfDay(nowMs, zone) &&
      (responsibleId === employee || closedBy === employee),
  }
}
