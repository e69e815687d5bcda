/** `npm run calendar`: the production calendar of a year, taken from a file, and what is known of a year. */
import { readFile } from 'node:fs/promises'
import { readProductionCalendar, type CalendarProblem } from '../scheduler/rules/production-calendar.ts'
import type { Store } from '../store/store.ts'
import type { WorkDay } from '../store/work-days.ts'

/** What the command says, and its exit code: 0 done, 1 could not, 64 not understood. */
export interface CalendarAnswer {
  readonly code: 0 | 1 | 64
  readonly lines: readonly string[]
}

/** `args` as typed: `import <file>` or `show <year>`. A file is taken as a whole or not at all. */
export async function answerCalendar(
  args: readonly string[],
  store: Pick<Store, 'transaction'>,
): Promise<CalendarAnswer> {
  const [command, what, ...rest] = args
  if (what === undefined || rest.length > 0) return { code: 64, lines: usage }
  if (command === 'import') return importFile(what, store)
  if (command === 'show' && /^20\d\d$/.test(what)) return show(Number(what), store)
  return { code: 64, lines: usage }
}

const usage = [
  'Производственный календарь: праздники, переносы и сокращённые дни.',
  '',
  '  npm run calendar -- import <файл>   загрузить calendar.xml или calendar.json (их публикует xmlcalendar.ru)',
  '  npm run calendar -- show <год>      показать, что загружено',
]

async function importFile(path: string, store: Pick<Store, 'transaction'>): Promise<CalendarAnswer> {
  const text = await readText(path)
  if (typeof text !== 'string') return { code: 1, lines: [`Файл «${path}» не прочитан: ${text.problem}.`] }
  const calendar = readProductionCalendar(text)
  if (!calendar.ok) return { code: 1, lines: refusal(path, calendar.problems) }
  const { year } = calendar
  const days = [...calendar.days].map(([date, kind]) => ({ date, kind }))
  await store.transaction((unit) => unit.workDays.replaceYear(year, days))
  return {
    code: 0,
    lines: [
      `Календарь на ${year} год загружен: ${countsOf(days)}.`,
      'Помощник, который уже работает, учтёт его в течение часа.',
    ],
  }
}

/** A calendar of a year is some kilobytes; anything this large is another file. */
const bytesMax = 1024 * 1024

async function readText(path: string): Promise<string | { readonly problem: string }> {
  try {
    const bytes = await readFile(path)
    return bytes.length > bytesMax ? { problem: 'он слишком большой для календаря' } : bytes.toString('utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { problem: failures.get(code) ?? 'его не удалось открыть' }
  }
}

const failures: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'такого файла нет'],
  ['EACCES', 'нет права его читать'],
  ['EISDIR', 'это папка'],
])

const problemsShown = 5

function refusal(path: string, problems: readonly CalendarProblem[]): readonly string[] {
  const shown = problems.slice(0, problemsShown)
  const rest = problems.length - shown.length
  return [
    `Файл «${path}» не загружен, прежний календарь остался:`,
    ...shown.map(({ code, what }) => `  ${wordsOf[code]}${what === '' ? '' : `: ${oneLine(what)}`}`),
    ...(rest > 0 ? [`  и ещё ${rest}`] : []),
  ]
}

const wordsOf: Readonly<Record<CalendarProblem['code'], string>> = {
  unknown_format: 'это не calendar.xml и не calendar.json с xmlcalendar.ru',
  year: 'не понял, какой это год',
  date: 'нет такой даты',
  type: 'не понял вид дня (бывает 1 — выходной, 2 — сокращённый, 3 — рабочий)',
  contradiction: 'об одном дне сказано по-разному',
  no_days: 'в файле нет ни одного дня',
}

/** What a terminal would obey is not shown to it. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ')
}

async function show(year: number, store: Pick<Store, 'transaction'>): Promise<CalendarAnswer> {
  const all = await store.transaction((unit) => unit.workDays.all())
  const days = all.filter(({ date }) => date.startsWith(`${year}-`))
  if (days.length === 0) {
    const lines = [`На ${year} год календарь не загружен: выходные — как в настройках календаря Битрикс24.`]
    return { code: 0, lines }
  }
  return { code: 0, lines: [`Календарь на ${year} год.`, ...kinds.flatMap((kind) => lineOf(kind, days))] }
}

type Kind = WorkDay['kind']

const kinds: readonly Kind[] = ['off', 'short', 'work']

const headings: Readonly<Record<Kind, string>> = {
  off: 'Выходные и праздники',
  short: 'Сокращённые дни',
  work: 'Рабочие дни в выходные',
}

function lineOf(kind: Kind, days: readonly WorkDay[]): readonly string[] {
  const dates = days.filter((day) => day.kind === kind).map(({ date }) => Date.parse(date))
  return dates.length === 0 ? [] : [`  ${headings[kind]}: ${stretches(dates).join(', ')}.`]
}

const dayMs = 86_400_000
const format = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** «1–8 января», «30 апреля»: days that follow each other are one. `dates` in their order. */
function stretches(dates: readonly number[]): readonly string[] {
  const found: { fromMs: number; toMs: number }[] = []
  for (const atMs of dates) {
    const last = found.at(-1)
    if (last !== undefined && atMs - last.toMs === dayMs) last.toMs = atMs
    else found.push({ fromMs: atMs, toMs: atMs })
  }
  return found.map(({ fromMs, toMs }) => format.formatRange(fromMs, toMs))
}

function countsOf(days: readonly WorkDay[]): string {
  return kinds
    .map((kind) => `${headings[kind].toLowerCase()} — ${days.filter((day) => day.kind === kind).length}`)
    .join(', ')
}
