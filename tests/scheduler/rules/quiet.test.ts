import { expect, test } from 'vitest'
import { isPaused, isQuiet } from '../../../src/scheduler/rules/quiet.ts'
import { at, defaults, moscow } from './people.ts'

test.each([
  ['2026-11-24 21:59', false],
  ['2026-11-24 22:00', true],
  ['2026-11-25 03:00', true],
  ['2026-11-25 06:59', true],
  ['2026-11-25 07:00', false],
])('quiet hours over midnight: at %s %s', (local, quiet) => {
  expect(isQuiet(at(local), moscow, defaults)).toBe(quiet)
})

test.each([
  ['2026-11-24 12:59', false],
  ['2026-11-24 13:00', true],
  ['2026-11-24 14:00', false],
])('quiet hours within a day: at %s %s', (local, quiet) => {
  const settings = { ...defaults, quiet: { fromMinutes: 13 * 60, toMinutes: 14 * 60 } }
  expect(isQuiet(at(local), moscow, settings)).toBe(quiet)
})

test('without quiet hours, or with none between the two times, nothing is quiet', () => {
  expect(isQuiet(at('2026-11-24 03:00'), moscow, { ...defaults, quiet: null })).toBe(false)
  const none = { ...defaults, quiet: { fromMinutes: 60, toMinutes: 60 } }
  expect(isQuiet(at('2026-11-24 03:00'), moscow, none)).toBe(false)
})

test('a pause lasts until the midnight before its date, in the person’s zone', () => {
  const settings = { ...defaults, pausedUntil: '2026-11-30' }
  expect(isPaused(at('2026-11-29 23:59'), moscow, settings)).toBe(true)
  expect(isPaused(at('2026-11-30 00:00'), moscow, settings)).toBe(false)
  expect(isPaused(at('2026-11-29 23:59'), 'Asia/Almaty', settings)).toBe(false)
})
