/** `user.search`: full-text `FIND`, or fields by the beginning of their value (docs). */
import type { JsonObject } from '../../../src/ports/json.ts'
import { textOf, upperKeys } from '../json.ts'
import { matchesLike } from '../like.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'
import { selectEmployees } from './filter.ts'

/**
 * `FIND` excludes all other keys (docs): `USER_TYPE` beside it does not narrow, so the extranet and the dismissed are
 * found too. Without it, names match from their beginning and the other keys as in `user.get`.
 */
export function searchEmployees(portal: Portal, filter: JsonObject): readonly EmployeeRow[] {
  const keys = upperKeys(filter)
  const find = textOf(keys['FIND']).trim()
  if (find !== '') return selectEmployees(portal, {}).filter((row) => isFound(portal, row, find))

  const others = Object.fromEntries(
    Object.entries(keys).filter(
      ([key]) => key !== 'FIND' && !(key in startFields) && key !== 'UF_DEPARTMENT_NAME',
    ),
  )
  return selectEmployees(portal, others).filter(
    (row) =>
      Object.entries(startFields).every(([key, read]) => startsWith(read(row), textOf(keys[key]))) &&
      departmentNames(portal, row).some((name) => startsWith(name, textOf(keys['UF_DEPARTMENT_NAME']))),
  )
}

const startFields: Readonly<Record<string, (row: EmployeeRow) => string>> = {
  NAME: (row) => row.name,
  LAST_NAME: (row) => row.lastName,
  SECOND_NAME: (row) => row.secondName,
  WORK_POSITION: (row) => row.position,
}

/** Every word asked for begins some word of the name, the position or the department. */
function isFound(portal: Portal, row: EmployeeRow, find: string): boolean {
  const searched = [row.name, row.lastName, row.secondName, row.position, ...departmentNames(portal, row)]
  const words = wordsOf(portal, searched.join(' '))
  return wordsOf(portal, find).every((asked) => words.some((word) => matchesLike(word, `${asked}%`)))
}

function wordsOf(portal: Portal, text: string): readonly string[] {
  const folded = portal.modes.searchFoldsYo ? text.toLowerCase().replaceAll('ё', 'е') : text.toLowerCase()
  return folded.split(/[^\p{L}\p{N}%_]+/u).filter((word) => word !== '')
}

/** A person without a department still takes part in a search that asks for none. */
function departmentNames(portal: Portal, row: EmployeeRow): readonly string[] {
  const names = portal.state.departments
    .filter(({ id }) => row.departmentIds.includes(id))
    .map(({ name }) => name)
  return names.length === 0 ? [''] : names
}

function startsWith(value: string, asked: string): boolean {
  return asked === '' || matchesLike(value, `${asked}%`)
}
