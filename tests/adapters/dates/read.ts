import { DateTime } from 'luxon'
import { createDateReader } from '../../../src/adapters/dates/reader.ts'
import type { WhenExpect, WhenPolicy, WhenReading } from '../../../src/ports/dates.ts'

export const policy: WhenPolicy = { workStartMinutes: 540, workEndMinutes: 1080, dayEndMinutes: 1080 }

/** Tuesday. */
export const tuesdayMorning = '2026-03-10T10:00'

export interface Asked {
  readonly now?: string
  readonly zone?: string
  readonly expect?: WhenExpect
}

const reader = createDateReader()

/** Reads a phrase said at a wall-clock time of a zone, by default on Tuesday 10 March 2026 at 10:00 in Moscow. */
export function read(
  text: string,
  { now = tuesdayMorning, zone = 'Europe/Moscow', expect }: Asked = {},
): WhenReading {
  const nowMs = DateTime.fromISO(now, { zone }).toMillis()
  const language = /[а-яё]/i.test(text) ? 'ru' : 'en'
  return reader.parseWhen(text, {
    now: nowMs,
    zone,
    language,
    policy,
    ...(expect === undefined ? {} : { expect }),
  })
}

/** The reading in one line: `point 2026-03-11T15:00`, `interval A .. B`, `invalid no-such-day`, `none`. */
export function told(text: string, asked: Asked = {}): string {
  const { status, value, invalid } = read(text, asked)
  if (value === undefined) return invalid === undefined ? status : `${status} ${invalid}`
  const end = value.end === undefined ? '' : ` .. ${value.end.local}`
  const plain = `${value.kind} ${value.start.local}${end}`
  return status === 'ok' || status === 'ambiguous' ? plain : `${status} ${plain}`
}
