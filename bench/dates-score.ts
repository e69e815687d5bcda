import { readFileSync } from 'node:fs'
import { DateTime } from 'luxon'

/** A row of the corpora in tests/adapters/dates. */
export interface Row {
  readonly id: string
  readonly text: string
  readonly lang: 'ru' | 'en'
  readonly now: string
  readonly zone: string
  readonly expect?: 'time' | 'duration'
  readonly kind: string
  readonly start?: string
  readonly end?: string
  readonly rest?: string
  readonly alts?: readonly string[]
  readonly cat: string
}

/** The rows of one corpus, a JSON object a line. */
export function rowsIn(path: string): Row[] {
  return (
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own corpus, checked by its tests
      .map((line) => JSON.parse(line) as Row)
  )
}

/** What a reader made of a row; null for nothing. Times are wall clock in the row's zone. */
export interface Told {
  readonly kind: string
  readonly start: string
  readonly end: string | null
  readonly rest: string
  readonly alternatives: readonly string[]
}

export interface Outcome {
  readonly row: Row
  readonly told: Told | null
  readonly verdict: Verdict
  /** Microseconds of one call; null for a call that had to be stopped. */
  readonly micros: number | null
}

/** `wrong` is another moment than was meant: what a dialog would have stored. `missed` is nothing where there was something. */
export type Verdict = 'right' | 'wrong' | 'missed' | 'hung'

export function judge(row: Row, told: Told | null): Verdict {
  if (told === null) return row.kind === 'none' ? 'right' : 'missed'
  if (row.kind === 'none' || told.kind !== row.kind) return 'wrong'
  if (row.kind === 'recurrence') return 'right'
  if (row.kind === 'duration') return minutes(told.start) === minutes(row.start ?? '') ? 'right' : 'wrong'
  const same = isSame(row.start, told.start) && isSame(row.end, told.end ?? undefined)
  return same ? 'right' : 'wrong'
}

/** The measures of one reader over the rows it was given, as the goals count them. */
export function measure(outcomes: readonly Outcome[]): Record<string, string> {
  const some = (keep: (outcome: Outcome) => boolean): Outcome[] => outcomes.filter(keep)
  const rejected = some(({ row }) => row.cat === 'trap' || row.cat === 'invalid')
  const hard = some(({ row }) => ['dst', 'zone', 'midnight', 'month-end', 'year-turn'].includes(row.cat))
  const titled = some(({ row }) => row.rest !== undefined && row.kind !== 'none')
  const doubtful = some(({ row }) => row.alts !== undefined)
  const clear = some(({ row }) => row.alts === undefined && row.kind !== 'none')
  const times = outcomes.flatMap(({ micros }) => (micros === null ? [] : [micros])).sort((a, b) => a - b)
  const right = ({ verdict }: Outcome): boolean => verdict === 'right'
  return {
    rows: String(outcomes.length),
    right: share(outcomes, right),
    'wrong (another moment)': share(outcomes, ({ verdict }) => verdict === 'wrong'),
    missed: share(outcomes, ({ verdict }) => verdict === 'missed'),
    hung: String(some(({ verdict }) => verdict === 'hung').length),
    'traps and impossible dates rejected': share(rejected, right),
    'DST, zones, midnight, month and year ends': share(hard, right),
    'value and title right': share(
      titled,
      (outcome) => right(outcome) && title(outcome.told?.rest) === title(outcome.row.rest),
    ),
    'other reading offered where there is one': share(doubtful, offersOther),
    'needless offers': share(clear, ({ told }) => (told?.alternatives.length ?? 0) > 0),
    'one call, median µs': times[times.length >> 1]?.toFixed(0) ?? '–',
    'one call, p95 µs': times[Math.floor(times.length * 0.95)]?.toFixed(0) ?? '–',
  }
}

function offersOther({ row, told }: Outcome): boolean {
  return (row.alts ?? []).some((wanted) =>
    (told?.alternatives ?? []).some((other) => isSame(wanted, other.slice(0, wanted.length))),
  )
}

function share(outcomes: readonly Outcome[], keep: (outcome: Outcome) => boolean): string {
  if (outcomes.length === 0) return '–'
  return `${((100 * outcomes.filter(keep).length) / outcomes.length).toFixed(1)} %`
}

/** To the minute, or to the second where the row has seconds. */
function isSame(wanted: string | undefined, told: string | undefined): boolean {
  if (wanted === undefined || told === undefined) return wanted === told
  return wanted.length === 10 ? told === wanted : told.slice(0, wanted.length) === wanted
}

function minutes(iso: string): number {
  const [, days = 0, hours = 0, rest = 0] = (
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? []
  ).map((part) => Number(part ?? 0))
  return days * 1440 + hours * 60 + rest
}

function title(text: string | undefined): string {
  const plain = (text ?? '').toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ')
  return plain.replaceAll(/^[\s.,;:!?…—–-]+|[\s.,;:!?…—–-]+$/g, '')
}

export function nowOf({ now, zone }: Row): number {
  return DateTime.fromISO(now, { zone }).toMillis()
}
