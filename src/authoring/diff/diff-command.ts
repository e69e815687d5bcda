/** `dialogs diff A B`: which conversations would go differently. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { formatProblems } from '../../dialogs/format-problems.ts'
import type { Language } from '../../ports/language.ts'
import { NoSuchDialog } from '../files.ts'
import { languageOf } from '../language.ts'
import type { Terminal } from '../terminal.ts'
import { fatesOf, retypedProblems } from './answers-kept.ts'
import { diffPage } from './diff-page.ts'
import { compareDialog, deepBounds, usualBounds, type Compared } from './lockstep.ts'
import { isSame, type Diff } from './sections.ts'
import { unseen } from './unseen.ts'
import { brokenDialogs, openVersion, type Version } from './versions.ts'
import { wordChanges } from './wordings.ts'
import { writtenDiff } from './written-diff.ts'

const usage =
  'npm run dialogs -- diff A B [--top N] [--deep] [--lang ru|en] [--html файл.html] [--fail-on-changes]'

/**
 * @returns 0 compared; 1 a version has errors, or answers under way would be taken for what they are not, or
 * (`--fail-on-changes`) something differs; 64 not understood; 66 there is no such file, folder or revision.
 */
export async function runDiff(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const asked = understood(args, languageOf(env))
  if (asked === null) return refuse(terminal, 64, usage)
  const { language } = asked
  try {
    const [before, after] = [await openVersion(asked.before), await openVersion(asked.after)]
    // An earlier revision cannot be mended: what of it is refused today is left out, and said.
    for (const version of before.revision === null ? [before, after] : [after]) {
      const wrong = version.problems.filter(({ severity }) => severity === 'error')
      if (wrong.length > 0) return refuse(terminal, 1, formatProblems(wrong, version.sources, language))
    }
    const diff = await diffOf(before, after, asked)
    terminal.out(`${writtenDiff(diff, language)}\n`)
    if (asked.html !== undefined) await writeFile(asked.html, diffPage(diff, language))
    const retyped = diff.changed.flatMap(({ dialog }) => retypedProblems(before, after, dialog))
    if (retyped.length > 0) terminal.err(`${formatProblems(retyped, after.sources, language)}\n`)
    return retyped.length > 0 || (asked.strict && !isSame(diff)) ? 1 : 0
  } catch (thrown) {
    if (!(thrown instanceof NoSuchDialog)) throw thrown
    const said = language === 'ru' ? 'Нет такого файла, папки или версии' : 'No such file, folder or revision'
    return refuse(terminal, 66, `${said}: ${thrown.file}`)
  }
}

function understood(args: readonly string[], usual: Language) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        top: { type: 'string', default: '3' },
        lang: { type: 'string', default: usual },
        html: { type: 'string' },
        deep: { type: 'boolean', default: false },
        'fail-on-changes': { type: 'boolean', default: false },
      },
    })
    const [before, after, ...others] = positionals
    const language: Language | null = values.lang === 'ru' || values.lang === 'en' ? values.lang : null
    const top = Number(values.top)
    if (before === undefined || after === undefined || others.length > 0) return null
    if (language === null || !Number.isInteger(top) || top < 1) return null
    const { html, deep, 'fail-on-changes': strict } = values
    return { before, after, language, top, html, deep, strict }
  } catch {
    return null
  }
}

function refuse(terminal: Terminal, code: number, said: string): number {
  terminal.err(`${said}\n`)
  return code
}

async function diffOf(
  before: Version,
  after: Version,
  { top, deep }: { readonly top: number; readonly deep: boolean },
): Promise<Diff> {
  const names = [...after.dialogs.keys()]
  const broken = brokenDialogs(before)
  const changed = names.filter((name) => {
    const was = before.dialogs.get(name)
    return was !== undefined && was.hash !== after.dialogs.get(name)?.hash
  })
  const compared = new Map<string, Compared>(
    changed.map((dialog) => [dialog, compareDialog(before, after, dialog, deep ? deepBounds : usualBounds)]),
  )
  return {
    names: [before.name, after.name],
    added: names.filter((name) => !before.dialogs.has(name) && !broken.includes(name)),
    gone: [...before.dialogs.keys()].filter((name) => !after.dialogs.has(name)),
    changed: changed.map((dialog) => ({
      dialog,
      differences: compared.get(dialog)?.differences ?? [],
      fates: fatesOf(before, after, dialog),
    })),
    words: wordChanges(before.wordings, after.wordings),
    unseen: await unseen(before, after, compared),
    top,
  }
}
