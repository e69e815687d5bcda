import type { DaySaid, Part, Period } from '../said.ts'
import { type Meaning, type Place, meaning } from './meaning.ts'
import { wholePeriod } from './periods.ts'
import { type Match, type Tokens, is } from './tokens.ts'
import { namedDays } from './named-days.ts'

type Edge = 'begin' | 'middle' | 'end'

/** «до конца недели», «в начале декабря», «в последний день месяца», «к концу завтрашнего дня». */
export function edgeOf({ tokens, i, before }: Place): Match<Meaning> | null {
  const start = edgeSaid(tokens, before?.end ?? i)
  if (start === null) return null
  const bound = before?.value.bound ?? 'at'
  const { end: at, value: edge } = start
  const ofDay = partAt(tokens, at, edge)
  if (ofDay !== null) {
    // «до конца дня» may run to midnight, «к концу дня» is when people go home.
    const part = ofDay.value.part === 'day-end' && before?.value.name === 'к' ? 'work-end' : ofDay.value.part
    const found = meaning(ofDay.end, { type: 'part', part }, 'none', bound)
    const { day } = ofDay.value
    return day === null ? found : { ...found, value: { ...found.value, also: { type: 'day', day } } }
  }
  const week = edge === 'middle' ? null : workingWeek(tokens, at)
  if (week !== null) {
    const nth = edge === 'begin' ? 1 : -1
    const day: DaySaid = { type: 'nth', nth, weekday: null, period: week.value }
    return meaning(week.end, { type: 'day', day }, 'none', bound)
  }
  const of = wholePeriod(tokens, at)
  if (of === null) return null
  return meaning(of.end, { type: 'day', day: { type: edge, period: of.value } }, 'none', bound)
}

/** «рабочей недели», «следующей рабочей недели»: it ends when work does. */
function workingWeek(tokens: Tokens, i: number): Match<Period> | null {
  const which = tokens[i]?.word.which
  const at = which === undefined ? i : i + 1
  if (!is(tokens[at], 'рабочей') || !is(tokens[at + 1], 'недели')) return null
  const offset = which === 'next' ? 1 : which === 'last' ? -1 : 0
  return { end: at + 2, value: { type: 'unit', unit: 'week', offset } }
}

const edges: ReadonlyMap<string, Edge> = new Map([
  ['начало', 'begin'],
  ['начала', 'begin'],
  ['началу', 'begin'],
  ['начале', 'begin'],
  ['середина', 'middle'],
  ['середины', 'middle'],
  ['середине', 'middle'],
  ['середину', 'middle'],
  ['конец', 'end'],
  ['конца', 'end'],
  ['концу', 'end'],
  ['конце', 'end'],
])

function edgeSaid(tokens: Tokens, i: number): Match<Edge> | null {
  const edge = edges.get(tokens[i]?.text ?? '')
  if (edge !== undefined) return { end: i + 1, value: edge }
  if (is(tokens[i], 'самом', 'самого', 'самому')) {
    const found = edgeSaid(tokens, i + 1)
    return found === null ? null : { end: i + 2, value: found.value }
  }
  const day = is(tokens[i + 1], 'день', 'дня', 'дню', 'число', 'числа', 'числах', 'числам')
  if (!day) return null
  if (is(tokens[i], 'последний', 'последнего', 'последнему', 'последнее', 'последних'))
    return { end: i + 2, value: 'end' }
  return is(tokens[i], 'первый', 'первого', 'первому', 'первых') ? { end: i + 2, value: 'begin' } : null
}

/** «дня», «рабочего дня», «завтрашнего дня», «пятницы»: a part of that day. */
function partAt(tokens: Tokens, i: number, edge: Edge): Match<{ part: Part; day: DaySaid | null }> | null {
  const weekday = tokens[i]?.word.weekday
  if (weekday !== undefined && edge === 'end') {
    return { end: i + 1, value: { part: 'day-end', day: { type: 'weekday', weekday, which: 'bare' } } }
  }
  const offset = namedDays.get(tokens[i]?.text ?? '')
  const today = tokens[i]?.word.which === 'this' && !is(tokens[i], 'этом')
  const at = offset !== undefined || today ? i + 1 : i
  const working = is(tokens[at], 'рабочего')
  const noun = working ? at + 1 : at
  if (!is(tokens[noun], 'дня')) return null
  const part: Part =
    edge === 'begin' ? 'morning' : edge === 'middle' ? 'day' : working ? 'work-end' : 'day-end'
  const day: DaySaid | null = offset === undefined ? null : { type: 'offset', days: offset }
  return { end: noun + 1, value: { part, day } }
}
