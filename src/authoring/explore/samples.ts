/** What people type at each kind of question: something good of every sort, and everything a question must refuse. */
import type { KnownPeople, Person } from '../../ports/people.ts'
import { toPortalUserId } from '../../ports/identity.ts'
import type { AskStep, DialogDefinition, Step } from '../../machines/language/definition.ts'
import { nameOf } from '../../machines/language/definition.ts'
import { isObject } from '../../machines/statechart/values.ts'
import { testsOf } from './conditions.ts'

export const nonsense = 'абракадабра'
const long = 'ы'.repeat(4_096)

/** What a step might take, each sort once; good answers first. */
export function answersAtStep(definition: DialogDefinition, step: Step): readonly string[] {
  if ('ask' in step) return answersTo(definition, step)
  if ('find' in step) return ['Иванов', 'я']
  if ('list' in step) return ['1']
  return 'review' in step ? ['да'] : []
}

/** What it will never take, whatever has been answered before. */
export function refusedAt(step: Step): readonly string[] {
  if ('ask' in step) return [nonsense, ' ', long, ...(step.type === 'text' ? badTexts(step) : [])]
  if ('find' in step) return ['и', '7']
  return 'list' in step ? ['99', nonsense] : [nonsense]
}

function answersTo(definition: DialogDefinition, step: AskStep): readonly string[] {
  switch (step.type) {
    case 'text':
      return textsFor(step)
    case 'number':
      return numbersFor(definition, step)
    case 'choice':
      return step.options
    case 'yes_no':
      return ['да', 'нет']
    case 'email':
      return ['anna@example.ru']
    case 'code':
      return ['2718281828'.slice(0, step.digits)]
    case 'date_time':
      return [
        ...moments,
        ...(step.range === true ? ranges : []),
        ...(step.repeats === true ? ['каждый понедельник в 10:00'] : []),
      ]
    case 'time':
      return ['9:30']
    case 'duration':
      return ['полтора часа', 'до 16:30', 'весь день', '100 часов']
    case 'zone':
      return ['Омск']
  }
}

/** A moment, a day, one that has passed, one that may mean several things. */
const moments = ['завтра в 15:00', 'послезавтра', 'вчера в 10:00', 'в 9']
const ranges = ['завтра с 10 до 11', 'с 25 по 27 ноября']

function textsFor(step: Extract<AskStep, { type: 'text' }>): readonly string[] {
  const [min, max] = step.length
  const words = 'Смета на ремонт'.padEnd(min, ' и ещё').slice(0, max)
  const sentences =
    step.takes === undefined ? [] : [`${words} завтра в 15:00`, `${words} Иванову`, `${words} Кимам завтра`]
  return [words, ...sentences]
}

function badTexts({ length: [min, max] }: Extract<AskStep, { type: 'text' }>): readonly string[] {
  return [...(min > 1 ? ['я'.repeat(min - 1)] : []), ...(max < 4_096 ? ['я'.repeat(max + 1)] : [])]
}

function numbersFor(
  definition: DialogDefinition,
  step: Extract<AskStep, { type: 'number' }>,
): readonly string[] {
  const { min = 1, max = min + 100 } = step
  const bounds = testsOf(definition).flatMap(({ path, test }) =>
    path === nameOf(step) && isObject(test) ? [test['above'], test['below']] : [],
  )
  const edges = bounds.flatMap((bound) => (typeof bound === 'number' ? [bound - 1, bound + 1] : []))
  const good = [min, max, ...edges].filter((one) => one >= min && one <= max)
  return [...new Set(good)].map(String).concat(String(min - 1), '1,5')
}

/** «Иванову» is one employee; «Кимам» may be either of two. */
export const sentencePeople: KnownPeople = {
  mentions(text) {
    return [
      { words: /Иванову/u, people: [person(7, 'Пётр', 'Иванов')] },
      { words: /Кимам/u, people: [person(21, 'Анна', 'Ким'), person(22, 'Олег', 'Ким')] },
    ].flatMap(({ words, people }) => {
      const found = words.exec(text)
      return found === null
        ? []
        : [{ start: found.index, end: found.index + found[0].length, people, role: 'sure' as const }]
    })
  },
  named: () => [],
}

function person(id: number, firstName: string, lastName: string): Person {
  return { id: toPortalUserId(id), firstName, lastName, secondName: '', position: '' }
}
