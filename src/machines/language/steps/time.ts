/** `type: time` — a time of day without a day, kept as «HH:MM». */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const timeStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('time'),
    default: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
  })
  .describe('Asks for a time of day.')

export const time: AskKind<z.infer<typeof timeStep>> = {
  type: 'time',
  read(_step, typed, env) {
    const { zone, language, policy } = env
    const reading = env.reader.parseWhen(typed, { now: env.nowMs, zone, language, expect: 'time', policy })
    const clock =
      reading.status === 'ok' || reading.status === 'ambiguous' ? clockOf(reading.value?.start.local) : null
    return clock === null ? { type: 'refuse', reason: 'invalid' } : { type: 'answer', value: clock }
  },
  valid: (_step, value) => typeof value === 'string' && clockOf(value) === value,
  show: (_step, value) => (typeof value === 'string' ? value : ''),
}

function clockOf(local: string | undefined): string | null {
  return /(?:^|T)((?:[01]\d|2[0-3]):[0-5]\d)/.exec(local ?? '')?.[1] ?? null
}
