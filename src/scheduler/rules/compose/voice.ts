/** How times, spans and counts are said to one person: their language, their zone, and what is now. */
import { DateTime } from 'luxon'
import type { JsonObject } from '../../../ports/json.ts'
import type { Language } from '../../../ports/language.ts'
import { addDays, daysBetween, localDate, weekday } from '../local-day.ts'
import type { NotificationText, Words } from './words.ts'

export interface Voice {
  readonly nowMs: number
  readonly zone: string
  /** The words of a key. */
  say(key: NotificationText, values?: JsonObject): string
  /** «14:30». */
  clock(atMs: number): string
  /** «вторник, 24 ноября», the year only where it is not the current one. */
  longDay(date: string): string
  /** «вт, 24 ноября». */
  shortDay(date: string): string
  /** «В понедельник, 30 ноября». */
  onDay(date: string): string
  /** «сегодня, 15:00», «завтра, 11:00», «ср, 25 ноября, 14:00». */
  when(atMs: number): string
  /** «завтра, 11:00–12:00». */
  whenSpan(fromMs: number, toMs: number): string
  /** How long ago a deadline was: «сегодня в 12:00», «вчера», «2 дня назад». */
  ago(atMs: number): string
  /** «через 15 минут», «через час»; null for less than half a minute. */
  until(atMs: number): string | null
}

export function createVoice(
  words: Words,
  { nowMs, zone, language }: { readonly nowMs: number; readonly zone: string; readonly language: Language },
): Voice {
  const today = localDate(nowMs, zone)
  const say: Voice['say'] = (key, values) => words(key, language, values)
  const clock: Voice['clock'] = (atMs) => DateTime.fromMillis(atMs, { zone }).toFormat('HH:mm')
  const longDay = (date: string): string => written(date, today, language, 'cccc')
  const shortDay = (date: string): string => written(date, today, language, 'ccc')

  function dayName(date: string): string {
    if (date === today) return say('today')
    if (date === addDays(today, 1)) return say('tomorrow')
    return date === addDays(today, -1) ? say('yesterday') : shortDay(date)
  }

  function when(atMs: number): string {
    return `${dayName(localDate(atMs, zone))}, ${clock(atMs)}`
  }

  return {
    nowMs,
    zone,
    say,
    clock,
    longDay,
    shortDay,
    when,
    onDay(date) {
      const day = written(date, today, language, '').trim()
      return say(weekdayKeys[weekday(date) - 1] ?? 'on_weekday_1', { day })
    },
    whenSpan(fromMs, toMs) {
      const [first, last] = [localDate(fromMs, zone), localDate(toMs, zone)]
      if (toMs <= fromMs) return when(fromMs)
      return first === last ? `${when(fromMs)}–${clock(toMs)}` : `${when(fromMs)} – ${when(toMs)}`
    },
    ago(atMs) {
      const days = daysBetween(localDate(atMs, zone), today)
      if (days <= 0) return say('today_at', { time: clock(atMs) })
      return days === 1 ? say('yesterday') : say('days_ago', { days })
    },
    until(atMs) {
      const minutes = Math.round((atMs - nowMs) / 60_000)
      if (minutes < 1) return null
      if (minutes === 60) return say('in_hour')
      const parts = [
        minutes >= 60 ? say('hours', { hours: Math.floor(minutes / 60) }) : '',
        minutes % 60 > 0 ? say('minutes', { minutes: minutes % 60 }) : '',
      ]
      return say('in_span', { span: parts.filter((part) => part !== '').join(' ') })
    },
  }
}

const weekdayKeys = [
  'on_weekday_1',
  'on_weekday_2',
  'on_weekday_3',
  'on_weekday_4',
  'on_weekday_5',
  'on_weekday_6',
  'on_weekday_7',
] as const

/** A no-break space stands between the number and the month. */
function written(date: string, today: string, language: Language, day: 'cccc' | 'ccc' | ''): string {
  const locale = language === 'ru' ? 'ru' : 'en-GB'
  const year = date.slice(0, 4) === today.slice(0, 4) ? '' : ' yyyy'
  const comma = day === '' ? '' : ', '
  return DateTime.fromISO(date, { zone: 'utc', locale }).toFormat(`${day}${comma}d\u00A0MMMM${year}`)
}
