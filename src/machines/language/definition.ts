/**
 * The dialog language: what a definition may hold. One zod schema is the source of the types, of the validation and of
 * the JSON Schema that editors complete from. Meaning across keys (unknown names, dead ends…) is diagnose.ts.
 */
import { z } from 'zod'
import { askSchemas } from './steps/ask-kinds.ts'
import {
  common,
  condition,
  duration,
  name,
  stepButton,
  textKey,
  callMap,
  valueMap,
  valuePath,
} from './definition-parts.ts'

const localised = z.strictObject({ ru: z.string().min(1), en: z.string().min(1) })

/** What to do when a call fails for one named reason. Retries come first, then the words, then where to go. */
const failure = z
  .strictObject({
    retry: z.int().min(1).max(10).optional().describe('How many times to repeat before giving up.'),
    every: duration.optional().describe('The first pause between repeats; doubles each time.'),
    retrying: textKey.optional().describe('Shown while waiting to repeat.'),
    say: textKey.optional().describe('Shown when there is nothing more to repeat.'),
    buttons: z.array(stepButton).max(4).optional().describe('Instead of the buttons the step has.'),
    ask_again: name.optional().describe('Forget this answer and ask for it again.'),
    back_to: name.optional().describe('Return to this review.'),
    go_on: z.literal(true).optional().describe('Carry on as if the call had returned nothing.'),
    end: z.enum(['failed', 'done']).optional().describe('Close the dialog.'),
  })
  .describe('What to do about one kind of failure.')

const failures = z
  .record(name, failure)
  .describe('By reason; `otherwise` answers for every reason not named.')

export const findSchema = z
  .strictObject({
    find: name,
    type: z.literal('person'),
    ...common,
    prompt: textKey,
    service: z.string(),
    multiple: z
      .strictObject({
        max: z.int().min(2).max(50),
        more: textKey.describe('Said above those chosen so far; `{chosen}` is how many.'),
        done: textKey.describe('The label of the button that ends the choosing.'),
        full: textKey.describe('Said when there is no room for another.'),
        from: valuePath.optional().describe('Those who are chosen to begin with.'),
      })
      .optional()
      .describe('Several may be chosen, one after another.'),
    shortcuts: z.array(z.enum(['me'])).optional(),
    too_short: textKey.optional().describe('Said when the query has fewer than two letters.'),
    several: textKey.describe('Said above the found ones; `{found}` is how many.'),
    none: textKey.describe('Said when nobody was found; `{answer}` is what was typed.'),
    page: z.int().min(2).max(8).default(6),
    waiting: textKey,
    timeout: duration.default('15s'),
    on_error: failures,
  })
  .describe('Asks for words, searches, and offers what was found.')

export const listSchema = z
  .strictObject({
    list: name,
    label: textKey.optional(),
    when: condition.optional(),
    depends_on: z.array(name).optional(),
    service: z.string(),
    with: valueMap.optional(),
    heading: textKey.describe('Above the list; `{shown.from}`, `{shown.to}`, `{shown.total}`.'),
    line: textKey.describe('One line of it; `{number}`, and of what is listed `{item.…}`.'),
    group: textKey.optional().describe('A line in bold before the first one that has it; `{item.…}`.'),
    none: textKey.describe('Said when there is nothing to list.'),
    page: z.int().min(2).max(10).default(7),
    waiting: textKey,
    timeout: duration.default('20s'),
    buttons: z.array(stepButton).max(8).optional(),
    on_error: failures,
  })
  .describe('Shows a list, page by page; the one that is pressed is the answer.')

export const menuSchema = z
  .strictObject({
    menu: name,
    label: textKey.optional(),
    when: condition.optional(),
    depends_on: z.array(name).optional(),
    text: textKey,
    buttons: z.array(stepButton).min(1).max(16),
  })
  .describe('Shows something, with buttons for what can be done about it.')

export const returnSchema = z
  .strictObject({
    return: name,
    when: condition.optional(),
    to: name.describe('The step that is done anew, with everything that rests on it.'),
    notice: textKey.optional().describe('Stands above what is shown next.'),
  })
  .describe('Goes back to an earlier step.')

export const reviewSchema = z
  .strictObject({
    review: name,
    when: condition.optional(),
    text: textKey,
    edit: z.array(name).min(1),
    edit_prompt: textKey.describe('Said above the list of what can be changed.'),
    confirm: textKey,
  })
  .describe('Shows everything before it is done; nothing is done without it.')

export const callSchema = z
  .strictObject({
    call: name,
    when: condition.optional(),
    depends_on: z.array(name).optional(),
    service: z.string(),
    with: callMap.optional(),
    once: z
      .literal(true)
      .optional()
      .describe('Must not happen twice: a repeat looks first whether it is done.'),
    timeout: duration.default('20s'),
    waiting: textKey.optional(),
    cancel: textKey.optional().describe('Said when «Отмена» can no longer undo it.'),
    on_error: failures,
  })
  .describe('Asks a service to do something.')

export const saySchema = z
  .strictObject({
    say: textKey,
    when: condition.optional(),
    buttons: z.array(stepButton).max(8).optional(),
  })
  .describe('Says something and goes on.')

export const setSchema = z
  .strictObject({
    set: name,
    when: condition.optional(),
    depends_on: z.array(name).optional(),
    to: name.describe('A function of the fixed list.'),
    with: valueMap.optional(),
  })
  .describe('Derives a value from the answers.')

/** Every kind of step by the verb that marks it; `ask` is told apart further by its `type`. */
export const stepSchemas = {
  ask: askSchemas,
  find: findSchema,
  list: listSchema,
  menu: menuSchema,
  review: reviewSchema,
  call: callSchema,
  say: saySchema,
  set: setSchema,
  return: returnSchema,
} as const

const step = z.union([
  ...Object.values(askSchemas),
  findSchema,
  listSchema,
  menuSchema,
  reviewSchema,
  callSchema,
  saySchema,
  setSchema,
  returnSchema,
])

const plural = z.strictObject({
  count: z.string().describe('The value that is counted.'),
  ru: z.strictObject({ one: z.string(), few: z.string(), many: z.string(), other: z.string() }),
  en: z.strictObject({ one: z.string(), other: z.string() }),
})

export const textSchema = z.union([localised, plural])

const idle = z.strictObject({
  after: duration,
  say: textKey.optional(),
  end: z.literal('expired').optional(),
})

/** What was typed after a command: for one step; for one of several; word by word, the last taking the rest; or line by line. */
const argument = z
  .union([
    name,
    z.strictObject({ words: z.array(name).min(2).max(4) }),
    z.strictObject({ lines: z.array(name).min(2).max(4) }),
    z.strictObject({ first: z.array(name).min(2).max(4) }),
  ])
  .describe('The step that takes what was typed; or several: the first it fits, by words or by lines.')

const edit = z
  .strictObject({
    renamed: z
      .record(name, name)
      .optional()
      .describe('Steps that go by another name now: the old name, and the new.'),
    dropped: z.array(name).max(64).optional().describe('Steps whose answers are forgotten.'),
    retyped: z
      .array(name)
      .max(64)
      .optional()
      .describe('Steps that ask for something else now, and are asked again.'),
  })
  .describe('What has become of the answers given under that version.')

const migrate = z
  .record(z.string().regex(/^[1-9][0-9]{0,8}$/), edit)
  .describe(
    'What conversations under way make of the answers they were given: by the version they come from.',
  )

/** Everything but the steps, which {@link stepSchemas} judge one by one so that each mistake is named by itself. */
export const frameSchema = z.strictObject({
  dialog: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  version: z.int().min(1),
  title: localised,
  light: z
    .literal(true)
    .optional()
    .describe('Nothing in it would be a pity to lose: anything else simply takes its place.'),
  cancelled: textKey
    .optional()
    .describe('Said when the person has given it up, where «Отменил» does not fit.'),
  start: z
    .strictObject({
      command: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,31}$/)
        .optional(),
      describe: localised.optional().describe('What the commands menu says.'),
      argument: argument.optional(),
      message: argument
        .optional()
        .describe('A message outside any dialog is offered to this one; the steps that take it.'),
      file: name.optional().describe('The name under which a file sent outside any dialog is kept.'),
      given: z
        .array(name)
        .max(8)
        .optional()
        .describe('Names of values that whoever starts the dialog may hand it.'),
      payload: name
        .optional()
        .describe('The name under which the secret part of a link t.me/bot?start=… is kept.'),
      button: localised.optional(),
      requires: z
        .record(name, z.string())
        .optional()
        .describe('A fact that must hold, and the dialog that brings it about.'),
    })
    .default({}),
  steps: z.array(z.unknown()).min(1).max(64),
  idle: z.array(idle).max(4).default([]),
  texts: z.record(name, textSchema),
  migrate: migrate.optional(),
})

export const definitionSchema = frameSchema.extend({ steps: z.array(step).min(1).max(64) })

export type DialogDefinition = z.infer<typeof definitionSchema>
export type Step = DialogDefinition['steps'][number]
export type AskStep = Extract<Step, { ask: string }>
export type FindStep = z.infer<typeof findSchema>
export type ListStep = z.infer<typeof listSchema>
export type MenuStep = z.infer<typeof menuSchema>
export type ReturnStep = z.infer<typeof returnSchema>
export type ReviewStep = z.infer<typeof reviewSchema>
export type CallStep = z.infer<typeof callSchema>
export type SayStep = z.infer<typeof saySchema>
export type SetStep = z.infer<typeof setSchema>
export type Failure = z.infer<typeof failure>
export type TextBody = z.infer<typeof textSchema>

export type Argument = z.infer<typeof argument>
export type Edit = z.infer<typeof edit>

export type Verb = keyof typeof stepSchemas

export const verbs: readonly Verb[] = [
  'ask',
  'find',
  'list',
  'menu',
  'review',
  'call',
  'say',
  'set',
  'return',
]

/** The verb of a step. */
export function verbOf(step: Step): Verb {
  return verbs.find((verb) => Object.hasOwn(step, verb)) ?? 'say'
}

/** The name of a step: what its answer is kept under, and its state in the statechart. */
export function nameOf(step: Step): string {
  if ('ask' in step) return step.ask
  if ('find' in step) return step.find
  if ('list' in step) return step.list
  if ('menu' in step) return step.menu
  if ('review' in step) return step.review
  if ('call' in step) return step.call
  if ('say' in step) return step.say
  return 'set' in step ? step.set : step.return
}

export type Question = AskStep | FindStep | ListStep | MenuStep

/** Whether the person is asked something there that has an answer. */
export function isQuestion(step: Step): step is Question {
  return 'ask' in step || 'find' in step || 'list' in step || 'menu' in step
}

/** The steps that take what was typed, in order. */
export function takersOf(taking: Argument): readonly string[] {
  if (typeof taking === 'string') return [taking]
  if ('first' in taking) return taking.first
  return 'words' in taking ? taking.words : taking.lines
}
