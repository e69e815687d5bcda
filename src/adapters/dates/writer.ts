import { DateTime } from 'luxon'
import type { DateWriter, When, WhenPoint } from '../../ports/dates.ts'
import type { Language } from '../../ports/language.ts'
import { type DayStyle, formatMonthLength, writeDay } from './written-day.ts'
import { formatDuration, formatMinutes, formatRelative } from './written-length.ts'
import { formatZone } from './written-zone.ts'

/**
 * Dates in the assistant's voice: «завтра, вт, 24 ноября, 15:00», «пт, 27 ноября», the year only where it is not the
 * current one. A no-break space stands between a number and its word.
 */
export function createDateWriter(): DateWriter {
  return {
    format(when, { now, language, dayEndMinutes, withZone }) {
      const written = formatWhen(when, DateTime.fromMillis(now, { zone: when.zone }), language)
      const clock = when.kind !== 'date' && when.start.utc !== null
      if (withZone === true && clock)
        return `${written} · ${formatZone(when.zone, Date.parse(when.start.utc), language)}`
      if (dayEndMinutes === undefined || when.kind !== 'date') return written
      return `${written}, ${formatMinuteOfDay(dayEndMinutes)} (${dayEndWords[language]})`
    },
    formatMoment(atMs, zone, { now, language, style }) {
      return formatMoments(
        DateTime.fromMillis(atMs, { zone }),
        null,
        DateTime.fromMillis(now, { zone }),
        language,
        style ?? 'near',
      )
    },
    formatRange(fromMs, toMs, zone, { now, language, style }) {
      const [from, to] = [DateTime.fromMillis(fromMs, { zone }), DateTime.fromMillis(toMs, { zone })]
      return formatMoments(from, to, DateTime.fromMillis(now, { zone }), language, style ?? 'near')
    },
    formatDay(date, { now, zone, language, style }) {
      return writeDay(dayIn(date, zone), DateTime.fromMillis(now, { zone }), language, style ?? 'near')
    },
    formatDays(first, last, { now, zone, language, style }) {
      const today = DateTime.fromMillis(now, { zone })
      const written = (date: string): string => writeDay(dayIn(date, zone), today, language, style ?? 'near')
      return first === last
        ? `${written(first)}, ${allDay[language]}`
        : `${written(first)} – ${written(last)}`
    },
    formatMonthLength,
    formatRelative,
    formatDuration,
    formatClock(atMs, zone) {
      return clockOf(DateTime.fromMillis(atMs, { zone }))
    },
    formatZone,
  }
}

function formatWhen(when: When, now: DateTime, language: Language): string {
  if (when.kind === 'time') return when.start.local
  if (when.kind === 'duration') return formatMinutes(when.minutes ?? 0, language)
  const start = readPoint(when.start, when.zone)
  const end = when.end === undefined ? null : readPoint(when.end, when.zone)
  if (when.start.local.includes('T')) return formatMoments(start, end, now, language, 'near')
  const first = writeDay(start, now, language, 'near')
  return end === null || start.hasSame(end, 'day')
    ? first
    : `${first} – ${writeDay(end, now, language, 'near')}`
}

function formatMoments(
  start: DateTime,
  end: DateTime | null,
  now: DateTime,
  language: Language,
  style: DayStyle,
): string {
  const first = `${writeDay(start, now, language, style)}, ${clockOf(start)}`
  if (end === null) return first
  if (start.hasSame(end, 'day')) return `${first}–${clockOf(end)}`
  return `${first} – ${writeDay(end, now, language, style)}, ${clockOf(end)}`
}

const dayEndWords: Readonly<Record<Language, string>> = {
  ru: 'конец рабочего дня',
  en: 'end of the working day',
}

const allDay: Readonly<Record<Language, string>> = { ru: 'весь день', en: 'all day' }

function formatMinuteOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The instant decides where there is one: a doubled hour of a DST change has one wall clock and two instants. */
function readPoint({ local, utc }: WhenPoint, zone: string): DateTime {
  return DateTime.fromISO(utc ?? local, { zone })
}

/** @throws RangeError for what is no local date `YYYY-MM-DD`. */
function dayIn(date: string, zone: string): DateTime {
  const day = DateTime.fromFormat(date, 'yyyy-MM-dd', { zone, locale: 'en-US' })
  if (!day.isValid) throw new RangeError('Not a local date')
  return day
}

function clockOf(at: DateTime): string {
  return at.toFormat('HH:mm', { locale: 'en-US' })
}
