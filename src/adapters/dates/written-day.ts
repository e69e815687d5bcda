import { DateTime } from 'luxon'
import type { DayOptions, MonthNamed } from '../../ports/dates.ts'
import type { Language } from '../../ports/language.ts'
import { daysInMonth } from './calendar.ts'

export type DayStyle = NonNullable<DayOptions['style']>

/** The calendar day of `at` in its own zone, as seen from `now`; the year only where it is not the current one. */
export function writeDay(at: DateTime, now: DateTime, language: Language, style: DayStyle): string {
  const year = at.year === now.year ? '' : ' yyyy'
  const weekday = style === 'long' ? 'cccc' : 'ccc'
  const comma = language === 'ru' || style === 'long' ? ',' : ''
  const format = `${weekday}${comma} d\u00A0MMMM${year}`
  const date = at.setLocale(language === 'ru' ? 'ru' : 'en-GB').toFormat(format)
  const near =
    style === 'near' || style === 'brief' ? nearDays[language].get(daysBetween(now, at)) : undefined
  if (near === undefined) return date
  return style === 'brief' ? near : `${near}, ${date}`
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

function daysBetween(now: DateTime, at: DateTime): number {
  return Math.round(at.startOf('day').diff(now.startOf('day'), 'days').days)
}

/** «В апреле 30 дней»; of a February without a year the longer one. */
export function formatMonthLength({ month, year }: MonthNamed, language: Language): string {
  const days = daysInMonth(month, year)
  if (language === 'en') {
    const name = DateTime.utc(2000, month, 1, { locale: 'en-GB' }).toFormat('MMMM')
    return `${name}${year === null ? '' : ` ${year}`} has ${days} days.`
  }
  const name = inMonth[month - 1] ?? ''
  const word = new Intl.PluralRules('ru').select(days) === 'one' ? 'день' : 'дней'
  return `В ${name}${year === null ? '' : ` ${year} года`} ${days}\u00A0${word}.`
}

/** CLDR, and luxon with it, has no prepositional case. */
const inMonth = 'январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре'.split(' ')
