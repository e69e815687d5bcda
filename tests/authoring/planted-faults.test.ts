/** Faults planted in the shipped dialogs, one at a time: each is told at its line, and nothing else with it. */
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { knownServices } from '../../src/authoring/known-services.ts'
import { loadDialogs, parseDialog } from '../../src/dialogs/load.ts'
import { loadSharedTexts } from '../../src/dialogs/shared-texts.ts'
import { isQuestion, nameOf, type DialogDefinition } from '../../src/machines/language/definition.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'

const folder = 'src/dialogs'
const { definitions } = await loadDialogs(folder)
const shared = await loadSharedTexts(`${folder}/texts.yaml`)
const known = {
  services: knownServices(),
  functions: functionNames,
  facts: new Set(['linked']),
  dialogs: new Set(definitions.keys()),
  takes: new Map([...definitions].map(([name, { definition }]) => [name, takenBy(definition)])),
  texts: shared.texts,
}

function takenBy({ start, steps }: DialogDefinition): ReadonlySet<string> {
  const asked = steps.filter((step) => isQuestion(step)).map((step) => nameOf(step))
  return new Set([
    ...asked,
    ...(start.given ?? []),
    ...[start.file, start.payload].filter((one) => one !== undefined),
  ])
}

const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('dialog.yaml'))
const files = await Promise.all(
  names.map(async (name) => ({ name, text: await readFile(`${folder}/${name}`, 'utf8') })),
)

interface Fault {
  readonly file: string
  readonly kind: string
  readonly line: number
  readonly text: string
}

/** Another letter in the middle of a word, so that it names nothing. */
function misspelt(word: string): string {
  const at = Math.floor(word.length / 2)
  return `${word.slice(0, at)}qx${word.slice(at + 1)}`
}

interface Sort {
  readonly kind: string
  readonly pattern: RegExp
  /** What stands there instead; null for a line that is taken away. */
  readonly instead: (line: string, found: RegExpExecArray) => string | null
}

const word = (key: string): Sort => ({
  kind: `a typo in ${key}`,
  pattern: new RegExp(`^(\\s+(?:- )?${key}: )([a-z_.]+)(\\s*(?:#.*)?)$`),
  instead: (_line, [, before = '', name = '', after = '']) => `${before}${misspelt(name)}${after}`,
})

const sorts: readonly Sort[] = [
  ...['prompt', 'invalid', 'confirm', 'waiting', 'cancel', 'edit_prompt', 'unsure', 'past'].map(word),
  ...['none', 'several', 'label', 'service', 'text', 'type'].map(word),
  {
    kind: 'a typo in the name of a key',
    pattern: /^(\s{4})(prompt|invalid|service|waiting|optional|confirm|on_error)(:.*)$/,
    instead: (_line, [, before = '', key = '', after = '']) => `${before}${misspelt(key)}${after}`,
  },
  {
    kind: 'a language left out',
    pattern: /^(\s{2}[a-z_]+: \{ ru: .*), en: .*\}$/,
    instead: (_line, [, before = '']) => `${before} }`,
  },
  {
    kind: 'a plural form left out',
    pattern: /^.*\bfew: (?:"[^"]*"|'[^']*'),?.*$/,
    instead: (line) => line.replace(/\bfew: (?:"[^"]*"|'[^']*'),?\s*/, ''),
  },
  {
    kind: 'a text left out',
    pattern: /^ {2}[a-z_]+: \{ ru: .*\}$/,
    instead: () => null,
  },
  {
    kind: 'no otherwise',
    pattern: /^\s+otherwise: \{.*\}$/,
    instead: () => null,
  },
  {
    kind: 'an unknown value in a text',
    pattern: /^ {2}[a-z_]+: \{ ru: "[^{]*"/,
    instead: (line) => line.replace('ru: "', 'ru: "{nobody_knows} '),
  },
  {
    kind: 'a tag that is not closed',
    pattern: /^ {2}[a-z_]+: \{ ru: "[^<]*"/,
    instead: (line) => line.replace('ru: "', 'ru: "<b>'),
  },
  {
    kind: 'a sent back to nowhere',
    pattern: /^.*\bback_to: ([a-z_]+).*$/,
    instead: (line, [, step = '']) => line.replace(`back_to: ${step}`, `back_to: ${misspelt(step)}`),
  },
  {
    kind: 'asked again of nobody',
    pattern: /^.*\bask_again: ([a-z_]+).*$/,
    instead: (line, [, step = '']) => line.replace(`ask_again: ${step}`, `ask_again: ${misspelt(step)}`),
  },
  {
    kind: 'a dialog nobody has',
    pattern: /^.*\bstart: ([a-z]+-[a-z-]+)\b.*$/,
    instead: (line, [, name = '']) => line.replace(`start: ${name}`, `start: ${misspelt(name)}`),
  },
]

function planted(): readonly Fault[] {
  return files.flatMap(({ name, text }) => {
    const lines = text.split('\n')
    const end = lines.findIndex((line) => line.startsWith('tests:'))
    const texts = lines.findIndex((line) => line.startsWith('texts:'))
    return lines.slice(0, end < 0 ? lines.length : end).flatMap((line, at) =>
      sorts.flatMap(({ kind, pattern, instead }): readonly Fault[] => {
        const found = pattern.exec(line)
        // What it is called in the menu looks like a text, and is none.
        if (found === null || (at < texts && line.includes('{ ru:'))) return []
        // In its place the shared one is said.
        if (kind === 'a text left out' && shared.texts.has(/\w+/.exec(line)?.[0] ?? '')) return []
        const now = instead(line, found)
        const edited = now === null ? lines.toSpliced(at, 1) : lines.with(at, now)
        return [{ file: name, kind, line: at + 1, text: edited.join('\n') }]
      }),
    )
  })
}

/** What is gone is missed where it is wanted: a text wherever it is named, a form in its language. */
const elsewhere = new Set(['a text left out', 'no otherwise', 'a plural form left out'])

test('each planted fault is told once, at its line', () => {
  // One in five is enough: all 1,808 were told when this was written.
  const faults = planted().filter((_, at) => at % 5 === 0)
  const wrong = faults.flatMap(({ file, kind, line, text }) => {
    const { problems } = parseDialog(text, file, known)
    const errors = problems.filter(({ severity }) => severity === 'error')
    const hit = elsewhere.has(kind) ? errors.length > 0 : errors.some((one) => one.line === line)
    const quiet = elsewhere.has(kind) || problems.length === 1
    return hit && quiet
      ? []
      : [
          `${kind} — ${file}:${line}: ${problems.map((one) => `${one.line} ${one.code} ${one.message.en}`).join('; ') || 'nothing'}`,
        ]
  })
  expect(wrong).toEqual([])
  expect(faults.length).toBeGreaterThan(200)
}, 120_000)
