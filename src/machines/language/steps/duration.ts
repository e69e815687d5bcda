/** `type: duration` — how long something takes, kept in minutes; or all day. */
import { z } from 'zod'
import type { Json } from '../../../ports/json.ts'
import { isObject } from '../../statechart/values.ts'
import { askCommon, type AskKind } from './kind.ts'
import { isClock, readClock } from './time.ts'

const shortcuts = ['half_hour', 'hour', 'hour_and_half', 'all_day'] as const

export const durationStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('duration'),
    until: z
      .literal(true)
      .optional()
      .describe('The time of day it ends at, «until 16:30», is an answer as well.'),
    max: z.int().min(1).default(1_440).describe('The longest answer, in minutes.'),
    shortcuts: z
      .array(z.enum(shortcuts))
      .max(4)
      .optional()
      .describe('Buttons; each has its label in `texts` under the same key.'),
  })
  .describe('Asks how long something takes.')

/** Minutes; of all day there is no number; or the time of day it ends at, «HH:MM». */
export type Duration = { readonly minutes: number } | { readonly allDay: true } | { readonly until: string }

const ready: Readonly<Record<(typeof shortcuts)[number], Duration>> = {
  half_hour: { minutes: 30 },
  hour: { minutes: 60 },
  hour_and_half: { minutes: 90 },
  all_day: { allDay: true },
}

export const duration: AskKind<z.infer<typeof durationStep>> = {
  type: 'duration',
  read(step, typed, env) {
    const offered = step.shortcuts ?? []
    const pressed = offered.find((one) => one === typed || fold(env.words(one)) === fold(typed))
    if (pressed !== undefined) return { type: 'answer', value: asValue(ready[pressed]) }
    const { nowMs: now, zone, language, policy } = env
    const reading = env.reader.parseWhen(typed, { now, zone, language, expect: 'duration', policy })
    const said = reading.status === 'ok' ? reading.value?.minutes : undefined
    const minutes = step.until === true && said !== undefined && isHourOfDay(typed, said) ? undefined : said
    if (minutes !== undefined && minutes >= 1 && minutes <= step.max)
      return { type: 'answer', value: { minutes } }
    const until = step.until === true && minutes === undefined ? readClock(typed, env) : null
    return until === null ? { type: 'refuse', reason: 'invalid' } : { type: 'answer', value: { until } }
  },
  valid: (_step, value) => isDuration(value),
  show: (_step, value, env) => {
    if (!isDuration(value)) return '—'
    if ('allDay' in value) return env.language === 'ru' ? 'весь день' : 'all day'
    if (typeof value['until'] === 'string')
      return `${env.language === 'ru' ? 'до' : 'until'} ${value['until']}`
    return env.writer.formatDuration(Number(value['minutes']), env.language)
  },
  quick: (step, env) => (step.shortcuts ?? []).map((one) => ({ label: env.words(one), text: one })),
}

/** Where an end is an answer as well, «16:30» is that, and «1:30» is an hour and a half. */
function isHourOfDay(typed: string, minutes: number): boolean {
  return minutes >= longMinutes && /^\s*\d{1,2}[:.]\d{2}\s*$/.test(typed)
}

const longMinutes = 8 * 60

export function isDuration(value: Json | undefined): value is JsonDuration {
  return (
    isObject(value) &&
    (typeof value['minutes'] === 'number' || value['allDay'] === true || isClock(value['until']))
  )
}

type JsonDuration = Duration & { readonly [key: string]: Json }

function asValue(value: Duration): Json {
  return { ...value }
}

function fold(text: string): string {
  return text.trim().toLocaleLowerCase('ru')
}
