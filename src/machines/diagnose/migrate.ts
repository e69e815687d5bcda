/** What is said of earlier versions: that they are earlier, and that the steps it names are there, or no longer. */
import type { Scope } from './draft.ts'
import { near } from './near.ts'
import { error, type Path, type Problem, words } from './problem.ts'

export function checkMigrate(scope: Scope): readonly Problem[] {
  const { migrate, version } = scope.draft
  return Object.entries(migrate ?? {}).flatMap(([from, edit]) => {
    const path = ['migrate', from]
    return [
      ...(version === null || Number(from) < version ? [] : [notEarlier(path, from, version)]),
      ...Object.entries(edit.renamed ?? {}).flatMap(([was, is]) => checkRename(scope, path, was, is)),
      ...(edit.retyped ?? []).flatMap((name, index) => mustBe(scope, name, [...path, 'retyped', index])),
    ]
  })
}

function notEarlier(path: Path, from: string, version: number): Problem {
  const message = words(
    `версия ${from} не раньше этой: у файла version: ${version}`,
    `version ${from} is not earlier than this one: the file says version: ${version}`,
  )
  const hint = words(
    'слева стоит версия, из которой переходит разговор; после правки увеличьте version',
    'on the left stands the version a conversation comes from; raise “version” after an edit',
  )
  return error('not-earlier', path, message, { on: 'key', hint })
}

/** A later version may have renamed it again, or dropped it: then it need not be a step any more. */
function checkRename(scope: Scope, path: Path, was: string, is: string): readonly Problem[] {
  const edits = Object.values(scope.draft.migrate ?? {})
  const later = edits.some(
    ({ renamed = {}, dropped = [] }) => Object.hasOwn(renamed, is) || dropped.includes(is),
  )
  const missing = later ? [] : mustBe(scope, is, [...path, 'renamed', was])
  if (!scope.steps.has(was)) return missing
  const message = words(
    `шаг «${was}» назван переименованным, а он всё ещё есть`,
    `the step “${was}” is said to be renamed, and is still there`,
  )
  return [...missing, error('still-there', [...path, 'renamed', was], message, { on: 'key' })]
}

function mustBe(scope: Scope, name: string, path: Path): readonly Problem[] {
  if (scope.partial || scope.steps.has(name)) return []
  const message = words(`шага «${name}» нет`, `there is no step “${name}”`)
  return [error('unknown-step', path, message, { meant: near(name, scope.steps.keys()) })]
}
