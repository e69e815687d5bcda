/** The arrows of a picture are told from the definition; conversations are walked here, and none may go where no arrow goes. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { flowOf } from '../../../src/authoring/export/flow.ts'
import { donePlace, failedPlace, startPlace, waysOf, type Way } from '../../../src/authoring/export/ways.ts'
import { outcomesOf } from '../../../src/authoring/export/facts.ts'
import { standing } from '../../../src/machines/conversation/frame.ts'
import { nameOf, type DialogDefinition, type Step } from '../../../src/machines/language/definition.ts'
import { newContext } from '../../../src/machines/statechart/context.ts'
import {
  begin,
  compile,
  elapse,
  reject,
  resolve,
  send,
  type Moved,
  type Place,
} from '../../../src/machines/statechart/xstate.ts'
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { definitionOf } from '../../support/rig.ts'
import { shippedDialogs } from './shipped.ts'

const dialogs = (await shippedDialogs()).map((dialog) => [dialog.definition.dialog, dialog] as const)

test.each(dialogs)(
  'no conversation of %s goes where its picture shows no arrow',
  (_name, { definition, hash }) => {
    const ways = waysOf(definition)
    const dialog = compile(definition, hash)
    let moves = 0
    const choices = fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(choices, (numbers) => {
        let moved: Moved = begin(dialog, newContext({}))
        let from = startPlace
        for (const number of numbers) {
          expectDrawn(definition, ways, from, moved)
          moves += 1
          if (moved.ended !== null) return
          from = placeOf(definition, moved.place)
          moved = happens(dialog, moved.place, number)
        }
      }),
      { numRuns: 400, seed: 20261123 },
    )
    expect(moves).toBeGreaterThan(400)
  },
)

test('an answer that decides leads along its own arrow, and what cannot follow is not drawn', () => {
  const definition = definitionOf(branching)
  expect(arrows(definition)).toEqual([
    '#start → how: ',
    'how → day: По дню',
    'how → card: Сразу',
    'day → card: ',
    'card → send: Отправить',
    'send → by_day: есть: day',
    'send → at_once: иначе',
    'by_day → #done: ',
    'at_once → #done: ',
  ])
})

test('failures stand in the box where an arrow would say nothing', () => {
  const definition = definitionOf(branching)
  const call = flowOf(definition, 'ru').boxes.find(({ id }) => id === 'send')
  expect(call).toMatchObject({
    kind: 'call',
    caption: 'служба · letters.send',
    chips: ['ровно один раз', 'повторит ×3', 'сбой → конец'],
  })
})

test('what is possible everywhere stands in the heading, once', () => {
  expect(flowOf(definitionOf(branching), 'ru').always).toBe(
    'В любой момент: /cancel — отмена · молчание 30 мин — «Вы ещё тут?» · молчание 24 ч — диалог закрывается · ответ уже известен — шаг пропускается',
  )
})

function arrows(definition: DialogDefinition): readonly string[] {
  return flowOf(definition, 'ru').arrows.map(
    ({ from, to, labels }) => `${from} → ${to}: ${labels.join(', ')}`,
  )
}

const branching = `
dialog: branching
version: 1
title: { ru: Письмо, en: Letter }
start: { command: letter, describe: { ru: Письмо, en: Letter } }
steps:
  - ask: how
    type: choice
    options: [by_date, now]
    label: how_label
    prompt: ask_how
    invalid: ask_how
  - ask: day
    type: text
    when: { how: by_date }
    prompt: ask_day
    invalid: ask_day
  - review: card
    text: card
    edit: [how]
    edit_prompt: change
    confirm: confirm
  - call: send
    service: letters.send
    with: { day: day }
    once: true
    on_error:
      temporary: { retry: 3, every: 1s, retrying: waiting, say: failed, end: failed }
      otherwise: { say: failed, end: failed }
  - say: by_day
    when: { day: filled }
  - say: at_once
    when: { day: empty }
idle:
  - { after: 30m, say: nudge }
  - { after: 24h, end: expired }
texts:
  ask_how: { ru: "Когда отправить?", en: "When?" }
  how_label: { ru: Способ, en: Way }
  by_date: { ru: По дню, en: By date }
  now: { ru: Сразу, en: Now }
  ask_day: { ru: "В какой день?", en: "Which day?" }
  card: { ru: "Проверьте: {how}", en: "Check: {how}" }
  change: { ru: "Что изменить?", en: "What to change?" }
  confirm: { ru: Отправить, en: Send }
  waiting: { ru: "Жду…", en: "Waiting…" }
  failed: { ru: "Не вышло.", en: "Failed." }
  by_day: { ru: "Отправлю {day}.", en: "On {day}." }
  at_once: { ru: "Отправил.", en: "Sent." }
  nudge: { ru: "Вы ещё тут?", en: "Still there?" }
`

function expectDrawn(definition: DialogDefinition, ways: readonly Way[], from: string, moved: Moved): void {
  const to =
    moved.ended === null ? placeOf(definition, moved.place) : moved.ended === 'done' ? donePlace : failedPlace
  if (from === to || (moved.ended === 'failed' && callsOf(definition).has(from))) return
  expect(reachable(definition, ways, from, moved), `${from} → ${to}`).toContain(to)
}

/** Along the arrows; what only says something, or has its answer already, is passed. */
function reachable(
  definition: DialogDefinition,
  ways: readonly Way[],
  from: string,
  moved: Moved,
): ReadonlySet<string> {
  const { answers } = moved.place.context
  const says = new Set(definition.steps.flatMap((step) => ('say' in step ? [step.say] : [])))
  const reviews = new Set(definition.steps.flatMap((step) => ('review' in step ? [step.review] : [])))
  const found = new Set<string>()
  const queue = [from]
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    for (const way of ways.filter((one) => one.from === place)) {
      const isPassed = says.has(way.to) || Object.hasOwn(answers, way.to) || reviews.has(way.to)
      if (!found.has(way.to) && isPassed) queue.push(way.to)
      found.add(way.to)
    }
  }
  return found
}

function placeOf(definition: DialogDefinition, { value }: Place): string {
  const at = standing(definition, value)
  if (at === null) throw new Error(`Nowhere: ${JSON.stringify(value)}`)
  return nameOf(at.step)
}

function callsOf(definition: DialogDefinition): ReadonlySet<string> {
  return new Set(definition.steps.flatMap((step) => ('on_error' in step ? [nameOf(step)] : [])))
}

/** The next sensible thing, chosen by a number. */
function happens(dialog: ReturnType<typeof compile>, place: Place, number: number): Moved {
  const { definition } = dialog
  const { step, part } = standing(definition, place.value)!
  const name = nameOf(step)
  if (['calling', 'searching', 'loading'].includes(part) && 'on_error' in step) {
    const reasons = [...Object.keys(step.on_error), 'surprise']
    const chosen = number % (reasons.length + 6)
    return chosen < reasons.length
      ? reject(dialog, place, name, { reason: reasons[chosen]! })
      : resolve(dialog, place, name, resultOf(definition, step, number))
  }
  if (part === 'waiting') return elapse(dialog, place, `pause.step_${name}.waiting`)
  if ('review' in step) return send(dialog, place, { type: 'CONFIRM' })
  if ('find' in step && number % 3 === 0) return send(dialog, place, { type: 'SEARCH', typed: 'Иванов' })
  if ('optional' in step && step.optional === true && number % 4 === 1)
    return send(dialog, place, { type: 'SKIP' })
  const moved = send(dialog, place, { type: 'ANSWER', value: answerOf(definition, step, number) })
  return 'find' in step && step.multiple !== undefined ? send(dialog, moved.place, { type: 'ENOUGH' }) : moved
}

function answerOf(definition: DialogDefinition, step: Step, number: number): Json {
  const outcomes = outcomesOf(step).filter((outcome) => outcome !== null)
  return outcomes.length > 0
    ? outcomes[number % outcomes.length]!
    : valueFor(definition, nameOf(step), number)
}

function resultOf(definition: DialogDefinition, step: Step, number: number): Json {
  if ('find' in step) return number % 2 === 0 ? [{ id: 7, name: 'Иванов Пётр' }] : []
  if ('list' in step) return { items: [{ id: 1, title: 'Смета' }], total: 1 }
  return number % 5 === 0 ? null : valueFor(definition, nameOf(step), number)
}

/** An object whose parts are what the conditions of the dialog ask about. */
function valueFor(definition: DialogDefinition, name: string, number: number): Json {
  const asked = definition.steps.flatMap((step) => (step.when === undefined ? [] : testsOf(step.when)))
  const parts = asked.filter(([path]) => path.startsWith(`${name}.`))
  const value: Record<string, Json> = { id: 1 }
  for (const [index, [path, test]] of parts.entries()) {
    const options: readonly Json[] = [null, 0, 5, 'other', ...(typeof test === 'object' ? [] : [test])]
    value[path.slice(name.length + 1)] = options[(number >> index) % options.length]!
  }
  return value
}

function testsOf(condition: unknown): readonly (readonly [string, Json])[] {
  const of = condition as JsonObject & { any?: JsonObject[]; all?: JsonObject[]; not?: JsonObject }
  const inner = [...(of.any ?? []), ...(of.all ?? []), ...(of.not === undefined ? [] : [of.not])]
  if (inner.length > 0) return inner.flatMap((one) => testsOf(one))
  return Object.entries(of as JsonObject)
}
