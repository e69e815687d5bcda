/**
 * chrono-node as well as it can be used, in a process of its own: its Russian parser can run for minutes on one
 * message. Reads rows as JSON lines from the file named first, from the index named second on, in the language named
 * third, and writes one line per row, so that whoever started it sees where it stopped.
 */
import { writeSync } from 'node:fs'
import { type ParsedComponents, en, ru } from 'chrono-node'
import { DateTime } from 'luxon'
import { bestOfFive } from './best-of-five.ts'
import { type Row, type Told, nowOf, rowsIn } from './dates-score.ts'

const [file = '', from = '0', language = 'ru'] = process.argv.slice(2)
const chrono = language === 'ru' ? ru : en.GB

for (const row of rowsIn(file).slice(Number(from))) {
  writeSync(1, `${JSON.stringify(bestOfFive(() => read(row)))}\n`)
}

/** The reference carries the person's offset; results are rebuilt from their parts in the person's zone. */
function read(row: Row): Told | null {
  const instant = new Date(nowOf(row))
  const timezone = DateTime.fromMillis(instant.getTime(), { zone: row.zone }).offset
  const [found] = chrono.parse(row.text, { instant, timezone }, { forwardDate: true })
  if (found === undefined) return null
  // Declared optional, but null where there is no end.
  const last = found.end ?? null
  const timed = found.start.isCertain('hour')
  const rest = row.text.slice(0, found.index) + row.text.slice(found.index + found.text.length)
  return {
    kind: last === null ? (timed ? 'point' : 'date') : 'interval',
    start: written(found.start, row.zone, timed),
    end: last === null ? null : written(last, row.zone, timed),
    rest: rest.replaceAll(/\s+/g, ' ').trim(),
    alternatives: [],
  }
}

function written(parts: ParsedComponents, zone: string, timed: boolean): string {
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): number => parts.get(name) ?? 0
  const at = parts.isCertain('timezoneOffset')
    ? DateTime.fromJSDate(parts.date(), { zone })
    : DateTime.fromObject(
        {
          year: part('year'),
          month: part('month'),
          day: part('day'),
          hour: part('hour'),
          minute: part('minute'),
          second: part('second'),
        },
        { zone },
      )
  return at.toFormat(timed ? "yyyy-MM-dd'T'HH:mm:ss" : 'yyyy-MM-dd')
}
