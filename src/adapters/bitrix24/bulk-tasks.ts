import type { EmployeeInZone, PerEmployee, TaskLine } from '../../ports/bulk-reads.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { command } from './batch.ts'
import { byZone, createFailures } from './bulk-people.ts'
import type { Failures } from './bulk-people.ts'
import type { BulkRunner } from './bulk-run.ts'
import { oneByOne, ownersOf, pageOf, searchesFor } from './bulk-searches.ts'
import type { PeopleFilter, TaskSearch, WantedTasks } from './bulk-searches.ts'
import { toFailure } from './errors.ts'
import type { CallResult } from './result.ts'
import { toTaskLine } from './task-line.ts'
import { taskLinePage } from './task-schemas.ts'
import type { RawTaskLine } from './task-schemas.ts'

/** What an operator should know of a portal; names methods and filters, no people. */
export type BulkNote =
  /** The portal ignores lists of people in this filter, and is asked for one person at a time from now on. */
  | { readonly type: 'lists_ignored'; readonly filter: PeopleFilter }
  /** An alarm: rows of people nobody asked for came even so. None of that answer is used. */
  | { readonly type: 'strangers'; readonly method: string; readonly rows: number }
  /** The method has used up its share of working time, and is left alone for so long. */
  | { readonly type: 'waits'; readonly method: string; readonly ms: number }

const method = 'tasks.task.list'
/** A command takes 0.15–0.2 s (docs' examples): five seconds a batch. */
const perBatch = 25
const pageRows = 50
/** A thousand tasks of one chunk. */
const pagesMax = 20

/** Reads tasks by lists of people, as long as the portal is not seen to ignore such lists. */
export function createBulkTasks(deps: {
  readonly runner: BulkRunner
  readonly clock: Clock
  readonly portal: string
  readonly note: (note: BulkNote) => void
}) {
  const { runner, clock, portal, note } = deps
  const single = new Set<PeopleFilter>()
  const proven = new Set<PeopleFilter>()

  return async function openTasks(
    people: readonly EmployeeInZone[],
    wanted: WantedTasks,
    signal: AbortSignal | undefined,
  ): Promise<PerEmployee<readonly TaskLine[]>> {
    const nowMs = clock.now()
    const found: Found = { rows: new Map(), uncounted: new Set(), failures: createFailures() }
    const inOrder = byZone(people, nowMs, found.failures)
    const searches = searchesFor(inOrder, wanted, nowMs, single)
    await readAll(searches, found, signal)
    const doubted = await doubtedSearches(searches, signal)
    await readAll(doubted.flatMap(oneByOne), found, signal)
    return new Map(
      people.map((person) => [person.employee, found.failures.or(person, () => linesOf(person, found))]),
    )
  }

  async function readAll(
    searches: readonly TaskSearch[],
    found: Found,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    for (let open = searches; open.length > 0;) {
      const results = await run(open, signal)
      open = open.flatMap((search, at) => takeIn(search, results[at], found))
    }
  }

  function run(searches: readonly TaskSearch[], signal: AbortSignal | undefined) {
    const commands = searches.map((search) => command(method, pageOf(search), taskLinePage))
    return runner.run(commands, perBatch, signal)
  }

  /** Keeps what came, and returns what is to be asked next. */
  function takeIn(
    search: TaskSearch,
    result: CallResult<RawTaskLine[]> | undefined,
    { rows, uncounted, failures }: Found,
  ): readonly TaskSearch[] {
    const { by, people, holds } = search
    if (result === undefined) return []
    if (result.type !== 'ok') {
      failures.add(people, toFailure(method, 'read', result, clock.now()))
      return []
    }
    const asked = new Map(people.map((person) => [person.employee, person]))
    const strangers = result.value.filter((row) => !ownersOf(row, by).some((owner) => asked.has(owner)))
    if (strangers.length > 0 && people.length > 1) return avoidLists(search)
    if (strangers.length > 0) {
      note({ type: 'strangers', method, rows: strangers.length })
      failures.add(people, { ok: false, reason: 'config', detail: `${method}: ${by} was not applied` })
      return []
    }
    for (const row of result.value) {
      const owners = ownersOf(row, by).flatMap((owner) => asked.get(owner) ?? [])
      if (owners.some((owner) => owner !== people[0])) proven.add(by)
      for (const owner of owners) if (holds(row, owner)) keep(rows, owner.employee, row)
    }
    const next = nextPage(search, result.value)
    const isGivenUp = search.pagesMax !== null && next.some(({ pages }) => pages >= (search.pagesMax ?? 0))
    if (!isGivenUp) return next
    for (const { employee } of people) uncounted.add(employee)
    return []
  }

  function avoidLists(search: TaskSearch): readonly TaskSearch[] {
    if (!single.has(search.by)) note({ type: 'lists_ignored', filter: search.by })
    single.add(search.by)
    return oneByOne(search)
  }

  /**
   * A portal that understands nothing of a list but its first person would show nobody else anything, without a word.
   * So as long as nobody else has been seen, a few are asked for by themselves; returns what has to be read again.
   */
  async function doubtedSearches(
    searches: readonly TaskSearch[],
    signal: AbortSignal | undefined,
  ): Promise<readonly TaskSearch[]> {
    const doubtful = searches.filter(
      ({ by, people }) => people.length > 1 && !proven.has(by) && !single.has(by),
    )
    const filters = [...new Set(doubtful.map(({ by }) => by))]
    const samples = filters.flatMap((by) =>
      doubtful
        .filter((search) => search.by === by)
        .flatMap((search) => oneByOne(search).slice(1))
        .slice(0, Math.floor(perBatch / filters.length)),
    )
    if (samples.length === 0) return []
    const results = await run(samples, signal)
    const missed = samples.filter((_, at) => {
      const result = results[at]
      return result?.type === 'ok' && result.value.length > 0
    })
    for (const { by } of missed) {
      if (!single.has(by)) note({ type: 'lists_ignored', filter: by })
      single.add(by)
    }
    return doubtful.filter(({ by }) => single.has(by))
  }

  function linesOf({ employee }: EmployeeInZone, { rows, uncounted }: Found): readonly TaskLine[] {
    return [...(rows.get(employee)?.values() ?? [])]
      .filter(({ deadline, status }) => deadline !== null || !uncounted.has(employee) || !isUnderWay(status))
      .flatMap((row) => toTaskLine(row, employee, portal) ?? [])
      .toSorted(bySooner)
  }
}

function isUnderWay(status: RawTaskLine['status']): boolean {
  return status === 'pending' || status === 'in_progress'
}

interface Found {
  readonly rows: Map<PortalUserId, Map<number, RawTaskLine>>
  /** Whose tasks without a deadline are too many to be counted. */
  readonly uncounted: Set<PortalUserId>
  readonly failures: Failures
}

function keep(rows: Found['rows'], owner: PortalUserId, row: RawTaskLine): void {
  const own = rows.get(owner) ?? new Map<number, RawTaskLine>()
  rows.set(owner, own.set(row.id, row))
}

/** With `start: -1` the portal does not say whether there is more; a page that is not full is the last. */
function nextPage(search: TaskSearch, rows: readonly RawTaskLine[]): readonly TaskSearch[] {
  const lastId = Math.max(0, ...rows.map(({ id }) => id))
  const pages = search.pages + 1
  if (rows.length < pageRows || lastId <= search.lastId || pages >= pagesMax) return []
  return [{ ...search, pages, lastId }]
}

/** Instants in one form sort as text. */
function bySooner(one: TaskLine, other: TaskLine): number {
  if (one.deadline === other.deadline) return one.id - other.id
  if (one.deadline === null) return 1
  if (other.deadline === null) return -1
  return one.deadline < other.deadline ? -1 : 1
}
