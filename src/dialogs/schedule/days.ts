/** Which days are meant by what somebody says of a schedule: «в пятницу», «на следующей неделе», «до конца месяца». */
import { DateTime } from 'luxon'
import type { When } from '../../ports/dates.ts'

/** Local dates `YYYY-MM-DD`, both included. */
export interface Days {
  readonly first: string
  readonly last: string
}

/** As much as anybody turns the pages of; of «в следующем году» the beginning is shown. */
const daysMax = 31
/** What is to be seen of a time that has no end: «с пятницы». */
const openDays = 7

/** Hours play no part; `today` is where a time begins that only has an end: «до пятницы». */
export function daysOf(when: When, today: string): Days {
  const said = dateOf(when.start.local)
  if (when.bound === 'from') return { first: said, last: plus(said, openDays - 1) }
  if (when.bound === 'after') return { first: plus(said, 1), last: plus(said, openDays) }
  const first = when.bound === 'by' && when.end === undefined && today < said ? today : said
  const last = dateOf((when.end ?? when.start).local)
  const longest = plus(first, daysMax - 1)
  return { first, last: last < longest ? last : longest }
}

/** The instants around them, in milliseconds: the first one's midnight in `zone`, and the one after the last. */
export function aroundDays({ first, last }: Days, zone: string): readonly [number, number] {
  const midnight = (date: string): number => DateTime.fromISO(date, { zone }).startOf('day').toMillis()
  return [midnight(first), midnight(plus(last, 1))]
}

function dateOf(local: string): string {
  return local.slice(0, 10)
}

function plus(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'UTC' }).plus({ days }).toFormat('yyyy-MM-dd', { locale: 'en-US' })
}
