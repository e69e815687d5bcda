/** The dialogs an author means: those of the assistant, or files by name, each with all the others around it. */
import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileProblem } from '../dialogs/format-problems.ts'
import { hashOf, loadDialogFile, loadDialogs, type LoadedDialog } from '../dialogs/load.ts'
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

/**
 * Without names: all dialogs of the assistant. A folder stands for every `dialog.yaml` beneath it.
 *
 * @throws NoSuchDialog
 */
export async function openDialogs(names: readonly string[]): Promise<Opened> {
  const services = knownServices()
  const known: Known = { services, functions: functionNames, facts }
  const own = await loadDialogs(shipped, known)
  const wording = await loadRepairs(join(relative('', shipped), 'repairs.yaml'))
  const base = { repairs: wording.repairs, services }
  const ownFiles = [...own.sources.keys()].filter((file) => file.endsWith('dialog.yaml'))
  if (names.length === 0) {
    const asked = [...own.definitions.values()]
    const problems = [...own.problems, ...wording.problems]
    const sources = new Map([...own.sources, [join(relative('', shipped), 'repairs.yaml'), wording.source]])
    return { ...base, library: createDialogLibrary(asked), asked, files: ownFiles, problems, sources }
  }
  const files = (await Promise.all(names.map((name) => filesOf(name)))).flat()
  const strange = files.filter((file) => !ownFiles.includes(file))
  const loaded = await Promise.all(
    strange.map(async (file) => ({ file, ...(await loadStrange(file, own.definitions, known)) })),
  )
  const others = loaded.flatMap(({ file, definition }) =>
    definition === null ? [] : [{ definition, hash: hashOf(definition), file }],
  )
  const replaced = new Set(others.map(({ definition }) => definition.dialog))
  const all = [...own.definitions.values()].filter(({ definition }) => !replaced.has(definition.dialog))
  const mine = all.filter(({ file }) => files.includes(file))
  return {
    ...base,
    library: createDialogLibrary([...all, ...others]),
    asked: [...mine, ...others],
    files,
    problems: [
      ...own.problems.filter(({ file }) => files.includes(file)),
      ...loaded.flatMap((one) => one.problems),
    ],
    sources: new Map([...own.sources, ...loaded.map(({ file, source }): [string, string] => [file, source])]),
  }
}

async function filesOf(name: string): Promise<readonly string[]> {
  const found = await stat(name).catch(() => null)
  if (found === null) throw new NoSuchDialog(name)
  if (found.isFile()) return [relative('', name).replaceAll('\\', '/')]
  const entries = await readdir(name, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name === 'dialog.yaml')
    .map((entry) => relative('', join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

async function loadStrange(file: string, own: ReadonlyMap<string, LoadedDialog>, known: Known) {
  const shared = await loadSharedTexts(join(relative('', shipped), 'texts.yaml'))
  const takes = new Map([...own].map(([name, { definition }]) => [name, takenBy(definition)]))
  try {
    return await loadDialogFile(file, { ...known, dialogs: new Set(own.keys()), takes, texts: shared.texts })
  } catch {
    throw new NoSuchDialog(file)
  }
}

function takenBy({ start, steps }: DialogDefinition): ReadonlySet<string> {
  const { given = [], file, payload } = start
  return new Set([
    ...steps.filter((step) => isQuestion(step)).map((step) => nameOf(step)),
    ...given,
    ...[file, payload].filter((name) => name !== undefined),
  ])
}
