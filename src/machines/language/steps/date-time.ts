/** `type: date_time` — a day or a moment, in the person's own words. */
import { z } from 'zod'
import type { When, WhenReading } from '../../../ports/dates.ts'
import type { Json } from '../../../ports/json.ts'
import { asJson } from '../../json.ts'
import { textKey } from '../definition-parts.ts'
import { repairText } from '../repairs.ts'
import { askCommon, type AskKind, type Candidate, type ReadEnv, type Reading } from './kind.ts'

const shortcuts = ['today', 'tomorrow', 'friday', 'monday', 'next_week'] as const

export const dateTimeStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('date_time'),
    expect: z.enum(['deadline', 'event', 'reminder']).default('deadline'),
    future: z.literal(true).optional().describe('Refuse what has passed, with the text `past`.'),
    past: textKey.optional(),
    range: z.literal(true).optional().describe('A stretch of time, «10:00–11:00», is an answer as well.'),
    repeats: z
      .literal(true)
      .optional()
      .describe('«Every Monday» is an answer as well: its first time, with `recurrence`.'),
    until: z
      .literal(true)
      .optional()
      .describe('The day something lasts until: «for 3 days» is an answer as well, and today is none.'),
    calendar: z.literal(true).optional().describe('A button that shows the days of the month.'),
    weekend: textKey.optional().describe('Said after a day on which nobody works; `{weekday}` is its name.'),
    unsure: textKey.describe('Said above the buttons when the words have more than one meaning.'),
    shortcuts: z
      .array(z.enum(shortcuts))
      .max(4)
      .optional()
      .describe('Buttons; each has its label in `texts` under the same key.'),
  })
  .describe('Asks for a day or a moment.')

type DateTimeStep = z.infer<typeof dateTimeStep>

/** What a shortcut stands for. Read when it is pressed, so that «Завтра» on yesterday's card means the day after now. */
const phrases: Readonly<Record<(typeof shortcuts)[number], string>> = {
  today: 'сегодня',
  tomorrow: 'завтра',
  friday: 'в пятницу',
  monday: 'в понедельник',
  next_week: 'через неделю',
}

export const dateTime: AskKind<DateTimeStep> = {
  type: 'date_time',
  read(step, typed, env) {
    const phrase = shortcuts.find((shortcut) => shortcut === typed)
    const said = phrase === undefined ? typed : phrases[phrase]
    if (phrase === 'friday' || phrase === 'monday') return weigh(step, comingOf(parse(step, said, env)), env)
    if (step.until !== true) return weigh(step, parse(step, said, env), env)
    return weigh(step, withoutToday(parse(step, inDays(said, env) ?? said, env), env), env)
  },
  valid: (_step, value) => isWhen(value),
  // A deadline is an instant: a day alone is shown with the hour it will get.
  show: (step, value, env) =>
    isWhen(value)
      ? env.writer.format(value, {
          now: env.nowMs,
          language: env.language,
          withZone: true,
          ...(step.expect === 'deadline' && { dayEndMinutes: env.policy.dayEndMinutes }),
        })
      : '—',
  quick: (step, env) =>
    (step.shortcuts ?? []).map((shortcut) => ({ label: env.words(shortcut), text: shortcut })),
}

/** A button for a weekday, on that very day, is for the next one: nobody who means today presses it. */
function comingOf(reading: WhenReading): WhenReading {
  return reading.status === 'ambiguous' ? { ...reading, status: 'ok', alternatives: [] } : reading
}

/**
 * A moment said among other words, and where. Null where nothing is said that the step would take; a refusal only of a
 * day or an hour that does not exist: that was meant to be one.
 */
export function takeDate(
  step: DateTimeStep,
  text: string,
  env: ReadEnv,
): { readonly said: Reading; readonly spans: WhenReading['spans'] } | null {
  const reading = parse(step, text, env)
  const said = weigh(step, reading, env)
  return said.type === 'refuse' && reading.status !== 'invalid' ? null : { said, spans: reading.spans }
}

/** How long it takes, where that is said of a day or of nothing. */
export function readLength(text: string, env: ReadEnv): Pick<WhenReading, 'lasting' | 'wholeDay'> {
  const { nowMs: now, zone, language, policy } = env
  return env.reader.parseWhen(text, { now, zone, language, expect: 'event', policy })
}

function parse(step: DateTimeStep, text: string, env: ReadEnv): WhenReading {
  const { nowMs: now, zone, language, policy } = env
  return env.reader.parseWhen(text, { now, zone, language, expect: step.expect, policy })
}

const dayMinutes = 1_440

/** «3 дня», «на неделю» as the day it leads to: «через 3 дней». Null for what is no length of whole days. */
function inDays(text: string, env: ReadEnv): string | null {
  const { nowMs: now, zone, language, policy } = env
  const { status, value } = env.reader.parseWhen(text, { now, zone, language, expect: 'duration', policy })
  const days = status === 'ok' && value?.kind === 'duration' ? (value.minutes ?? 0) / dayMinutes : 0
  return Number.isInteger(days) && days > 0 ? `через ${days} дней` : null
}

/** Of several days that may be meant, those that are still to come: on a Monday, «до понедельника» is the next one. */
function withoutToday(reading: WhenReading, env: ReadEnv): WhenReading {
  const { nowMs: now, zone, policy } = env
  const today = env.reader.parseWhen('сегодня', { now, zone, language: 'ru', policy }).value
  if (reading.status !== 'ambiguous' || reading.value === undefined || today === undefined) return reading
  const [first, ...others] = [reading.value, ...reading.alternatives.map(({ value }) => value)].filter(
    ({ start }) => start.local.slice(0, 10) > today.start.local.slice(0, 10),
  )
  if (first === undefined || others.length > 0) return reading
  return { ...reading, status: 'ok', value: first, alternatives: [] }
}

function weigh(step: DateTimeStep, reading: WhenReading, env: ReadEnv): Reading {
  const said = reading.value
  if (said === undefined) return refusal(step, reading, env)
  const { status, value } = untilItsEnd(step, said, reading.status, env)
  const others = reading.alternatives.map((other) => untilItsEnd(step, other.value, status, env).value)
  const label = (when: When): string => env.writer.format(when, { now: env.nowMs, language: env.language })
  const candidate = (when: When): Candidate => ({ label: label(when), value: json(when) })
  switch (status) {
    case 'ok':
      if (!answers(step, value))
        return { type: 'unsure', candidates: endsOf(step, value, env).map(candidate) }
      return { type: 'answer', value: json(value) }
    case 'ambiguous':
      return {
        type: 'unsure',
        candidates: [value, ...others].map(candidate),
      }
    case 'past': {
      if (step.future !== true) return { type: 'answer', value: json(value) }
      const later = others[0] ?? tomorrowAt(value, env)
      return {
        type: 'refuse',
        reason: 'past',
        facts: { said: label(value) },
        ...(later && { suggestion: candidate(later) }),
      }
    }
    case 'recurrence': {
      const { recurrence } = reading
      if (step.repeats === true && recurrence !== undefined)
        return { type: 'answer', value: asJson({ ...value, recurrence }) }
      const text = repairText(step.repeats === true ? 'no_such_rule' : 'not_repeated')
      return { type: 'unsure', candidates: [candidate(firstOf(value))], text }
    }
    case 'invalid':
    case 'none':
      return refusal(step, reading, env)
  }
}

/** What is to be done «завтра с 10 до 12» is due when that is over; it may have begun. */
function untilItsEnd(
  step: DateTimeStep,
  value: When,
  status: WhenReading['status'],
  env: ReadEnv,
): { readonly status: WhenReading['status']; readonly value: When } {
  const { end, ...rest } = value
  const clocks = end !== undefined && end.utc !== null && value.kind === 'interval'
  if (step.expect !== 'deadline' || step.range === true || !clocks || status === 'recurrence')
    return { status, value }
  const ahead = status === 'past' && Date.parse(end.utc) > env.nowMs
  return { status: ahead ? 'ok' : status, value: { ...rest, kind: 'point', start: end, bound: 'by' } }
}

/** Says why, where it is known: «в апреле 30 дней». */
function refusal(step: DateTimeStep, { status, invalid, month }: WhenReading, env: ReadEnv): Reading {
  const refused = { type: 'refuse', reason: 'invalid' } as const
  if (status === 'recurrence')
    return { ...refused, text: repairText(step.repeats === true ? 'no_such_rule' : 'never_repeated') }
  if (invalid === 'no-such-time') return { ...refused, text: repairText('no_such_time') }
  if (invalid !== 'no-such-day') return refused
  const why = month === undefined ? undefined : env.writer.formatMonthLength(month, env.language)
  return {
    ...refused,
    text: repairText('no_such_day'),
    ...(why !== undefined && { facts: { why: ` ${why}` } }),
  }
}

/** The name of the weekday, where `value` falls on a day nobody works on and the step has words for it. */
export function restDayOf(
  step: DateTimeStep,
  value: Json,
  { reader, policy, language }: Pick<ReadEnv, 'reader' | 'policy' | 'language'>,
): string | null {
  if (step.weekend === undefined || !isWhen(value)) return null
  const date = value.start.local.slice(0, 10)
  if (reader.isWorkDay(date, policy)) return null
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  return format.format(new Date(`${date}T00:00:00Z`))
}

/** The same clock tomorrow, for a time that has just passed. */
function tomorrowAt({ kind, start }: When, env: ReadEnv): When | undefined {
  const clock = /T(\d\d:\d\d)$/.exec(start.local)?.[1]
  if (kind !== 'point' || clock === undefined) return undefined
  const { nowMs: now, zone, policy } = env
  const { status, value } = env.reader.parseWhen(`завтра в ${clock}`, { now, zone, language: 'ru', policy })
  return status === 'ok' ? value : undefined
}

/** Where no stretch is asked for, it is no answer: its ends are offered instead of taken. */
function answers(step: DateTimeStep, value: When): boolean {
  return value.kind === 'date' || value.kind === 'point' || (step.range === true && value.kind === 'interval')
}

function firstOf(value: When): When {
  const { end: _end, ...rest } = value
  return { ...rest, kind: value.start.local.includes('T') ? 'point' : 'date' }
}

/** Of «на следующей неделе» a deadline may be its first working day as well as its last; anything else begins. */
function endsOf(step: DateTimeStep, value: When, env: ReadEnv): readonly When[] {
  const first = firstOf(value)
  if (step.expect !== 'deadline' || value.end === undefined) return [first]
  const last = { ...first, start: lastWorked(first, value.end, env) }
  return last.start.local === first.start.local ? [first] : [first, last]
}

const weekDays = 7

/** The last day of a stretch on which somebody works, looked for within a week of its end. */
function lastWorked(first: When, end: When['start'], { reader, policy }: ReadEnv): When['start'] {
  if (first.kind !== 'date') return end
  for (let back = 0; back < weekDays; back += 1) {
    const at = new Date(Date.parse(`${end.local}T00:00:00Z`) - back * dayMinutes * 60_000)
    const local = at.toISOString().slice(0, 10)
    if (local >= first.start.local && reader.isWorkDay(local, policy)) return { local, utc: null }
  }
  return end
}

/** `When` is made of JSON only; the spelling drops keys that are undefined. */
function json(when: When): Json {
  return asJson(when)
}

export function isWhen(value: unknown): value is When {
  return typeof value === 'object' && value !== null && 'kind' in value && 'start' in value && 'zone' in value
}
