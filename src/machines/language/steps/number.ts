/** `type: number` — a number, with a decimal comma or point. */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const numberStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.literal(true).optional(),
    default: z.number().optional(),
  })
  .describe('Asks for a number.')

export const number: AskKind<z.infer<typeof numberStep>> = {
  type: 'number',
  read(step, typed) {
    const written = typed.replaceAll(/[\s\u00A0\u202F]/g, '').replace(',', '.')
    const value = /^[-+−]?\d{1,15}(\.\d{1,6})?$/.test(written)
      ? Number(written.replace('−', '-'))
      : Number.NaN
    return fits(step, value) ? { type: 'answer', value } : { type: 'refuse', reason: 'invalid' }
  },
  valid: (step, value) => typeof value === 'number' && fits(step, value),
  show: (_step, value, env) =>
    new Intl.NumberFormat(env.language, { useGrouping: true }).format(Number(value)),
}

function fits(step: z.infer<typeof numberStep>, value: number): boolean {
  if (!Number.isFinite(value) || (step.integer === true && !Number.isInteger(value))) return false
  return value >= (step.min ?? -Infinity) && value <= (step.max ?? Infinity)
}
