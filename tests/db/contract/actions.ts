import { describe, expect, test } from 'vitest'
import { action, anna, createSetClock, igor, START_MS } from '../fixtures.ts'
import type { OpenEmpty } from './empty-database.ts'

export function describeActions(openEmpty: OpenEmpty): void {
  describe('an action', () => {
    test('is written down once, before it is tried, and has no outcome until it has one', async () => {
      const { store } = await openEmpty(createSetClock())
      await store.transaction(async ({ actions }) => {
        await actions.begin(action('first', anna))
        await actions.begin(action('first', anna, { object: 'task:1', atMs: START_MS + 5 }))
      })
      const begun = { ...action('first', anna), outcome: null, endedAtMs: null }
      expect(await store.transaction((unit) => unit.actions.ofEmployee(anna.employee, 10))).toEqual([begun])
      await store.transaction(async ({ actions }) => {
        await actions.end('first', 'uncertain', START_MS + 10)
        await actions.end('first', 'done', START_MS + 20)
        await actions.end('nobody’s', 'done', START_MS + 20)
      })
      expect(await store.transaction((unit) => unit.actions.ofEmployee(anna.employee, 10))).toEqual([
        { ...begun, outcome: 'done', endedAtMs: START_MS + 20 },
      ])
    })

    test('that makes something names it at the end, and keeps the name', async () => {
      const { store } = await openEmpty(createSetClock())
      const made = await store.transaction(async ({ actions }) => {
        await actions.begin(action('a', anna, { object: null }))
        await actions.end('a', 'done', START_MS + 1, 'task:8017')
        await actions.end('a', 'done', START_MS + 2)
        return actions.ofEmployee(anna.employee, 1)
      })
      expect(made).toMatchObject([{ object: 'task:8017', endedAtMs: START_MS + 2 }])
    })

    test('is looked up by whom it was done for, the latest first', async () => {
      const { store } = await openEmpty(createSetClock())
      const ids = await store.transaction(async ({ actions }) => {
        await actions.begin(action('a', anna))
        await actions.begin(action('b', igor, { object: null, service: 'bitrix.tasks.add' }))
        await actions.begin(action('c', anna, { atMs: START_MS + 2 }))
        await actions.begin(action('d', anna, { atMs: START_MS + 1 }))
        return (await actions.ofEmployee(anna.employee, 2)).map(({ id }) => id)
      })
      expect(ids).toEqual(['c', 'd'])
    })
  })
}
