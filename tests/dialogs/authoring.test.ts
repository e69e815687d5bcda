import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runTalk } from '../../src/authoring/talk/run-talk.ts'
import { talkDeps } from '../../src/authoring/test-command.ts'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { parseDialog } from '../../src/dialogs/load.ts'
import { createDialogLibrary } from '../../src/machines/dialog-library.ts'
import { talksFileSchema } from '../../src/machines/language/talks.ts'
import { builtInTexts } from '../support/rig.ts'
import { frameSchema } from '../../src/machines/language/definition.ts'
import type { Known } from '../../src/machines/diagnose/draft.ts'
import { isRecord } from '../../src/machines/diagnose/problem.ts'
import { judgeStep } from '../../src/machines/diagnose/step.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'
import { keyNotes } from '../../src/machines/language/key-notes.ts'

/** The services the examples speak of. */
const known: Known = {
  services: new Map([
    ['kitchen.order', { type: 'remote', reasons: [] }],
    ['library.list', { type: 'remote', reasons: [] }],
    ['library.get', { type: 'remote', reasons: [], says: { free: [], lent: ['until'] } }],
    ['library.take', { type: 'remote', reasons: ['gone'] }],
  ]),
}

describe.each(['docs/authoring.md', 'docs/authoring.en.md'])('the manual %s', (file) => {
  const manual = readFileSync(file, 'utf8')
  const examples = [...manual.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example)
  const whole = examples.filter((example) => example.includes('\ndialog: '))
  const pieces = examples
    .filter((example) => !whole.includes(example))
    .map((example): unknown => parse(example))

  test('explains every key of the language, and every function', () => {
    const names = [...keyNotes.keys(), ...functionNames]
    expect(names.filter((name) => !new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``).test(manual))).toEqual([])
  })

  test('shows every key in an example, or at its explanation', () => {
    const shown = [...manual.matchAll(/```yaml\n[^]*?```|`[^`\n]+`/g)].join('\n')
    expect([...keyNotes.keys()].filter((key) => !new RegExp(`\\b${key}:`).test(shown))).toEqual([])
  })

  test('refers to headings of its own', () => {
    const headings = new Set(
      [...manual.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
          .replaceAll(' ', '-'),
      ),
    )
    const links = [...manual.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !headings.has(link))).toEqual([])
    expect(links.length).toBeGreaterThan(6)
  })

  test('shows whole dialogs that have no faults', () => {
    expect(
      whole.map((example) => formatProblems(parseDialog(example, file, known).problems, example, 'en')),
    ).toEqual(['', ''])
  })

  test('shows steps and sections as the language wants them', () => {
    const steps = pieces.flatMap((piece) => (Array.isArray(piece) ? (piece as readonly unknown[]) : []))
    expect(steps.length).toBeGreaterThan(20)
    expect(steps.flatMap((step, index) => judgeStep(step, index).problems)).toEqual([])
    const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
      frameSchema.shape
    const sections = pieces.flatMap((piece) =>
      isRecord(piece) && !Object.hasOwn(piece, 'tests') ? Object.entries(piece) : [],
    )
    expect(sections.map(([name]) => name)).toEqual(['start', 'start', 'idle', 'texts', 'version', 'migrate'])
    expect(sections.filter(([name, value]) => shape[name]?.safeParse(value).success !== true)).toEqual([])
  })

  test('shows a conversation that goes as it is written', async () => {
    const { definition } = parseDialog(whole[0] ?? '', file, known)
    const written = talksFileSchema.parse(
      pieces.find((piece) => isRecord(piece) && Object.hasOwn(piece, 'tests')),
    )
    if (definition === null) throw new Error('the first dialog of the manual has faults')
    const library = createDialogLibrary([{ definition, hash: 'lunch' }])
    const deps = talkDeps(library, await builtInTexts(), new Map())
    const runs = written.tests.map((talk) => runTalk(deps, definition.dialog, talk))
    expect(runs.map(({ failures }) => failures)).toEqual([[]])
  })

  test('quotes the message as it really reads', () => {
    const language = file.endsWith('.en.md') ? 'en' : 'ru'
    const broken = (whole[0] ?? '').replace('prompt: ask_dish', 'prompt: ask_dsh')
    const { problems } = parseDialog(broken, 'src/dialogs/order-lunch/dialog.yaml', {})
    const quoted = /```\n(src\/dialogs\/[^]*?)\n```/.exec(manual)?.[1]
    expect(quoted).toBe(formatProblems(problems, broken, language))
  })
})
