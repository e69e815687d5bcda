import { toPortalUserId } from '../../ports/identity.ts'
import type { Colleague, Directory, Employee } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import { cleanLine } from './bbcode.ts'
import type { BitrixClient } from './client.ts'
import type { Failure } from './errors.ts'
import { toFailure } from './errors.ts'
import type { CallResult } from './result.ts'
import { userRows } from './schemas.ts'
import type { UserRow } from './schemas.ts'

const matchesMax = 8
const pageRows = 50
/** A search that meets this many rows of dismissed and outside people is too vague to go on with. */
const searchPagesMax = 3

/**
 * People of the portal by `user.get` and `user.search`.
 *
 * The portal drops filters its scope does not know and then returns its first 50 people, usually the administrator
 * first. So nothing is believed because it was asked for: every row is compared again here.
 */
export function createDirectory(deps: { readonly client: BitrixClient; readonly clock: Clock }): Directory {
  const { client, clock } = deps

  return {
    async findByEmail(email, signal) {
      const wanted = email.trim()
      // An empty or odd address would list everybody.
      if (!isAddress(wanted)) return { ok: true, value: null }
      const filter = { '=EMAIL': wanted, ACTIVE: true, USER_TYPE: 'employee' }
      const result = await read('user.get', { FILTER: filter, select: linkFields }, signal)
      if (result.type !== 'ok') return failure('user.get', result)
      if (result.value.some((row) => row.EMAIL === undefined)) {
        return { ok: false, reason: 'config', detail: 'user.get: the scope hides e-mail addresses' }
      }
      const [row, second] = result.value
      const only = second === undefined ? row : undefined
      return { ok: true, value: only !== undefined && isOwner(only, wanted) ? toEmployee(only) : null }
    },

    async search(text, signal) {
      const words = searchWords(text)
      if (words === null) return { ok: true, value: [] }
      const found: Colleague[] = []
      for (let page = 0; page < searchPagesMax && found.length < matchesMax; page++) {
        // `FIND` excludes all other keys of the filter.
        const params = { FILTER: { FIND: words }, start: page * pageRows }
        const result = await read('user.search', params, signal)
        if (result.type !== 'ok') return failure('user.search', result)
        found.push(...result.value.filter(isActiveEmployee).map(toColleague))
        if (result.next === null) break
      }
      return { ok: true, value: found.slice(0, matchesMax) }
    },

    async active(ids, signal) {
      const wanted = new Set(ids)
      const active = new Set<PortalUserId>()
      for (const chunk of chunks([...wanted], pageRows)) {
        const params = { FILTER: { '@ID': chunk }, select: ['ID', 'ACTIVE', 'USER_TYPE', 'UF_DEPARTMENT'] }
        const result = await read('user.get', params, signal)
        if (result.type !== 'ok') return failure('user.get', result)
        // Believing an unfiltered list would declare everybody beyond its first page dismissed.
        if (result.value.some((row) => !wanted.has(toPortalUserId(row.ID)))) {
          return { ok: false, reason: 'config', detail: 'user.get: the filter by ids was not applied' }
        }
        for (const row of result.value.filter(isActiveEmployee)) active.add(toPortalUserId(row.ID))
      }
      return { ok: true, value: ids.filter((id) => active.has(id)) }
    },
  }

  function read(method: string, params: object, signal?: AbortSignal): Promise<CallResult<UserRow[]>> {
    const options = { version: 2, kind: 'read', schema: userRows } as const
    return client.call(method, params, signal === undefined ? options : { ...options, signal })
  }

  function failure(method: string, result: Exclude<CallResult<unknown>, { type: 'ok' }>): Failure {
    return toFailure(method, 'read', result, clock.now())
  }
}

const linkFields = [
  'ID',
  'ACTIVE',
  'EMAIL',
  'NAME',
  'LAST_NAME',
  'WORK_POSITION',
  'TIME_ZONE',
  'USER_TYPE',
  'UF_DEPARTMENT',
]

/** One `@` and nothing the portal's filter could read as a pattern or a list; `_` is guarded by the `=` operator. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@%*<>"(),;:\\\p{Cc}\p{Cf}]+@[^\s@%*<>"(),;:\\\p{Cc}\p{Cf}]+$/u.test(text)
}

function isOwner(row: UserRow, email: string): boolean {
  return row.EMAIL?.toLowerCase() === email.toLowerCase() && isActiveEmployee(row)
}

/**
 * Whether USER_TYPE is among the fields of `user_basic` differs between the documents and the server. Where it is
 * hidden, an employee is who belongs to a department: extranet users belong to none.
 */
export function isActiveEmployee(row: UserRow): boolean {
  if (row.ACTIVE !== true) return false
  return row.USER_TYPE === undefined ? row.UF_DEPARTMENT.length > 0 : row.USER_TYPE === 'employee'
}

/** Letters, digits, hyphens and apostrophes; null when too little is left, or when it is a search by address. */
function searchWords(text: string): string | null {
  if (text.includes('@')) return null
  const words = cleanLine(text.replaceAll(/[^\p{L}\p{M}\p{N}\s'’-]/gu, ' '))
  const letters = words.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters < 2 ? null : Array.from(words).slice(0, 100).join('')
}

function toEmployee(row: UserRow): Employee {
  return {
    ...toColleague(row),
    firstName: cleanLine(row.NAME),
    email: row.EMAIL ?? '',
    zone: isZone(row.TIME_ZONE) ? row.TIME_ZONE : null,
  }
}

export function toColleague(row: UserRow): Colleague {
  const name = cleanLine(`${row.NAME} ${row.LAST_NAME}`)
  return {
    id: toPortalUserId(row.ID),
    name: name === '' ? `#${row.ID}` : name,
    position: cleanLine(row.WORK_POSITION),
  }
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}
