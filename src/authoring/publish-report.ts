/** A survey in words. */
import type { Fate, Survey } from './survey.ts'

/** All conversations together. */
export function total({ fates }: Survey): Fate {
  const sum: Fate = { stay: 0, asked: 0, wait: 0, covered: 0, behind: 0 }
  for (const fate of fates.values()) for (const key of keysOf(sum)) sum[key] += fate[key]
  return sum
}

/** «412 разговоров: 390 остаются, 21 получит новый вопрос, 1 ждёт ответа Битрикс24», a line for each dialog above it. */
export function report(survey: Survey): string {
  const { fates, retyped, sameVersion } = survey
  const dialogs = [...fates].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = dialogs.filter(([, fate]) => fate.behind + fate.wait + fate.covered > 0)
  return [
    ...[...sameVersion].map(
      (dialog) => `${dialog}: предупреждение: диалог изменился, а version осталась прежней`,
    ),
    ...[...retyped].map(([dialog, steps]) => asksElse(dialog, [...steps])),
    ...lines.map(([dialog, fate]) => `${dialog}: ${inWords(fate)}`),
    `${lines.length > 0 ? 'Всего ' : ''}${inWords(total(survey))}`,
  ].join('\n')
}

function asksElse(dialog: string, steps: readonly string[]): string {
  const names = steps.map((step) => `«${step}»`).join(', ')
  const key = 'migrate: { "<прежняя version>": { retyped: ['
  return `${dialog}: ошибка: ${names} спрашивает теперь о другом. Напишите в файле ${key}${steps.join(', ')}] } } — его спросят заново, — или дайте шагу другое имя.`
}

function inWords({ stay, asked, wait, covered }: Fate): string {
  const parts = [
    stay > 0 ? `${stay} ${form(stay, 'остаётся', 'остаются')}` : '',
    asked > 0 ? `${asked} ${form(asked, 'получит', 'получат')} новый вопрос` : '',
    wait > 0 ? `${wait} ${form(wait, 'ждёт', 'ждут')} ответа Битрикс24` : '',
    covered > 0 ? `${covered} ${form(covered, 'отложен и перейдёт', 'отложены и перейдут')} позже` : '',
  ].filter((part) => part !== '')
  const all = stay + asked + wait + covered
  if (all === 0) return 'разговоров нет'
  return `${all} ${counted(all)}: ${parts.join(', ')}`
}

const plural = new Intl.PluralRules('ru')

function counted(count: number): string {
  const forms: Readonly<Record<string, string>> = { one: 'разговор', few: 'разговора' }
  return forms[plural.select(count)] ?? 'разговоров'
}

function form(count: number, one: string, many: string): string {
  return plural.select(count) === 'one' ? one : many
}

function keysOf(fate: Fate): readonly (keyof Fate)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object literal of exactly these keys
  return Object.keys(fate) as (keyof Fate)[]
}
