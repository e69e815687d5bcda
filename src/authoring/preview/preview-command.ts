/** `dialogs preview`: one HTML page with every message of the dialogs, to be read and shown around. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { formatProblems } from '../../dialogs/format-problems.ts'
import { NoSuchDialog, openDialogs, type Opened } from '../files.ts'
import type { Terminal } from '../terminal.ts'
import { pageOf } from './page.ts'
import { repairScreens, screensOf } from './screens.ts'

const usage = 'npm run dialogs -- preview [диалог…] [--out файл.html]'

/**
 * Dialogs by name, or by the path of a file or folder; without any, all of the assistant.
 *
 * @returns 0 written, 1 a dialog has errors, 64 not understood, 66 there is no such dialog or file.
 */
export async function runPreview(args: readonly string[], terminal: Terminal): Promise<number> {
  const asked = understood(args)
  if (asked === null) return refuse(terminal, 64, usage)
  try {
    const opened = await openNamed(asked.names)
    const wrong = opened.problems.filter(({ severity }) => severity === 'error')
    if (wrong.length > 0 || opened.repairs === null)
      return refuse(terminal, 1, formatProblems(wrong, opened.sources, 'ru'))
    const { repairs } = opened
    const dialogs = opened.asked.map(({ definition }) => screensOf(opened, repairs, definition))
    await mkdir(dirname(asked.out), { recursive: true })
    await writeFile(asked.out, pageOf({ dialogs, shared: repairScreens(repairs) }))
    const count = dialogs.flatMap(({ steps }) => steps.flatMap(({ screens }) => screens)).length
    terminal.out(`${relative('', asked.out)} — диалогов: ${dialogs.length}, сообщений: ${count}\n`)
    return 0
  } catch (thrown) {
    if (!(thrown instanceof NoSuchDialog)) throw thrown
    return refuse(terminal, 66, `Нет такого диалога и такого файла: ${thrown.file}`)
  }
}

function understood(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string', default: 'preview.html' } },
    })
    return { names: positionals, out: values.out }
  } catch {
    return null
  }
}

function refuse(terminal: Terminal, code: number, said: string): number {
  terminal.err(`${said}\n`)
  return code
}

async function openNamed(names: readonly string[]): Promise<Opened> {
  const all = await openDialogs([])
  const own = all.asked.filter(({ definition }) => names.includes(definition.dialog))
  if (own.length === 0) return names.length === 0 ? all : openDialogs(names)
  if (own.length === new Set(names).size) return { ...all, asked: own }
  const strange = names.filter((name) => all.asked.every(({ definition }) => definition.dialog !== name))
  return openDialogs([...own.map(({ file }) => file), ...strange])
}
