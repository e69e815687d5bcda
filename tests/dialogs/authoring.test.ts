import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { parseDialog } from '../../src/dialogs/load.ts'
import { frameSchema } from '../../src/machines/language/definition.ts'
import { isRecord } from '../../src/machines/diagnose/problem.ts'
import { judgeStep } from '../../src/machines/diagnose/step.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'
import { keyNotes } from '../../src/machines/language/key-notes.ts'

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

  test('opens with a dialog that has no faults', () => {
    const known = { services: new Map([['kitchen.order', { reasons: [] }]]) }
    expect(
      whole.map((example) => formatProblems(parseDialog(example, file, known).problems, example, 'en')),
    ).toEqual([''])
  })

  test('shows steps and sections as the language wants them', () => {
    const steps = pieces.flatMap((piece) => (Array.isArray(piece) ? (piece as readonly unknown[]) : []))
    expect(steps.length).toBeGreaterThan(10)
    expect(steps.flatMap((step, index) => judgeStep(step, index).problems)).toEqual([])
    const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
      frameSchema.shape
    const sections = pieces.flatMap((piece) => (isRecord(piece) ? Object.entries(piece) : []))
    expect(sections.map(([name]) => name)).toEqual(['start', 'idle', 'texts'])
    expect(sections.filter(([name, value]) => shape[name]?.safeParse(value).success !== true)).toEqual([])
  })

  test('quotes the message as it really reads', () => {
    const language = file.endsWith('.en.md') ? 'en' : 'ru'
    const broken = whole.join('').replace('prompt: ask_dish', 'prompt: ask_dsh')
    const { problems } = parseDialog(broken, 'src/dialogs/order-lunch/dialog.yaml', {})
    const quoted = /```\n(src\/dialogs\/[^]*?)\n```/.exec(manual)?.[1]
    expect(quoted).toBe(formatProblems(problems, broken, language))
  })
})
