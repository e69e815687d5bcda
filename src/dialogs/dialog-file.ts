/** A file of ours as a text, and the places of what is wrong in it. */
import { readFile } from 'node:fs/promises'
import { error, type Problem, words } from '../machines/diagnose/problem.ts'
import type { FileProblem } from './format-problems.ts'
import type { Range } from './ranged-problem.ts'
import type { Source } from './source.ts'

/** A problem with its place in the file. */
export function placed(source: Source, file: string, problem: Problem, range: Range): FileProblem {
  const start = source.position(range[0])
  const end = source.position(Math.max(range[0], range[1]))
  return {
    ...problem,
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}

/** Text of a file; a problem when it is not UTF-8, as editors of old systems save. */
export async function readText(
  path: string,
): Promise<{ readonly text: string; readonly problem?: FileProblem }> {
  const bytes = await readFile(path)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const message = words('файл сохранён не в UTF-8', 'the file is not saved as UTF-8')
    const hint = words('сохраните его в кодировке UTF-8', 'save it in UTF-8')
    const problem = error('not-utf-8', [], message, { hint })
    return { text: '', problem: { ...problem, file: path, line: 1, column: 1, endLine: 1, endColumn: 1 } }
  }
}
