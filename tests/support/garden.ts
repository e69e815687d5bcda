/** Dialogs made of random parts, for what must hold whatever an author writes. */
import * as fc from 'fast-check'
import { definitionSchema, type DialogDefinition } from '../../src/machines/language/definition.ts'

const asked = [
  'text',
  'number',
  'choice',
  'yes_no',
  'date_time',
  'time',
  'duration',
  'zone',
  'email',
  'code',
] as const
const questions = [...asked, 'find', 'several', 'list', 'menu'] as const
const kinds = [...questions, 'set', 'say', 'call', 'return'] as const

export interface Part {
  readonly name: string
  readonly kind: (typeof kinds)[number]
  readonly optional: boolean
  /** Accepts less than it would otherwise. */
  readonly narrow: boolean
  /** Is there only if that part, being an earlier one, has an answer. */
  readonly when: string | null
}

const names = ['anchor', 'birch', 'cedar', 'daisy', 'elm', 'fern'] as const

const part = fc.record<Part>({
  name: fc.constantFrom(...names),
  kind: fc.constantFrom(...kinds),
  optional: fc.boolean(),
  narrow: fc.boolean(),
  when: fc.option(fc.constantFrom(...names), { nil: null, freq: 4 }),
})

export const parts = fc.uniqueArray(part, { selector: (one) => one.name, maxLength: 6 })

const texts =
  'prompt,bad,oak,ash,elder,card,change,confirm,waiting,thanks,heading,line,group,empty,more,enough,full,' +
  'encore,go,away,up,anew,dig,plant,half_hour,all_day,tomorrow,fresh'

/** What `topic` has to be for the dialog to go back to it. */
export const encore = 'encore'

/** A dialog of these parts in a row, then a review, a call that happens once, and one question more. */
export function dialogOf(row: readonly Part[], light = false): DialogDefinition {
  const told = row.filter((one) => one.kind === 'say').map((one) => one.name)
  const editable = row.filter((one) => questions.some((kind) => kind === one.kind)).map((one) => one.name)
  const firstOf = (kinds: readonly string[]) => row.find((one) => kinds.includes(one.kind))
  const takers = [firstOf(['date_time']), firstOf(['find', 'several']), firstOf(['choice'])].flatMap((one) =>
    one === undefined ? [] : [one.name],
  )
  return definitionSchema.parse({
    dialog: 'garden',
    version: 1,
    ...(light && { light }),
    title: { ru: 'Сад', en: 'Garden' },
    start: { command: 'garden', argument: { words: ['topic', editable[0] ?? 'mark'] } },
    steps: [
      {
        ask: 'topic',
        type: 'text',
        prompt: 'prompt',
        invalid: 'bad',
        ...(takers.length > 0 && { takes: takers }),
      },
      ...row.map((one, at) => stepOf(one, row.slice(0, at))),
      {
        review: 'card',
        text: 'card',
        edit: ['topic', ...editable],
        edit_prompt: 'change',
        confirm: 'confirm',
      },
      {
        call: 'create',
        service: 'garden.create',
        with: { topic: 'topic', ...Object.fromEntries(editable.map((name) => [name, name])) },
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
    texts: {
      ...Object.fromEntries([...texts.split(','), ...told].map((key) => [key, { ru: key, en: key }])),
      ...Object.fromEntries(Object.entries(speaking).map(([key, words]) => [key, { ru: words, en: words }])),
    },
  })
}

const speaking = {
  heading: '{shown.from}–{shown.to} / {shown.total}',
  line: '{number}. {item.title}\n{item.note?}',
  group: '{item.group}',
  more: '{chosen}+',
  encore: '<b>{topic}</b> again',
  card: '<b>{topic}</b>\n{mark?}',
  half_hour: 'half an hour',
  all_day: 'all day',
}

/** A small dialog that others run in between, start, and that takes what is sent outside of any. */
export const sprout: DialogDefinition = definitionSchema.parse({
  dialog: 'sprout',
  version: 1,
  light: true,
  title: { ru: 'Росток', en: 'Sprout' },
  start: {
    command: 'sprout',
    argument: { lines: ['seed', 'soil'] },
    message: { lines: ['seed', 'soil'] },
    file: 'picture',
  },
  cancelled: 'wilted',
  steps: [
    { ask: 'seed', type: 'text', length: [1, 40], prompt: 'which_seed', invalid: 'bad' },
    {
      ask: 'soil',
      type: 'text',
      length: [1, 400],
      optional: true,
      prompt: 'which_soil',
      invalid: 'bad',
    },
    {
      call: 'grow',
      service: 'garden.grow',
      with: { seed: 'seed', soil: 'soil', picture: 'picture' },
      waiting: 'waiting',
      on_error: failing({ ask_again: 'seed' }),
    },
    { set: 'bed', to: 'first', with: { a: 'grow.done', b: 'soil' } },
    { say: 'grown' },
  ],
  texts: Object.fromEntries(
    ['which_seed', 'which_soil', 'bad', 'waiting', 'grown', 'wilted'].map((key) => [
      key,
      { ru: key.replace('_', ' '), en: key.replace('_', ' ') },
    ]),
  ),
})

function stepOf({ name, kind, optional, narrow, when }: Part, earlier: readonly Part[]): object {
  // What was said is no value, a way back has none, and a code is nothing to derive another value from.
  const valued = earlier.filter((one) => !['say', 'return', 'code'].includes(one.kind))
  const value = valued.at(-1)?.name ?? 'topic'
  const condition = valued.some((one) => one.name === when) && { when: { [String(when)]: 'filled' } }
  const common = { prompt: 'prompt', ...(optional && { optional }), ...condition }
  const ask = { ask: name, type: kind, invalid: 'bad', ...common }
  const found = { service: 'garden.people', several: 'prompt', none: 'bad', waiting: 'waiting' }
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
    case 'zone':
      return ask
    case 'time':
      return narrow ? { ...ask, offers: ['08:00', '09:30'] } : ask
    case 'duration':
      return { ...ask, shortcuts: ['half_hour', 'all_day'], ...(narrow ? { max: 120 } : { until: true }) }
    case 'date_time':
      return {
        ...ask,
        unsure: 'prompt',
        shortcuts: ['tomorrow'],
        ...(narrow ? { range: true, repeats: true } : optional && { until: true }),
      }
    case 'find':
      return { find: name, type: 'person', ...common, ...found, on_error: failing({ ask_again: name }) }
    case 'several':
      return {
        find: name,
        type: 'person',
        ...common,
        ...found,
        multiple: { max: narrow ? 2 : 5, more: 'more', done: 'enough', full: 'full' },
        on_error: failing({ ask_again: name }),
      }
    case 'list':
      return {
        list: name,
        service: 'garden.list',
        with: { a: value },
        ...condition,
        heading: 'heading',
        line: 'line',
        ...(narrow && { group: 'group' }),
        none: 'empty',
        page: 3,
        waiting: 'waiting',
        buttons: sideways(name, value),
        on_error: failing(optional ? { ask_again: name } : { end: 'failed' }),
      }
    case 'menu':
      return {
        menu: name,
        ...condition,
        ...(narrow && { depends_on: [value] }),
        text: 'card',
        buttons: [{ pick: 'go' }, { pick: 'away', when: { topic: 'filled' } }, ...sideways(name, value)],
      }
    case 'return':
      return {
        return: name,
        when: narrow ? { topic: encore } : { all: [{ topic: encore }, { [value]: 'filled' }] },
        to: 'topic',
        ...(optional && { notice: 'encore' }),
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

/** Whatever else a list or a menu offers: back up, an answer given anew, other dialogs in between and instead. */
function sideways(name: string, value: string): readonly object[] {
  return [
    { label: 'up', again: value },
    { label: 'anew', answer: { topic: { value: 'anew' } } },
    { label: 'dig', run: 'sprout', with: { seed: 'topic' }, redo: name },
    { label: 'plant', start: 'sprout', with: { seed: { value: 'hornbeam' }, soil: value } },
  ]
}

function failing(way: object): object {
  return { temporary: { retry: 1, every: '1s', say: 'bad', ...way }, otherwise: { say: 'bad', ...way } }
}
