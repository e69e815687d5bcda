/** What a conversation says the bot is to have done by now, held against what it did. */
import type { Json } from '../../ports/json.ts'
import { words } from '../../machines/diagnose/problem.ts'
import type { TalkTurn } from '../../machines/language/talks.ts'
import { isObject } from '../../machines/statechart/values.ts'
import { fail, type Run } from './run.ts'
import { object } from './services.ts'
import { isSaid } from './texts.ts'

type Look = Extract<TalkTurn, { bot?: unknown; shows?: unknown }>

export function looks(run: Run, look: Look): void {
  const found = lookFor(run, listOf(look.bot))
  if (run.failures.length > 0) return
  const on = found ?? lastOn(run)
  for (const text of listOf(look.shows))
    if (!isOn(on.text, text))
      fail(run, words(`на экране нет слов «${text}»`, `“${text}” is not on the screen`), [on.text])
  for (const text of listOf(look.hides))
    if (isOn(on.text, text))
      fail(run, words(`на экране есть слова «${text}»`, `“${text}” is on the screen`), [on.text])
  for (const button of listOf(look.buttons)) {
    const label = run.wordings.label(button, run.moment.language)
    if (!on.labels.includes(label))
      fail(run, words(`под сообщением нет кнопки «${label}»`, `there is no button “${label}”`), on.labels)
  }
  looksFurther(run, look)
}

function looksFurther(run: Run, { note: noted, end, asked }: Look): void {
  if (noted !== undefined) {
    const body = run.wordings.body(noted)
    const same =
      run.note !== null &&
      (run.note === noted || (body !== undefined && isSaid(body, run.moment.language, run.note)))
    if (!same)
      fail(
        run,
        words(`на кнопке не сказано «${noted}»`, `the button does not say “${noted}”`),
        listOf(run.note ?? undefined),
      )
  }
  if (end !== undefined && run.ending !== end)
    fail(run, words(`разговор не закончился «${end}»`, `the conversation has not ended “${end}”`), [
      run.ending ?? '…',
    ])
  for (const [service, input] of Object.entries(asked ?? {})) {
    const last = run.asked.findLast((one) => one.service === service)
    const wanted = object({ input })['input'] ?? null
    if (last === undefined)
      fail(
        run,
        words(`службу ${service} не спросили`, `the service ${service} was not asked`),
        run.asked.map((one) => one.service),
      )
    else if (!holds(last.input, wanted))
      fail(
        run,
        words(`службе ${service} передано другое`, `the service ${service} was given something else`),
        [JSON.stringify(last.input)],
      )
  }
}

/** The texts, in this order, among what was shown since the last look; what stands between them does not matter. */
function lookFor(run: Run, names: readonly string[]): Run['fresh'][number] | null {
  let found: Run['fresh'][number] | null = null
  for (const name of names) {
    const body = run.wordings.body(name)
    if (body === undefined) {
      fail(run, words(`нет текста «${name}»`, `there is no text “${name}”`))
      return null
    }
    const at = run.fresh.findIndex(({ text }) => isSaid(body, run.moment.language, text))
    if (at < 0) {
      const message = words(`бот не сказал «${name}»`, `the bot has not said “${name}”`)
      fail(
        run,
        message,
        run.fresh.map(({ text }) => text),
      )
      return null
    }
    found = run.fresh[at] ?? null
    run.fresh = run.fresh.slice(at + 1)
  }
  return found
}

/** Whatever kind of blank stands between the words. */
function isOn(screen: string, text: string): boolean {
  return oneLine(screen).includes(oneLine(text))
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ')
}

function lastOn(run: Run): Run['fresh'][number] {
  const message = run.screen.last()?.message
  return { text: message?.text ?? '', labels: message?.rows.flat().map(({ label }) => label) ?? [] }
}

function listOf(one: string | readonly string[] | undefined): readonly string[] {
  if (one === undefined) return []
  return typeof one === 'string' ? [one] : one
}

/** Whether everything that is wanted is there; more may be. */
function holds(value: Json | undefined, wanted: Json): boolean {
  if (isObject(wanted))
    return isObject(value) && Object.entries(wanted).every(([key, inner]) => holds(value[key], inner))
  return JSON.stringify(value) === JSON.stringify(wanted)
}
