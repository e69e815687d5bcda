import { describe, expect, test } from 'vitest'
import { createSetClock } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeWorkDays(openEmpty: OpenEmpty): void {
  describe('work days', () => {
    test('are kept by date, and a year is replaced as a whole', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        expect(await unit.workDays.all()).toEqual([])
        await unit.workDays.replaceYear(2027, [
          { date: '2027-02-20', kind: 'work' },
          { date: '2027-01-04', kind: 'off' },
        ])
        await unit.workDays.replaceYear(2026, [{ date: '2026-12-31', kind: 'off' }])
      })
      expect(await store.transaction((unit) => unit.workDays.all())).toEqual([
        { date: '2026-12-31', kind: 'off' },
        { date: '2027-01-04', kind: 'off' },
        { date: '2027-02-20', kind: 'work' },
      ])
      await store.transaction((unit) =>
        unit.workDays.replaceYear(2027, [{ date: '2027-12-30', kind: 'short' }]),
      )
      await store.transaction((unit) => unit.workDays.replaceYear(2026, []))
      expect(await store.transaction((unit) => unit.workDays.all())).toEqual([
        { date: '2027-12-30', kind: 'short' },
      ])
    })
  })
}
