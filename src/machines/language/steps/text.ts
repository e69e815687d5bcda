/** `type: text` — words of a given length. */
import { z } from 'zod'
import { name, textKey } from '../definition-parts.ts'
import { askCommon, type AskKind } from './kind.ts'

export const textStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('text'),
    length: z.tuple([z.int().min(0), z.int().max(4000)]).default([1, 4000]),
    default: z.string().optional(),
    takes: z
      .array(name)
      .min(1)
      .max(6)
      .optional()
      .describe(
        'Later questions, for a day, a length, a person or an option, that take what is said for them among the words.',
      ),
    overflow: name
      .optional()
      .describe(
        'A later question for words: it gets all of what is too long for this one, which keeps the beginning.',
      ),
    too_long: textKey.optional().describe('Said when that has happened.'),
  })
  .describe('Asks for words.')

export type TextStep = z.infer<typeof textStep>

export const text: AskKind<TextStep> = {
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

/** The beginning of words too long for this question, cut at a word; of several lines the first, where it is enough. */
export function beginningOf({ length: [min, max] }: TextStep, words: string): string {
  const [line = ''] = words.trim().split('\n', 1)
  const first = line.trim()
  if (first.length >= min && first.length <= max) return first
  const room = first.slice(0, max - 1)
  const atWord = room.replace(/\s+\S*$/u, '')
  const kept = atWord.length > max / 2 ? atWord : room.replace(/[\uD800-\uDBFF]$/u, '')
  return `${kept.replace(/[\s,;:–—-]+$/u, '')}…`
}

function fits(step: TextStep, value: string): boolean {
  const [min, max] = step.length
  return value.length >= min && value.length <= max
}
