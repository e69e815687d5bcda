/** Values that do not fit where they stand: what is needed there, what was found, and how such a thing comes about. */
import type { z } from 'zod'
import { near } from './near.ts'
import { error, isRecord, type Path, type Problem, type Wording, words } from './problem.ts'
import { isName, keysOf } from './schema.ts'

/** Where an issue was raised: the schema of the place and of the section it belongs to, and what stands in both. */
export interface Place {
  readonly schema: z.core.$ZodType | null
  readonly parent: z.core.$ZodType | null
  readonly value: unknown
  readonly siblings: unknown
  readonly path: Path
}

export function notOneOf(values: readonly string[], value: unknown, path: Path): Problem {
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

export function wrongType(expected: string, place: Place): Problem {
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

/** Where a service is given a value: a bare one would be taken for the name of a step. */
export function notAValue({ value, path }: Place): Problem {
  const found = show(value)
  const written = JSON.stringify(value)
  const hint = words(
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

export function outOfBounds(
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

export const bothLanguages = words(
  'каждый текст пишется на двух языках: { ru: …, en: … }',
  'every text is written in two languages: { ru: …, en: … }',
)

/** Null for a list that nobody would read. */
export function listOf(keys: readonly string[]): Wording | null {
  const all = keys.join(', ')
  return keys.length === 0 || keys.length > 16
    ? null
    : words(`здесь бывают: ${all}`, `here may stand: ${all}`)
}
