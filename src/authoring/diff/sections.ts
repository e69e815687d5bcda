/** A comparison put in order: what both the terminal and the page show of it. */
import { words, type Wording } from '../../machines/diagnose/problem.ts'
import type { Language } from '../../ports/language.ts'
import { causeKinds, type CauseKind } from './causes.ts'
import type { Difference } from './lockstep.ts'
import type { WordChange } from './wordings.ts'

export interface DialogDiff {
  readonly dialog: string
  readonly differences: readonly Difference[]
  /** What becomes of answers given already. */
  readonly fates: readonly Wording[]
}

export interface Diff {
  readonly names: readonly [string, string]
  readonly changed: readonly DialogDiff[]
  readonly added: readonly string[]
  readonly gone: readonly string[]
  /** Words that belong to no dialog. */
  readonly words: readonly WordChange[]
  /** What was not looked at. */
  readonly unseen: readonly Wording[]
  /** Of each kind in each dialog no more than this many are shown. */
  readonly top: number
}

export const kinds: Readonly<Record<CauseKind, Wording>> = {
  'new-question': words('Новый вопрос', 'A new question'),
  'question-gone': words('Вопроса больше нет', 'A question is gone'),
  order: words('Другой порядок', 'Another order'),
  service: words('Службы просят о другом', 'Services are asked for something else'),
  button: words('Кнопки', 'Buttons'),
  text: words('Слова', 'Words'),
}

export const headings = {
  page: words('Какие разговоры пойдут иначе', 'Which conversations go differently'),
  same: words('Разговоры пойдут так же.', 'The conversations go the same way.'),
  words: words('Слова вне диалогов', 'Words outside dialogs'),
  unseen: words('Чего сравнение не видело', 'What the comparison has not seen'),
} as const

export function isSame({ changed, added, gone, words: said }: Diff): boolean {
  const quiet = changed.every((one) => isQuiet(one))
  return quiet && added.length === 0 && gone.length === 0 && said.length === 0
}

/** There is nothing to show of it. */
export function isQuiet({ differences, fates }: DialogDiff): boolean {
  return differences.length === 0 && fates.length === 0
}

export function headsOf({ added, gone }: Diff, language: Language): readonly string[] {
  const [come, left] =
    language === 'ru' ? ['Новые диалоги', 'Диалогов больше нет'] : ['New dialogs', 'Dialogs that are gone']
  return [
    ...(added.length > 0 ? [`${come}: ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${left}: ${gone.join(', ')}`] : []),
  ]
}

/** The shortest conversations of each kind. */
export function groupsOf({ differences }: DialogDiff, top: number) {
  return causeKinds.flatMap((kind) => {
    const all = differences.filter((one) => one.kind === kind)
    const shown = all.toSorted((a, b) => a.talk.length - b.talk.length).slice(0, top)
    return all.length === 0 ? [] : [{ kind, shown, more: all.length - shown.length }]
  })
}

export function moreOf(more: number, language: Language): string {
  return language === 'ru'
    ? `…и ещё ${more} (все: --top ${more + 10})`
    : `…and ${more} more (all: --top ${more + 10})`
}

/** «по-английски · в разговорах: 3» */
export function whereOf({ count, language: shown }: Difference, language: Language): string {
  const times = language === 'ru' ? `в разговорах: ${count}` : `in conversations: ${count}`
  if (shown === 'ru') return times
  return language === 'ru' ? `по-английски, ${times}` : `in English, ${times}`
}
