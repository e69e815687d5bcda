/** `dialogs check`: every fault of the files with its place, and every path of every dialog through the real core. */
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { formatProblems, type FileProblem } from '../dialogs/format-problems.ts'
import type { LoadedDialog } from '../dialogs/load.ts'
import { readSource } from '../dialogs/source.ts'
import { placed } from '../dialogs/dialog-file.ts'
import { error } from '../machines/diagnose/problem.ts'
import { nameOf, verbOf } from '../machines/language/definition.ts'
import type { Talk } from '../machines/language/talks.ts'
import type { Language } from '../ports.ts'
import { asTalk } from './explore/as-talk.ts'
import { openBook } from './explore/book.ts'
import { explore, type Explored, type Violation } from './explore/explore.ts'
import { startsOf } from './explore/starts.ts'
import { NoSuchDialog, openDialogs, type Opened } from './files.ts'
import { formatRun } from './talk/format-run.ts'
import { readTalks } from './talk/read-talks.ts'
import { runTalk } from './talk/run-talk.ts'
import type { Terminal } from './terminal.ts'
import { talkDeps } from './test-command.ts'

const usage =
  'npm run dialogs -- check [--lang ru|en] [--json | --format github] [--no-paths | --deep] [файл…]'

/**
 * @returns 0 nothing is wrong (there may be warnings), 1 there are errors or a promise is broken, 64 not understood,
 * 66 a file cannot be read.
 */
export async function runCheck(args: readonly string[], terminal: Terminal): Promise<number> {
  const asked = understood(args)
  if (asked === null) {
    terminal.err(`${usage}\n`)
    return 64
  }
  try {
    const report = await check(await openDialogs(asked.files), asked)
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
  readonly files: readonly string[]
}

function understood(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        lang: { type: 'string', default: 'ru' },
        json: { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
        'no-paths': { type: 'boolean', default: false },
        deep: { type: 'boolean', default: false },
      },
    })
    const { lang, json, deep } = values
    const format = json ? 'json' : values.format
    if ((lang !== 'ru' && lang !== 'en') || (format !== 'text' && format !== 'json' && format !== 'github'))
      return null
    return { language: lang, format, paths: !values['no-paths'], deep, files: positionals }
  } catch {
    return null
  }
}

/** A broken promise with its place in the file, and the conversation that shows it. */
interface Found {
  readonly problem: FileProblem
  readonly talk: Talk
  readonly chat: string
}

interface Report {
  readonly problems: readonly FileProblem[]
  readonly found: readonly Found[]
  readonly explored: readonly { readonly dialog: string; readonly of: Explored }[]
  readonly sources: ReadonlyMap<string, string>
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
    problems: [...written, ...found.map(({ problem }) => problem)],
    found,
    explored: explored.map(({ dialog, of }) => ({ dialog, of })),
    sources,
  }
}

/** As many moments as seconds allow; with `--deep` as many as there are. */
const shallow = { wholeMax: 300, statesMax: 20_000 }
const deep = { wholeMax: 200_000, statesMax: 200_000 }

function exploreOne(
  opened: Opened,
  repairs: NonNullable<Opened['repairs']>,
  { definition, file }: LoadedDialog,
  asked: Asked,
) {
  const { book, simulation } = openBook(opened.library, repairs, opened.services)
  const of = explore(book, simulation, startsOf(book, definition), asked.deep ? deep : shallow)
  const deps = talkDeps(book.dialogs, repairs, opened.services)
  const found = of.violations.map((violation): Found => {
    const talk = asTalk(violation, asked.language)
    const run = runTalk(deps, definition.dialog, talk)
    return {
      problem: placeOf(violation, definition, file, opened.sources.get(file) ?? ''),
      talk,
      chat: formatRun(run.lines),
    }
  })
  return { dialog: definition.dialog, of, found }
}

/** At the step it is about; where that cannot be told, at the name of the dialog. */
function placeOf(
  { code, message, step }: Violation,
  { steps }: LoadedDialog['definition'],
  file: string,
  text: string,
): FileProblem {
  const source = readSource(text)
  const index = steps.findIndex((one) => nameOf(one) === step)
  const at = steps[index]
  const path = at === undefined ? ['dialog'] : ['steps', index, verbOf(at)]
  const problem = error(`path-${code}`, path, message)
  return placed(source, file, problem, source.locate(path, 'value'))
}

/* Words. */

function written(report: Report, asked: Asked): string {
  if (asked.format === 'json') return `${JSON.stringify(asJson(report, asked.language), null, 2)}\n`
  if (asked.format === 'github') return report.problems.map((one) => annotation(one, asked.language)).join('')
  const plain = report.problems.filter((problem) => !report.found.some((one) => one.problem === problem))
  const parts = [
    ...(plain.length > 0 ? [formatProblems(plain, report.sources, asked.language)] : []),
    ...report.found.map((one) => withChat(one, report, asked.language)),
    ...exploredLines(report, asked.language),
    summary(report, asked.language),
  ]
  return `${parts.join('\n')}\n`
}

function withChat({ problem, chat, talk }: Found, { sources }: Report, language: Language): string {
  const [how, keep] =
    language === 'ru' ? ['Как к этому прийти:', 'То же как тест:'] : ['The way there:', 'The same as a test:']
  return [
    formatProblems([problem], sources, language),
    `  ${how}`,
    indented(chat),
    `  ${keep}`,
    indented(stringify([talk]).trimEnd()),
    '',
  ].join('\n')
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}

function exploredLines({ explored }: Report, language: Language): readonly string[] {
  return explored.map(({ dialog, of }) => {
    const counts =
      language === 'ru'
        ? `${dialog}: состояний ${of.states}, переходов ${of.transitions}`
        : `${dialog}: ${of.states} states, ${of.transitions} transitions`
    return `${counts}${extents[of.extent][language]}`
  })
}

const extents: Readonly<Record<Explored['extent'], Readonly<Record<Language, string>>>> = {
  all: { ru: '', en: '' },
  pairs: {
    ru: ' — не все сочетания ответов, но каждые два вместе (все: --deep)',
    en: ': not every combination of answers, but every two of them together (all: --deep)',
  },
  cut: {
    ru: ' — дальше не смотрел: путей слишком много',
    en: ': looked no further, there are too many paths',
  },
}

function summary({ problems, explored }: Report, language: Language): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const states = explored.reduce((sum, { of }) => sum + of.states, 0)
  const transitions = explored.reduce((sum, { of }) => sum + of.transitions, 0)
  return language === 'ru'
    ? `Ошибок: ${errors}, предупреждений: ${warnings}. Пройдено состояний ${states}, переходов ${transitions}.`
    : `Errors: ${errors}, warnings: ${warnings}. Explored ${states} states, ${transitions} transitions.`
}

/** What an editor needs; `talk` is there for a path that breaks a promise. */
function asJson({ problems, found, explored }: Report, language: Language) {
  return {
    problems: problems.map((problem) => {
      const { file, line, column, endLine, endColumn, severity, code, message, hint, meant } = problem
      const talk = found.find((one) => one.problem === problem)?.talk
      return {
        file,
        line,
        column,
        endLine,
        endColumn,
        severity,
        code,
        message: message[language],
        ...(hint && { hint: hint[language] }),
        ...(meant !== undefined && { meant }),
        ...(talk && { talk }),
      }
    }),
    explored: explored.map(({ dialog, of: { states, transitions, extent } }) => ({
      dialog,
      states,
      transitions,
      extent,
    })),
  }
}

/** A workflow command of GitHub Actions; values are escaped as its runner unescapes them. */
function annotation(problem: FileProblem, language: Language): string {
  const { file, line, column, endLine, endColumn, severity, code, message, hint } = problem
  const place = `file=${property(file)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn},title=${property(code)}`
  const said = `${message[language]}${hint === undefined ? '' : ` — ${hint[language]}`}`
  return `::${severity} ${place}::${data(said)}\n`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
