/** The dialogs of this folder, read and checked. */
import { fileURLToPath } from 'node:url'
import { functionNames } from '../machines/statechart/functions.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { Services } from '../machines/services.ts'
import type { Language } from '../ports/language.ts'
import { formatProblems, type FileProblem } from './format-problems.ts'
import { loadDialogs, type LoadedDialog } from './load.ts'
import { loadRepairs } from './load-repairs.ts'

/** A definition is wrong. What is said is for its author: every mistake with its file, line and column. */
export class DialogsRefused extends Error {
  override name = 'DialogsRefused'
  readonly said: Readonly<Record<Language, string>>

  constructor(problems: readonly FileProblem[], sources: ReadonlyMap<string, string>) {
    const ru = `диалоги не приняты.\n${formatProblems(problems, sources, 'ru')}`
    super(ru)
    this.said = { ru, en: `the dialogs are refused.\n${formatProblems(problems, sources, 'en')}` }
  }
}

const facts: ReadonlySet<string> = new Set(['linked'])

/** The order of the commands in the menu and in /help: what is wanted daily first, what needs a number last. */
const commands = ['task', 'tasks', 'event', 'schedule', 'notifications', 'pause', 'settings']
const lastCommands = ['whoami', 'start', 'unlink', 'task_status', 'task_assign', 'event_update']

export const shippedFolder = fileURLToPath(new URL('.', import.meta.url))

/**
 * @param own where the company keeps dialogs of its own (DIALOGS_FOLDER); null where it has none.
 * @throws DialogsRefused when any of them has an error; Error of node:fs when a folder cannot be read.
 */
export async function loadShippedDialogs(
  services: Services,
  own: string | null = null,
  folder: string = shippedFolder,
): Promise<{ readonly definitions: readonly LoadedDialog[]; readonly repairs: Repairs }> {
  const known = { services, functions: functionNames, facts }
  const { definitions, problems, sources } = await loadDialogs(folder, known, own === null ? [] : [own])
  const wording = await loadRepairs(`${folder}/repairs.yaml`)
  const mistakes = [...wording.problems, ...problems].filter(isError)
  if (mistakes.length > 0 || wording.repairs === null) {
    const texts = new Map([...sources, [`${folder}/repairs.yaml`, wording.source]])
    throw new DialogsRefused(mistakes, texts)
  }
  const inOrder = [...definitions.values()].toSorted((a, b) => placeOf(a) - placeOf(b))
  return { definitions: inOrder, repairs: wording.repairs }
}

/** Commands nobody has put in order stand between those that come first and those that come last. */
function placeOf({ definition: { start } }: LoadedDialog): number {
  const { command = '' } = start
  const [first, last] = [commands.indexOf(command), lastCommands.indexOf(command)]
  if (first >= 0) return first
  return last >= 0 ? commands.length + 1 + last : commands.length
}

function isError(problem: FileProblem): boolean {
  return problem.severity === 'error'
}
