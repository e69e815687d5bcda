import { expect, test } from 'vitest'
import { employees, sentences, understood } from './one-sentence.ts'

test('there are two hundred employees, namesakes among them, and sentences enough', () => {
  expect(employees).toHaveLength(200)
  expect(new Set(employees.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).size).toBeLessThan(
    200,
  )
  expect(sentences.length).toBe(507)
})

test.each(sentences.map((row) => [row.dialog, row.text, row] as const))('%s: %s', (dialog, text, row) => {
  expect(understood(dialog, text)).toEqual(row)
})
