/** Buttons that are written wrong: each has a label and does exactly one thing. */
import type { z } from 'zod'
import { stepButton } from '../language/definition-parts.ts'
import { near } from './near.ts'
import { error, isRecord, type Path, type Problem, words } from './problem.ts'

/** Keys that stand beside what a button does. */
const beside = new Set(['label', 'when', 'with', 'redo', 'also'])

const acts = stepButton.options.map((option) => ({ act: actOf(option), option }))

/** The kind of button that was meant, or the problem that keeps it from being known. */
export function branchOfButton(
  value: unknown,
  path: Path,
): { readonly branch: z.ZodObject } | { readonly problem: Problem } {
  if (!isRecord(value)) return { problem: notAButton(path) }
  const present = acts.filter(({ act }) => Object.hasOwn(value, act))
  const [only, second] = present
  if (only === undefined) return { problem: noAct(value, path) }
  if (second === undefined) return { branch: only.option }
  const names = present.map(({ act }) => act).join(', ')
  const message = words(
    `кнопка делает что-то одно, а здесь: ${names}`,
    `a button does one thing, and here are: ${names}`,
  )
  return { problem: error('bad-button', [...path, second.act], message, { on: 'key' }) }
}

function notAButton(path: Path): Problem {
  const message = words('нужна кнопка', 'a button is needed')
  const hint = words(
    'кнопка пишется так: { label: имя_текста, start: имя-диалога }',
    'a button is written as { label: text_name, start: dialog-name }',
  )
  return error('bad-button', path, message, { hint })
}

function noAct(value: Readonly<Record<string, unknown>>, path: Path): Problem {
  const names = acts.map(({ act }) => act)
  const odd = Object.keys(value).find((key) => !beside.has(key))
  const list = names.join(', ')
  if (odd === undefined) {
    const hint = words(`добавьте одно из: ${list}`, `add one of: ${list}`)
    return error(
      'bad-button',
      path,
      words('не сказано, что делает кнопка', 'it is not said what the button does'),
      { hint },
    )
  }
  const hint = words(`бывает: ${list}`, `one of: ${list}`)
  const meant = near(odd, [...names, 'label'])
  return error(
    'unknown-key',
    [...path, odd],
    words(`у кнопки не бывает ключа «${odd}»`, `a button has no key “${odd}”`),
    { on: 'key', hint, meant },
  )
}

/** What a button does is the key that no other kind of button has. */
function actOf(option: z.ZodObject): string {
  return Object.keys(option.shape).find((key) => !beside.has(key)) ?? 'label'
}
