/** What zod objects to, said so that a person who writes dialogs can mend it: one mistake, one problem. */
import { z } from 'zod'
import { condition, stepButton, valuePath } from '../language/definition-parts.ts'
import { branchOfButton } from './buttons.ts'
import { explainCondition } from './conditions.ts'
import { explainFormat } from './formats.ts'
import { mend } from './mend.ts'
import { near } from './near.ts'
import { error, isRecord, own, type Path, type Problem, words } from './problem.ts'
import { isKindOf, keysOf, meantBranch, schemaAt, strip } from './schema.ts'
import { bothLanguages, listOf, notAValue, notOneOf, outOfBounds, type Place, wrongType } from './place.ts'
import { keyNotes } from '../language/key-notes.ts'

export type Judged<T> =
  | { readonly ok: true; readonly value: T }
  /** `mended` is the value as it was probably meant, to judge its meaning by; null when that cannot be told. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly mended: T | null }

/** Reads `value` by `schema`; `path` is where the value stands in the definition. */
export function judge<T>(schema: z.ZodType<T>, value: unknown, path: Path): Judged<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true, value: parsed.data }
  const problems = explainAll(schema, value, path, parsed.error.issues)
  const mended = mend(value, problems, path)
  const again = mended === undefined ? null : schema.safeParse(mended)
  return { ok: false, problems, mended: again?.success === true ? again.data : null }
}

function explainAll(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  issues: readonly z.core.$ZodIssue[],
): readonly Problem[] {
  const conditions = new Set<string>()
  return issues.flatMap((issue) => {
    const inside = issue.path.filter((key) => typeof key !== 'symbol')
    const whole = inside.findIndex((_key, depth) =>
      isKindOf(schemaAt(schema, inside.slice(0, depth + 1), value), condition),
    )
    if (whole >= 0) {
      const top = inside.slice(0, whole + 1)
      const known = conditions.has(String(top))
      conditions.add(String(top))
      return known ? [] : explainCondition(top.reduce(own, value), [...path, ...top])
    }
    const above = inside.slice(0, -1)
    return explain(issue, {
      schema: schemaAt(schema, inside, value),
      parent: inside.length === 0 ? null : schemaAt(schema, above, value),
      value: inside.reduce(own, value),
      siblings: above.reduce(own, value),
      path: [...path, ...inside],
    })
  })
}

function explain(issue: z.core.$ZodIssue, place: Place): readonly Problem[] {
  const { path, value, schema } = place
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? missing(place) : [wrongType(issue.expected, place)]
    case 'unrecognized_keys':
      // Of the kinds of button the one that takes the most keys is no better than the others.
      if (schema === stepButton) return explainUnion(place)
      return issue.keys.map((key) => unknownKey(key, place))
    case 'invalid_value':
      return value === undefined ? missing(place) : [notOneOf(issue.values.map(String), value, path)]
    case 'invalid_format':
      return [explainFormat(schema, String(value), path)]
    case 'too_small':
    case 'too_big':
      return [outOfBounds(issue, place)]
    case 'invalid_key':
      return [explainFormat(null, String(path.at(-1)), path, 'key')]
    case 'invalid_union':
      return explainUnion(place)
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
      break
  }
  return [error('bad-value', path, words('такое значение здесь не подходит', 'this value does not fit here'))]
}

function explainUnion(place: Place): readonly Problem[] {
  const { schema, value, path } = place
  if (value === undefined) return missing(place)
  const union = schema && strip(schema)
  const meant = schema === stepButton ? branchOfButton(value, path) : null
  if (meant && 'problem' in meant) return [meant.problem]
  const branch = meant ? meant.branch : union instanceof z.ZodUnion ? meantBranch(union.options, value) : null
  if (union instanceof z.ZodUnion && isKindOf(union.options[0] ?? null, valuePath) && !isRecord(value))
    return [notAValue(place)]
  const parsed = branch && z.safeParse(branch, value)
  if (!branch || !parsed || parsed.success) return [wrongType('value', place)]
  return explainAll(branch, value, path, parsed.error.issues)
}

/** A key that is there under a slightly wrong name is not also missing. */
function missing(place: Place): readonly Problem[] {
  const key = String(place.path.at(-1))
  const above = place.path.slice(0, -1)
  const allowed = keysOf(place.parent)
  const misspelt = Object.keys(isRecord(place.siblings) ? place.siblings : {})
    .filter((other) => !allowed.includes(other))
    .some((other) => near(other, freeKeys(allowed, place.siblings)) === key)
  if (misspelt) return []
  const message = words(`не хватает ключа «${key}»`, `the key “${key}” is missing`)
  const hint = key === 'en' || key === 'ru' ? bothLanguages : (keyNotes.get(key) ?? null)
  return [
    error('missing-key', above, message, { on: typeof above.at(-1) === 'string' ? 'key' : 'value', hint }),
  ]
}

function unknownKey(key: string, place: Place): Problem {
  const allowed = keysOf(place.schema)
  const message = words(`здесь не бывает ключа «${key}»`, `there is no key “${key}” here`)
  const meant = near(key, freeKeys(allowed, place.value))
  return error('unknown-key', [...place.path, key], message, { on: 'key', hint: listOf(allowed), meant })
}

function freeKeys(allowed: readonly string[], value: unknown): readonly string[] {
  return allowed.filter((key) => own(value, key) === undefined)
}
