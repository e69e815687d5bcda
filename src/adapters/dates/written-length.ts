import type { Language } from '../../ports/language.ts'

/** «1 час 30 минут», «2 дня»: a length as a sentence's own words. */
export function formatMinutes(minutes: number, language: Language): string {
  const written = partsOf(minutes).map(({ unit, count }) => counted(count, unit, language, 'alone'))
  return written.length === 0 ? counted(0, 'minute', language, 'alone') : written.join(' ')
}

/** «1 ч 30 мин», «45 мин», «2 дня 3 ч»: short, for buttons and cards. `minutes` is rounded to whole ones. */
export function formatDuration(minutes: number, language: Language): string {
  const written = partsOf(Math.max(0, Math.round(minutes))).map(({ unit, count }) =>
    unit === 'day' ? counted(count, unit, language, 'alone') : `${count}\u00A0${shortUnits[language][unit]}`,
  )
  return written.length === 0 ? `0\u00A0${shortUnits[language].minute}` : written.join(' ')
}

/**
 * «через 15 минут», «через час», «через 1 час 30 минут», «2 дня назад», «сейчас» within half a minute. From a day on
 * whole days are counted (24 hours, not calendar days); up to one hour minutes are rounded, above it they are kept.
 */
export function formatRelative(atMs: number, nowMs: number, language: Language): string {
  const minutes = Math.round(Math.abs(atMs - nowMs) / 60_000)
  if (minutes === 0) return language === 'ru' ? 'сейчас' : 'now'
  const parts = partsOf(minutes)
  const shown = minutes >= 1440 ? parts.slice(0, 1) : parts
  const words = shown.map(({ unit, count }) =>
    count === 1 && shown.length === 1 && unit !== 'day' && language === 'ru'
      ? lengthWords.ru[unit].single
      : counted(count, unit, language, 'from-now'),
  )
  const length = words.join(' ')
  if (language === 'en') return atMs > nowMs ? `in ${length}` : `${length} ago`
  return atMs > nowMs ? `через ${length}` : `${length} назад`
}

type LengthUnit = 'day' | 'hour' | 'minute'

function partsOf(minutes: number): { unit: LengthUnit; count: number }[] {
  const parts: { unit: LengthUnit; count: number }[] = [
    { unit: 'day', count: Math.floor(minutes / 1440) },
    { unit: 'hour', count: Math.floor((minutes % 1440) / 60) },
    { unit: 'minute', count: minutes % 60 },
  ]
  return parts.filter(({ count }) => count > 0)
}

/** After «через» and before «назад» the feminine «минута» stands in the accusative; the other forms do not change. */
function counted(count: number, unit: LengthUnit, language: Language, place: 'alone' | 'from-now'): string {
  const form = new Intl.PluralRules(language).select(count)
  const words = lengthWords[language][unit]
  const word =
    place === 'from-now' && form === 'one'
      ? words.single
      : form === 'one' || form === 'few' || form === 'many'
        ? words[form]
        : words.other
  return `${count}\u00A0${word}`
}

const shortUnits = { ru: { hour: 'ч', minute: 'мин' }, en: { hour: 'h', minute: 'min' } } as const

const lengthWords = {
  ru: {
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня', single: 'день' },
    hour: { one: 'час', few: 'часа', many: 'часов', other: 'часа', single: 'час' },
    minute: { one: 'минута', few: 'минуты', many: 'минут', other: 'минуты', single: 'минуту' },
  },
  en: {
    day: { one: 'day', few: 'days', many: 'days', other: 'days', single: 'day' },
    hour: { one: 'hour', few: 'hours', many: 'hours', other: 'hours', single: 'hour' },
    minute: { one: 'minute', few: 'minutes', many: 'minutes', other: 'minutes', single: 'minute' },
  },
} as const
