import { expect, test } from 'vitest'
import { condition, durationMs, type Condition } from '../../src/machines/language/definition-parts.ts'
import { holds } from '../../src/machines/statechart/rules.ts'

const answers = {
  priority: 'high',
  count: 3,
  urgent: true,
  deadline: null,
  assignee: { id: 7, name: 'Иванов Пётр' },
  any: 'a step may be called so',
}

test.for<[Condition, boolean]>([
  [{}, true],
  [{ priority: 'high' }, true],
  [{ priority: 'normal' }, false],
  [{ priority: ['normal', 'high'] }, true],
  [{ priority: ['normal', 'low'] }, false],
  [{ count: 3 }, true],
  [{ count: '3' }, false],
  [{ count: { above: 2 } }, true],
  [{ count: { above: 3 } }, false],
  [{ count: { below: 4 } }, true],
  [{ count: { below: 3 } }, false],
  [{ priority: { above: 1 } }, false],
  [{ urgent: true }, true],
  [{ urgent: false }, false],
  [{ deadline: 'empty' }, true],
  [{ deadline: 'filled' }, false],
  [{ description: 'empty' }, true],
  [{ description: 'filled' }, false],
  [{ description: 'x' }, false],
  [{ priority: 'filled' }, true],
  [{ urgent: 'filled' }, true],
  [{ 'assignee.id': 7 }, true],
  [{ 'assignee.id': { above: 7 } }, false],
  [{ 'assignee.position': 'empty' }, true],
  [{ 'assignee.name.length': 'filled' }, false],
  [{ priority: 'high', count: 3 }, true],
  [{ priority: 'high', count: 4 }, false],
  [{ all: [{ priority: 'high' }, { urgent: true }] }, true],
  [{ all: [{ priority: 'high' }, { urgent: false }] }, false],
  [{ any: [{ priority: 'normal' }, { urgent: true }] }, true],
  [{ any: [{ priority: 'normal' }, { urgent: false }] }, false],
  [{ not: { priority: 'high' } }, false],
  [{ not: { deadline: 'filled' } }, true],
  [{ not: { any: [{ count: 1 }, { all: [{ urgent: true }, { count: 2 }] }] } }, true],
  [{ any: 'a step may be called so' }, true],
  [{ any: ['this', 'a step may be called so'] }, true],
  [{ all: 'empty' }, true],
  [{ not: 'filled' }, false],
])('%j holds: %s', ([when, held]) => {
  expect(condition.parse(when)).toEqual(when)
  expect(holds(when, answers)).toBe(held)
})

test.for([
  ['250ms', 250],
  ['20s', 20_000],
  ['30m', 1_800_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
] as const)('%s is %d ms', ([text, ms]) => {
  expect(durationMs(text)).toBe(ms)
})

test.for(['', '5', 's', '1.5h', '-3m', '1w'])('«%s» is no duration', (text) => {
  expect(() => durationMs(text)).toThrow(RangeError)
})

test.for([
  { '__proto__.x': 'empty' },
  { 'a.__proto__': 1 },
  { A: 1 },
  { a: null },
  { a: [] },
  { any: [] },
  { a: { over: 1 } },
])('%j is no condition', (when) => {
  expect(condition.safeParse(when).success).toBe(false)
})

test('a condition never looks into what a value inherits', () => {
  expect(holds({ '__proto__.constructor': 'filled' }, answers)).toBe(false)
  expect(holds({ 'assignee.constructor': 'filled' }, answers)).toBe(false)
})
