/** Dialogs made of random parts, for what must hold whatever an author writes. */
import * as fc from 'fast-check'
import { definitionSchema, type DialogDefinition } from '../../src/machines/language/definition.ts'

const questions = ['text', 'number', 'choice', 'yes_no', 'date_time', 'email', 'code', 'find'] as const
const kinds = [...questions, 'set', 'say', 'call'] as const

export interface Part {
  readonly name: string
  readonly kind: (typeof kinds)[number]
  readonly optional: boolean
  /** Accepts less than it would otherwise. */
  readonly narrow: boolean
  /** Is there only if that part, being an earlier one, has an answer. */
  readonly when: string | null
}

const names = ['anchor', 'birch', 'cedar', 'daisy', 'elm'] as const

const part = fc.record<Part>({
  name: fc.constantFrom(...names),
  kind: fc.constantFrom(...kinds),
  optional: fc.boolean(),
  narrow: fc.boolean(),
  when: fc.option(fc.constantFrom(...names), { nil: null, freq: 4 }),
})

export const parts = fc.uniqueArray(part, { selector: (one) => one.name, maxLength: 5 })

const texts = ['prompt', 'bad', 'oak', 'ash', 'elder', 'card', 'change', 'confirm', 'waiting', 'thanks']

/** A dialog of these parts in a row, then a review, a call that happens once, and one question more. */
export function dialogOf(row: readonly Part[]): DialogDefinition {
  const told = row.filter((one) => one.kind === 'say').map((one) => one.name)
  const asked = row.filter((one) => questions.some((kind) => kind === one.kind)).map((one) => one.name)
  return definitionSchema.parse({
    dialog: 'garden',
    version: 1,
    title: { ru: 'Сад', en: 'Garden' },
    start: { command: 'garden' },
    steps: [
      { ask: 'topic', type: 'text', prompt: 'prompt', invalid: 'bad' },
      ...row.map((one, at) => stepOf(one, row.slice(0, at))),
      { review: 'card', text: 'card', edit: ['topic', ...asked], edit_prompt: 'change', confirm: 'confirm' },
      {
        call: 'create',
        service: 'garden.create',
        with: { topic: 'topic', ...Object.fromEntries(asked.map((name) => [name, name])) },
        once: true,
        waiting: 'waiting',
        cancel: 'waiting',
        on_error: {
          temporary: { retry: 2, every: '2s', say: 'bad', back_to: 'card' },
          refused: { say: 'bad', ask_again: 'topic' },
          otherwise: { say: 'bad', back_to: 'card' },
        },
      },
      { ask: 'mark', type: 'number', prompt: 'prompt', invalid: 'bad', optional: true },
      { say: 'thanks' },
    ],
    idle: [{ after: '24h', end: 'expired' }],
    texts: Object.fromEntries([...texts, ...told].map((key) => [key, { ru: key, en: key }])),
  })
}

function stepOf({ name, kind, optional, narrow, when }: Part, earlier: readonly Part[]): object {
  // What was said is no value, and a code is nothing to derive another value from.
  const value = earlier.findLast((one) => one.kind !== 'say' && one.kind !== 'code')?.name ?? 'topic'
  const condition = earlier.some((one) => one.name === when) && { when: { [String(when)]: 'filled' } }
  const common = { prompt: 'prompt', ...(optional && { optional }), ...condition }
  const ask = { ask: name, type: kind, invalid: 'bad', ...common }
  switch (kind) {
    case 'text':
      return { ...ask, length: narrow ? [8, 9] : [1, 50] }
    case 'number':
      return { ...ask, ...(narrow && { min: 50 }) }
    case 'choice':
      return { ...ask, options: narrow ? ['ash', 'elder'] : ['oak', 'ash'] }
    case 'yes_no':
    case 'email':
    case 'code':
      return ask
    case 'date_time':
      return { ...ask, unsure: 'prompt' }
    case 'find': {
      const found = { service: 'garden.people', several: 'prompt', none: 'bad', waiting: 'waiting' }
      return { find: name, type: 'person', ...common, ...found, on_error: failing({ ask_again: name }) }
    }
    case 'set':
      return { set: name, to: 'first', with: { a: value }, ...condition }
    case 'say':
      return { say: name, ...condition }
    case 'call': {
      const service = narrow ? 'garden.narrow' : 'garden.wide'
      return { call: name, service, with: { a: value }, ...condition, on_error: failing({ go_on: true }) }
    }
  }
}

function failing(way: object): object {
  return { temporary: { retry: 1, say: 'bad', ...way }, otherwise: { say: 'bad', ...way } }
}
