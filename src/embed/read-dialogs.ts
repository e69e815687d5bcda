import { fileURLToPath } from 'node:url'
import { DialogsRefused } from '../dialogs/shipped.ts'
import { loadDialogs, type LoadedDialog } from '../dialogs/load.ts'
import { loadRepairs } from '../dialogs/load-repairs.ts'
import type { Repairs } from '../machines/language/repairs.ts'
import { functionNames } from '../machines/statechart/functions.ts'
import type { Services } from '../machines/services.ts'

export interface DialogFiles {
  /** The folder; every `dialog.yaml` in it, at any depth, is read. */
  readonly folder: string
  /** What the dialogs call, by the names they use. */
  readonly services?: Services
  /** The file with what every dialog says by itself («Назад», «Отменил»); the assistant's own when absent. */
  readonly wording?: string
}

const assistantsWording = fileURLToPath(new URL('../dialogs/repairs.yaml', import.meta.url))

/** @throws DialogsRefused when any of the files has an error, with all of them, each with its place. */
export async function readDialogs(
  files: DialogFiles,
): Promise<{ readonly definitions: readonly LoadedDialog[]; readonly repairs: Repairs }> {
  const { folder, services = new Map(), wording = assistantsWording } = files
  const { definitions, problems, sources } = await loadDialogs(folder, { services, functions: functionNames })
  const { repairs, problems: faults, source } = await loadRepairs(wording)
  const mistakes = [...faults, ...problems].filter(({ severity }) => severity === 'error')
  if (mistakes.length > 0 || repairs === null)
    throw new DialogsRefused(mistakes, new Map([...sources, [wording, source]]))
  return { definitions: [...definitions.values()], repairs }
}
