import { z } from 'zod'
import { toPortalUserId } from '../../ports/identity.ts'
import type { Clock } from '../../ports/environment.ts'
import type { Person, Roster } from '../../ports/people.ts'
import { cleanLine } from './bbcode.ts'
import type { BitrixClient } from './client.ts'
import type { CallResult } from './result.ts'
import { unshared, type SharedMemory } from './shared-memory.ts'
import { userRows } from './schemas.ts'
import type { UserRow } from './schemas.ts'
import { isActiveEmployee } from './users.ts'

const method = 'user.get'
/** `user.get` has pages of fifty. A larger company is searched by the portal alone. */
const pagesMax = 100
/** Who is asked once and does not answer is not asked again at once. */
const pauseMs = 60_000
/** Over a long weekend nobody asks; older than this, too many have come and gone. */
const keptMs = 7 * 24 * 3_600_000

/**
 * The active employees by `user.get`, all pages, names and positions only. Asked for by {@link Roster.people} once the
 * last answer is older than `ttlMs`; until the new one is complete the old one stands. Never throws: without an answer
 * there is nobody.
 */
export function createRoster(deps: {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly ttlMs: number
  readonly signal?: AbortSignal
  /** What another process has been told counts as told. */
  readonly memory?: SharedMemory
}): Roster {
  const { client, clock, ttlMs, signal, memory = unshared } = deps
  let kept: { readonly people: readonly Person[]; readonly atMs: number } | null = null
  let asking = false
  let askedAtMs = -Infinity

  return {
    people() {
      const nowMs = clock.now()
      const ageMs = kept === null ? Infinity : nowMs - kept.atMs
      if (!asking && ageMs >= ttlMs && nowMs - askedAtMs >= pauseMs) void ask(nowMs)
      return kept === null || ageMs > keptMs ? [] : kept.people
    },
  }

  async function ask(nowMs: number): Promise<void> {
    asking = true
    askedAtMs = nowMs
    const told = await toldToAnother(nowMs)
    if (told === null) await askPortal()
    else kept = told
    asking = false
  }

  async function toldToAnother(nowMs: number): Promise<typeof kept> {
    const found = sharedRoster.safeParse((await memory.get([sharedKey])).get(sharedKey))
    if (!found.success || Math.abs(nowMs - found.data.atMs) >= ttlMs) return null
    const people = found.data.people.map((one) => ({ ...one, id: toPortalUserId(one.id) }))
    return { people, atMs: found.data.atMs }
  }

  async function askPortal(): Promise<void> {
    const people = await everybody()
    if (people === null) return
    kept = { people, atMs: clock.now() }
    await memory.set(new Map([[sharedKey, kept]]), ttlMs)
  }

  /** Null where a page is missing: half a company would make a namesake look like the only one. */
  async function everybody(): Promise<readonly Person[] | null> {
    const people: Person[] = []
    for (let page = 0, last = 0; page < pagesMax; page += 1) {
      const result = await readAfter(last)
      if (result.type !== 'ok') return null
      // A filter that was dropped would bring the first page for ever.
      if (result.value.some((row) => row.ID <= last)) return null
      people.push(...result.value.filter(isActiveEmployee).map(toPerson))
      last = Math.max(last, ...result.value.map((row) => row.ID))
      if (result.next === null) return people
    }
    return null
  }

  /** By number and not by page, so that nobody is missed when somebody leaves in between. */
  function readAfter(id: number): Promise<CallResult<UserRow[]>> {
    const params = { FILTER: { ACTIVE: true, '>ID': id }, select: fields, sort: 'ID', order: 'ASC' }
    return client.call(method, params, {
      version: 2,
      kind: 'read',
      schema: userRows,
      priority: 'background',
      ...(signal !== undefined && { signal }),
    })
  }
}

const sharedKey = 'roster'
const sharedRoster = z.object({
  atMs: z.number(),
  people: z.array(
    z.object({
      id: z.int().positive(),
      firstName: z.string(),
      lastName: z.string(),
      secondName: z.string(),
      position: z.string(),
    }),
  ),
})

const fields = [
  'ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'SECOND_NAME',
  'WORK_POSITION',
  'USER_TYPE',
  'UF_DEPARTMENT',
]

function toPerson(row: UserRow): Person {
  return {
    id: toPortalUserId(row.ID),
    firstName: cleanLine(row.NAME),
    lastName: cleanLine(row.LAST_NAME),
    secondName: cleanLine(row.SECOND_NAME),
    position: cleanLine(row.WORK_POSITION),
  }
}
