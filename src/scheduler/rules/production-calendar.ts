/**
 * Reads the production calendar of Russia as xmlcalendar.ru publishes it: `calendar.xml` (one `<day d="MM.DD" t="…">`
 * for each exception: 1 day off, 2 short work day, 3 work day on a weekend) or `calendar.json` (for each month all its
 * days off, `+` a day off moved there, `*` a short work day; a weekend that is not named is a work day).
 * Source: the description in the comment of calendar.xml itself, and the 2026 files in both forms.
 */
import { weekday } from './local-day.ts'
import type { DayKind, DayOverrides } from './work-days.ts'

export type ProductionCalendar =
  | { readonly ok: true; readonly year: number; readonly days: DayOverrides }
  | { readonly ok: false; readonly problems: readonly CalendarProblem[] }

/** `what` is the piece of the file that was not understood, at most 60 characters. */
export interface CalendarProblem {
  readonly code: 'unknown_format' | 'year' | 'date' | 'type' | 'contradiction' | 'no_days'
  readonly what: string
}

/** Takes the whole file or nothing: half a calendar is worse than none. Never throws. */
export function readProductionCalendar(text: string): ProductionCalendar {
  const plain = text.replace(/^\uFEFF/, '').trim()
  const reading = createReading()
  if (plain.startsWith('{')) readJson(plain, reading)
  else if (/<calendar[\s>]/.test(plain)) readXml(plain.replaceAll(/<!--[\s\S]*?-->/g, ''), reading)
  else reading.problem('unknown_format', plain)
  return reading.result()
}

interface Reading {
  /** False, and noted, when it is no year to have a calendar of. */
  year(value: unknown): boolean
  /** `day` of `month` in the year; a day that does not exist is a problem. */
  day(month: number, day: number, kind: DayKind, what: string): void
  problem(code: CalendarProblem['code'], what: string): void
  readonly named: ReadonlySet<string>
  weekendsElseWork(): void
  result(): ProductionCalendar
}

function createReading(): Reading {
  const days = new Map<string, DayKind>()
  const named = new Set<string>()
  const problems: CalendarProblem[] = []
  let year = 0
  const problem: Reading['problem'] = (code, what) => problems.push({ code, what: what.slice(0, whatLength) })
  return {
    named,
    problem,
    year(value) {
      year = Number(value)
      const fine = Number.isInteger(year) && year >= 2000 && year <= 2100
      if (!fine) problem('year', String(value))
      return fine
    },
    day(month, day, kind, what) {
      const date = dateOf(year, month, day)
      if (date === null) return problem('date', what)
      if (named.has(date) && days.get(date) !== kind) return problem('contradiction', what)
      named.add(date)
      days.set(date, kind)
    },
    weekendsElseWork() {
      for (const date of datesOf(year)) {
        if (weekday(date) < 6) continue
        if (!named.has(date)) days.set(date, 'work')
        // A plain weekend says nothing: whose week has six days is for the portal to say.
        else if (days.get(date) === 'off') days.delete(date)
      }
    },
    result() {
      if (problems.length === 0 && named.size === 0) problem('no_days', '')
      return problems.length === 0 ? { ok: true, year, days } : { ok: false, problems }
    },
  }
}

const whatLength = 60

function readXml(text: string, reading: Reading): void {
  const head = /<calendar\s([^>]*)>/.exec(text)?.[1] ?? ''
  if (!reading.year(attributes(head).get('year'))) return
  for (const [tag, inside] of text.matchAll(/<day\s([^>]*?)\/?>/g)) {
    const facts = attributes(inside ?? '')
    const kind = kinds.get(facts.get('t') ?? '')
    const date = /^(\d{2})\.(\d{2})$/.exec(facts.get('d') ?? '')
    if (kind === undefined) reading.problem('type', tag)
    else if (date === null) reading.problem('date', tag)
    else reading.day(Number(date[1]), Number(date[2]), kind, tag)
  }
}

const kinds: ReadonlyMap<string, DayKind> = new Map([
  ['1', 'off'],
  ['2', 'short'],
  ['3', 'work'],
])

function attributes(text: string): ReadonlyMap<string, string> {
  const pairs = text.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return new Map([...pairs].map(([, name = '', double, single]) => [name, double ?? single ?? '']))
}

function readJson(text: string, reading: Reading): void {
  const file = parse(text)
  const months = field(file, 'months')
  if (!Array.isArray(months)) return reading.problem('unknown_format', text)
  if (!reading.year(field(file, 'year'))) return
  for (const month of months) {
    const days = field(month, 'days')
    if (typeof days !== 'string') {
      reading.problem('date', JSON.stringify(month))
      continue
    }
    for (const day of days.split(',')) readDay(Number(field(month, 'month')), day.trim(), reading)
  }
  reading.weekendsElseWork()
}

function readDay(month: number, text: string, reading: Reading): void {
  const [, day, mark] = /^(\d{1,2})([+*]?)$/.exec(text) ?? []
  const what = `${month}: ${text}`
  if (day === undefined) return reading.problem('date', what)
  reading.day(month, Number(day), mark === '*' ? 'short' : 'off', what)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
}

function dateOf(year: number, month: number, day: number): string | null {
  if (!Number.isInteger(month) || month < 1 || month > 12) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && day > 0 ? date.toISOString().slice(0, 10) : null
}

function* datesOf(year: number): Generator<string> {
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000
  for (let day = 0; day < days; day += 1)
    yield new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10)
}
