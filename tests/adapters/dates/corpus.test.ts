import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { WhenExpect, WhenReading } from '../../../src/ports.ts'
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
  readonly cat: string
}

const rows = readFileSync(new URL('dev.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Row)

const readings = rows.map((row) => ({
  row,
  reading: read(row.text, {
    now: row.now,
    zone: row.zone,
    ...(row.expect === undefined ? {} : { expect: row.expect }),
  }),
}))

/** `null` where the reader refuses: none and invalid. */
function summary({ status, value }: WhenReading): string | null {
  if (status === 'none' || status === 'invalid') return null
  if (status === 'recurrence') return 'recurrence'
  return `${value?.kind} ${value?.start.local}${value?.end === undefined ? '' : ` .. ${value.end.local}`}`
}

function expected({ kind, start, end }: Row): string | null {
  if (kind === 'none') return null
  if (kind === 'recurrence') return 'recurrence'
  return `${kind} ${iso(start)}${end === undefined ? '' : ` .. ${end}`}`
}

/** The corpus writes lengths in days and hours where the reader writes minutes. */
function iso(start: string | undefined): string | undefined {
  return start === 'P1D' ? 'PT1440M' : start
}

test('the corpus is read to the minute', () => {
  const missed = readings.filter(({ row, reading }) => summary(reading) !== expected(row))
  expect(missed.map(({ row, reading }) => [row.id, row.text, summary(reading)])).toEqual([])
  expect(rows).toHaveLength(486)
})

test('the title is what is left when the date is taken out', () => {
  const titled = readings.filter(({ row }) => row.rest !== undefined && row.kind !== 'none')
  expect(titled.map(({ reading }) => reading.rest)).toEqual(titled.map(({ row }) => row.rest))
  expect(titled).toHaveLength(26)
})

test('every ambiguous phrase offers the other reading, and no clear one does', () => {
  const offered = readings.map(({ row, reading }) => ({
    text: row.text,
    others: reading.alternatives.map(({ value }) => value.start.local),
    wanted: row.alts ?? [],
  }))
  const lacking = offered.filter(({ others, wanted }) => !wanted.every((alt) => others.includes(alt)))
  const needless = offered.filter(({ others, wanted }) => wanted.length === 0 && others.length > 0)
  expect({ lacking, needless }).toEqual({ lacking: [], needless: [] })
  expect(offered.filter(({ wanted }) => wanted.length > 0)).toHaveLength(13)
})

test('text is rest plus spans', () => {
  for (const { row, reading } of readings) {
    const inSpans = reading.spans.flatMap(({ start, end }) => words(row.text.slice(start, end)))
    expect([...inSpans, ...words(reading.rest)].sort()).toEqual(words(row.text).sort())
  }
})

test('nothing ahead is read into the past unless a past word or a year says so', () => {
  const said = readings.filter(({ reading }) => reading.status === 'past').map(({ row }) => row.text)
  expect(said).toEqual(['вчера', 'позавчера', '01.01.2020', '9 мая 2024', 'сегодня в 9 утра'])
})

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}
