/** A survey in words. */
import type { Language } from '../ports/language.ts'
import type { Fate, Survey } from './survey.ts'

/** All conversations together. */
export function total({ fates }: Survey): Fate {
  const sum: Fate = { stay: 0, asked: 0, wait: 0, covered: 0, behind: 0 }
  for (const fate of fates.values()) for (const key of keysOf(sum)) sum[key] += fate[key]
  return sum
}

/** «412 разговоров: 390 остаются, 21 получит новый вопрос, 1 ждёт ответа Битрикс24», a line for each dialog above it. */
export function report(survey: Survey, language: Language): string {
  const { fates, retyped, sameVersion } = survey
  const dialogs = [...fates].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = dialogs.filter(([, fate]) => fate.behind + fate.wait + fate.covered > 0)
  const all = language === 'ru' ? 'Всего ' : 'In all '
  return [
    ...[...sameVersion].map((dialog) =>
      language === 'ru'
        ? `${dialog}: предупреждение: диалог изменился, а version осталась прежней`
        : `${dialog}: warning: the dialog has changed, and its version is still the same`,
    ),
    ...[...retyped].map(([dialog, steps]) => asksElse(dialog, [...steps], language)),
    ...lines.map(([dialog, fate]) => `${dialog}: ${inWords[language](fate)}`),
    `${lines.length > 0 ? all : ''}${inWords[language](total(survey))}`,
  ].join('\n')
}

function asksElse(dialog: string, steps: readonly string[], language: Language): string {
  if (language === 'ru') {
    const names = steps.map((step) => `«${step}»`).join(', ')
    const key = 'migrate: { "<прежняя version>": { retyped: ['
    return `${dialog}: ошибка: ${names} спрашивает теперь о другом. Напишите в файле ${key}${steps.join(', ')}] } } — его спросят заново, — или дайте шагу другое имя.`
  }
  const names = steps.map((step) => `“${step}”`).join(', ')
  const key = 'migrate: { "<the version before>": { retyped: ['
  return `${dialog}: error: ${names} asks for something else now. Write in the file ${key}${steps.join(', ')}] } }, and it is asked again; or give the step another name.`
}

const inWords: Readonly<Record<Language, (fate: Fate) => string>> = { ru: inRussian, en: inEnglish }

function inRussian({ stay, asked, wait, covered }: Fate): string {
  const all = stay + asked + wait + covered
  if (all === 0) return 'разговоров нет'
  return listed(`${all} ${russian(all, 'разговор', 'разговора', 'разговоров')}`, [
    [stay, russian(stay, 'остаётся', 'остаются', 'остаются')],
    [asked, `${russian(asked, 'получит', 'получат', 'получат')} новый вопрос`],
    [wait, `${russian(wait, 'ждёт', 'ждут', 'ждут')} ответа Битрикс24`],
    [
      covered,
      `${russian(covered, 'отложен и перейдёт', 'отложены и перейдут', 'отложены и перейдут')} позже`,
    ],
  ])
}

function inEnglish({ stay, asked, wait, covered }: Fate): string {
  const all = stay + asked + wait + covered
  if (all === 0) return 'no conversations'
  return listed(`${all} ${all === 1 ? 'conversation' : 'conversations'}`, [
    [stay, stay === 1 ? 'stays' : 'stay'],
    [asked, asked === 1 ? 'gets a new question' : 'get a new question'],
    [wait, wait === 1 ? 'waits for Bitrix24' : 'wait for Bitrix24'],
    [covered, covered === 1 ? 'is put aside and moves later' : 'are put aside and move later'],
  ])
}

function listed(head: string, parts: readonly (readonly [number, string])[]): string {
  const said = parts.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : []))
  return `${head}: ${said.join(', ')}`
}

const plural = new Intl.PluralRules('ru')

function russian(count: number, one: string, few: string, many: string): string {
  const form = plural.select(count)
  if (form === 'one') return one
  return form === 'few' ? few : many
}

function keysOf(fate: Fate): readonly (keyof Fate)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object literal of exactly these keys
  return Object.keys(fate) as (keyof Fate)[]
}
