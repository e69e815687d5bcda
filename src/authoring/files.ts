/** The dialogs an author means: all that the assistant has, or files by name, each with all the others around it. */
import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileProblem } from '../dialogs/format-problems.ts'
import { loadDialogFiles, loadDialogs, type LoadedDialog, type LoadedDialogs } from '../dialogs/load.ts'
import { loadRepairs } from '../dialogs/load-repairs.ts'
import { loadSharedTexts } from '../dialogs/shared-texts.ts'
import { createDialogLibrary, type DialogLibrary } from '../machines/dialog-library.ts'
import type { Known } from '../machines/diagnose/draft.ts'
import { isQuestion, nameOf, type DialogDefinition } from '../machines/language/definition.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { Services } from '../machines/services.ts'
import { functionNames } from '../machines/statechart/functions.ts'
import { knownServices } from './known-services.ts'

export interface Opened {
  /** Every dialog without errors; one that was asked for stands for the assistant's of the same name. */
  readonly library: DialogLibrary
  /** Those that were asked for, as far as they have no errors. */
  readonly asked: readonly LoadedDialog[]
  /** The files that were asked for. */
  readonly files: readonly string[]
  readonly problems: readonly FileProblem[]
  /** The texts of the files by name. */
  readonly sources: ReadonlyMap<string, string>
  /** Null when its wording cannot be read. */
  readonly repairs: Repairs | null
  readonly services: Services
}

/** A file that was asked for cannot be read. */
export class NoSuchDialog extends Error {
  override name = 'NoSuchDialog'
  readonly file: string
  constructor(file: string) {
    super(`cannot read ${file}`)
    this.file = file
  }
}

const shipped = fileURLToPath(new URL('../dialogs/', import.meta.url))
const facts: ReadonlySet<string> = new Set(['linked'])

/** The folder of the company's own dialogs, DIALOGS_FOLDER; null where it has none. */
export function ownFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = env['DIALOGS_FOLDER']?.trim() ?? ''
  return folder === '' ? null : folder
}

/**
 * Without names: all dialogs of the assistant, with the company's own. A folder stands for every `dialog.yaml` beneath it.
 *
 * @param own where the company keeps dialogs of its own; null where it has none.
 * @throws NoSuchDialog for a name, and for `own`.
 */
export async function openDialogs(names: readonly string[], own: string | null = null): Promise<Opened> {
  const services = knownServices()
  const known: Known = { services, functions: functionNames, facts }
  const whole = await loadWhole(known, own)
  const wording = await loadRepairs(join(relative('', shipped), 'repairs.yaml'))
  const base = { repairs: wording.repairs, services }
  const wholeFiles = [...whole.sources.keys()].filter((file) => file.endsWith('dialog.yaml'))
  if (names.length === 0) {
    const asked = [...whole.definitions.values()]
    const problems = [...whole.problems, ...wording.problems]
    const sources = new Map([...whole.sources, [join(relative('', shipped), 'repairs.yaml'), wording.source]])
    return { ...base, library: createDialogLibrary(asked), asked, files: wholeFiles, problems, sources }
  }
  const files = [...new Set((await Promise.all(names.map((name) => filesOf(name)))).flat())]
  const strange = files.filter((file) => !wholeFiles.includes(file))
  const loaded = await loadStrange(strange, whole.definitions, known)
  const others = [...loaded.definitions.values()]
  const all = [...whole.definitions.values()].filter(
    ({ definition }) => !loaded.definitions.has(definition.dialog),
  )
  return {
    ...base,
    library: createDialogLibrary([...all, ...others]),
    asked: [...all.filter(({ file }) => files.includes(file)), ...others],
    files,
    problems: [...whole.problems.filter(({ file }) => files.includes(file)), ...loaded.problems],
    sources: new Map([...whole.sources, ...loaded.sources]),
  }
}

/**
 * Dialogs by name, or by the path of a file or folder; without any, all of them.
 *
 * @throws NoSuchDialog as {@link openDialogs} does; for what is neither a dialog nor a path, too.
 */
export async function openNamed(names: readonly string[], own: string | null): Promise<Opened> {
  const all = await openDialogs([], own)
  const named = all.asked.filter(({ definition }) => names.includes(definition.dialog))
  if (named.length === 0) return names.length === 0 ? all : openDialogs(names, own)
  if (named.length === new Set(names).size) return { ...all, asked: named }
  const strange = names.filter((name) => all.asked.every(({ definition }) => definition.dialog !== name))
  return openDialogs([...named.map(({ file }) => file), ...strange], own)
}

async function loadWhole(known: Known, own: string | null): Promise<LoadedDialogs> {
  if (own === null) return loadDialogs(shipped, known)
  try {
    return await loadDialogs(shipped, known, [own])
  } catch {
    throw new NoSuchDialog(own)
  }
}

/** The file itself, or every `dialog.yaml` beneath the folder. @throws NoSuchDialog */
export async function filesOf(name: string): Promise<readonly string[]> {
  const found = await stat(name).catch(() => null)
  if (found === null) throw new NoSuchDialog(name)
  if (found.isFile()) return [relative('', name).replaceAll('\\', '/')]
  const entries = await readdir(name, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name === 'dialog.yaml')
    .map((entry) => relative('', join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  if (files.length === 0) throw new NoSuchDialog(join(name, 'dialog.yaml'))
  return files.sort()
}

async function loadStrange(
  files: readonly string[],
  around: ReadonlyMap<string, LoadedDialog>,
  known: Known,
): Promise<LoadedDialogs> {
  const shared = await loadSharedTexts(join(relative('', shipped), 'texts.yaml'))
  const takes = new Map([...around].map(([name, { definition }]) => [name, takenBy(definition)]))
  const commands = new Map(
    [...around].flatMap(([dialog, { definition, file }]) =>
      definition.start.command === undefined ? [] : [[definition.start.command, { dialog, file }] as const],
    ),
  )
  return loadDialogFiles(files, {
    ...known,
    dialogs: new Set(around.keys()),
    takes,
    commands,
    texts: shared.texts,
  })
}

function takenBy({ start, steps }: DialogDefinition): ReadonlySet<string> {
  const { given = [], file, payload } = start
  return new Set([
    ...steps.filter((step) => isQuestion(step)).map((step) => nameOf(step)),
    ...given,
    ...[file, payload].filter((name) => name !== undefined),
  ])
}
