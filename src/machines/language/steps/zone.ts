/** `type: zone` — a time zone, by city or by its offset; kept as an IANA name. */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const zoneStep = z
  .strictObject({ ...askCommon, type: z.literal('zone') })
  .describe('Asks for a time zone.')

export const zone: AskKind<z.infer<typeof zoneStep>> = {
  type: 'zone',
  read(_step, typed, env) {
    const value = env.reader.readZone(typed)
    return value === null ? { type: 'refuse', reason: 'invalid' } : { type: 'answer', value }
  },
  valid: (_step, value) => typeof value === 'string',
  show: (_step, value, env) =>
    typeof value === 'string' ? env.writer.formatZone(value, env.nowMs, env.language) : '—',
}
