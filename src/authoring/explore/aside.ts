/** A dialog that is begun in the middle of others, to see whether they are come back to. */
import { definitionSchema } from '../../machines/language/definition.ts'
import { compile } from '../../machines/statechart/xstate.ts'

export const asideCommand = 'model_aside'

export const aside = compile(
  definitionSchema.parse({
    dialog: 'model-aside',
    version: 1,
    title: { ru: 'Другой диалог', en: 'Another dialog' },
    start: { command: asideCommand },
    steps: [{ ask: 'anything', type: 'text', prompt: 'question', invalid: 'question' }],
    texts: { question: { ru: 'Что-нибудь?', en: 'Anything?' } },
  }),
  'model-aside',
)
