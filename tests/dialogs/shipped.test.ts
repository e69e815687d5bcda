/** The dialogs against the services the assistant really has: not even a warning. */
import { expect, test, vi } from 'vitest'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { loadDialogs } from '../../src/dialogs/load.ts'
import type { loadShippedDialogs } from '../../src/dialogs/shipped.ts'
import type { Services } from '../../src/machines/services.ts'
import { knownServices } from '../../src/authoring/known-services.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'
import { openWorld } from '../support/world.ts'

const seen: Services[] = []

// The registry is put together where the assistant is, and nowhere else: it is looked at on its way.
vi.mock(import('../../src/dialogs/shipped.ts'), async (original) => {
  const shipped = await original()
  const load: typeof loadShippedDialogs = (services, ...rest) => {
    seen.push(services)
    return shipped.loadShippedDialogs(services, ...rest)
  }
  return { ...shipped, loadShippedDialogs: load }
})

test('every dialog fits the services it asks, and says every text it has', async () => {
  await using _world = await openWorld({ ticker: false })
  const services = seen[0] ?? new Map()
  expect(services.size).toBeGreaterThan(20)
  const { problems, sources } = await loadDialogs('src/dialogs', {
    services,
    functions: functionNames,
    facts: new Set(['linked']),
  })
  expect(formatProblems(problems, sources, 'ru')).toBe('')
})

test('authors are told of the same services as there are, with the same refusals and texts', async () => {
  await using _world = await openWorld({ ticker: false })
  expect(toldOf(knownServices())).toEqual(toldOf(seen.at(-1) ?? new Map()))
})

function toldOf(services: Services): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...services].map(([name, { type, reasons, says = {} }]) => [
      name,
      { type, reasons: new Set(reasons), says },
    ]),
  )
}
