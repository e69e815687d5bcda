/**
 * Our reader of dates beside plain chrono-node on the same phrases: how many are read right, how many as another moment
 * than was meant, and what one call costs. BENCH_MISSED=1 lists what ours does not read as the corpus says.
 */
import { spawn } from 'node:child_process'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createDateReader } from '../src/adapters/dates/reader.ts'
import { bestOfFive } from './best-of-five.ts'
import { type Outcome, type Row, type Told, judge, measure, nowOf, rowsIn } from './dates-score.ts'
import type { Question, Report, Row as ReportRow } from './report.ts'

const files = ['dev.jsonl', 'heldout.jsonl', 'office.jsonl']
/** No call worth waiting for takes longer. */
const callMaxMs = 3000
const policy = { workStartMinutes: 8 * 60, workEndMinutes: 20 * 60, dayEndMinutes: 18 * 60 }
const reader = createDateReader()

export const question: Question = {
  title: 'our reader of dates beside plain chrono-node on the same phrases',
  ask,
}

async function ask(): Promise<Report> {
  const rows: ReportRow[] = []
  for (const file of files) {
    const all = rowsOf(file)
    const ours = all.map((row) => oursOn(row))
    for (const language of ['ru', 'en'] as const) {
      const theirs = measure(
        await chronoOn(
          all.filter(({ lang }) => lang === language),
          language,
        ),
      )
      const mine = measure(ours.filter(({ row }) => row.lang === language))
      for (const [name, value] of Object.entries(mine))
        rows.push({ corpus: `${file}, ${language}`, measure: name, ours: value, chrono: theirs[name] ?? '–' })
    }
    printMissed(ours)
  }
  return { rows, notes: [`4,096 hostile characters, slowest of ours: ${slowest().toFixed(1)} ms`] }
}

function rowsOf(file: string): Row[] {
  return rowsIn(fileURLToPath(new URL(`../tests/adapters/dates/${file}`, import.meta.url)))
}

function oursOn(row: Row): Outcome {
  const { told, micros } = bestOfFive(() => readOurs(row))
  return { row, told, verdict: judge(row, told), micros }
}

function readOurs(row: Row): Told | null {
  const { status, value, rest, alternatives } = reader.parseWhen(row.text, {
    now: nowOf(row),
    zone: row.zone,
    language: row.lang,
    policy,
    ...(row.expect !== undefined && { expect: row.expect }),
  })
  if (status === 'none' || status === 'invalid') return null
  return {
    kind: status === 'recurrence' ? status : (value?.kind ?? 'none'),
    start: value?.start.local ?? '',
    end: value?.end?.local ?? null,
    rest,
    alternatives: alternatives.map((other) => other.value.start.local),
  }
}

/** A row on which chrono does not come back is counted as hung, and the rest goes to a fresh process. */
async function chronoOn(rows: readonly Row[], language: 'ru' | 'en'): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-dates-'))
  const file = join(folder, 'rows.jsonl')
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const outcomes: Outcome[] = []
  while (outcomes.length < rows.length) {
    await chronoFrom(file, language, rows, outcomes)
    const stuck = rows[outcomes.length]
    if (stuck !== undefined) outcomes.push({ row: stuck, told: null, verdict: 'hung', micros: null })
  }
  rmSync(folder, { recursive: true })
  return outcomes
}

async function chronoFrom(
  file: string,
  language: 'ru' | 'en',
  rows: readonly Row[],
  outcomes: Outcome[],
): Promise<void> {
  const script = fileURLToPath(new URL('dates-chrono.ts', import.meta.url))
  const child = spawn(process.execPath, [script, file, String(outcomes.length), language], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = (): boolean => child.kill('SIGKILL')
  // The first line waits for the process to start as well.
  let watch = setTimeout(stop, callMaxMs * 5)
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(watch)
    watch = setTimeout(stop, callMaxMs * 6)
    const row = rows[outcomes.length]
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by dates-chrono.ts
    const { told, micros } = JSON.parse(line) as { told: Told | null; micros: number }
    if (row !== undefined) outcomes.push({ row, told, verdict: judge(row, told), micros })
  }
  clearTimeout(watch)
}

function printMissed(outcomes: readonly Outcome[]): void {
  if (process.env['BENCH_MISSED'] === undefined) return
  for (const { row, told, verdict } of outcomes.filter((outcome) => outcome.verdict !== 'right')) {
    const wanted = `${row.kind} ${row.start ?? ''}${row.end === undefined ? '' : ` .. ${row.end}`}`
    console.error(`${verdict}: ${row.id} «${row.text}» is ${wanted}; read as ${told?.kind} ${told?.start}`)
  }
}

/** What makes chrono's Russian parsers run for minutes, and its like, each to 4,096 characters. */
function slowest(): number {
  const seeds =
    'час|минут|1 час|1|12|.|:|-|понедельник|апреля|пятого|двадцать|каждый|через|«|an hour and|monday'
  const times = seeds.split('|').flatMap((seed) =>
    ['', ' ', '  ', '    '].map((gap) => {
      const text = (seed + gap).repeat(Math.ceil(4096 / (seed.length + gap.length))).slice(0, 4096)
      return Math.min(...[1, 2, 3].map(() => timeOf(text)))
    }),
  )
  return Math.max(...times)
}

function timeOf(text: string): number {
  const now = Date.parse('2026-03-10T07:00:00Z')
  const start = performance.now()
  reader.parseWhen(text, { now, zone: 'Europe/Moscow', language: 'ru', policy })
  return performance.now() - start
}
