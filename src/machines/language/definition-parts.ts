/** The small parts that several kinds of step share. */
import { z } from 'zod'

/**
 * Names of steps, texts and values. The shape keeps out `__proto__` and its like, which an object made from a file
 * would otherwise inherit.
 */
export const name = z.string().regex(/^[a-z][A-Za-z0-9_]{0,63}$/)

export const textKey = name.describe('A key of `texts`.')

/** «20s», «30m», «24h». */
export const duration = z.string().regex(/^[1-9][0-9]{0,4}(ms|s|m|h|d)$/)

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** A value: the name of a step, or a part of its answer («assignee.id»). */
export const valuePath = z.string().regex(/^[a-z][A-Za-z0-9_]{0,63}(\.[a-z][A-Za-z0-9_]{0,63}){0,3}$/)

const parameter = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/)
const given = [valuePath, z.strictObject({ value: scalar })] as const

export const valueMap = z
  .record(parameter, z.union(given))
  .describe('What the service is given: its parameter, and the value for it.')

/** What can be handed to a service that does something: words of the dialog besides, with their values in them. */
export const callMap = z
  .record(parameter, z.union([...given, z.strictObject({ text: textKey })]))
  .describe('What the service is given: its parameter, and the value for it.')

const test = z.union([
  scalar,
  z.array(scalar).min(1),
  z.strictObject({ above: z.number() }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ has: scalar }),
])

/**
 * `{priority: high}`, `{deadline: empty}`, `{card.may: {has: start}}`, `{any: […]}`, `{all: […]}`, `{not: …}`. No
 * expressions, no code.
 */
export type Condition =
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition }
  | Readonly<Record<string, z.infer<typeof test>>>

export const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ any: z.array(condition).min(1) }),
    z.strictObject({ all: z.array(condition).min(1) }),
    z.strictObject({ not: condition }),
    z.record(valuePath, test),
  ]),
)

const look = {
  label: textKey,
  when: condition.optional().describe('Shown only if this holds.'),
} as const

export const stepButton = z.union([
  z
    .strictObject({ ...look, again: name })
    .describe('Forgets that step and everything that rests on it, and goes there.'),
  z
    .strictObject({ ...look, answer: valueMap })
    .describe('Gives these answers anew; what rests on them is asked or done again.'),
  z.strictObject({ ...look, open: valuePath }).describe('Opens a link.'),
  z.strictObject({ ...look, copy: valuePath }).describe('Copies a value.'),
  z
    .strictObject({ ...look, start: z.string(), with: valueMap.optional() })
    .describe('Starts another dialog, with what it is to know already.'),
  z
    .strictObject({ ...look, run: z.string(), with: valueMap.optional(), redo: name })
    .describe('Another dialog in between: when it has ended, the step `redo` is done anew.'),
  z
    .strictObject({ ...look, label: textKey.optional(), pick: name, also: textKey.optional() })
    .describe('The answer of a menu. Without a label, the text of the same name is on the button.'),
])

export type StepButton = z.infer<typeof stepButton>

/** Keys of every question. */
export const common = {
  label: textKey.optional().describe('What the answer is called in the list of what can be changed.'),
  when: condition.optional().describe('Ask only if this holds.'),
  depends_on: z.array(name).optional().describe('When one of these changes, this is asked again.'),
  optional: z.literal(true).optional().describe('Adds a button that skips the question.'),
  skip: textKey.optional().describe('The label of that button, where «Пропустить» does not fit.'),
  buttons: z.array(stepButton).max(4).optional(),
} as const

/** Milliseconds of a `duration`. @throws RangeError on anything the schema would refuse. */
export function durationMs(text: string): number {
  const match = /^([0-9]+)(ms|s|m|h|d)$/.exec(text)
  const unit = match?.[2]
  const size = unit === undefined ? undefined : units.get(unit)
  if (!match || size === undefined) throw new RangeError(`Not a duration: ${text}`)
  return Number(match[1]) * size
}

const units = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])
