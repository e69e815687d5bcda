/** `type: time` — a time of day without a day, kept as «HH:MM». */
import { z } from 'zod'
import type { Json } from '../../../ports/json.ts'
import { askCommon, type AskKind, type ReadEnv } from './kind.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const timeStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('time'),
    default: clock.optional(),
    offers: z
      .array(clock)
      .max(6)
      .optional()
      .describe('Buttons with these times, and one for any other: it says what `invalid` says.'),
  })
  .describe('Asks for a time of day.')

export const time: AskKind<z.infer<typeof timeStep>> = {
  type: 'time',
  read(step, typed, env) {
    const clock = hourNear(step.offers, typed) ?? readClock(typed, env)
    return clock === null ? { type: 'refuse', reason: 'invalid' } : { type: 'answer', value: clock }
  },
  valid: (_step, value) => isClock(value),
  show: (_step, value) => (typeof value === 'string' ? value : ''),
  quick: (step) => (step.offers ?? []).map((at) => ({ label: at.replace(/^0/, ''), text: at })),
}

/** An hour without minutes has two halves of the day to be in: «7» of a morning is not 19:00. Null for anything else. */
function hourNear(offers: readonly string[] | undefined, typed: string): string | null {
  const hour = Number(/^(?:(?:в|at)\s+)?(\d{1,2})$/iu.exec(typed.trim())?.[1] ?? 0)
  if (offers === undefined || offers.length === 0 || hour < 1 || hour > 11) return null
  const away = (one: number): number =>
    Math.min(...offers.map((offer) => Math.abs(one * 60 - minutesOf(offer))))
  const near = away(hour) <= away(hour + 12) ? hour : hour + 12
  return `${String(near).padStart(2, '0')}:00`
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** The time of day in these words, «HH:MM»; null for none. */
export function readClock(typed: string, env: ReadEnv): string | null {
  const { nowMs: now, zone, language, policy } = env
  const reading = env.reader.parseWhen(typed, { now, zone, language, expect: 'time', policy })
  return reading.status === 'ok' || reading.status === 'ambiguous'
    ? clockOf(reading.value?.start.local)
    : null
}

export function isClock(value: Json | undefined): boolean {
  return typeof value === 'string' && clockOf(value) === value
}

function clockOf(local: string | undefined): string | null {
  return /(?:^|T)((?:[01]\d|2[0-3]):[0-5]\d)/.exec(local ?? '')?.[1] ?? null
}
