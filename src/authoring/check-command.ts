/** `dialogs check`: every fault of the files with its place, and every path of every dialog through the real core. */
import { parseArgs } from 'node:util'
import type { FileProblem } from '../dialogs/format-problems.ts'
import type { LoadedDialog } from '../dialogs/load.ts'
import { readSource } from '../dialogs/source.ts'
import { placed } from '../dialogs/dialog-file.ts'
import { error, type Problem, warning, words } from '../machines/diagnose/problem.ts'
import { nameOf, verbOf } from '../machines/language/definition.ts'
import type { Language } from '../ports/language.ts'
import { asTalk } from './explore/as-talk.ts'
import { retypedProblems } from './diff/answers-kept.ts'
import { openVersion } from './diff/versions.ts'
import { openBook } from './explore/book.ts'
import { explore } from './explore/explore.ts'
import { startsOf } from './explore/starts.ts'
import { NoSuchDialog, openDialogs, ownFolder, type Opened } from './files.ts'
import { formatRun } from './talk/format-run.ts'
import { readTalks } from './talk/read-talks.ts'
import { runTalk } from './talk/run-talk.ts'
import { written, type Found, type Report } from './check-report.ts'
import { languageOf } from './language.ts'
import type { Terminal } from './terminal.ts'
import { talkDeps } from './test-command.ts'

const usage =
  'npm run dialogs -- check [--lang ru|en] [--json | --format github] [--no-paths | --deep] [--against A] [файл…]'

/**
 * @returns 0 nothing is wrong (there may be warnings), 1 there are errors or a promise is broken, 64 not understood,
 * 66 a file cannot be read.
 */
export async function runCheck(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const asked = understood(args, languageOf(env))
  if (asked === null) {
    terminal.err(`${usage}\n`)
    return 64
  }
  try {
    const opened = await openDialogs(asked.files, ownFolder(env))
    const found = await check(opened, asked)
    const report = { ...found, problems: [...found.problems, ...(await sinceThen(opened, asked))] }
    terminal.out(written(report, asked))
    return report.problems.some(({ severity }) => severity === 'error') ? 1 : 0
  } catch (thrown) {
    if (!(thrown instanceof NoSuchDialog)) throw thrown
    terminal.err(
      `${asked.language === 'ru' ? 'Нет такого файла' : 'There is no such file'}: ${thrown.file}\n`,
    )
    return 66
  }
}

interface Asked {
  readonly language: Language
  readonly format: 'text' | 'json' | 'github'
  readonly paths: boolean
  readonly deep: boolean
  /** The version to hold edits against: a file, a folder or a revision. */
  readonly against: string | null
  readonly files: readonly string[]
}

function understood(args: readonly string[], usual: Language): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        lang: { type: 'string', default: usual },
        json: { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
        'no-paths': { type: 'boolean', default: false },
        deep: { type: 'boolean', default: false },
        against: { type: 'string' },
      },
    })
    const { lang, json, deep } = values
    const format = json ? 'json' : values.format
    if ((lang !== 'ru' && lang !== 'en') || (format !== 'text' && format !== 'json' && format !== 'github'))
      return null
    return {
      language: lang,
      format,
      paths: !values['no-paths'],
      deep,
      against: values.against ?? null,
      files: positionals,
    }
  } catch {
    return null
  }
}

async function check(opened: Opened, asked: Asked): Promise<Report> {
  const talks = await Promise.all(opened.files.map((file) => readTalks(file, opened.services)))
  const sources = new Map([...opened.sources, ...talks.flatMap((one) => [...one.sources])])
  const written = [...opened.problems, ...talks.flatMap((one) => one.problems)]
  const { repairs } = opened
  if (!asked.paths || repairs === null) return { problems: written, found: [], explored: [], sources }
  const explored = opened.asked.map((dialog) => exploreOne(opened, repairs, dialog, asked))
  const found = explored.flatMap((one) => one.found)
  return {
    problems: [
      ...written,
      ...found.map(({ problem }) => problem),
      ...explored.flatMap((one) => one.unreached),
    ],
    found,
    explored: explored.map(({ dialog, of }) => ({ dialog, of })),
    sources,
  }
}

/** Questions that ask for something else than in that version, and do not say so. */
async function sinceThen(opened: Opened, { against }: Asked): Promise<readonly FileProblem[]> {
  if (against === null) return []
  const before = await openVersion(against)
  const dialogs = new Map(opened.asked.map((one) => [one.definition.dialog, one]))
  return [...dialogs.keys()].flatMap((name) =>
    retypedProblems(before, { dialogs, sources: opened.sources }, name),
  )
}

/** As many moments as seconds allow; with `--deep` as many as memory holds: a moment takes some tens of kilobytes. */
const shallow = { wholeMax: 300, statesMax: 20_000 }
const deep = { wholeMax: 15_000, statesMax: 25_000 }

function exploreOne(
  opened: Opened,
  repairs: NonNullable<Opened['repairs']>,
  { definition, file }: LoadedDialog,
  asked: Asked,
) {
  const { book, simulation } = openBook(opened.library, repairs, opened.services)
  const text = opened.sources.get(file) ?? ''
  const of = explore(book, simulation, startsOf(book, definition), asked.deep ? deep : shallow)
  const deps = talkDeps(book.dialogs, repairs, opened.services)
  const found = of.violations.map((violation): Found => {
    const talk = asTalk(violation, asked.language)
    const run = runTalk(deps, definition.dialog, talk)
    return {
      problem: placeOf(
        { ...violation, ...error(`path-${violation.code}`, [], violation.message) },
        definition,
        file,
        text,
      ),
      talk,
      chat: formatRun(run.lines),
    }
  })
  const unreached = of.unreached.map((step) => {
    const message = words(
      `до шага «${step}» не доходит ни один разговор`,
      `no conversation ever comes to the step “${step}”`,
    )
    return placeOf({ step, ...warning('path-unreached', [], message) }, definition, file, text)
  })
  return { dialog: definition.dialog, of, found, unreached }
}

/** At the step it is about; where that cannot be told, at the name of the dialog. */
function placeOf(
  problem: Problem & { readonly step?: string },
  { steps }: LoadedDialog['definition'],
  file: string,
  text: string,
): FileProblem {
  const source = readSource(text)
  const index = steps.findIndex((one) => nameOf(one) === problem.step)
  const at = steps[index]
  const path = at === undefined ? ['dialog'] : ['steps', index, verbOf(at)]
  return placed(source, file, { ...problem, path }, source.locate(path, 'value'))
}
