/** The days of a month as buttons: for whoever would rather point at a day than name it. */
import type { Language } from '../../ports/language.ts'
import type { AskStep } from '../language/definition.ts'
import { blank, button, event, noticeOr, type Look, type View } from './view-parts.ts'
import type { ViewChoice } from './view-choices.ts'

/** As far ahead as anybody plans by pointing. */
const monthsMax = 24

/** The month `page` months from the present one; days that have passed cannot be pressed. */
export function monthView(look: Look, step: AskStep): View {
  const { nowMs, zone, language } = look.scene
  const today = localDate(nowMs, zone)
  const page = Math.min(Math.max(look.frame.context.page ?? 0, 0), monthsMax)
  const first = new Date(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + page, 1))
  const turn = (label: string, to: number): ViewChoice =>
    to < 0 || to > monthsMax ? blank : event(label, { type: 'MONTH', page: to })
  return {
    ...noticeOr(look, step.prompt),
    rows: [
      [turn('‹', page - 1), { ...blank, label: monthName(first, language) }, turn('›', page + 1)],
      weekdayNames(language).map((label) => ({ ...blank, label })),
      ...weeks(first, today),
      [event(button(look, 'back'), { type: 'BACK' })],
    ],
  }
}

/** Weeks begin on Monday. */
function weeks(first: Date, today: string): readonly (readonly ViewChoice[])[] {
  const before = (first.getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const cells = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_, cell) => {
    const day = cell - before + 1
    return day < 1 || day > length ? blank : dayChoice(first, day, today)
  })
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, (week + 1) * 7))
}

function dayChoice(first: Date, day: number, today: string): ViewChoice {
  const date = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), day)).toISOString().slice(0, 10)
  if (date < today) return { ...blank, label: '·' }
  const label = date === today ? `[${day}]` : String(day)
  return { label, act: { type: 'read', text: date } }
}

const monthFormats = inBoth({ month: 'long', year: 'numeric' })
const weekdayFormats = inBoth({ weekday: 'short' })

/** Made once: making one takes longer than everything else about a card. */
function inBoth(options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> {
  const format = (language: Language) => new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
  return { ru: format('ru'), en: format('en') }
}

function monthName(first: Date, language: Language): string {
  const name = monthFormats[language].format(first).replace(/\s*г\.$/, '')
  return `${name.slice(0, 1).toLocaleUpperCase(language)}${name.slice(1)}`
}

function weekdayNames(language: Language): readonly string[] {
  // 5 January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, day) =>
    weekdayFormats[language].format(new Date(Date.UTC(1970, 0, 5 + day))),
  )
}

/** `YYYY-MM-DD` in an IANA zone. */
export function localDate(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return parts.format(new Date(atMs))
}
