/** Worst-case data: whatever the explorer made up short, as long as Bitrix24, Telegram and the dialog itself allow. */
import type { Json, JsonObject } from '../../ports/json.ts'
import type { DialogSet } from '../../machines/chat/turn.ts'
import { standing, type Frame } from '../../machines/conversation/frame.ts'
import { asJson, fromJson } from '../../machines/json.ts'
import { nameOf, type DialogDefinition } from '../../machines/language/definition.ts'
import { isObject } from '../../machines/statechart/values.ts'
import { people } from '../explore/results.ts'
import type { Happening, Moment } from '../talk/simulation.ts'

/** The same moment with the longest answers, names and lists. */
export function longestMoment(moment: Moment, dialogs: DialogSet): Moment {
  const frames = moment.state.frames.map((frame): Frame => {
    const definition = dialogs.byHash(frame.hash)?.definition
    if (definition === undefined) return frame
    const context = grown(asJson(frame.context))
    if (!isObject(context)) return frame
    const answers = isObject(context['answers']) ? grownAnswers(definition, context['answers']) : {}
    const chosen = context['chosen']
    const max = mostOf(standing(definition, frame.value)?.step)
    return {
      ...frame,
      context: fromJson<Frame['context']>({
        ...context,
        answers,
        ...(isList(chosen) && chosen.length > 1 && { chosen: crowd(chosen, max) }),
      }),
    }
  })
  return { ...moment, state: { ...moment.state, frames } }
}

/** The same happening with the longest words, typed or told by a service. */
export function longestHappening(what: Happening, moment: Moment, dialogs: DialogSet): Happening {
  if (what.type === 'result') {
    const { outcome } = what
    if (outcome.ok) return { ...what, outcome: { ...outcome, value: grown(outcome.value) } }
    const data = outcome.data === undefined ? undefined : grown(outcome.data)
    return { ...what, outcome: { ...outcome, ...(isObject(data) && { data }) } }
  }
  if (what.type !== 'person' || what.event.type !== 'text') return what
  const frame = moment.state.frames.at(-1)
  const definition = frame && dialogs.byHash(frame.hash)?.definition
  const step = frame && definition && standing(definition, frame.value)?.step
  if (step === undefined || !('ask' in step) || step.type !== 'text') return what
  const { text } = what.event
  if (!text.startsWith(typedSample) || text.length > 200) return what
  const room = step.length[1] - (text.length - typedSample.length)
  return { ...what, event: { ...what.event, text: text.replace(typedSample, longWords(room)) } }
}

/** The longest value a text may name by this path, for texts that no screen shows as a whole. */
export function longestValue(definition: DialogDefinition | null, path: string): string {
  const step = definition?.steps.find((one) => nameOf(one) === path)
  if (step !== undefined && 'ask' in step && step.type === 'text') return longWords(step.length[1])
  return /name|who|by$|assignee|person/i.test(path) ? longName : longTitle
}

/** What commonly stands there, for the same texts. */
export function usualValue(path: string): string {
  return usual.find(([name]) => name.test(path))?.[1] ?? '…'
}

const usual: readonly (readonly [RegExp, string])[] = [
  [/code/, '123 456'],
  [/url|link/, 'https://portal.example/7'],
  [/detail/, 'tasks.task.list'],
  [/incident/, 'K7Q2'],
  [/name|who|by$|assignee|person/i, 'Анна Петрова'],
  [/^(?:time|at|until)$/, '12:00'],
  [/day$|date/, 'вт, 24 ноября'],
  [/title|words|message|other/, 'Договор с «Ромашкой»'],
]

/** Every string that was made up grows; what a condition may ask about stays as it is. */
export function grown(value: Json): Json {
  if (typeof value === 'string') return longer(value)
  if (isList(value)) {
    const all = value.map((one) => grown(one))
    return all.length > 1 && all.every((one) => isPerson(one)) ? crowd(all, usualCrowd) : all
  }
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, grown(inner)]))
}

const typedSample = 'Смета на ремонт'
/** Bitrix24 keeps at most 255 characters of a task's title, and 50 of a first name and of a last name each. */
export const longTitle = 'Договор № 17/2026 <script>alert(1)</script> & «Ромашка»: согласовать с юристами '
  .repeat(4)
  .slice(0, 255)
export const longName =
  'Константин-Александр-Максимилиан Рождественский-Преображенский-Воскресенский-Богоявленский'.slice(0, 101)
const longPosition =
  'Ведущий специалист отдела сопровождения договоров и внешнеэкономической деятельности департамента закупок'
const longFile = `${'Договор с приложениями и протоколом разногласий '.repeat(6).slice(0, 250)}.pdf`
/** As many participants as anyone invites by hand. */
const usualCrowd = 20

const grownBy = new Map([
  ['Пример', longTitle],
  ['Проект', longTitle],
  ['Юрист', longPosition],
  ['Договор.pdf', longFile],
  ['Анна Ковалёва', longName],
])
const names = new Set(people.map((one) => one['name']))

function longer(text: string): string {
  if (names.has(text)) return longName
  if (/^Строка \d+$/u.test(text)) return `${text}. ${longTitle}`.slice(0, 255)
  return grownBy.get(text) ?? text
}

function longWords(length: number): string {
  return `${longTitle.slice(0, 80)} `.repeat(Math.ceil(length / 81)).slice(0, Math.max(1, length))
}

function grownAnswers(definition: DialogDefinition, answers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]): [string, Json] => {
      const step = definition.steps.find((one) => nameOf(one) === name)
      if (step !== undefined && 'ask' in step && step.type === 'text' && typeof value === 'string')
        return [name, longWords(step.length[1])]
      if (isList(value) && value.length > 0 && value.every((one) => isPerson(one)))
        return [name, crowd(value, mostOf(step))]
      return [name, value]
    }),
  )
}

function mostOf(step: DialogDefinition['steps'][number] | undefined): number {
  return step !== undefined && 'find' in step && step.multiple !== undefined ? step.multiple.max : usualCrowd
}

function crowd(some: readonly Json[], max: number): readonly Json[] {
  const [first] = some
  if (!isObject(first)) return some
  return Array.from({ length: max }, (_, at) => some[at] ?? { ...first, id: 1_000 + at })
}

function isPerson(value: Json): boolean {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['id'] === 'number'
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
