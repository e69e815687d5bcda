import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { knownServices } from '../../src/authoring/known-services.ts'
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

/** The services the examples speak of: those of the assistant, and some that only a company of its own would have. */
const known: Known = {
  functions: functionNames,
  facts: new Set(['linked']),
  services: new Map<string, Required<Known>['services'] extends ReadonlyMap<string, infer S> ? S : never>([
    ...knownServices(),
    ['kitchen.order', { type: 'remote', reasons: [] }],
    ['library.list', { type: 'remote', reasons: [] }],
    ['library.get', { type: 'remote', reasons: [], says: { free: [], lent: ['until'] } }],
    ['library.take', { type: 'remote', reasons: ['gone'] }],
  ]),
}

describe.each(['docs/authoring.ru.md', 'docs/authoring.en.md'])('the manual %s', (file) => {
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

  test('shows every key of the schema in an example', () => {
    const shown = new Set(examples.flatMap((example) => keysOf(parse(example))))
    const keys = schemaKeys('dialog')
    expect(keys.length).toBeGreaterThan(100)
    expect(keys.filter((key) => !shown.has(key))).toEqual([])
  })

  test('shows every key that a kind of step has of its own in an example of that kind', () => {
    const steps = examples.flatMap((example) => stepsOf(parse(example)))
    const missing = ownKeys().filter(
      ([kind, key]) => !steps.some((step) => kindOf(step) === kind && key in step),
    )
    expect(missing).toEqual([])
    expect(ownKeys().length).toBeGreaterThan(70)
  })

  test('shows every key of a conversation in an example, or at its explanation', () => {
    const shown = [...manual.matchAll(/```yaml\n[^]*?```|`[^`\n]+`/g)].join('\n')
    expect(schemaKeys('tests').filter((key) => !new RegExp(`\\b${key}:`).test(shown))).toEqual([])
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
    ).toEqual(['', '', '', ''])
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
    expect(sections.map(([name]) => name)).toEqual([
      'texts',
      'start',
      'start',
      'start',
      'idle',
      'texts',
      'version',
      'migrate',
    ])
    expect(sections.filter(([name, value]) => shape[name]?.safeParse(value).success !== true)).toEqual([])
  })

  test('shows conversations that go as they are written', async () => {
    const repairs = await builtInTexts()
    const dialogs = whole.flatMap((example) => parseDialog(example, file, known).definition ?? [])
    const written = pieces.filter((piece) => isRecord(piece) && Object.hasOwn(piece, 'tests'))
    const talks = written.flatMap((piece) => talksFileSchema.parse(piece).tests)
    expect(talks.length).toBeGreaterThan(1)
    for (const talk of talks) {
      const [first] = talk.talk
      // The tutorial shows its dialog twice, as it begins and as it ends.
      const definition = dialogs.findLast(
        ({ start }) => first !== undefined && 'user' in first && first.user === `/${start.command ?? ''}`,
      )
      if (definition === undefined) throw new Error(`no dialog for «${talk.name}»`)
      const library = createDialogLibrary([{ definition, hash: definition.dialog }])
      const deps = talkDeps(library, repairs, knownServices())
      expect([talk.name, runTalk(deps, definition.dialog, talk).failures]).toEqual([talk.name, []])
    }
  })

  test('builds the dialog of its tutorial in edits that are each taken', () => {
    const [first = '', last = ''] = whole.slice(1, 3)
    const [step, texts] = [pieceWith('urgency'), pieceWith('work_stopped: {')]
    const named = [...texts.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)
    expect(named).toEqual(['ask_urgency', 'work_stopped', 'can_wait', 'noted'])
    const second = `${first
      .replace('  - say: noted', `${step.trimEnd().replaceAll(/^/gm, '  ')}\n\n  - say: noted`)
      .replace(/^ {2}noted:.*\n/m, '')}${texts.replace('texts:\n', '')}`
    for (const edit of [first, second, last])
      expect(formatProblems(parseDialog(edit, file, known).problems, edit, 'en')).toBe('')
    expect(second).toContain('- ask: urgency')
    const broken = second.replace('prompt: ask_urgency', 'prompt: ask_urgensy')
    const { problems } = parseDialog(broken, 'my-dialogs/it-request/dialog.yaml', known)
    expect(formatProblems(problems, broken, 'ru')).toContain('возможно, вы имели в виду «ask_urgency»')

    function pieceWith(words: string): string {
      return examples.find((example) => !whole.includes(example) && example.includes(words)) ?? ''
    }
  })

  test('quotes the message as it really reads', () => {
    const language = file.endsWith('.en.md') ? 'en' : 'ru'
    const broken = (whole[0] ?? '').replace('prompt: ask_dish', 'prompt: ask_dsh')
    const { problems } = parseDialog(broken, 'src/dialogs/order-lunch/dialog.yaml', {})
    const quoted = /```\n(src\/dialogs\/[^]*?)\n```/.exec(manual)?.[1]
    expect(quoted).toBe(formatProblems(problems, broken, language))
  })
})

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly definitions?: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>
}

function readSchema(name: 'dialog' | 'tests'): Schema {
  return JSON.parse(readFileSync(`src/dialogs/${name}.schema.json`, 'utf8')) as Schema
}

/** Every key that the schema knows, wherever; names that authors choose are none. */
function schemaKeys(name: 'dialog' | 'tests'): readonly string[] {
  const keys = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (!isRecord(node)) return
    if (isRecord(node['properties'])) for (const key of Object.keys(node['properties'])) keys.add(key)
    Object.values(node).forEach(visit)
  }
  visit(readSchema(name))
  return [...keys]
}

const notSteps = new Set(['condition', 'button', 'failure'])
const verbs = new Set(['ask', 'find', 'list', 'menu', 'review', 'call', 'say', 'set', 'return'])

/** Kind and key; what every question has is shown with one of them. */
function ownKeys(): readonly (readonly [kind: string, key: string])[] {
  const kinds = Object.entries(readSchema('dialog').definitions ?? {}).filter(([kind]) => !notSteps.has(kind))
  const asks = kinds.filter(([kind]) => kind.startsWith('ask-'))
  const shared = new Set(
    Object.keys(asks[0]?.[1].properties ?? {}).filter(
      (key) => key !== 'type' && asks.every(([, { properties = {} }]) => key in properties),
    ),
  )
  return kinds.flatMap(([kind, { properties = {} }]) =>
    Object.keys(properties)
      .filter((key) => !shared.has(key) || key === kind)
      .map((key) => [kind, key] as const),
  )
}

function stepsOf(value: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(stepsOf)
  if (!isRecord(value)) return []
  const inside = Object.values(value).flatMap(stepsOf)
  return kindOf(value) === null ? inside : [value, ...inside]
}

function kindOf(step: Record<string, unknown>): string | null {
  const [verb = ''] = Object.keys(step)
  if (!verbs.has(verb) || typeof step[verb] !== 'string') return null
  return verb === 'ask' ? `ask-${String(step['type'])}` : verb
}

function keysOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
}
