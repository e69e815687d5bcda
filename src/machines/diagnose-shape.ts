/** The first look: is every part written as the language wants it. What is well written goes on to the second look. */
import { frameSchema, type TextBody, textSchema } from './definition.ts'
import { name } from './definition-parts.ts'
import type { Draft } from './diagnose-draft.ts'
import { explainFormat } from './diagnose-formats.ts'
import { judge } from './diagnose-issues.ts'
import { near } from './diagnose-near.ts'
import { error, isRecord, type Problem, words } from './diagnose-problem.ts'
import { judgeStep } from './diagnose-step.ts'
import { keyNotes } from './key-notes.ts'

const parts = frameSchema.shape

export function shapeOf(raw: unknown): {
  readonly draft: Draft | null
  readonly problems: readonly Problem[]
} {
  if (!isRecord(raw)) {
    return {
      draft: null,
      problems: [error('not-a-dialog', [], words('это не диалог', 'this is no dialog'), { hint: keyList() })],
    }
  }
  const problems: Problem[] = unknownParts(raw)
  const keep = <T>(judged: { value: T | null; problems: readonly Problem[] }): T | null => {
    problems.push(...judged.problems)
    return judged.value
  }
  const dialog = keep(part(raw, 'dialog', (value) => judge(parts.dialog, value, ['dialog'])))
  keep(part(raw, 'version', (value) => judge(parts.version, value, ['version'])))
  const title = keep(part(raw, 'title', (value) => judge(parts.title, value, ['title'])))
  const start = keep(part(raw, 'start', (value) => judge(parts.start, value, ['start']), {}))
  const idle = keep(part(raw, 'idle', (value) => judge(parts.idle, value, ['idle']), []))
  const listed = keep(part(raw, 'steps', (value) => judge(parts.steps, value, ['steps'])))
  const steps = (listed ?? []).map((step, index) => {
    const judged = judgeStep(step, index)
    problems.push(...judged.problems)
    return judged.step
  })
  const texts = keep(textsOf(raw))
  return { draft: { dialog, title, start, idle, steps, texts, raw }, problems }
}

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

function part<T>(
  raw: Readonly<Record<string, unknown>>,
  key: keyof typeof parts,
  read: (value: unknown) => Outcome<T>,
  absent?: T,
): { value: T | null; problems: readonly Problem[] } {
  if (!Object.hasOwn(raw, key)) {
    return absent === undefined
      ? { value: null, problems: missingPart(raw, key) }
      : { value: absent, problems: [] }
  }
  const judged = read(raw[key])
  return judged.ok ? { value: judged.value, problems: [] } : { value: null, problems: judged.problems }
}

/** Silent about a part that is there under a slightly wrong name: that name is reported already. */
function missingPart(raw: Readonly<Record<string, unknown>>, key: string): readonly Problem[] {
  const free = freeParts(raw)
  const misspelt = Object.keys(raw).some((other) => !Object.hasOwn(parts, other) && near(other, free) === key)
  if (misspelt) return []
  return [
    error('missing-key', [], words(`не хватает ключа «${key}»`, `the key “${key}” is missing`), {
      hint: keyNotes.get(key) ?? null,
    }),
  ]
}

function unknownParts(raw: Readonly<Record<string, unknown>>): Problem[] {
  const free = freeParts(raw)
  return Object.keys(raw)
    .filter((key) => !Object.hasOwn(parts, key))
    .map((key) => {
      const message = words(`в диалоге не бывает раздела «${key}»`, `a dialog has no section “${key}”`)
      return error('unknown-key', [key], message, { on: 'key', hint: didYouMean(key, free) ?? keyList() })
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
function textsOf(raw: Readonly<Record<string, unknown>>): {
  value: Draft['texts']
  problems: readonly Problem[]
} {
  const found = part<Readonly<Record<string, unknown>>>(raw, 'texts', (value) =>
    isRecord(value) ? { ok: true, value } : { ok: false, problems: [notTexts()] },
  )
  if (found.value === null) return { value: null, problems: found.problems }
  const texts = new Map<string, TextBody | null>()
  const problems: Problem[] = []
  for (const [key, body] of Object.entries(found.value)) {
    const path = ['texts', key]
    if (!name.safeParse(key).success) problems.push(explainFormat(null, key, path, 'key'))
    const judged = judge(textSchema, body, path)
    texts.set(key, judged.ok ? judged.value : null)
    if (!judged.ok) problems.push(...judged.problems)
  }
  return { value: texts, problems }
}

function notTexts(): Problem {
  return error(
    'wrong-type',
    ['texts'],
    words(
      'нужны тексты: имя каждого и слова на двух языках',
      'texts are needed: the name of each and its words in two languages',
    ),
    {
      hint: words(
        'например ask_title: { ru: "Как назвать?", en: "What is it called?" }',
        'for example ask_title: { ru: "Как назвать?", en: "What is it called?" }',
      ),
    },
  )
}
