import type { JsonObject } from '../../../src/ports/json.ts'
import { idsOf, textOf, upperKeys } from '../json.ts'
import { matchesLike } from '../like.ts'
import type { DepartmentRow } from '../rows.ts'
import { pageOf, type Answer, type Call, type MethodTable } from './method.ts'

export const departmentMethods: MethodTable = {
  'department.get': { scopes: ['department'], run: getDepartments },
}

/** Flat keys, arrays of ids allowed (source). */
function getDepartments(call: Call): Answer {
  const params = upperKeys(call.params)
  const rows = call.portal.state.departments.filter(
    (row) =>
      among(params, 'ID', row.id) &&
      among(params, 'PARENT', row.parentId ?? 0) &&
      among(params, 'UF_HEAD', row.headId ?? 0) &&
      (!('NAME' in params) || matchesLike(row.name, textOf(params['NAME']))),
  )
  const descending = textOf(params['ORDER']).toUpperCase() === 'DESC'
  const ordered = [...rows].sort((left, right) => left.sort - right.sort)
  return pageOf(call, descending ? ordered.reverse() : ordered, showDepartment)
}

function among(params: JsonObject, key: string, id: number): boolean {
  return !(key in params) || idsOf(params[key]).includes(id)
}

function showDepartment(row: DepartmentRow): JsonObject {
  return {
    ID: String(row.id),
    NAME: row.name,
    SORT: row.sort,
    ...(row.parentId === null ? {} : { PARENT: String(row.parentId) }),
    ...(row.headId === null ? {} : { UF_HEAD: String(row.headId) }),
  }
}
