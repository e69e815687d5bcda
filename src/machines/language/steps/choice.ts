/** `type: choice` — one of a few named options, by button or by typing its label. */
import { z } from 'zod'
import { name, textKey } from '../definition-parts.ts'
import { askCommon, type AskKind, type ReadEnv } from './kind.ts'

export const choiceStep = z
  .strictObject({
    ...askCommon,
    type: z.literal('choice'),
    options: z
      .array(name)
      .min(2)
      .max(12)
      .describe('Names of the options; each has its label in `texts` under the same key.'),
    default: name.optional(),
    also: z
      .record(name, textKey)
      .optional()
      .describe('Other ways to type an option: a text with commas between them.'),
  })
  .describe('Asks to choose one of a few options.')

export const choice: AskKind<z.infer<typeof choiceStep>> = {
  type: 'choice',
  read(step, typed, env) {
    const said = fold(typed)
    const value = step.options.find(
      (option) =>
        option === typed || fold(env.words(option)) === said || also(step, option, env).includes(said),
    )
    return value === undefined ? { type: 'refuse', reason: 'invalid' } : { type: 'answer', value }
  },
  valid: (step, value) => typeof value === 'string' && step.options.includes(value),
  show: (_step, value, env) => env.words(typeof value === 'string' ? value : ''),
  quick: (step, env: ReadEnv) => step.options.map((option) => ({ label: env.words(option), text: option })),
}

function also(step: z.infer<typeof choiceStep>, option: string, env: ReadEnv): readonly string[] {
  const key = step.also?.[option]
  return key === undefined ? [] : env.words(key).split(',').map(fold)
}

function fold(text: string): string {
  return text
    .trim()
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
