/** The first look: is every part written as the language wants it. What is well written goes on to the second look. */
import { z } from 'zod'
import { frameSchema, type TextBody, textSchema } from '../language/definition.ts'
import { name } from '../language/definition-parts.ts'
import type { Draft } from './draft.ts'
import { explainFormat } from './formats.ts'
import { judge, type Judged } from './issues.ts'
import { mend } from './mend.ts'
import { near } from './near.ts'
import { error, isRecord, type Problem, words } from './problem.ts'
import { judgeStep } from './step.ts'
import { keyNotes } from '../language/key-notes.ts'

const parts = frameSchema.shape

export function shapeOf(raw: unknown): {
  readonly draft: Draft | null
  readonly problems: readonly Problem[]
} {
  if (!isRecord(raw)) {
    const message = words('это не диалог', 'this is no dialog')
    return { draft: null, problems: [error('not-a-dialog', [], message, { hint: keyList() })] }
  }
  const problems: Problem[] = unknownParts(raw)
  const mended = mend(raw, problems, [])
  const meant = isRecord(mended) ? mended : raw
  const read = <T>(key: keyof typeof parts, schema: z.ZodType<T>): T | null => {
    const judged = Object.hasOwn(meant, key) ? judge(schema, meant[key], [key]) : missing(schema, key)
    if (judged.ok) return judged.value
    problems.push(...judged.problems)
    return judged.mended
  }
  const dialog = read('dialog', parts.dialog)
  const version = read('version', parts.version)
  const title = read('title', parts.title)
  const start = read('start', parts.start)
  const idle = read('idle', parts.idle)
  const cancelled = read('cancelled', parts.cancelled) ?? null
  const migrate = read('migrate', parts.migrate) ?? null
  const steps = (read('steps', parts.steps) ?? []).map((step, index) => {
    const judged = judgeStep(step, index)
    problems.push(...judged.problems)
    return judged.step
  })
  const texts = textsOf(read('texts', z.record(z.string(), z.unknown())), problems)
  const draft = { dialog, version, title, start, idle, cancelled, steps, texts, migrate, raw: meant }
  return { draft, problems }
}

/** A part that may be left out stands for its default. */
function missing<T>(schema: z.ZodType<T>, key: string): Judged<T> {
  const absent = schema.safeParse(undefined)
  if (absent.success) return { ok: true, value: absent.data }
  const message = words(`не хватает ключа «${key}»`, `the key “${key}” is missing`)
  const problem = error('missing-key', [], message, { hint: keyNotes.get(key) ?? null })
  return { ok: false, problems: [problem], mended: null }
}

function unknownParts(raw: Readonly<Record<string, unknown>>): Problem[] {
  const free = freeParts(raw)
  return Object.keys(raw)
    .filter((key) => !Object.hasOwn(parts, key))
    .map((key) => {
      const message = words(`в диалоге не бывает раздела «${key}»`, `a dialog has no section “${key}”`)
      return error('unknown-key', [key], message, { on: 'key', hint: keyList(), meant: near(key, free) })
    })
}

function freeParts(raw: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(parts).filter((key) => !Object.hasOwn(raw, key))
}

function keyList(): ReturnType<typeof words> {
  const keys = Object.keys(parts).join(', ')
  return words(`разделы диалога: ${keys}`, `the sections of a dialog: ${keys}`)
}

/** Each text is judged by itself, so that one bad text does not hide the others. */
function textsOf(raw: Readonly<Record<string, unknown>> | null, problems: Problem[]): Draft['texts'] {
  if (raw === null) return null
  const texts = new Map<string, TextBody | null>()
  for (const [key, body] of Object.entries(raw)) {
    const path = ['texts', key]
    if (!name.safeParse(key).success) problems.push(explainFormat(null, key, path, 'key'))
    const judged = judge(textSchema, body, path)
    texts.set(key, judged.ok ? judged.value : judged.mended)
    if (!judged.ok) problems.push(...judged.problems)
  }
  return texts
}
