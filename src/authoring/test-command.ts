/** `dialogs test`: leads the conversations that are written down beside dialogs, and tells what they leave out. */
import { parseArgs } from 'node:util'
import { createDateReader } from '../adapters/dates/reader.ts'
import { createDateWriter } from '../adapters/dates/writer.ts'
import { formatProblems, type FileProblem } from '../dialogs/format-problems.ts'
import type { LoadedDialog } from '../dialogs/load.ts'
import { readSource } from '../dialogs/source.ts'
import { error } from '../machines/diagnose/problem.ts'
import type { Language } from '../ports/language.ts'
import { sentencePeople } from './explore/samples.ts'
import { NoSuchDialog, openDialogs, ownFolder, type Opened } from './files.ts'
import { languageOf } from './language.ts'
import { coverageOf, type Unit } from './talk/coverage.ts'
import { readTalks, type WrittenTalk } from './talk/read-talks.ts'
import { runTalk } from './talk/run-talk.ts'
import type { TalkDeps, TalkRun } from './talk/run.ts'
import { createSimulation } from './talk/simulation.ts'
import { formatRun } from './talk/format-run.ts'
import type { Terminal } from './terminal.ts'

const usage = 'npm run dialogs -- test [--lang ru|en] [--verbose] [файл…]'

/** @returns 0 all talks go as written, 1 some do not or have faults, 64 not understood, 66 a file cannot be read. */
export async function runTests(
  args: readonly string[],
  terminal: Terminal,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const asked = understood(args, languageOf(env))
  if (asked === null) {
    terminal.err(`${usage}\n`)
    return 64
  }
  const { language, verbose, files } = asked
  try {
    const opened = await openDialogs(files, ownFolder(env))
    return await testAll(opened, { language, verbose }, terminal)
  } catch (thrown) {
    if (!(thrown instanceof NoSuchDialog)) throw thrown
    terminal.err(`${language === 'ru' ? 'Нет такого файла' : 'There is no such file'}: ${thrown.file}\n`)
    return 66
  }
}

function understood(args: readonly string[], usual: Language) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { lang: { type: 'string', default: usual }, verbose: { type: 'boolean', default: false } },
    })
    const { lang } = values
    if (lang !== 'ru' && lang !== 'en') return null
    return { language: lang, verbose: values.verbose, files: positionals } as const
  } catch {
    return null
  }
}

interface Options {
  readonly language: Language
  readonly verbose: boolean
}

async function testAll(opened: Opened, options: Options, terminal: Terminal): Promise<number> {
  const errors = opened.problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 || opened.repairs === null) {
    terminal.out(`${formatProblems(errors, opened.sources, options.language)}\n`)
    return 1
  }
  const deps = talkDeps(opened.library, opened.repairs, opened.services)
  let failed = 0
  let count = 0
  for (const dialog of opened.asked) {
    const tested = await testOne(dialog, opened, deps, options, terminal)
    failed += tested.failed
    count += tested.count
  }
  terminal.out(`${summary(count, failed, options.language)}\n`)
  return failed > 0 ? 1 : 0
}

/** What a talk is led with: the core as it is, and people it finds in sentences. */
export function talkDeps(
  dialogs: TalkDeps['dialogs'],
  repairs: TalkDeps['repairs'],
  services: Opened['services'],
): TalkDeps {
  const simulation = createSimulation({
    dialogs,
    repairs,
    reader: createDateReader(),
    writer: createDateWriter(),
    people: sentencePeople,
    zone: 'Europe/Moscow',
    isLocal: (service) => services.get(service)?.type === 'local',
  })
  return { dialogs, repairs, simulation }
}

async function testOne(
  { definition, file }: LoadedDialog,
  opened: Opened,
  deps: TalkDeps,
  { language, verbose }: Options,
  terminal: Terminal,
): Promise<{ readonly count: number; readonly failed: number }> {
  const { talks, problems, sources } = await readTalks(file, opened.services)
  if (problems.length > 0) terminal.out(`${formatProblems(problems, sources, language)}\n`)
  if (talks.length === 0) return { count: 0, failed: problems.length }
  const runs = talks.map((written) => ({ written, run: runTalk(deps, definition.dialog, written.talk) }))
  const units = coverageOf(
    definition,
    readSource(opened.sources.get(file) ?? ''),
    runs.map(({ run }) => run),
    deps.dialogs,
  )
  terminal.out(`${definition.dialog}: ${share(units, language)}\n`)
  for (const { written, run } of runs) {
    const wrong = failuresOf(written, run)
    terminal.out(`  ${wrong.length > 0 ? '✗' : '✓'} ${written.talk.name}\n`)
    if (wrong.length > 0)
      terminal.out(
        `${indented(formatProblems(wrong, sources, language))}\n${indented(seenIn(run, language))}\n`,
      )
    if (verbose || wrong.length > 0) terminal.out(`${indented(formatRun(run.lines))}\n`)
  }
  for (const { what, line, covered } of units)
    if (!covered)
      terminal.out(
        `    ${language === 'ru' ? 'не пройдено: строка' : 'not covered: line'} ${line}, ${what[language]}\n`,
      )
  return {
    count: talks.length,
    failed: problems.length + runs.filter(({ run }) => run.failures.length > 0).length,
  }
}

/** The failures of a run as problems of its file. */
export function failuresOf(written: WrittenTalk, run: TalkRun): readonly FileProblem[] {
  return run.failures.map(({ turn, message }) => written.problem(turn, error('talk-failed', [], message)))
}

function seenIn({ failures }: TalkRun, language: Language): string {
  const seen = failures.flatMap((one) => one.seen ?? [])
  const head = language === 'ru' ? 'На экране' : 'On the screen'
  if (seen.length === 0) return `${head}: —`
  return [
    `${head}:`,
    ...seen.flatMap((text) => text.split('\n').map((line, at) => `${at === 0 ? '• ' : '  '}${line}`)),
  ].join('\n')
}

function share(units: readonly Unit[], language: Language): string {
  const part = (kind: Unit['kind']): string => {
    const all = units.filter((unit) => unit.kind === kind)
    return `${all.filter(({ covered }) => covered).length}/${all.length}`
  }
  return language === 'ru'
    ? `шагов ${part('step')}, развилок ${part('turning')}`
    : `steps ${part('step')}, turnings ${part('turning')}`
}

function summary(count: number, failed: number, language: Language): string {
  if (language === 'ru')
    return failed === 0
      ? `Разговоров: ${count}, все идут как написано.`
      : `Разговоров: ${count}, не так, как написано: ${failed}.`
  return failed === 0
    ? `Conversations: ${count}, all as written.`
    : `Conversations: ${count}, not as written: ${failed}.`
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
