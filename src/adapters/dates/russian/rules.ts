import { dayOrClock, onDayOrClock } from './day-or-clock.ts'
import { edgeOf } from './edges.ts'
import { besideHoliday } from './holidays.ts'
import { afterClock, afterDay, lasting } from './lasting.ts'
import type { Meaning, Place } from './meaning.ts'
import { severalMonths, towardsMonth } from './months.ts'
import { namedPart } from './named-parts.ts'
import { now, sameTime } from './now.ts'
import { nextWorkingDay, nthWeekday } from './nth.ts'
import { partAlone, partOfDay } from './parts.ts'
import { rangedParts } from './parts-range.ts'
import { insteadOf, movedFrom, overNight } from './instead.ts'
import { inPeriod } from './periods.ts'
import { quoted } from './quotes.ts'
import { ranged } from './ranges.ts'
import { howOften, repeated } from './recurrence.ts'
import { seasonal } from './seasons.ts'
import { shifted } from './shifts.ts'
import { sinceWhen } from './since.ts'
import type { Match } from './tokens.ts'
import { topical } from './topics.ts'
import { wholeDay } from './whole-day.ts'
import { within } from './within.ts'
import { zoned } from './zones.ts'

/** One concern: what it takes the words from token `i` on to mean, or null when they are none of its business. */
export interface Rule {
  /** What it is there for; each is read by this rule. */
  readonly examples: readonly string[]
  readonly read: (place: Place) => Match<Meaning> | null
}

/** In this order: the first rule that understands the words takes them. */
export const rules: readonly Rule[] = [
  { read: quoted, examples: ['отправить КП в ООО «Понедельник»'] },
  { read: insteadOf, examples: ['не завтра, а в пятницу'] },
  { read: movedFrom, examples: ['перенести встречу со вторника на четверг', 'сдвинуть созвон с 10 на 12'] },
  { read: overNight, examples: ['в ночь на субботу'] },
  { read: afterDay, examples: ['с 1 июля на 2 недели'] },
  {
    read: afterClock,
    examples: ['в 15:00, 30 минут', 'завтра 14:00, 1 час', 'в 10 минут на 20', 'в 11 на полтора'],
  },
  { read: repeated, examples: ['каждый понедельник', 'по будням', 'раз в две недели', 'ежемесячно'] },
  { read: howOften, examples: ['каждый день в 9, 5 раз'] },
  { read: within, examples: ['в течение 3 дней', 'в течение часа', 'в течение рабочего дня'] },
  { read: severalMonths, examples: ['с мая по июль', 'май–июль 2027'] },
  { read: rangedParts, examples: ['с утра до обеда', 'с 10 до обеда', 'с обеда до 18:00'] },
  { read: ranged, examples: ['с 14 до 15:30', 'между 14 и 16', '16–20 марта', 'с понедельника по пятницу'] },
  { read: topical, examples: ['отчёт за март', 'счёт от 15.03', 'план на декабрь'] },
  {
    read: sinceWhen,
    examples: [
      'интернет не работает с утра',
      'с понедельника не грузится отчёт',
      'сервер лежит с 10:00',
      'не приходит почта со вторника',
    ],
  },
  { read: shifted, examples: ['через 3 дня', 'минут через 20', 'через 2–3 дня', 'через 5 рабочих дней'] },
  { read: sameTime, examples: ['через неделю в это же время'] },
  { read: now, examples: ['сейчас', 'прямо сейчас'] },
  { read: besideHoliday, examples: ['до выходных', 'после выходных', 'к Новому году'] },
  { read: nextWorkingDay, examples: ['на следующий рабочий день'] },
  { read: nthWeekday, examples: ['первый понедельник апреля', 'в последний рабочий день месяца'] },
  { read: edgeOf, examples: ['до конца недели', 'в начале декабря', 'к середине месяца', 'до конца дня'] },
  { read: namedPart, examples: ['до завтрашнего утра', 'завтрашним вечером'] },
  { read: partOfDay, examples: ['с утра', 'после обеда', 'во второй половине дня'] },
  {
    read: inPeriod,
    examples: [
      'на следующей неделе',
      'в апреле',
      'во II квартале',
      'на выходных',
      'следующая неделя',
      'в четверг на следующей',
    ],
  },
  { read: seasonal, examples: ['летом', 'следующей весной', 'осенью 2027 года'] },
  {
    read: onDayOrClock,
    examples: ['в пятницу', 'к 15:00', 'до 25.12', 'в полпятого', 'не позднее 30 марта'],
  },
  { read: towardsMonth, examples: ['к апрелю', 'до марта', 'с января', 'к лету'] },
  { read: partAlone, examples: ['утром', 'вечером'] },
  { read: dayOrClock, examples: ['завтра', '25 декабря', '14:30', 'без четверти три', '2026-12-25'] },
  { read: wholeDay, examples: ['завтра весь день'] },
  { read: lasting, examples: ['завтра в 15:00 на полтора часа', 'в 10, длительность 30 минут'] },
  { read: zoned, examples: ['18:00 мск', '14:00 екб', 'завтра в 10 по Екатеринбургу'] },
]
