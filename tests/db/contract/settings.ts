import { describe, expect, test } from 'vitest'
import { anna, createSetClock, igor, settings, START_MS } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeSettings(openEmpty: OpenEmpty): void {
  describe('settings', () => {
    test('are nothing until the person has changed something, then what was last chosen', async () => {
      const { store } = await openEmpty(createSetClock())
      const late = { ...settings({ pausedUntil: '2026-12-01', quiet: null }), language: 'en' as const }
      await store.transaction(async (unit) => {
        expect(await unit.settings.load(anna.chat)).toBeNull()
        await unit.settings.save(anna.chat, settings(), START_MS)
        await unit.settings.save(anna.chat, late, START_MS + 1)
      })
      expect(await store.transaction((unit) => unit.settings.load(anna.chat))).toEqual(late)
    })

    test('are dropped for one person alone', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async (unit) => {
        await unit.settings.save(anna.chat, settings(), START_MS)
        await unit.settings.save(igor.chat, settings({ enabled: false }), START_MS)
        await unit.settings.drop(anna.chat)
        await unit.settings.drop(anna.chat)
        expect(await unit.settings.load(anna.chat)).toBeNull()
        expect(await unit.settings.load(igor.chat)).toEqual(settings({ enabled: false }))
      })
    })
  })
}
