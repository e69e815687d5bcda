import type { DateWriter } from '../../ports/dates.ts'
import type { Language } from '../../ports/language.ts'

const minuteMs = 60_000

/**
 * «14:30», or «14:30, 25 ноября» on another day: a minute at which the wait is surely over.
 *
 * @param zone IANA name.
 */
export function showUntil(
  atMs: number,
  nowMs: number,
  zone: string,
  language: Language,
  writer: Pick<DateWriter, 'formatClock'>,
): string {
  const minute = Math.ceil(atMs / minuteMs) * minuteMs
  const clock = writer.formatClock(minute, zone)
  const day = dayOf(minute, zone, language)
  return day === dayOf(nowMs, zone, language) ? clock : `${clock}, ${day}`
}

/** «25 ноября, 14:30»: in a notice that will be read on another day. */
export function showMoment(
  atMs: number,
  zone: string,
  language: Language,
  writer: Pick<DateWriter, 'formatClock'>,
): string {
  return `${dayOf(atMs, zone, language)}, ${writer.formatClock(atMs, zone)}`
}

function dayOf(atMs: number, zone: string, language: Language): string {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { timeZone: zone, day: 'numeric', month: 'long' })
    .format(atMs)
    .replaceAll(' ', '\u00A0')
}
