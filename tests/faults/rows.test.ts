/** Every row of `npm run faults`, once and small: docs/faults.md has the large figures. */
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import { holds, type Base } from '../../faults/row.ts'
import { rows } from '../../faults/rows.ts'
import { createAssistants } from '../support/faults/assistants.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import { seededRandomness } from '../support/random.ts'

const assistants = createAssistants()
afterAll(() => assistants[Symbol.asyncDispose]())

/** A row that can be tried on both is tried on PostgreSQL: other tests do the same on SQLite. */
const cases = rows.map((row) => ({ ...row, base: baseOf(row.bases) }))

test.each(cases)(
  'nothing is lost, reordered or done twice: $about ($name)',
  { timeout: 90_000 },
  async ({ run, base }) => {
    const seed = systemClock.now() % 1_000_000
    const random = seededRandomness(seed)
    const found = await run({ base, random, bounded: true, assistants, servers: sharedServers })
    expect({ seed, ...found }).toMatchObject({ lost: 0, reordered: 0, createdTwice: 0, violations: [] })
    expect(holds(found)).toBe(true)
  },
)

function baseOf(bases: readonly Base[]): Base {
  return bases.find((base) => base === 'postgres') ?? 'sqlite'
}
