/** Reads the wording of what every dialog says when something does not go by its own script. */
import { z } from 'zod'
import { judge } from '../machines/diagnose/issues.ts'
import { checkWording, lengthOf, placeholdersIn } from '../machines/diagnose/markup.ts'
import { near } from '../machines/diagnose/near.ts'
import { error, type Path, type Problem, words } from '../machines/diagnose/problem.ts'
import { repairButtons, type Repairs, repairTexts } from '../machines/language/repairs.ts'
import type { FileProblem } from './format-problems.ts'
import { placed, readText } from './dialog-file.ts'
import { readSource, type Source } from './source.ts'

const localised = z.strictObject({ ru: z.string().min(1), en: z.string().min(1) })

const repairsSchema: z.ZodType<Repairs> = z.strictObject({
  buttons: z.record(z.enum(repairButtons), localised),
  texts: z.record(z.enum(repairTexts), localised),
})

/** What each text may put in; of the others nothing is known when they are said. */
const values: ReadonlyMap<string, readonly string[]> = new Map([
  ['no_such_day', ['refused.why']],
  ['unknown_argument', ['words']],
  ['offer_message', ['message']],
  ['offer_file', ['file']],
  ['offer_captioned_file', ['file', 'message']],
  ['file_named', ['name']],
  ['draft_found', ['title']],
  ['switch_dialog', ['title', 'other']],
  ['expired', ['title']],
  ['help_in_dialog', ['title']],
  ['internal_error', ['incident']],
  ['help', ['commands', 'first']],
])

/** Shown by buttons and by the menu of commands: plain and short. */
const labelMax = 64
const textMax = 4096

/**
 * Null with problems when a wording is missing, unknown or faulty.
 *
 * @throws Error of node:fs when the file cannot be read.
 */
export async function loadRepairs(file: string): Promise<{
  readonly repairs: Repairs | null
  readonly problems: readonly FileProblem[]
  readonly source: string
}> {
  const { text, problem } = await readText(file)
  if (problem) return { repairs: null, problems: [problem], source: text }
  return { ...parseRepairs(text, file), source: text }
}

export function parseRepairs(
  text: string,
  file: string,
): { readonly repairs: Repairs | null; readonly problems: readonly FileProblem[] } {
  const source = readSource(text)
  const broken = source.problems.map(({ problem, range }) => placed(source, file, problem, range))
  if (broken.some((problem) => problem.severity === 'error')) return { repairs: null, problems: broken }
  const judged = judge(repairsSchema, source.raw, [])
  const problems = judged.ok ? wordingsOf(judged.value).flatMap((one) => checkOne(one)) : judged.problems
  const repairs = judged.ok && problems.length === 0 ? judged.value : null
  return { repairs, problems: [...broken, ...problems.map((problem) => locate(source, file, problem))] }
}

function locate(source: Source, file: string, problem: Problem): FileProblem {
  return placed(source, file, problem, source.locate(problem.path, problem.on, problem.part))
}

interface OneWording {
  readonly path: Path
  readonly text: string
  readonly label: boolean
  readonly allowed: readonly string[]
}

function wordingsOf({ buttons, texts }: Repairs): readonly OneWording[] {
  return [
    ...repairButtons.flatMap((key) => inBoth('buttons', key, buttons[key], true)),
    ...repairTexts.flatMap((key) => inBoth('texts', key, texts[key], key.endsWith('_command'))),
  ]
}

function inBoth(
  section: string,
  key: string,
  said: Repairs['buttons']['back'],
  label: boolean,
): readonly OneWording[] {
  return languages.map((language) => ({
    path: [section, key, language],
    text: said[language],
    label,
    allowed: values.get(key) ?? [],
  }))
}

const languages = ['ru', 'en'] as const

function checkOne({ path, text, label, allowed }: OneWording): readonly Problem[] {
  const faults = checkWording(text, path)
  if (faults.length > 0) return faults
  const max = label ? labelMax : textMax
  const length = lengthOf(text)
  if (length > max) {
    return [
      error(
        'text-too-long',
        path,
        words(
          `слишком длинно: ${length} знаков, бывает до ${max}`,
          `too long: ${length} characters, at most ${max}`,
        ),
      ),
    ]
  }
  return placeholdersIn(text).flatMap(({ value, written }) => {
    if (allowed.includes(value)) return []
    return [
      error('unknown-value', path, words(`«${value}» здесь неизвестно`, `“${value}” is not known here`), {
        part: written,
        meant: near(value, allowed)?.replace(/^.*$/, (name) => written.replace(value, name)) ?? null,
      }),
    ]
  })
}
