/** Conversations as they stand in files: in the section `tests` of a dialog, and in `dialog.tests.yaml` beside it. */
import { existsSync } from 'node:fs'
import { placed, readText } from '../../dialogs/dialog-file.ts'
import type { FileProblem } from '../../dialogs/format-problems.ts'
import { readSource, type Source } from '../../dialogs/source.ts'
import type { Known } from '../../machines/diagnose/draft.ts'
import { judge } from '../../machines/diagnose/issues.ts'
import { near } from '../../machines/diagnose/near.ts'
import { error, own, type Path, type Problem, words } from '../../machines/diagnose/problem.ts'
import { talksFileSchema, talksSchema, type Talk } from '../../machines/language/talks.ts'

/** A talk, and where it stands. */
export interface WrittenTalk {
  readonly talk: Talk
  readonly file: string
  /** A problem of this talk with its place; `turn` null for the talk as a whole. */
  problem(turn: number | null, found: Problem): FileProblem
}

export interface ReadTalks {
  readonly talks: readonly WrittenTalk[]
  readonly problems: readonly FileProblem[]
  readonly sources: ReadonlyMap<string, string>
}

/**
 * The talks of one dialog, by the file of its definition.
 *
 * @throws Error of node:fs when a file cannot be read.
 */
export async function readTalks(
  dialogFile: string,
  services: NonNullable<Known['services']>,
): Promise<ReadTalks> {
  const beside = dialogFile.replace(/\.yaml$/, '.tests.yaml')
  const found = await Promise.all(
    [dialogFile, ...(existsSync(beside) && beside !== dialogFile ? [beside] : [])].map((file) =>
      readFrom(file, services, file === beside),
    ),
  )
  return {
    talks: found.flatMap((one) => one.talks),
    problems: found.flatMap((one) => one.problems),
    sources: new Map(found.map(({ file, text }) => [file, text])),
  }
}

async function readFrom(file: string, services: NonNullable<Known['services']>, alone: boolean) {
  const { text, problem } = await readText(file)
  if (problem) return { file, text, talks: [], problems: alone ? [problem] : [] }
  const source = readSource(text)
  const broken = source.problems.map((one) => placed(source, file, one.problem, one.range))
  // What is wrong with the dialog's own file is told with the dialog.
  if (broken.some(({ severity }) => severity === 'error'))
    return { file, text, talks: [], problems: alone ? broken : [] }
  const raw = own(source.raw, 'tests')
  if (raw === undefined && !alone) return { file, text, talks: [], problems: [] }
  const judged = alone ? judge(talksFileSchema, source.raw, []) : judge(talksSchema, raw, ['tests'])
  if (!judged.ok)
    return { file, text, talks: [], problems: judged.problems.map((one) => at(source, file, one)) }
  const talks = 'tests' in judged.value ? judged.value.tests : judged.value
  return {
    file,
    text,
    talks: talks.map((talk, nth) => written(source, file, talk, nth)),
    problems: talks
      .flatMap((talk, nth) => unknownServices(talk, services, ['tests', nth]))
      .map((one) => at(source, file, one)),
  }
}

function written(source: Source, file: string, talk: Talk, nth: number): WrittenTalk {
  return {
    talk,
    file,
    problem: (turn, found) => {
      const path = turn === null ? ['tests', nth, 'name'] : ['tests', nth, 'talk', turn]
      return at(source, file, { ...found, path })
    },
  }
}

function at(source: Source, file: string, found: Problem): FileProblem {
  return placed(source, file, found, source.locate(found.path, found.on, found.part))
}

function unknownServices(
  talk: Talk,
  services: NonNullable<Known['services']>,
  path: Path,
): readonly Problem[] {
  return Object.keys(talk.services ?? {}).flatMap((name) => {
    if (services.has(name)) return []
    const message = words(`службы «${name}» нет`, `there is no service “${name}”`)
    return [
      error('unknown-service', [...path, 'services', name], message, {
        on: 'key',
        meant: near(name, services.keys()),
      }),
    ]
  })
}
