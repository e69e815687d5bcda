/** The report as people read it. */
import { holds, type Base, type Tally } from './row.ts'

export interface Line {
  readonly row: string
  readonly about: string
  readonly base: Base
  readonly ms: number
  readonly tally: Tally
}

const head = ['row', 'on', 'runs', 'faults', 'lost', 'reordered', 'repeated (allowed)', 'twice', 's', '']

/** A table in Markdown, one line a row and database. */
export function tableOf(lines: readonly Line[]): string {
  return [head, head.map(() => '---'), ...lines.map(cellsOf)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

export function lineOf(line: Line): string {
  const [row, base, runs, faults, lost, reordered, repeated, twice, s, verdict] = cellsOf(line)
  return `${row} (${base}): ${runs} runs, ${faults} faults; lost ${lost}, reordered ${reordered}, repeated ${repeated}, created twice ${twice}; ${s} s: ${verdict}`
}

function cellsOf({ row, base, ms, tally }: Line): readonly string[] {
  const { runs, faults, lost, reordered, repeated, repeatable, createdTwice, violations, note } = tally
  const passed = runs === 0 && note !== undefined ? [] : ['holds']
  const verdict = holds(tally) ? passed : [`FAILS: ${violations.join('; ')}`]
  return [
    row,
    base,
    String(runs),
    String(faults),
    String(lost),
    String(reordered),
    `${repeated} (${repeatable})`,
    String(createdTwice),
    (ms / 1000).toFixed(1),
    [...verdict, ...(note === undefined ? [] : [note])].join('; '),
  ]
}
