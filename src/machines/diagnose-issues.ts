/** What zod objects to, said so that a person who writes dialogs can mend it: one mistake, one problem. */
import { z } from 'zod'
import { condition, stepButton, valueMap, valuePath } from './definition-parts.ts'
import { branchOfButton } from './diagnose-buttons.ts'
import { explainCondition } from './diagnose-conditions.ts'
import { explainFormat } from './diagnose-formats.ts'
import { keyNotes } from './key-notes.ts'
import { mend } from './diagnose-mend.ts'
import { near } from './diagnose-near.ts'
import { error, isRecord, own, type Path, type Problem, type Wording, words } from './diagnose-problem.ts'
import { isKindOf, isName, keysOf, meantBranch, schemaAt, strip } from './diagnose-schema.ts'

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

interface Place {
  readonly schema: z.core.$ZodType | null
  readonly parent: z.core.$ZodType | null
  readonly value: unknown
  readonly siblings: unknown
  readonly path: Path
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

const bothLanguages = words(
  'каждый текст пишется на двух языках: { ru: …, en: … }',
  'every text is written in two languages: { ru: …, en: … }',
)

function unknownKey(key: string, place: Place): Problem {
  const allowed = keysOf(place.schema)
  const message = words(`здесь не бывает ключа «${key}»`, `there is no key “${key}” here`)
  const meant = near(key, freeKeys(allowed, place.value))
  return error('unknown-key', [...place.path, key], message, { on: 'key', hint: listOf(allowed), meant })
}

/** Null for a list that nobody would read. */
function listOf(keys: readonly string[]): Wording | null {
  const all = keys.join(', ')
  return keys.length === 0 || keys.length > 16
    ? null
    : words(`здесь бывают: ${all}`, `here may stand: ${all}`)
}

function freeKeys(allowed: readonly string[], value: unknown): readonly string[] {
  return allowed.filter((key) => own(value, key) === undefined)
}

function notOneOf(values: readonly string[], value: unknown, path: Path): Problem {
  const written = show(value)
  if (values.length === 1) {
    return error(
      'bad-option',
      path,
      words(
        `здесь бывает только ${values[0]}, а стоит ${written.ru}`,
        `only ${values[0]} may stand here, not ${written.en}`,
      ),
    )
  }
  const all = values.join(', ')
  return error(
    'bad-option',
    path,
    words(`здесь не бывает ${written.ru}`, `${written.en} may not stand here`),
    {
      hint: words(`бывает: ${all}`, `one of: ${all}`),
      meant: typeof value === 'string' ? near(value, values) : null,
    },
  )
}

function wrongType(expected: string, place: Place): Problem {
  const { value, path } = place
  const kind = isName(place.schema) && expected === 'string' ? 'name' : expected
  const wanted = needs.get(kind) ?? words('нужно другое значение', 'another value is needed')
  if (value === null) {
    return error(
      'empty-value',
      path,
      words(`после двоеточия ничего нет, а ${wanted.ru}`, `nothing stands here; ${wanted.en}`),
    )
  }
  const found = show(value)
  const message = words(`${wanted.ru}, а стоит ${found.ru}`, `${wanted.en}, not ${found.en}`)
  return error('wrong-type', path, message, { hint: remedy(expected, place) })
}

const needs = new Map<string, Wording>([
  ['name', words('нужно имя', 'a name is needed')],
  ['string', words('нужен текст', 'text is needed')],
  ['number', words('нужно число', 'a number is needed')],
  ['int', words('нужно целое число', 'a whole number is needed')],
  ['boolean', words('нужно true или false', 'true or false is needed')],
  ['array', words('нужно перечисление в скобках [ ]', 'a list in brackets [ ] is needed')],
  ['tuple', words('нужны два числа: [от, до]', 'two numbers are needed: [from, to]')],
  ['object', words('нужны вложенные ключи', 'nested keys are needed')],
  ['record', words('нужны вложенные ключи', 'nested keys are needed')],
])

/** How such a value usually comes about, and what mends it. */
function remedy(expected: string, { value, schema }: Place): Wording | null {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return quote(String(value))
  if (expected === 'string' && isRecord(value)) {
    const braced = Object.values(value).every((inner) => inner === null)
    const start = braced ? quote(`{${Object.keys(value).join(', ')}}…`) : null
    return (
      start ??
      words(
        'если в тексте есть двоеточие, возьмите весь текст в кавычки',
        'put a text with a colon in quotes',
      )
    )
  }
  if (expected === 'array' && typeof value === 'string')
    return words(`напишите [${value}]`, `write [${value}]`)
  const keys = keysOf(schema)
  if (expected === 'object' && keys.includes('ru') && keys.includes('en')) return bothLanguages
  if (expected === 'object') return listOf(keys)
  if (expected === 'int' || expected === 'number')
    return words('напишите число без кавычек', 'write a number without quotes')
  return null
}

function quote(text: string): Wording {
  return words(`возьмите текст в кавычки: "${text}"`, `put the text in quotes: "${text}"`)
}

function notAValue({ value, path, schema }: Place): Problem {
  const found = show(value)
  const written = typeof value === 'string' ? value : JSON.stringify(value)
  const hint = isKindOf(schema, valueMap)
    ? null
    : words(
        `само значение передают так: { value: ${written} }`,
        `a value itself is given as { value: ${written} }`,
      )
  return error(
    'bad-path',
    path,
    words(`нужно имя шага, а стоит ${found.ru}`, `the name of a step is needed, not ${found.en}`),
    { hint },
  )
}

function outOfBounds(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  { value, path }: Place,
): Problem {
  const small = issue.code === 'too_small'
  const bound = Number(small ? issue.minimum : issue.maximum)
  const [least, most] = [words('не меньше', 'at least'), words('не больше', 'at most')]
  const limit = small ? least : most
  if (issue.origin === 'string') {
    if (small && bound <= 1) return error('empty-text', path, words('текст пуст', 'the text is empty'))
    return error(
      'out-of-bounds',
      path,
      words(`длина должна быть ${limit.ru} ${bound}`, `its length must be ${limit.en} ${bound}`),
    )
  }
  if (issue.origin === 'array') {
    const count = Array.isArray(value) ? value.length : 0
    return error(
      'out-of-bounds',
      path,
      words(
        `в списке ${count}, а нужно ${limit.ru} ${bound}`,
        `the list has ${count}; ${limit.en} ${bound} are needed`,
      ),
    )
  }
  const found = show(value)
  return error(
    'out-of-bounds',
    path,
    words(
      `стоит ${found.ru}, а нужно ${limit.ru} ${bound}`,
      `${found.en} stands here; ${limit.en} ${bound} is needed`,
    ),
  )
}

/** A value as a sentence names it. */
function show(value: unknown): Wording {
  if (typeof value === 'string') return words(`«${shorten(value)}»`, `“${shorten(value)}”`)
  if (typeof value === 'number') return words(`число ${value}`, `the number ${value}`)
  if (typeof value === 'boolean') return words(String(value), String(value))
  if (Array.isArray(value)) return words('список', 'a list')
  if (isRecord(value)) return words('раздел с ключами', 'a section with keys')
  return words('пустое место', 'nothing')
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
