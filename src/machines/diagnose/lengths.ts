/**
 * Messages with the longest answers there may be: these are shown shortened where they do not fit, and what does not fit
 * even so is cut off at the end, and nobody sees it.
 */
import type { Step, TextBody } from '../language/definition.ts'
import { parseTemplate } from '../language/markup.ts'
import type { Scope } from './draft.ts'
import { textMax } from '../conversation/fitted.ts'
import { type Path, type Problem, warning, words } from './problem.ts'
import { textUses } from './uses.ts'

/** A value is shown no shorter than this, with the words that say so. */
const shownMin = 128
/** Longer than anything but an answer in words: names, moments, what services tell. */
const usualMax = 100

export function checkLengths(scope: Scope): readonly Problem[] {
  const { texts } = scope.draft
  if (texts === null) return []
  const said = new Set(textUses(scope).flatMap(({ key, role }) => (role === 'text' ? [key] : [])))
  return [...texts].flatMap(([key, body]) =>
    body === null || !said.has(key)
      ? []
      : (['ru', 'en'] as const).flatMap((language) => checkBody(scope, body, ['texts', key, language])),
  )
}

function checkBody(scope: Scope, body: TextBody, path: Path): readonly Problem[] {
  const forms = body[path[2] === 'en' ? 'en' : 'ru']
  const longest = (typeof forms === 'string' ? [forms] : Object.values(forms)).toSorted(
    (a, b) => b.length - a.length,
  )[0]
  const lost = longest === undefined ? null : lostOf(scope, longest)
  if (lost === null) return []
  const { length, value } = lost
  const message = words(
    `с самыми длинными ответами здесь ${length} знаков, а помещается ${textMax}: {${value}} человек не увидит`,
    `with the longest answers this is ${length} characters, and ${textMax} fit: {${value}} would not be seen`,
  )
  const hint = words(
    'сократите сам текст: длинные ответы и так показываются не целиком',
    'shorten the text itself: long answers are shown in part anyway',
  )
  return [warning('may-be-cut', path, message, { part: `{${value}}`, hint })]
}

/** The first value that stands wholly behind what fits; a long one at the end is cut, and that can be seen. */
function lostOf(scope: Scope, text: string): { readonly length: number; readonly value: string } | null {
  let length = 0
  let value: string | null = null
  for (const part of parseTemplate(text).parts) {
    if (part.type === 'value') {
      if (length > textMax) value ??= part.path
      length += Math.min(longestOf(scope, part.path), shownMin)
    } else if (part.type === 'text') length += part.text.length
    else if (part.type === 'break') length += 1
  }
  return value === null ? null : { length, value }
}

function longestOf({ steps }: Scope, path: string): number {
  const step = path.includes('.') ? null : steps.get(path)?.step
  return step ? longestAnswer(step) : usualMax
}

function longestAnswer(step: Step): number {
  if ('ask' in step && step.type === 'text') return step.length[1]
  if ('find' in step && step.multiple !== undefined) return step.multiple.max * usualMax
  return usualMax
}
