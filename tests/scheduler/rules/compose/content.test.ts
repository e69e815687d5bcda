import { expect, test } from 'vitest'
import {
  renderContent,
  shortTitle,
  textMax,
  type Content,
} from '../../../../src/scheduler/rules/compose/content.ts'

const more = (count: number): string => `и ещё ${count}`

function content(changes: Partial<Content>): Content {
  return { opening: ['Начало'], sections: [], closing: [], rows: [], ...changes }
}

test('blocks are apart by an empty line, empty rows of buttons are left out', () => {
  const button = { label: 'Задачи', act: { type: 'tasks' as const } }
  const { text, rows } = renderContent(
    content({ sections: [{ title: null, items: ['раз', 'два'] }], closing: ['Конец'], rows: [[], [button]] }),
    more,
  )
  expect(text).toBe('Начало\n\nраз\nдва\n\nКонец')
  expect(rows).toEqual([[button]])
})

test('where seven lines of each section are too many for a message, fewer of each are shown', () => {
  const sections = Array.from({ length: 12 }, (_, index) => ({
    title: `Раздел ${index}`,
    items: Array.from({ length: 20 }, () => 'ж'.repeat(90)),
  }))
  const { text, spans } = renderContent(content({ sections, closing: ['Конец'] }), more)
  expect(text.length).toBeLessThanOrEqual(textMax)
  expect(text.endsWith('\n\nКонец')).toBe(true)
  expect(text.match(/и ещё 18/g)).toHaveLength(12)
  expect(spans.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(
    sections.map(({ title }) => title),
  )
})

test('what is too long even so is cut, never within a character, and no span points past the end', () => {
  const sections = Array.from({ length: 60 }, () => ({ title: 'Раздел', items: ['🙂'.repeat(40)] }))
  const { text, spans } = renderContent(content({ opening: ['Начало!'], sections }), more)
  expect(text.length).toBeLessThanOrEqual(textMax)
  expect(text.isWellFormed()).toBe(true)
  expect(text.endsWith('…')).toBe(true)
  expect(spans.every(({ offset, length }) => offset + length <= text.length)).toBe(true)
})

test.each([
  ['  Отчёт \n за\u2028октябрь ', 'Отчёт за октябрь'],
  ['ж'.repeat(80), 'ж'.repeat(80)],
  ['ж'.repeat(81), `${'ж'.repeat(79)}…`],
  ['👨‍👩‍👧'.repeat(81), `${'👨‍👩‍👧'.repeat(79)}…`],
  [`${'ж'.repeat(78)} ${'ж'.repeat(5)}`, `${'ж'.repeat(78)}…`],
])('the title %j is shown as %j', (title, short) => {
  expect(shortTitle(title)).toBe(short)
})
