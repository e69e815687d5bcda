/** `npm run calendar`: the production calendar of a year, taken from a file, and what is known of a year. */
import { readFile } from 'node:fs/promises'
import { readProductionCalendar, type CalendarProblem } from '../scheduler/rules/production-calendar.ts'
import type { Store } from '../store/store.ts'
import type { WorkDay } from '../store/work-days.ts'
import type { Language } from '../ports/language.ts'
import { failed, line, oneLine, spoken, told, type Answer, type Line, type Spoken } from './answer.ts'

/** `args` as typed: `import <file>` or `show <year>`. A file is taken as a whole or not at all. */
export async function answerCalendar(
  args: readonly string[],
  store: Pick<Store, 'transaction'>,
  language: Language = 'ru',
): Promise<Spoken> {
  return spoken(await answer(args, store), language)
}

async function answer(args: readonly string[], store: Pick<Store, 'transaction'>): Promise<Answer> {
  const [command, what, ...rest] = args
  if (what === undefined || rest.length > 0) return { code: 64, lines: usage }
  if (command === 'import') return importFile(what, store)
  if (command === 'show' && /^20\d\d$/.test(what)) return show(Number(what), store)
  return { code: 64, lines: usage }
}

const usage: readonly Line[] = [
  line(
    'Производственный календарь: праздники, переносы и сокращённые дни.',
    'The production calendar of Russia: holidays, days moved, shorter days.',
  ),
  '',
  line(
    '  npm run calendar -- import <файл>   загрузить calendar.xml или calendar.json (их публикует xmlcalendar.ru)',
    '  npm run calendar -- import <file>   take over calendar.xml or calendar.json (xmlcalendar.ru publishes them)',
  ),
  line(
    '  npm run calendar -- show <год>      показать, что загружено',
    '  npm run calendar -- show <year>     show what is known',
  ),
]

async function importFile(path: string, store: Pick<Store, 'transaction'>): Promise<Answer> {
  const text = await readText(path)
  if (typeof text !== 'string') {
    const { ru, en } = text.problem
    return failed(line(`Файл «${path}» не прочитан: ${ru}.`, `The file “${path}” was not read: ${en}.`))
  }
  const calendar = readProductionCalendar(text)
  if (!calendar.ok) return failed(...refusal(path, calendar.problems))
  const { year } = calendar
  const days = [...calendar.days].map(([date, kind]) => ({ date, kind }))
  await store.transaction((unit) => unit.workDays.replaceYear(year, days))
  return told(
    line(
      `Календарь на ${year} год загружен: ${countsOf(days, 'ru')}.`,
      `The calendar of ${year} is taken over: ${countsOf(days, 'en')}.`,
    ),
    line(
      'Помощник, который уже работает, учтёт его в течение часа.',
      'An assistant that is running goes by it within the hour.',
    ),
  )
}

/** A calendar of a year is some kilobytes; anything this large is another file. */
const bytesMax = 1024 * 1024

async function readText(path: string): Promise<string | { readonly problem: Words }> {
  try {
    const bytes = await readFile(path)
    return bytes.length > bytesMax ? { problem: tooLarge } : bytes.toString('utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { problem: failures.get(code) ?? { ru: 'его не удалось открыть', en: 'it could not be opened' } }
  }
}

type Words = Readonly<Record<Language, string>>

const tooLarge: Words = { ru: 'он слишком большой для календаря', en: 'it is too large for a calendar' }

const failures: ReadonlyMap<string, Words> = new Map([
  ['ENOENT', { ru: 'такого файла нет', en: 'there is no such file' }],
  ['EACCES', { ru: 'нет права его читать', en: 'it may not be read' }],
  ['EISDIR', { ru: 'это папка', en: 'it is a folder' }],
])

const problemsShown = 5

function refusal(path: string, problems: readonly CalendarProblem[]): readonly Line[] {
  const shown = problems.slice(0, problemsShown)
  const rest = problems.length - shown.length
  return [
    line(
      `Файл «${path}» не загружен, прежний календарь остался:`,
      `The file “${path}” was not taken over, the calendar before it has stayed:`,
    ),
    ...shown.map(({ code, what }) => {
      const about = what === '' ? '' : `: ${oneLine(what)}`
      const { ru, en } = wordsOf[code]
      return line(`  ${ru}${about}`, `  ${en}${about}`)
    }),
    ...(rest > 0 ? [line(`  и ещё ${rest}`, `  and ${rest} more`)] : []),
  ]
}

const wordsOf: Readonly<Record<CalendarProblem['code'], Words>> = {
  unknown_format: {
    ru: 'это не calendar.xml и не calendar.json с xmlcalendar.ru',
    en: 'it is neither calendar.xml nor calendar.json of xmlcalendar.ru',
  },
  year: { ru: 'не понял, какой это год', en: 'its year is not understood' },
  date: { ru: 'нет такой даты', en: 'there is no such date' },
  type: {
    ru: 'не понял вид дня (бывает 1 — выходной, 2 — сокращённый, 3 — рабочий)',
    en: 'the kind of a day is not understood (1 is off, 2 is shorter, 3 is worked)',
  },
  contradiction: { ru: 'об одном дне сказано по-разному', en: 'a day is said to be two things' },
  no_days: { ru: 'в файле нет ни одного дня', en: 'it has not a single day' },
}

async function show(year: number, store: Pick<Store, 'transaction'>): Promise<Answer> {
  const all = await store.transaction((unit) => unit.workDays.all())
  const days = all.filter(({ date }) => date.startsWith(`${year}-`))
  if (days.length === 0)
    return told(
      line(
        `На ${year} год календарь не загружен: выходные — как в настройках календаря Битрикс24.`,
        `No calendar of ${year} is known: days off are those of the calendar settings of Bitrix24.`,
      ),
    )
  const lines = kinds.flatMap((kind) => lineOf(kind, days))
  return told(line(`Календарь на ${year} год.`, `The calendar of ${year}.`), ...lines)
}

type Kind = WorkDay['kind']

const kinds: readonly Kind[] = ['off', 'short', 'work']

const headings: Readonly<Record<Kind, Words>> = {
  off: { ru: 'Выходные и праздники', en: 'Days off and holidays' },
  short: { ru: 'Сокращённые дни', en: 'Shorter days' },
  work: { ru: 'Рабочие дни в выходные', en: 'Weekends that are worked' },
}

function lineOf(kind: Kind, days: readonly WorkDay[]): readonly Line[] {
  const dates = days.filter((day) => day.kind === kind).map(({ date }) => Date.parse(date))
  if (dates.length === 0) return []
  const { ru, en } = headings[kind]
  return [line(`  ${ru}: ${stretches(dates, 'ru')}.`, `  ${en}: ${stretches(dates, 'en')}.`)]
}

const dayMs = 86_400_000
const formats = {
  ru: new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }),
}

/** «1–8 января», «30 апреля»: days that follow each other are one. `dates` in their order. */
function stretches(dates: readonly number[], language: Language): string {
  const found: { fromMs: number; toMs: number }[] = []
  for (const atMs of dates) {
    const last = found.at(-1)
    if (last !== undefined && atMs - last.toMs === dayMs) last.toMs = atMs
    else found.push({ fromMs: atMs, toMs: atMs })
  }
  return found.map(({ fromMs, toMs }) => formats[language].formatRange(fromMs, toMs)).join(', ')
}

function countsOf(days: readonly WorkDay[], language: Language): string {
  return kinds
    .map(
      (kind) =>
        `${headings[kind][language].toLowerCase()} — ${days.filter((day) => day.kind === kind).length}`,
    )
    .join(', ')
}
