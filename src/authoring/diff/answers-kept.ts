/** What an edit means for answers that people have given already. */
import { placed } from '../../dialogs/dialog-file.ts'
import type { FileProblem } from '../../dialogs/format-problems.ts'
import { readSource } from '../../dialogs/source.ts'
import { error, words, type Wording } from '../../machines/diagnose/problem.ts'
import { isQuestion, nameOf, verbOf } from '../../machines/language/definition.ts'
import { placesSince, silentlyRetyped } from '../../machines/language/edits.ts'
import type { Version } from './versions.ts'

/** Questions that ask for something else under their old name, at the place of each in the newer file. */
export function retypedProblems(
  before: Pick<Version, 'dialogs'>,
  after: Pick<Version, 'dialogs' | 'sources'>,
  dialog: string,
): readonly FileProblem[] {
  const [was, is] = [before.dialogs.get(dialog), after.dialogs.get(dialog)]
  if (was === undefined || is === undefined) return []
  const source = readSource(after.sources.get(is.file) ?? '')
  return silentlyRetyped(was.definition, is.definition).map((name) => {
    const index = is.definition.steps.findIndex((step) => nameOf(step) === name)
    const step = is.definition.steps[index]
    const path = step === undefined ? ['dialog'] : ['steps', index, verbOf(step)]
    const message = words(
      `шаг «${name}» теперь спрашивает другое: прежние ответы примут за новые`,
      `the step “${name}” asks for something else now: earlier answers would be taken for new ones`,
    )
    const { version } = was.definition
    const hint = words(
      `напишите в migrate: "${version}": { retyped: [${name}] }, и версию на единицу больше`,
      `write in migrate: "${version}": { retyped: [${name}] }, and raise the version by one`,
    )
    const problem = { ...error('retyped', path, message), hint }
    return placed(source, is.file, problem, source.locate(path, 'value'))
  })
}

/** One line for each answer that does not simply stay. */
export function fatesOf(before: Version, after: Version, dialog: string): readonly Wording[] {
  const [was, is] = [before.dialogs.get(dialog)?.definition, after.dialogs.get(dialog)?.definition]
  if (was === undefined || is === undefined) return []
  const places = placesSince(is, was.version)
  const now = new Set(is.steps.map((step) => nameOf(step)))
  return was.steps.flatMap((step) => {
    if (!isQuestion(step)) return []
    const name = nameOf(step)
    const place = places(name)
    if (place === null || !now.has(place))
      return [words(`ответ на «${name}» забудется`, `the answer to “${name}” is forgotten`)]
    return place === name
      ? []
      : [words(`ответ на «${name}» перейдёт к «${place}»`, `the answer to “${name}” moves to “${place}”`)]
  })
}
