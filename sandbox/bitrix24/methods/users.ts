import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isObject, objectOf, textOf, upperKeys } from '../json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'
import { selectEmployees } from '../users/filter.ts'
import { searchEmployees } from '../users/search.ts'
import { employeeFields, showEmployee, visibleFields } from '../users/view.ts'
import { pageOf, type Answer, type Call, type MethodTable } from './method.ts'

const scopes = ['user', 'user_basic', 'user_brief']

export const userMethods: MethodTable = {
  'user.get': { scopes, run: (call) => listEmployees(call, selectEmployees) },
  'user.search': { scopes, run: (call) => listEmployees(call, searchEmployees) },
  'user.current': { scopes, run: (call) => ({ result: showEmployee(call.portal, call.owner, undefined) }) },
  'user.fields': {
    scopes,
    run: (call) => ({
      result: Object.fromEntries(visibleFields(call.portal.scopes).map((name) => [name, name])),
    }),
  },
}

/** Old calls give the conditions flat, without `FILTER` (source); parameter names are in any case. */
function listEmployees(
  call: Call,
  select: (portal: Portal, filter: JsonObject) => readonly EmployeeRow[],
): Answer {
  const params = upperKeys(call.params)
  const filter = isObject(params['FILTER'])
    ? params['FILTER']
    : 'FILTER' in params
      ? {}
      : withoutControls(params)
  const rows = sorted(call.portal, select(call.portal, filter), params)
  return pageOf(call, rows, (row) => showEmployee(call.portal, row, params['SELECT']))
}

function withoutControls(params: JsonObject): JsonObject {
  const controls = new Set(['SORT', 'ORDER', 'SELECT', 'ADMIN_MODE', 'IMAGE_RESIZE'])
  return Object.fromEntries(Object.entries(objectOf(params)).filter(([key]) => !controls.has(key)))
}

/** Sorting applies only when both `sort` and `order` are given; otherwise by ID (docs). */
function sorted(portal: Portal, rows: readonly EmployeeRow[], params: JsonObject): readonly EmployeeRow[] {
  const field = textOf(params['SORT']).toUpperCase()
  const direction = textOf(params['ORDER']).toUpperCase()
  const byId = [...rows].sort((left, right) => left.id - right.id)
  if (field === 'ID' && direction === 'DESC') return byId.reverse()
  if (field === '' || direction === '' || field === 'ID' || !visibleFields(portal.scopes).includes(field))
    return byId
  const key = (row: EmployeeRow): Json => employeeFields(portal, row)[field] ?? ''
  const sign = direction === 'DESC' ? -1 : 1
  return byId.sort((left, right) => sign * textOf(key(left)).localeCompare(textOf(key(right)), 'ru'))
}
