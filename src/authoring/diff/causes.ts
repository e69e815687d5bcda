/** Why a turn goes differently: of several reasons the one an author would name first. */
import { words, type Wording } from '../../machines/diagnose/problem.ts'
import { nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import type { Seen } from './seen.ts'

export const causeKinds = ['new-question', 'question-gone', 'order', 'service', 'button', 'text'] as const
export type CauseKind = (typeof causeKinds)[number]

export interface Cause {
  readonly kind: CauseKind
  /** Tells causes of one kind apart. */
  readonly about: string
  readonly message: Wording
}

/** Null when nobody could tell the two turns apart. */
export function causeOf(
  before: Seen,
  after: Seen,
  was: DialogDefinition,
  is: DialogDefinition,
  renamed: (name: string) => string | null,
): Cause | null {
  if (before.place !== after.place) return moved(before.place, after.place, was, is, renamed)
  const asked = unlike(before.asked, after.asked)
  if (asked !== null) return askedOtherwise(asked[0], asked[1])
  if (unlike(before.acts, after.acts) !== null) return buttons(before, after)
  const said = unlike(linesOf(before), linesOf(after))
  if (said === null) return null
  const [old, now] = said
  const message = words(`другие слова: «${old}» → «${now}»`, `other words: “${old}” → “${now}”`)
  return { kind: 'text', about: `${old}\n${now}`, message }
}

function moved(
  from: string,
  to: string,
  was: DialogDefinition,
  is: DialogDefinition,
  renamed: (name: string) => string | null,
): Cause {
  const old = new Set(was.steps.map((step) => renamed(nameOf(step))))
  const now = new Set(is.steps.map((step) => nameOf(step)))
  if (now.has(to) && !old.has(to))
    return calls(to, is)
      ? { kind: 'service', about: to, message: words(`новый вызов «${to}»`, `a new call, “${to}”`) }
      : { kind: 'new-question', about: to, message: words(`новый шаг «${to}»`, `a new step, “${to}”`) }
  if (!from.startsWith('end') && !now.has(from))
    return calls(from, was)
      ? {
          kind: 'service',
          about: from,
          message: words(`вызова «${from}» больше нет`, `the call “${from}” is gone`),
        }
      : {
          kind: 'question-gone',
          about: from,
          message: words(`шага «${from}» больше нет`, `the step “${from}” is gone`),
        }
  if (to.startsWith('end'))
    return {
      kind: 'order',
      about: `${from} ${to}`,
      message: words(
        `вместо «${from}» разговор заканчивается`,
        `the conversation is over instead of “${from}”`,
      ),
    }
  if (from.startsWith('end'))
    return {
      kind: 'order',
      about: `${from} ${to}`,
      message: words(
        `разговор не заканчивается, следует «${to}»`,
        `the conversation is not over, “${to}” comes`,
      ),
    }
  const message = words(`вместо «${from}» следует «${to}»`, `“${to}” comes instead of “${from}”`)
  return { kind: 'order', about: `${from} ${to}`, message }
}

function calls(name: string, { steps }: DialogDefinition): boolean {
  return steps.some((step) => nameOf(step) === name && 'call' in step)
}

function askedOtherwise(old: string, now: string): Cause {
  const message =
    old === ''
      ? words(`службу просят ещё и: ${now}`, `a service is asked besides: ${now}`)
      : now === ''
        ? words(`службу больше не просят: ${old}`, `a service is no longer asked: ${old}`)
        : words(
            `службу просят о другом: ${old} → ${now}`,
            `a service is asked for something else: ${old} → ${now}`,
          )
  const about = [old, now].map((one) => one.split(' ', 1)[0]).join(' ')
  return { kind: 'service', about, message }
}

function buttons(before: Seen, after: Seen): Cause {
  const old = before.messages.flatMap((one) => one.buttons)
  const now = after.messages.flatMap((one) => one.buttons)
  const gone = old.filter((label) => !now.includes(label))
  const come = now.filter((label) => !old.includes(label))
  const parts = [
    ...come.map((label) => words(`новая кнопка «${label}»`, `a new button, “${label}”`)),
    ...gone.map((label) => words(`нет кнопки «${label}»`, `the button “${label}” is gone`)),
  ]
  const said =
    parts.length > 0 ? parts : [words('кнопки стоят или ведут иначе', 'buttons stand or lead otherwise')]
  const message = words(said.map(({ ru }) => ru).join(', '), said.map(({ en }) => en).join(', '))
  return { kind: 'button', about: `${before.place} ${message.ru}`, message }
}

function linesOf({ messages }: Seen): readonly string[] {
  return messages.flatMap(({ text, buttons: labels }) => [...text.split('\n'), ...labels])
}

/** The first two that differ; '' where one list has come to its end. */
function unlike(some: readonly string[], others: readonly string[]): readonly [string, string] | null {
  for (let at = 0; at < Math.max(some.length, others.length); at += 1)
    if (some[at] !== others[at]) return [some[at] ?? '', others[at] ?? '']
  return null
}
