/** What a question is answered with, and how that is printed. */
import type { Measured } from './measuring.ts'

export interface Report {
  /** One line a row; every row has the same columns. */
  readonly rows: readonly Row[]
  readonly ratios?: readonly Ratio[]
  /** Whatever one has to know to read the figures. */
  readonly notes?: readonly string[]
}

export type Row = Readonly<Record<string, string | number>>

export interface Ratio {
  readonly what: string
  readonly value: number
  /** What it has to be; absent where nobody has said. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number }
}

/** One thing that is measured, in a process of its own. */
export interface Question {
  /** What it is, in a line. */
  readonly title: string
  ask(): Promise<Report>
}

export function ratioGoal(what: string, value: number, goal: NonNullable<Ratio['goal']>): Ratio {
  return { what, value, goal }
}

export function rowsOf(measured: readonly Measured[]): readonly Row[] {
  return measured.map(({ what, perSecond, p50Us, p99Us, cpuUs }) => ({
    what,
    'per second': perSecond,
    'p50, µs': Math.round(p50Us),
    'p99, µs': Math.round(p99Us),
    'CPU, µs': Math.round(cpuUs),
  }))
}

export function isMet({ value, goal }: Ratio): boolean | null {
  if (goal === undefined) return null
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast
}

export function printed(report: Report): string {
  return [
    ...table(report.rows),
    ...(report.ratios ?? []).map((ratio) => `  ${sentence(ratio)}`),
    ...(report.notes ?? []).map((note) => `  ${note}`),
  ].join('\n')
}

export function sentence(ratio: Ratio): string {
  const { what, value, goal } = ratio
  const figure = value.toFixed(value < 10 ? 2 : 1)
  if (goal === undefined) return `${what}: ${figure}`
  const wanted = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
  return `${what}: ${figure} (goal: ${wanted}, ${isMet(ratio) === true ? 'met' : 'MISSED'})`
}

function table(rows: readonly Row[]): readonly string[] {
  const names = Object.keys(rows[0] ?? {})
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]
  const widths = names.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  return lines.map(
    (line) =>
      `  ${line
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')}`,
  )
}
