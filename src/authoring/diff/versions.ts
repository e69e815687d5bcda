/** The two versions that are compared: a file, a folder or a revision each. */
import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { FileProblem } from '../../dialogs/format-problems.ts'
import { loadRepairs } from '../../dialogs/load-repairs.ts'
import { loadDialogs, type LoadedDialog } from '../../dialogs/load.ts'
import { readSource } from '../../dialogs/source.ts'
import { own } from '../../machines/diagnose/problem.ts'
import { createDialogLibrary, type DialogLibrary } from '../../machines/dialog-library.ts'
import type { Repairs } from '../../machines/language/repairs.ts'
import type { Services } from '../../machines/services.ts'
import { functionNames } from '../../machines/statechart/functions.ts'
import { NoSuchDialog, openDialogs } from '../files.ts'
import { knownServices } from '../known-services.ts'
import { layOutRevision } from './revision.ts'
import { readWordings, type Wordings } from './wordings.ts'

export interface Version {
  /** As it was asked for. */
  readonly name: string
  readonly dialogs: ReadonlyMap<string, LoadedDialog>
  readonly library: DialogLibrary
  readonly repairs: Repairs
  readonly services: Services
  readonly problems: readonly FileProblem[]
  readonly sources: ReadonlyMap<string, string>
  /** What is said outside dialogs; nothing for a file on its own. */
  readonly wordings: Wordings
  /** The revision of git; null for files as they are. */
  readonly revision: string | null
}

/** @throws NoSuchDialog when it is neither a file nor a folder nor a revision. */
export async function openVersion(name: string): Promise<Version> {
  if (existsSync(name)) return openPath(name, name)
  const folder = await layOutRevision(name)
  if (folder === null) throw new NoSuchDialog(name)
  try {
    return { ...(await openPath(folder, name)), revision: name.split(':', 1)[0] ?? name }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function openPath(path: string, name: string): Promise<Version> {
  const inside = join(path, 'src', 'dialogs')
  const folder = existsSync(inside) ? inside : path
  const whole = (await stat(folder)).isDirectory() && existsSync(join(folder, 'texts.yaml'))
  return whole ? openFolder(folder, name) : openAmong(folder, name)
}

/** A folder with texts of its own is all there is: nothing of the assistant's own dialogs stands beside it. */
async function openFolder(folder: string, name: string): Promise<Version> {
  const services = knownServices()
  const facts = new Set(['linked'])
  const { definitions, problems, sources } = await loadDialogs(folder, {
    services,
    functions: functionNames,
    facts,
  })
  const wording = join(folder, 'repairs.yaml')
  const repairs = existsSync(wording) ? (await loadRepairs(relative('', wording))).repairs : null
  return {
    name,
    dialogs: definitions,
    library: createDialogLibrary([...definitions.values()]),
    repairs: repairs ?? (await assistants()),
    services,
    problems,
    sources,
    wordings: readWordings(folder),
    revision: null,
  }
}

async function openAmong(path: string, name: string): Promise<Version> {
  const { asked, library, repairs, services, problems, sources } = await openDialogs([path])
  return {
    name,
    dialogs: new Map(asked.map((one) => [one.definition.dialog, one])),
    library,
    repairs: repairs ?? (await assistants()),
    services,
    problems,
    sources,
    wordings: new Map(),
    revision: null,
  }
}

/** Dialogs with errors, by their names. */
export function brokenDialogs({ problems, sources }: Version): readonly string[] {
  const wrong = new Set(problems.flatMap(({ severity, file }) => (severity === 'error' ? [file] : [])))
  return [...wrong].map((file) => {
    const name = own(readSource(sources.get(file) ?? '').raw, 'dialog')
    return typeof name === 'string' ? name : file
  })
}

async function assistants(): Promise<Repairs> {
  const { repairs } = await openDialogs([])
  if (repairs === null) throw new Error('The built-in texts cannot be read')
  return repairs
}
