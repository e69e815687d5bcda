import { describe, expect, test } from 'vitest'
import { cleanText, cut, fitText, head } from '../../../src/adapters/telegram/text.ts'

describe('a text longer than Telegram takes', () => {
  test('ends with an ellipsis at 4,096 units', () => {
    const { text } = fitText({ text: 'я'.repeat(5_000), spans: [] })
    expect(text).toBe(`${'я'.repeat(4_095)}…`)
  })

  test('is never cut through an emoji', () => {
    const { text } = fitText({ text: `я${'😀'.repeat(3_000)}`, spans: [] })
    expect(text.isWellFormed()).toBe(true)
    expect(text).toBe(`я${'😀'.repeat(2_047)}…`)
    const even = fitText({ text: '😀'.repeat(3_000), spans: [] }).text
    expect(even).toBe(`${'😀'.repeat(2_047)}…`)
  })

  test('keeps the spans that are left, and shortens the one at the cut', () => {
    const { spans, text } = fitText({
      text: 'я'.repeat(5_000),
      spans: [
        { type: 'bold', offset: 0, length: 10 },
        { type: 'italic', offset: 4_000, length: 500 },
        { type: 'code', offset: 4_096, length: 4 },
        { type: 'code', offset: 4_900, length: 50 },
      ],
    })
    expect(spans).toEqual([
      { type: 'bold', offset: 0, length: 10 },
      { type: 'italic', offset: 4_000, length: 96 },
    ])
    expect(text).toHaveLength(4_096)
  })
})

test('a text of exactly 4,096 units is left alone', () => {
  const text = 'я'.repeat(4_096)
  expect(fitText({ text, spans: [] }).text).toBe(text)
})

test('a broken half of an emoji in a text does not make the whole message unsendable', () => {
  expect(fitText({ text: 'срок \uD83D!', spans: [] }).text).toBe('срок \uFFFD!')
})

test('a note and a prefix are cut the same safe way', () => {
  expect(cut('план', 4)).toBe('план')
  expect(cut('план 😀', 6)).toBe('план …')
  expect(head('план 😀', 6)).toBe('план ')
})

test('what people type loses NUL, bidi controls and half surrogates, and nothing else', () => {
  expect(cleanText('а\u0000б\u202Eв\u2066г\u2069 \uD800\n\t😀 é')).toBe('абвг \uFFFD\n\t😀 é')
})
