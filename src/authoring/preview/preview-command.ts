/** `dialogs preview`: one HTML page with every message of the dialogs, to be read and shown around. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { formatProblems } from '../../dialogs/format-problems.ts'
import type { Language } from '../../ports/language.ts'
import { NoSuchDialog, openNamed, ownFolder } from '../files.ts'
import { languageOf } from '../language.ts'
import type { Terminal } from '../terminal.ts'
import { pageOf } from './page.ts'
import { otherScreens } from './others.ts'
import { screensOf } from './screens.ts'

const usage = 'npm run dialogs -- preview [диалог…] [--out файл.html] [--lang ru|en]'

/**
 * Dialogs by name, or by the path of a file or folder; without any, all of the assistant.
 *
 * @returns 0 written, 1 a dialog has errors, 64 not understood, 66 there is no such dialog or file.
 */
export async function runPreview(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const asked = understood(args, languageOf(env))
  if (asked === null) return refuse(terminal, 64, usage)
  const { language } = asked
  try {
    const opened = await openNamed(asked.names, ownFolder(env))
    const wrong = opened.problems.filter(({ severity }) => severity === 'error')
    if (wrong.length > 0 || opened.repairs === null)
      return refuse(terminal, 1, formatProblems(wrong, opened.sources, language))
    const { repairs } = opened
    const others = otherScreens(repairs)
    const dialogs = opened.asked.map(({ definition }) => screensOf(opened, repairs, definition))
    await mkdir(dirname(asked.out), { recursive: true })
    await writeFile(asked.out, pageOf({ dialogs, others }))
    const count = [
      ...dialogs.flatMap(({ steps }) => steps.flatMap(({ screens }) => screens)),
      ...others.flatMap(({ groups }) => groups.flatMap(({ screens }) => screens)),
    ].length
    const counts =
      language === 'ru'
        ? `диалогов: ${dialogs.length}, сообщений: ${count}`
        : `dialogs: ${dialogs.length}, messages: ${count}`
    terminal.out(`${relative('', asked.out)} — ${counts}\n`)
    return 0
  } catch (thrown) {
    if (!(thrown instanceof NoSuchDialog)) throw thrown
    const said = language === 'ru' ? 'Нет такого диалога и такого файла' : 'No such dialog and no such file'
    return refuse(terminal, 66, `${said}: ${thrown.file}`)
  }
}

function understood(args: readonly string[], usual: Language) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: 'preview.html' },
        lang: { type: 'string', default: usual },
      },
    })
    const { out, lang } = values
    return lang === 'ru' || lang === 'en' ? ({ names: positionals, out, language: lang } as const) : null
  } catch {
    return null
  }
}

function refuse(terminal: Terminal, code: number, said: string): number {
  terminal.err(`${said}\n`)
  return code
}
