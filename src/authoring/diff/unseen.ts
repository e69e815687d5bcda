/** What a comparison has not looked at, in words: nobody shall take it for more than it is. */
import { words, type Wording } from '../../machines/diagnose/problem.ts'
import type { Compared } from './lockstep.ts'
import { codeChangedBetween } from './revision.ts'
import { brokenDialogs, type Version } from './versions.ts'

const filesMax = 5

export async function unseen(
  before: Version,
  after: Version,
  compared: ReadonlyMap<string, Compared>,
): Promise<readonly Wording[]> {
  return [
    ...[...compared].flatMap(([dialog, one]) => bounded(dialog, one)),
    ...broken(before),
    ...wordsOfOneSide(before, after),
    ...(await codeOfServices(before, after)),
  ]
}

function bounded(dialog: string, { extent, moments }: Compared): readonly Wording[] {
  if (extent === 'all') return []
  return extent === 'pairs'
    ? [
        words(
          `${dialog}: пар состояний ${moments} — не все сочетания ответов, но каждые два вместе (больше: --deep)`,
          `${dialog}: ${moments} pairs of states: not every combination of answers, but every two of them together (more: --deep)`,
        ),
      ]
    : [
        words(
          `${dialog}: после ${moments} пар состояний дальше не смотрел: путей слишком много (больше: --deep)`,
          `${dialog}: looked no further after ${moments} pairs of states, there are too many paths (more: --deep)`,
        ),
      ]
}

/** An earlier version may be wrong by what the program knows today. */
function broken(before: Version): readonly Wording[] {
  const names = brokenDialogs(before)
  if (names.length === 0) return []
  return [
    words(
      `диалоги, которые нынешняя программа в ${before.name} не принимает: ${names.join(', ')}`,
      `dialogs that the present program refuses in ${before.name}: ${names.join(', ')}`,
    ),
  ]
}

function wordsOfOneSide(before: Version, after: Version): readonly Wording[] {
  const all = new Set([...before.wordings.keys(), ...after.wordings.keys()])
  const alone = [...all].filter((file) => !before.wordings.has(file) || !after.wordings.has(file))
  // A file on its own has none of them, and nobody asks for them.
  if (alone.length === 0 || before.wordings.size === 0 || after.wordings.size === 0) return []
  return [
    words(
      `слова есть только в одной из версий: ${alone.join(', ')}`,
      `only one of the versions has the words of ${alone.join(', ')}`,
    ),
  ]
}

async function codeOfServices(before: Version, after: Version): Promise<readonly Wording[]> {
  const changed = await codeChangedBetween(before.revision, after.revision)
  if (changed.length === 0) return []
  const named = `${changed.slice(0, filesMax).join(', ')}${changed.length > filesMax ? ', …' : ''}`
  return [
    words(
      `код служб и самой программы: обе версии прошли на нынешнем, а между ними изменились файлы (${changed.length}): ${named}`,
      `the code of services and of the program: both versions ran on the present one, and between them files have changed (${changed.length}): ${named}`,
    ),
  ]
}
