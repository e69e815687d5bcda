/** Texts that several dialogs say in the same words: kept once, beside their folders, in `texts.yaml`. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { textSchema, type TextBody } from '../machines/language/definition.ts'
import { name } from '../machines/language/definition-parts.ts'
import { judge } from '../machines/diagnose/issues.ts'
import { checkWording } from '../machines/diagnose/markup.ts'
import { type Problem, warning, words } from '../machines/diagnose/problem.ts'
import type { FileProblem } from './format-problems.ts'
import { placed, readText } from './dialog-file.ts'
import { readSource } from './source.ts'

const fileSchema = z.strictObject({ texts: z.record(name, textSchema) })

export interface SharedTexts {
  readonly texts: ReadonlyMap<string, TextBody>
  readonly problems: readonly FileProblem[]
  readonly source: string
  /** What is to be said of texts no dialog uses. */
  unsaid(keys: readonly string[]): readonly FileProblem[]
}

/**
 * The shared texts of a folder of dialogs; none where it has no such file.
 *
 * @throws Error of node:fs when the file is there and cannot be read.
 */
export async function loadSharedTexts(file: string): Promise<SharedTexts> {
  if (!existsSync(file)) return { texts: new Map(), problems: [], source: '', unsaid }
  const { text, problem } = await readText(file)
  if (problem) return { texts: new Map(), problems: [problem], source: text, unsaid }
  const source = readSource(text)
  const broken = source.problems.map((one) => placed(source, file, one.problem, one.range))
  if (broken.some((one) => one.severity === 'error'))
    return { texts: new Map(), problems: broken, source: text, unsaid }
  const judged = judge(fileSchema, source.raw, [])
  const found = judged.ok ? wordingFaults(judged.value.texts) : judged.problems
  const problems = found.map((one) => placed(source, file, one, source.locate(one.path, one.on, one.part)))
  return {
    texts: new Map(judged.ok ? Object.entries(judged.value.texts) : []),
    problems: [...broken, ...problems],
    source: text,
    unsaid: (keys) =>
      keys.map((key) => {
        const message = words(`текст «${key}» не говорит ни один диалог`, `no dialog says the text “${key}”`)
        const found = warning('unused-text', ['texts', key], message, { on: 'key' })
        return placed(source, file, found, source.locate(found.path, found.on))
      }),
  }
}

function unsaid(): readonly FileProblem[] {
  return []
}

function wordingFaults(texts: Readonly<Record<string, TextBody>>): readonly Problem[] {
  return Object.entries(texts).flatMap(([key, body]) =>
    (['ru', 'en'] as const).flatMap((language) => {
      const words = body[language]
      const forms =
        typeof words === 'string'
          ? [[[], words] as const]
          : Object.entries(words).map(([form, text]) => [[form], text] as const)
      return forms.flatMap(([form, text]) => checkWording(text, ['texts', key, language, ...form]))
    }),
  )
}
