import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isoInZone } from '../time.ts'
import { listOf, textOf } from '../json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'

const briefFields = [
  'ID',
  'XML_ID',
  'ACTIVE',
  'NAME',
  'LAST_NAME',
  'SECOND_NAME',
  'IS_ONLINE',
  'TIME_ZONE',
  'TIMESTAMP_X',
  'LAST_ACTIVITY_DATE',
  'DATE_REGISTER',
  'PERSONAL_GENDER',
  'PERSONAL_PHOTO',
  'WORK_POSITION',
  'UF_DEPARTMENT',
  'USER_TYPE',
] as const
const basicFields = [
  ...briefFields,
  'EMAIL',
  'PERSONAL_MOBILE',
  'WORK_PHONE',
  'LAST_LOGIN',
  'UF_EMPLOYMENT_DATE',
]

/** Fields the scope shows: `user` over `user_basic` over `user_brief`, which has neither e-mail nor phones (docs). */
export function visibleFields(scopes: readonly string[]): readonly string[] {
  return scopes.includes('user') || scopes.includes('user_basic') ? basicFields : briefFields
}

/** One element of `user.get`. `select` takes names and the masks `*`, `UF_*`; the rest is skipped silently (docs). */
export function showEmployee(portal: Portal, row: EmployeeRow, select: Json | undefined): JsonObject {
  const wanted = listOf(select).map((name) => textOf(name).toUpperCase())
  const isWanted = (field: string): boolean =>
    wanted.length === 0 ||
    wanted.includes('*') ||
    wanted.includes(field) ||
    (field.startsWith('UF_') && wanted.includes('UF_*'))
  const fields = employeeFields(portal, row)
  return Object.fromEntries(
    visibleFields(portal.scopes)
      .filter(isWanted)
      .map((field) => [field, fields[field] ?? '']),
  )
}

/** Every field by its name on the wire: ids are strings, `ACTIVE` is a boolean, unknown dates are `{}` (docs). */
export function employeeFields(portal: Portal, row: EmployeeRow): JsonObject {
  return {
    ID: String(row.id),
    XML_ID: '',
    ACTIVE: row.active,
    NAME: row.name,
    LAST_NAME: row.lastName,
    SECOND_NAME: row.secondName,
    EMAIL: row.email,
    LAST_LOGIN: '',
    DATE_REGISTER: isoInZone(Date.parse(`${row.registeredOn}T00:00:00Z`), portal.state.zone),
    TIME_ZONE: row.timeZone ?? '',
    IS_ONLINE: 'N',
    TIMESTAMP_X: {},
    LAST_ACTIVITY_DATE: {},
    PERSONAL_GENDER: row.gender,
    PERSONAL_PHOTO: '',
    PERSONAL_MOBILE: row.mobile,
    WORK_PHONE: '',
    WORK_POSITION: row.position,
    UF_EMPLOYMENT_DATE: '',
    UF_DEPARTMENT: [...row.departmentIds],
    USER_TYPE: row.userType,
  }
}
