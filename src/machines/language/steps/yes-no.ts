/** `type: yes_no`. */
import { z } from 'zod'
import { askCommon, type AskKind } from './kind.ts'

export const yesNoStep = z
  .strictObject({ ...askCommon, type: z.literal('yes_no'), default: z.boolean().optional() })
  .describe('Asks yes or no.')

const yes = new Set(['да', 'ага', 'угу', 'конечно', 'ок', 'давай', 'yes', 'y', 'ok', 'sure', '+'])
const no = new Set(['нет', 'не', 'неа', 'не надо', 'no', 'n', 'nope', '-'])

export const yesNo: AskKind<z.infer<typeof yesNoStep>> = {
  type: 'yes_no',
  read(_step, typed) {
    const said = typed
      .trim()
      .toLocaleLowerCase('ru')
      .replaceAll(/[.!]+$/g, '')
    if (yes.has(said)) return { type: 'answer', value: true }
    if (no.has(said)) return { type: 'answer', value: false }
    return { type: 'refuse', reason: 'invalid' }
  },
  valid: (_step, value) => typeof value === 'boolean',
  show: (_step, value, env) => label(value === true, env.language),
  quick: (_step, env) => [
    { label: label(true, env.language), text: 'yes' },
    { label: label(false, env.language), text: 'no' },
  ],
}

function label(value: boolean, language: 'ru' | 'en'): string {
  if (language === 'ru') return value ? 'Да' : 'Нет'
  return value ? 'Yes' : 'No'
}
