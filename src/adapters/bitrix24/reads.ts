import { encodeQuery, queryLeaves } from './php-query.ts'

declare const brand: unique symbol

/** A moment as it may stand in a filter: `2026-11-24T09:00:00+00:00`. The portal takes a date without offset for its own. */
export type IsoInstant = string & { readonly [brand]: 'IsoInstant' }

/** @throws RangeError when `ms` is no moment. */
export function toIsoInstant(ms: number): IsoInstant {
  const text = new Date(ms).toISOString().replace(/\.\d+Z$/u, '+00:00')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return text as IsoInstant
}

/** A whole day as the calendar takes it: `2026-11-24`. */
export type IsoDay = string & { readonly [brand]: 'IsoDay' }

/** @throws RangeError when `date` is no `2026-11-24`. */
export function toIsoDay(date: string): IsoDay {
  if (!plainDay.test(date)) throw new RangeError('Not a date')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return date as IsoDay
}

export type TaskField =
  | 'ID'
  | 'TITLE'
  | 'DESCRIPTION'
  | 'DESCRIPTION_IN_BBCODE'
  | 'STATUS'
  | 'PRIORITY'
  | 'DEADLINE'
  | 'CREATED_BY'
  | 'RESPONSIBLE_ID'
  | 'ACCOMPLICES'
  | 'AUDITORS'
  | 'CLOSED_BY'
  | 'CLOSED_DATE'
  | 'CREATED_DATE'
  | 'CHANGED_DATE'
  | 'TASK_CONTROL'
  | 'ALLOW_CHANGE_DEADLINE'
  | 'UF_TASK_WEBDAV_FILES'

/** Unknown keys make the portal list everybody's tasks, so there are only these. */
export interface TaskFilter {
  readonly '>ID'?: number
  readonly RESPONSIBLE_ID?: OneOrMore
  readonly '!RESPONSIBLE_ID'?: number
  readonly CREATED_BY?: OneOrMore
  readonly ACCOMPLICE?: OneOrMore
  readonly REAL_STATUS?: OneOrMore
  readonly '!REAL_STATUS'?: OneOrMore
  /** Those that have none: what an empty word means is inferred, so rows are looked at again. */
  readonly DEADLINE?: ''
  readonly '>=DEADLINE'?: IsoInstant
  readonly '<DEADLINE'?: IsoInstant
  readonly '>=CLOSED_DATE'?: IsoInstant
}

/** Lists of statuses are in the documents, lists of people only in the source: a portal may ignore them. */
type OneOrMore = number | readonly number[]

export type UserField =
  | 'ID'
  | 'ACTIVE'
  | 'NAME'
  | 'LAST_NAME'
  | 'WORK_POSITION'
  | 'USER_TYPE'
  | 'UF_DEPARTMENT'

/**
 * What may be asked in a batch: reads only, and nothing in them that a person typed. Inside a batch the portal replaces
 * `$result[…]` and its like in any value, text included (source), so the types leave room for numbers, words of the
 * API and moments alone.
 */
export interface ReadParams {
  'tasks.task.list': {
    readonly filter: TaskFilter
    readonly select: readonly TaskField[]
    readonly order: { readonly ID: 'asc' }
    /** The first fifty, uncounted: deep in a large table a thousand times quicker (docs: huge-data.md). */
    readonly start?: -1
  }
  'tasks.task.get': {
    readonly taskId: number
    readonly select: readonly TaskField[]
    readonly params?: { readonly WITH_RESULT_INFO: 'Y' }
  }
  'tasks.task.getaccess': { readonly taskId: number; readonly users: readonly number[] }
  'user.get': {
    readonly FILTER: { readonly '@ID': readonly number[] }
    readonly select: readonly UserField[]
  }
  'disk.storage.getlist': {
    readonly filter: { readonly ENTITY_TYPE: 'user'; readonly ENTITY_ID: number }
  }
  'disk.attachedobject.get': { readonly id: number }
  'calendar.accessibility.get': {
    readonly users: readonly number[]
    readonly from: IsoDay
    readonly to: IsoDay
  }
  'calendar.event.get': {
    readonly type: 'user'
    readonly ownerId: number
    readonly from: IsoDay
    readonly to: IsoDay
  }
  'calendar.event.getbyid': { readonly id: number }
}

export type ReadMethod = keyof ReadParams

/**
 * `tasks.task.list?filter%5BRESPONSIBLE_ID%5D=15&…`, one command of a batch.
 *
 * @throws RangeError for a name or a value that is not among the known ones: the types are checked once more, because
 * an object built elsewhere may hold more than its type says.
 */
export function commandLine<M extends ReadMethod>(method: M, params: ReadParams[M]): string {
  const leaves = queryLeaves(params)
  for (const { path, value } of leaves) {
    if (!paths[method].includes(path)) throw new RangeError(`${method}: no parameter ${path}`)
    const plain = plainOf(path)
    if (typeof value === 'number' ? !Number.isSafeInteger(value) : !plain.test(value)) {
      throw new RangeError(`${method}: no such value for ${path}`)
    }
  }
  return `${method}?${encodeQuery(leaves)}`
}

function plainOf(path: string): RegExp {
  if (path === 'filter.DEADLINE') return plainNothing
  return path === 'from' || path === 'to' ? plainDay : plainWord
}

/** Words of the API and moments. */
const plainNothing = /^$/u
const plainDay = /^\d{4}-\d{2}-\d{2}$/u
const plainWord = /^(?:[A-Za-z_]{1,40}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00)$/u

const paths: Readonly<Record<ReadMethod, readonly string[]>> = {
  'tasks.task.list': [
    'filter.>ID',
    'filter.RESPONSIBLE_ID',
    'filter.!RESPONSIBLE_ID',
    'filter.CREATED_BY',
    'filter.ACCOMPLICE',
    'filter.REAL_STATUS',
    'filter.!REAL_STATUS',
    'filter.DEADLINE',
    'filter.>=DEADLINE',
    'filter.<DEADLINE',
    'filter.>=CLOSED_DATE',
    'select',
    'order.ID',
    'start',
  ],
  'tasks.task.get': ['taskId', 'select', 'params.WITH_RESULT_INFO'],
  'tasks.task.getaccess': ['taskId', 'users'],
  'user.get': ['FILTER.@ID', 'select'],
  'disk.storage.getlist': ['filter.ENTITY_TYPE', 'filter.ENTITY_ID'],
  'disk.attachedobject.get': ['id'],
  'calendar.accessibility.get': ['users', 'from', 'to'],
  'calendar.event.get': ['type', 'ownerId', 'from', 'to'],
  'calendar.event.getbyid': ['id'],
}
