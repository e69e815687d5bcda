import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ZodError } from 'zod'
import { checkedSettings, defaultSettings, settingsOf } from '../../../src/dialogs/settings/settings-of.ts'
import type { Settings } from '../../../src/store/settings.ts'
import { defaults } from './desk.ts'

function stored(row: unknown): Settings {
  return row as Settings
}

test('whoever has changed nothing has the hours and minutes of the configuration, and the rest of the rules', () => {
  const own = defaultSettings({
    morningAtMinutes: 450,
    eveningAtMinutes: 1_170,
    eventLeadMinutes: 20,
    importantLeadMinutes: null,
  })
  expect(settingsOf(null, own)).toEqual({
    language: null,
    notifications: {
      enabled: true,
      morning: { enabled: true, atMinutes: 450 },
      evening: { enabled: true, atMinutes: 1_170 },
      events: { enabled: true, leadMinutes: 20, importantLeadMinutes: null },
      deadlines: { dayBefore: true, onDay: true, passed: true },
      workDaysOnly: true,
      skipEmpty: true,
      quiet: { fromMinutes: 1_320, toMinutes: 420 },
      pausedUntil: null,
    },
    chosenAtMs: { morning: 0, evening: 0, all: 0 },
  })
})

test('a row of an older shape keeps what it says, and gets the defaults for the rest', () => {
  const row = {
    language: 'en',
    notifications: {
      morning: { enabled: false },
      events: { leadMinutes: 5, importantLeadMinutes: null },
      quiet: null,
      pausedUntil: '2026-12-01',
      gone: true,
    },
  }
  const complete = settingsOf(stored(row), defaults)
  expect(complete.language).toBe('en')
  expect(complete.chosenAtMs).toEqual(defaults.chosenAtMs)
  expect(complete.notifications).toEqual({
    ...defaults.notifications,
    morning: { enabled: false, atMinutes: 480 },
    events: { enabled: true, leadMinutes: 5, importantLeadMinutes: null },
    quiet: null,
    pausedUntil: '2026-12-01',
  })
})

test.each([
  ['no hour of the day', { morning: { atMinutes: 1_440 } }],
  ['half a minute', { morning: { atMinutes: 480.5 } }],
  ['no date', { pausedUntil: '2026-02-30' }],
  ['another kind of date', { pausedUntil: '30.11.2026' }],
  ['a lead of no minutes', { events: { leadMinutes: 0 } }],
  ['a word for a switch', { enabled: 'yes', deadlines: 'all' }],
  ['half the quiet hours', { quiet: { fromMinutes: 60 } }],
])('%s counts as nothing said', (_what, notifications) => {
  expect(settingsOf(stored({ notifications }), defaults)).toEqual(defaults)
})

test('no row whatever makes it fail, and what comes out can be saved as it is', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (row, part, leaf) => {
      const rows = [
        row,
        { notifications: part, language: leaf },
        { notifications: { morning: part, events: leaf, quiet: part, pausedUntil: leaf }, chosenAtMs: row },
      ]
      for (const one of rows) {
        const complete = settingsOf(stored(one), defaults)
        expect(checkedSettings(complete)).toEqual(complete)
        expect(settingsOf(complete, defaults)).toEqual(complete)
      }
    }),
    { numRuns: 300 },
  )
})

test('nobody can save what could not have been chosen', () => {
  const { notifications } = defaults
  const never = [
    { ...defaults, notifications: { ...notifications, pausedUntil: 'завтра' } },
    { ...defaults, notifications: { ...notifications, morning: { enabled: true, atMinutes: -1 } } },
    { ...defaults, chosenAtMs: { morning: 0.5, evening: 0, all: 0 } },
  ]
  for (const one of never) expect(() => checkedSettings(one)).toThrow(ZodError)
})
