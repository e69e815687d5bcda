import { DateTime } from 'luxon'
import type { DateWriter, Language, When, WhenPoint } from '../../ports.ts'
import { russianCity } from './zone.ts'

/**
 * Dates in the assistant's voice: «завтра, вт, 24 ноября, 15:00», «пт, 27 ноября», the year only where it is not the
 * current one. A no-break space stands between a number and its word.
 */
export function createDateWriter(): DateWriter {
  return {
    format(when, { now, language, dayEndMinutes }) {
      const written = formatWhen(when, DateTime.fromMillis(now, { zone: when.zone }), language)
      if (dayEndMinutes === undefined || when.kind !== 'date') return written
      return `${written}, ${formatMinuteOfDay(dayEndMinutes)} (${dayEndWords[language]})`
    },
    formatClock(atMs, zone) {
      return clockOf(DateTime.fromMillis(atMs, { zone }))
    },
    formatZone(zone, atMs, language) {
      return formatZone(zone, atMs, language)
    },
  }
}

function formatWhen(when: When, now: DateTime, language: Language): string {
  if (when.kind === 'time') return when.start.local
  if (when.kind === 'duration') return formatMinutes(when.minutes ?? 0, language)
  const start = readPoint(when.start, when.zone)
  const end = when.end === undefined ? null : readPoint(when.end, when.zone)
  const whole = !when.start.local.includes('T')
  const day = formatDay(start, now, language)
  const first = whole ? day : `${day}, ${clockOf(start)}`
  if (end === null) return first
  if (start.hasSame(end, 'day')) return whole ? first : `${first}–${clockOf(end)}`
  const last = formatDay(end, now, language)
  return `${first} – ${whole ? last : `${last}, ${clockOf(end)}`}`
}

const dayEndWords: Readonly<Record<Language, string>> = {
  ru: 'конец рабочего дня',
  en: 'end of the working day',
}

function formatMinuteOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The instant decides where there is one: a doubled hour of a DST change has one wall clock and two instants. */
function readPoint({ local, utc }: WhenPoint, zone: string): DateTime {
  return DateTime.fromISO(utc ?? local, { zone })
}

function clockOf(at: DateTime): string {
  return at.toFormat('HH:mm', { locale: 'en-US' })
}

const nearDays: Readonly<Record<Language, ReadonlyMap<number, string>>> = {
  ru: new Map([
    [-1, 'вчера'],
    [0, 'сегодня'],
    [1, 'завтра'],
  ]),
  en: new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]),
}

function formatDay(at: DateTime, now: DateTime, language: Language): string {
  const year = at.year === now.year ? '' : ' yyyy'
  const format = language === 'ru' ? `ccc, d\u00A0MMMM${year}` : `ccc d\u00A0MMMM${year}`
  const date = at.setLocale(language === 'ru' ? 'ru' : 'en-GB').toFormat(format)
  const distance = at.startOf('day').diff(now.startOf('day'), 'days').days
  const near = nearDays[language].get(Math.round(distance))
  return near === undefined ? date : `${near}, ${date}`
}

const lengthWords = {
  ru: {
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
    hour: { one: 'час', few: 'часа', many: 'часов', other: 'часа' },
    minute: { one: 'минута', few: 'минуты', many: 'минут', other: 'минуты' },
  },
  en: {
    day: { one: 'day', few: 'days', many: 'days', other: 'days' },
    hour: { one: 'hour', few: 'hours', many: 'hours', other: 'hours' },
    minute: { one: 'minute', few: 'minutes', many: 'minutes', other: 'minutes' },
  },
} as const

/** «1 час 30 минут», «2 дня». */
function formatMinutes(minutes: number, language: Language): string {
  const rules = new Intl.PluralRules(language)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  const parts = [
    { unit: 'day', count: days },
    { unit: 'hour', count: hours },
    { unit: 'minute', count: rest },
  ] as const
  const written = parts
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => {
      const form = rules.select(count)
      const words = lengthWords[language][unit]
      return `${count}\u00A0${form === 'one' || form === 'few' || form === 'many' ? words[form] : words.other}`
    })
  return written.length === 0 ? `0\u00A0${lengthWords[language].minute.many}` : written.join(' ')
}

/** The city of the IANA name; for UTC and fixed offsets only the offset, for there is no place to name. */
function formatZone(zone: string, atMs: number, language: Language): string {
  const offset = offsetOf(DateTime.fromMillis(atMs, { zone }).offset)
  const russian = language === 'ru' ? russianCity(zone) : null
  if (russian !== null) return `${russian} (${offset})`
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? ''
  return zone.includes('/') && !zone.startsWith('Etc/') ? `${place} (${offset})` : offset
}

function offsetOf(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const size = Math.abs(minutes)
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`
}
