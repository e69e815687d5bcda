import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Recurrence } from '../../../src/ports/calendar.ts'
import type { WhenExpect, WhenReading } from '../../../src/ports/dates.ts'
import { read } from './read.ts'

/** One phrase and what it means; `alts` are the other readings a dialog should offer. */
interface Row {
  readonly id: string
  readonly text: string
  readonly now: string
  readonly zone: string
  readonly expect?: WhenExpect
  readonly kind: string
  readonly start?: string
  readonly end?: string
  readonly rest?: string
  readonly alts?: readonly string[]
  readonly recurrence?: Recurrence
  readonly cat: string
}

/** `dev.jsonl` is what the rules were written with, the others were written from the conventions alone. */
const corpora = [
  { file: 'dev.jsonl', rows: 486, titled: 26, doubtful: 13 },
  { file: 'heldout.jsonl', rows: 1818, titled: 186, doubtful: 77 },
  { file: 'office.jsonl', rows: 623, titled: 87, doubtful: 25 },
  { file: 'office-2.jsonl', rows: 156, titled: 28, doubtful: 8 },
  { file: 'office-3.jsonl', rows: 593, titled: 56, doubtful: 23 },
  { file: 'office-4.jsonl', rows: 264, titled: 29, doubtful: 9 },
  { file: 'office-5.jsonl', rows: 369, titled: 78, doubtful: 13 },
  { file: 'office-6.jsonl', rows: 888, titled: 86, doubtful: 11 },
]

function rowsOf(file: string): Row[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
}

function readRow(row: Row): WhenReading {
  return read(row.text, {
    now: row.now,
    zone: row.zone,
    ...(row.expect === undefined ? {} : { expect: row.expect }),
  })
}

/** `null` where the reader refuses: none and invalid. */
function summary({ status, value }: WhenReading): string | null {
  if (status === 'none' || status === 'invalid') return null
  const kind = status === 'recurrence' ? status : value?.kind
  return `${kind} ${value?.start.local}${value?.end === undefined ? '' : ` .. ${value.end.local}`}`
}

function expected({ kind, start, end }: Row): string | null {
  return kind === 'none' ? null : `${kind} ${iso(start)}${end === undefined ? '' : ` .. ${end}`}`
}

/** The corpus writes lengths in days and hours where the reader writes minutes. */
function iso(start: string | undefined): string | undefined {
  return start === 'P1D' ? 'PT1440M' : start
}

/** Of a repetition the corpus may leave the first time open. */
function agrees(row: Row, reading: WhenReading): boolean {
  const open = row.kind === 'recurrence' && row.start === undefined
  return open ? reading.status === 'recurrence' : summary(reading) === expected(row)
}

describe.each(corpora)('$file', ({ file, rows: count, titled: titles, doubtful }) => {
  const readings = rowsOf(file).map((row) => ({ row, reading: readRow(row) }))

  test('is read to the minute', () => {
    const missed = readings.filter(({ row, reading }) => !agrees(row, reading))
    expect(missed.map(({ row, reading }) => [row.id, row.text, summary(reading)])).toEqual([])
    expect(readings).toHaveLength(count)
  })

  test('is read into the calendar’s own rules where it repeats', () => {
    const ruled = readings.filter(({ row }) => row.recurrence !== undefined)
    expect(ruled.map(({ reading }) => reading.recurrence)).toEqual(ruled.map(({ row }) => row.recurrence))
  })

  test('leaves the title when the date is taken out', () => {
    const titled = readings.filter(({ row }) => row.rest !== undefined && row.kind !== 'none')
    expect(titled.map(({ reading }) => reading.rest)).toEqual(titled.map(({ row }) => row.rest))
    expect(titled).toHaveLength(titles)
  })

  test('offers the other reading of every ambiguous phrase, and of no clear one', () => {
    const offered = readings.map(({ row, reading }) => ({
      text: row.text,
      others: reading.alternatives.map(({ value }) => value.start.local),
      wanted: row.alts ?? [],
    }))
    const lacking = offered.filter(({ others, wanted }) => !wanted.every((alt) => others.includes(alt)))
    const needless = offered.filter(({ others, wanted }) => wanted.length === 0 && others.length > 0)
    expect({ lacking, needless }).toEqual({ lacking: [], needless: [] })
    expect(offered.filter(({ wanted }) => wanted.length > 0)).toHaveLength(doubtful)
  })

  test('is rest plus spans', () => {
    for (const { row, reading } of readings) {
      const inSpans = reading.spans.flatMap(({ start, end }) => words(row.text.slice(start, end)))
      expect([...inSpans, ...words(reading.rest)].sort()).toEqual(words(row.text).sort())
    }
  })
})

test('nothing ahead is read into the past unless a past word or a year says so', () => {
  const said = rowsOf('dev.jsonl').filter((row) => readRow(row).status === 'past')
  expect(said.map(({ text }) => text)).toEqual([
    'вчера',
    'позавчера',
    '01.01.2020',
    '9 мая 2024',
    'сегодня в 9 утра',
  ])
})

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}
