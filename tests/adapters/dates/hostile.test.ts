import { expect, test } from 'vitest'
import { normalise, scannedMax } from '../../../src/adapters/dates/normalise.ts'
import { read } from './read.ts'

const longest = 4096

/** What made chrono's Russian time-unit parsers run for seconds, and its like for our own rules. */
const words =
  'час|минут|1 час|1|12|.|:|-|,|;| |\n|(|🎉|\u0301|ё|понедельник|апреля|пятого|двадцать|полтора|с|до|через|каждый|за|и|' +
  'завтар|15-го|25.12|12:00|1/2|a|an hour and|at 5|1 march|monday|for|quarter|end of|«|"|№|первый|конца|раз в|в течение|2-3|через 2-|по|от|без|every|the 1st of|from|in 2-'
const repeated = words.split('|')

function filled(unit: string): string {
  return unit.repeat(Math.ceil(longest / unit.length)).slice(0, longest)
}

test.each(repeated)('4,096 characters of %j are scanned no further than the cap and mean no date', (unit) => {
  for (const gap of ['', ' ', '  ', '   ', '    ']) {
    const text = filled(unit + gap)
    expect(normalise(text).text.length).toBeLessThanOrEqual(scannedMax)
    const { status, spans } = read(text)
    expect(status).toMatch(/^(?:none|invalid|recurrence|ok|ambiguous)$/)
    for (const { end } of spans) expect(end).toBeLessThanOrEqual(longest)
  }
})

test('a date before a long tail is read, one behind the cap is not', () => {
  const tail = filled('слово ')
  expect(read(`завтра ${tail}`).value?.start.local).toBe('2026-03-11')
  expect(read(`${tail} завтра`)).toMatchObject({ status: 'none', notes: ['capped'] })
})

test('the cap never cuts a number in half', () => {
  const text = `${'а'.repeat(scannedMax - 8)} 25.12.2026`
  expect(read(text).status).toBe('none')
})

test('white space counts once against the cap', () => {
  expect(read(`${' \t\u00A0'.repeat(1300)}завтра`).value?.start.local).toBe('2026-03-11')
})
