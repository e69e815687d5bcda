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
    const [value, other] = codesIn(typed, step.digits)
    return value === undefined || other !== undefined
      ? { type: 'refuse', reason: 'invalid' }
      : { type: 'answer', value }
  },
  // `true` is what is left of a code that has been checked.
  valid: (step, value) => value === true || (typeof value === 'string' && fits(step, value)),
  show: () => '•••',
}

/** Everything in the text that could be the code, as digits alone: people copy it with its spaces, or the whole notice. */
function codesIn(text: string, digits: number): readonly string[] {
  const pattern = new RegExp(`(?<![0-9])[0-9](?:[\\s-]?[0-9]){${digits - 1}}(?![0-9])`, 'g')
  return [...new Set([...text.matchAll(pattern)].map(([found]) => found.replaceAll(/[\s-]/g, '')))]
}

function fits(step: z.infer<typeof codeStep>, value: string): boolean {
  return value.length === step.digits && /^[0-9]+$/.test(value)
}
