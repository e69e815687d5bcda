/** Reads dialogs from their files. Every fault of every file is reported at once, each with its place. */
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { DialogDefinition } from '../machines/language/definition.ts'
import { diagnose } from '../machines/diagnose/diagnose.ts'
import type { Known } from '../machines/diagnose/draft.ts'
import { error, isRecord, own, type Problem, words } from '../machines/diagnose/problem.ts'
import { placed, readText } from './dialog-file.ts'
import type { FileProblem } from './format-problems.ts'
import { loadSharedTexts, type SharedTexts } from './shared-texts.ts'
import { readSource, type Source } from './source.ts'

export interface Parsed {
  /** Null when there is an error among the problems. */
  readonly definition: DialogDefinition | null
  readonly problems: readonly FileProblem[]
}

export interface LoadedDialog {
  readonly definition: DialogDefinition
  /** Names the content: SHA-256 of the definition as canonical JSON, in hex. */
  readonly hash: string
  readonly file: string
}

export interface LoadedDialogs {
  /** By name; only those without errors. */
  readonly definitions: ReadonlyMap<string, LoadedDialog>
  readonly problems: readonly FileProblem[]
  /** The texts of the files by name, for {@link formatProblems}. */
  readonly sources: ReadonlyMap<string, string>
}

/** @param file what the problems call it. */
export function parseDialog(source: string, file: string, known: Known = {}): Parsed {
  return judge(readSource(source), file, known)
}

/** @throws Error of node:fs when the file cannot be read. */
export async function loadDialogFile(
  path: string,
  known: Known = {},
): Promise<Parsed & { readonly source: string }> {
  const { text, problem } = await readText(path)
  if (problem) return { definition: null, problems: [problem], source: text }
  return { ...parseDialog(text, path, known), source: text }
}

/**
 * Reads every `dialog.yaml` beneath `folder`, and beneath `further` folders: those take their shared texts from `folder`.
 * `known.dialogs` are dialogs from elsewhere.
 *
 * @throws Error of node:fs when a folder or a file cannot be read.
 */
export async function loadDialogs(
  folder: string,
  known: Known = {},
  further: readonly string[] = [],
): Promise<LoadedDialogs> {
  const files = await Promise.all([folder, ...further].map((one) => dialogFiles(one)))
  const entries = await Promise.all(files.flat().map((file) => readEntry(file)))
  const sharedFile = join(relative('', folder), 'texts.yaml')
  const shared = await loadSharedTexts(sharedFile)
  const { definitions, problems, sources } = judgeAll(entries, { ...known, texts: shared.texts })
  const idle = definitions.size === entries.length ? idleTexts(shared, entries, definitions) : []
  return {
    definitions,
    problems: sorted([...shared.problems, ...problems, ...idle]),
    sources: new Map([[sharedFile, shared.source], ...sources]),
  }
}

/**
 * Reads these files as dialogs that stand beside each other. `known` is what else there is.
 *
 * @throws Error of node:fs when a file cannot be read.
 */
export async function loadDialogFiles(files: readonly string[], known: Known): Promise<LoadedDialogs> {
  return judgeAll(await Promise.all(files.map((file) => readEntry(file))), known)
}

function judgeAll(entries: readonly Entry[], known: Known): LoadedDialogs {
  const names = entries
    .map(({ source }) => own(source.raw, 'dialog'))
    .filter((name) => typeof name === 'string')
  const dialogs = new Set([...(known.dialogs ?? []), ...names])
  const takes = new Map([...(known.takes ?? []), ...entries.flatMap(({ source }) => takenBy(source.raw))])
  const definitions = new Map<string, LoadedDialog>()
  const clashes = findClashes(entries, takenCommands(known, names))
  const problems: FileProblem[] = []
  for (const { file, source, problem } of entries) {
    const judged = problem
      ? { definition: null, problems: [problem] }
      : judge(source, file, { ...known, dialogs, takes })
    const clash = clashes.filter((one) => one.file === file)
    problems.push(...judged.problems, ...clash)
    const { definition } = judged
    if (definition && clash.length === 0)
      definitions.set(definition.dialog, { definition, hash: hashOf(definition), file })
  }
  return {
    definitions,
    problems: sorted(problems),
    sources: new Map(entries.map(({ file, source }): [string, string] => [file, source.text])),
  }
}

/** The same for the same meaning: neither comments nor the order of keys count. */
export function hashOf(definition: DialogDefinition): string {
  return createHash('sha256').update(canonical(definition)).digest('hex')
}

/** Shared texts that no dialog says. */
function idleTexts(
  shared: SharedTexts,
  entries: readonly Entry[],
  definitions: LoadedDialogs['definitions'],
): readonly FileProblem[] {
  const said = new Set(
    entries.flatMap(({ source }) => {
      const [name, lines] = [own(source.raw, 'dialog'), own(source.raw, 'texts')]
      const texts = typeof name === 'string' ? definitions.get(name)?.definition.texts : undefined
      return Object.keys(texts ?? {}).filter((key) => own(lines, key) === undefined)
    }),
  )
  return shared.unsaid([...shared.texts.keys()].filter((key) => !said.has(key)))
}

interface Entry {
  readonly file: string
  readonly source: Source
  readonly problem?: FileProblem
}

async function dialogFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile() && entry.name === 'dialog.yaml')
    .map((entry) => join(relative('', entry.parentPath), entry.name).replaceAll('\\', '/'))
    .sort()
}

async function readEntry(file: string): Promise<Entry> {
  const { text, problem } = await readText(file)
  return { file, source: readSource(text), ...(problem && { problem }) }
}

/** What a dialog can be handed; nothing is said of one whose steps cannot be read. */
function takenBy(raw: unknown): readonly (readonly [string, ReadonlySet<string>])[] {
  const [dialog, steps, start] = [own(raw, 'dialog'), own(raw, 'steps'), own(raw, 'start')]
  if (typeof dialog !== 'string' || !Array.isArray(steps)) return []
  const given = own(start, 'given')
  const names: readonly unknown[] = [
    ...steps.flatMap((step: unknown) => answerable.map((verb) => own(step, verb))),
    ...(Array.isArray(given) ? (given as readonly unknown[]) : []),
    own(start, 'file'),
    own(start, 'payload'),
  ]
  return [[dialog, new Set(names.filter((name) => typeof name === 'string'))]]
}

const answerable = ['ask', 'find', 'list', 'menu'] as const

/** A repeated key spoils nothing else; after any other fault of the YAML the rest would be guesswork. */
function judge(source: Source, file: string, known: Known): Parsed {
  const found = source.problems.map(({ problem, range }) => placed(source, file, problem, range))
  const broken = found.some((problem) => problem.severity === 'error' && problem.code !== 'duplicate-key')
  if (broken) return { definition: null, problems: sorted(found) }
  const { definition, problems } = diagnose(withoutTests(source.raw), known)
  const all = [
    ...found,
    ...problems.map((problem) =>
      placed(source, file, problem, source.locate(problem.path, problem.on, problem.part)),
    ),
  ]
  return {
    definition: all.some((problem) => problem.severity === 'error') ? null : definition,
    problems: sorted(all),
  }
}

/** The conversations an author writes down beside a dialog are no part of it: they are judged where they are tried. */
function withoutTests(raw: unknown): unknown {
  if (!isRecord(raw)) return raw
  const { tests: _tests, ...rest } = raw
  return rest
}

/** A dialog that is read here stands for the one of its name from elsewhere. */
function takenCommands({ commands }: Known, names: readonly string[]): ReadonlyMap<string, string> {
  const others = [...(commands ?? [])].filter(([, { dialog }]) => !names.includes(dialog))
  return new Map(others.map(([command, { file }]) => [command, file]))
}

/** Names and commands that two files claim; `commands`: those that are taken already, with their files. */
function findClashes(
  entries: readonly Entry[],
  commands: ReadonlyMap<string, string>,
): readonly FileProblem[] {
  const clash = (
    path: readonly string[],
    taken: ReadonlyMap<string, string>,
    code: string,
    sentence: (name: string, file: string) => Problem['message'],
  ): FileProblem[] => {
    const first = new Map(taken)
    return entries.flatMap(({ source, file }) => {
      const name = path.reduce(own, source.raw)
      const other = typeof name === 'string' ? first.get(name) : undefined
      if (typeof name !== 'string') return []
      if (other === undefined) first.set(name, file)
      return other === undefined
        ? []
        : [placed(source, file, error(code, path, sentence(name, other)), source.locate(path, 'value'))]
    })
  }
  return [
    ...clash(['dialog'], new Map(), 'duplicate-dialog', (name, file) =>
      words(`диалог «${name}» уже есть: ${file}`, `there already is a dialog “${name}”: ${file}`),
    ),
    ...clash(['start', 'command'], commands, 'duplicate-command', (name, file) =>
      words(`команда /${name} уже занята: ${file}`, `the command /${name} is taken already: ${file}`),
    ),
  ]
}

function sorted(problems: readonly FileProblem[]): readonly FileProblem[] {
  return problems.toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compare(a, b)))
      : inner,
  )
}
