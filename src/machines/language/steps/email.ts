/** `type: email` — one address, kept in lower case. */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const emailStep = z
  .strictObject({ ...askCommon, type: z.literal('email') })
  .describe('Asks for an e-mail address.')

export const email: AskKind<z.infer<typeof emailStep>> = {
  type: 'email',
  read(_step, typed) {
    const value = typed
      .trim()
      .replace(/^mailto:/i, '')
      .replace(/[.,;]$/, '')
      .toLowerCase()
    return isAddress(value) ? { type: 'answer', value } : { type: 'refuse', reason: 'invalid' }
  },
  valid: (_step, value) => typeof value === 'string' && isAddress(value),
  show: (_step, value) => (typeof value === 'string' ? value : ''),
}

/**
 * At most 254 characters (RFC 5321), one `@`, a dotted domain; `%`, `*` and blanks are refused because the portal's
 * filters would read them as wildcards.
 */
function isAddress(value: string): boolean {
  return (
    value.length <= 254 &&
    /^[^\s@%*"(),:;<>[\]\\]{1,64}@[^\s@%*"(),:;<>[\]\\]+\.[\p{L}\p{N}-]{2,}$/u.test(value)
  )
}
