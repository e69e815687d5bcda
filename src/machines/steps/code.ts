/**
 * `type: code` — a one-time code of digits. Always a secret: the answer lives only until the call that checks it, is
 * masked in the journal, and the person's message is deleted from the chat.
 */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const codeStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('code'),
    digits: z.int().min(4).max(10).default(6),
  })
  .describe('Asks for a one-time code.')

export const code: AskKind<z.infer<typeof codeStep>> = {
  type: 'code',
  read(step, typed) {
    const value = typed.replaceAll(/[\s\u00A0\u202F-]/g, '')
    return fits(step, value) ? { type: 'answer', value } : { type: 'refuse', reason: 'invalid' }
  },
  // `true` is what is left of a code that has been checked.
  valid: (step, value) => value === true || (typeof value === 'string' && fits(step, value)),
  show: () => '•••',
}

function fits(step: z.infer<typeof codeStep>, value: string): boolean {
  return value.length === step.digits && /^[0-9]+$/.test(value)
}
