/** Questions to the zod schemas of the language: which keys belong here, and which values name a text. */
import { z } from 'zod'
import { name, textKey } from '../language/definition-parts.ts'
import { isRecord, own, type Path } from './problem.ts'

type Schema = z.core.$ZodType

/** The schema of the value at `path`, or null where the language has no such place. */
export function schemaAt(schema: Schema, path: Path, value: unknown): Schema | null {
  let here: Schema | null = schema
  let there = value
  for (const key of path) {
    here = here && childOf(here, key, there)
    there = own(there, key)
  }
  return here
}

/** The keys that may stand in a section; empty for what is no section. */
export function keysOf(schema: Schema | null): readonly string[] {
  const bare = schema && strip(schema)
  if (bare instanceof z.ZodObject) return Object.keys(bare.shape)
  if (bare instanceof z.ZodRecord && bare.keyType instanceof z.ZodEnum)
    return bare.keyType.options.map(String)
  if (bare instanceof z.ZodUnion) return [...new Set(bare.options.flatMap((option) => keysOf(option)))]
  return []
}

/** The meant branch of a union: the one whose complaints are least serious. */
export function meantBranch(options: readonly Schema[], value: unknown): Schema | null {
  let best: { readonly option: Schema; readonly fault: number } | null = null
  for (const option of options) {
    const fault = faultOf(option, value)
    if (best === null || fault < best.fault) best = { option, fault }
  }
  return best?.option ?? null
}

/** Whether a schema is `ancestor`, or `ancestor` with another description. */
export function isKindOf(schema: Schema | null, ancestor: Schema): boolean {
  for (let here = schema && strip(schema); here; here = parentOf(here)) if (here === ancestor) return true
  return false
}

/** zod keeps what a schema was cloned from when it was given another description. */
function parentOf(schema: Schema): Schema | null {
  const { _zod: internals } = schema
  return internals.parent ?? null
}

/** Every place of a well-shaped value that names a text. */
export function textNamesIn(
  schema: Schema,
  value: unknown,
  path: Path,
): { readonly path: Path; readonly key: string }[] {
  const bare = strip(schema)
  if (isKindOf(bare, textKey)) return typeof value === 'string' ? [{ path, key: value }] : []
  if (bare instanceof z.ZodUnion) {
    const branch = meantBranch(bare.options, value)
    return branch ? textNamesIn(branch, value, path) : []
  }
  const parts: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...(value as readonly unknown[]).entries()]
    : isRecord(value)
      ? Object.entries(value)
      : []
  return parts.flatMap(([key, part]) => {
    const child = childOf(bare, key, value)
    return child ? textNamesIn(child, part, [...path, key]) : []
  })
}

/** The schema without what makes a key optional. Not through `lazy`: conditions hold no texts and would never end. */
export function strip(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return strip(schema.unwrap())
  return schema
}

function childOf(schema: Schema, key: string | number, value: unknown): Schema | null {
  const bare = strip(schema)
  if (bare instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = bare.shape
    return (typeof key === 'string' && Object.hasOwn(shape, key) && shape[key]) || null
  }
  if (bare instanceof z.ZodRecord) return bare.valueType
  if (bare instanceof z.ZodArray) return bare.element
  if (bare instanceof z.ZodTuple) return (typeof key === 'number' && bare.def.items[key]) || null
  if (bare instanceof z.ZodUnion) {
    const branch = meantBranch(bare.options, value)
    return branch && childOf(branch, key, value)
  }
  return null
}

/** A key that has no place in a branch speaks against it more than a key that is missing there. */
function faultOf(option: Schema, value: unknown): number {
  const parsed = z.safeParse(option, value)
  if (parsed.success) return 0
  return parsed.error.issues.reduce((sum, issue) => sum + weight(issue), 0)
}

function weight(issue: z.core.$ZodIssue): number {
  if (issue.code === 'unrecognized_keys') return 3 * issue.keys.length
  return issue.code === 'invalid_type' && issue.path.length === 0 ? 1000 : 1
}

/** Whether a place holds a name that the author chose (of a step, a text, a reason). */
export function isName(schema: Schema | null): boolean {
  return isKindOf(schema, name)
}
