/** `type: text` — words of a given length. */
import { z } from 'zod'
import { name } from '../definition-parts.ts'
import { askCommon, type AskKind } from './kind.ts'

export const textStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('text'),
    length: z.tuple([z.int().min(1), z.int().max(4000)]).default([1, 4000]),
    default: z.string().optional(),
    takes: z
      .array(name)
      .min(1)
      .max(6)
      .optional()
      .describe(
        'Later questions, for a day, a person or an option, that take what is said for them among the words.',
      ),
  })
  .describe('Asks for words.')

export const text: AskKind<z.infer<typeof textStep>> = {
  type: 'text',
  read(step, typed) {
    const value = typed.trim()
    return fits(step, value)
      ? { type: 'answer', value }
      : { type: 'refuse', reason: 'invalid', facts: { length: String(value.length) } }
  },
  valid: (step, value) => typeof value === 'string' && fits(step, value),
  show: (_step, value) => (typeof value === 'string' ? value : ''),
}

function fits(step: z.infer<typeof textStep>, value: string): boolean {
  const [min, max] = step.length
  return value.length >= min && value.length <= max
}
