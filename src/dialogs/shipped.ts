/** The dialogs of this folder, read and checked. */
import { fileURLToPath } from 'node:url'
import { functionNames } from '../machines/statechart/functions.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import type { Services } from '../machines/services.ts'
import { formatProblems, type FileProblem } from './format-problems.ts'
import { loadDialogs, type LoadedDialog } from './load.ts'
import { loadRepairs } from './load-repairs.ts'

/** A definition is wrong. The message is for its author: every mistake with its file, line and column. */
export class DialogsRefused extends Error {
  override name = 'DialogsRefused'
}

const facts: ReadonlySet<string> = new Set(['linked'])

/** @throws DialogsRefused when any of them has an error. */
export async function loadShippedDialogs(
  services: Services,
  folder: string = fileURLToPath(new URL('.', import.meta.url)),
): Promise<{ readonly definitions: readonly LoadedDialog[]; readonly repairs: Repairs }> {
  const { definitions, problems, sources } = await loadDialogs(folder, {
    services,
    functions: functionNames,
    facts,
  })
  const wording = await loadRepairs(`${folder}/repairs.yaml`)
  const mistakes = [...wording.problems, ...problems].filter(isError)
  if (mistakes.length > 0 || wording.repairs === null) {
    const texts = new Map([...sources, [`${folder}/repairs.yaml`, wording.source]])
    throw new DialogsRefused(`диалоги не приняты.\n${formatProblems(mistakes, texts, 'ru')}`)
  }
  return { definitions: [...definitions.values()], repairs: wording.repairs }
}

function isError(problem: FileProblem): boolean {
  return problem.severity === 'error'
}
