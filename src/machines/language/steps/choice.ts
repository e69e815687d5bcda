/** `type: choice` — one of a few named options, by button or by typing its label. */
import { z } from 'zod'
import { name, textKey, valuePath } from '../definition-parts.ts'
import { blanked, type Range } from '../rest-of.ts'
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
    offered: valuePath
      .optional()
      .describe('A list with the options that get a button; the others can only be typed.'),
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

type ChoiceStep = z.infer<typeof choiceStep>

/**
 * An option said as a remark of its own: «…, срочно», «Срочно! …», «…!». Its label has to stand between marks; its other
 * words may also begin or end the text. `taken`: stretches that something else has been read from.
 */
export function takeChoice(
  step: ChoiceStep,
  text: string,
  taken: readonly Range[],
  env: ReadEnv,
): { readonly value: string; readonly range: Range } | null {
  const small = blanked(text, taken).toLowerCase().replaceAll('ё', 'е')
  // Lower case of a few letters is longer than they are: then nothing would be where it was.
  if (small.length !== text.length) return null
  const phrases = step.options.flatMap((option) => [
    { option, words: spoken(env.words(option)), loose: false },
    ...others(step, option, env).map((words) => ({ option, words: spoken(words), loose: true })),
  ])
  for (const { option, words, loose } of phrases.toSorted((a, b) => b.words.length - a.words.length)) {
    const range = /\p{L}/u.test(words) ? remark(small, words, loose) : endMark(small, words)
    if (range !== null) return { value: option, range }
  }
  return null
}

function spoken(words: string): string {
  return words.trim().toLowerCase().replaceAll('ё', 'е')
}

/** Where the words stand by themselves, with the marks that go with them. */
function remark(text: string, words: string, loose: boolean): Range | null {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const before = text.slice(0, at).replace(/(?:очень|это|very)\s+$/u, '')
    const after = text.slice(at + words.length)
    if (/[\p{L}\p{N}]$/u.test(text.slice(0, at)) || /^[\p{L}\p{N}-]/u.test(after)) continue
    if (/(?:^|[^\p{L}])(?:не|not)\s+$/u.test(text.slice(0, at)) || /^\s*\?/u.test(after)) continue
    const [left, right] = [isApart(before, /[^\s]\s*$/u), isApart(after, /^\s*[^\s]/u)]
    const edge = /^[\s\p{P}\uFFFC]*$/u.test(before) || /^[\s\p{P}\uFFFC]*$/u.test(after)
    if ((left && right) || (loose && edge))
      return { start: before.length, end: at + words.length + (/^\s*!+/u.exec(after)?.[0].length ?? 0) }
  }
  return null
}

/** Whether what is next to the words is the end of the text, a mark, or something that has been taken out. */
function isApart(side: string, next: RegExp): boolean {
  const char = next.exec(side)?.[0].trim()
  return char === undefined || /[\p{P}\uFFFC]/u.test(char.replaceAll('"', ''))
}

/** «Позвонить в банк!». */
function endMark(text: string, mark: string): Range | null {
  const end = text.replace(/[\s\uFFFC]+$/u, '').length
  if (mark === '' || !text.slice(0, end).endsWith(mark)) return null
  let start = end - mark.length
  while (text.slice(0, start).endsWith(mark)) start -= mark.length
  return { start, end }
}

function others(step: ChoiceStep, option: string, env: ReadEnv): readonly string[] {
  const key = step.also?.[option]
  return key === undefined
    ? []
    : env
        .words(key)
        .split(',')
        .filter((words) => words.trim() !== '')
}

function also(step: ChoiceStep, option: string, env: ReadEnv): readonly string[] {
  return others(step, option, env)
    .map(fold)
    .filter((words) => words !== '')
}

function fold(text: string): string {
  return text
    .trim()
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
