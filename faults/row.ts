/** What every row of the report is made of: a trial goes in, a tally comes out. */
import type { Randomness } from '../src/ports/environment.ts'
import type { Assistants } from '../tests/support/faults/assistants.ts'
import type { Servers } from '../tests/support/postgres/keeper.ts'

export type Base = 'sqlite' | 'postgres' | 'pgbouncer'

export interface Row {
  /** As `--only` names it. */
  readonly name: string
  /** What is done to the assistant, in a few words. */
  readonly about: string
  /** On which databases. */
  readonly bases: readonly Base[]
  run(trial: Trial): Promise<Tally>
}

export interface Trial {
  readonly base: Base
  /** The same numbers for the same seed. What they meet is the assistant's own speed, and differs from run to run. */
  readonly random: Randomness
  /** A small number of everything: what every test run can afford. */
  readonly bounded: boolean
  readonly assistants: Assistants
  servers(): Promise<Servers>
}

export interface Tally {
  /** Conversations led from beginning to end, attacks tried, rows worked off: what the row says it does. */
  readonly runs: number
  /** Processes killed, connections cut, answers withheld. */
  readonly faults: number
  /** What somebody was owed and never got: a message, a turn, an object of the portal. */
  readonly lost: number
  /** Messages that came before one they follow. */
  readonly reordered: number
  /** Messages that came more than once. */
  readonly repeated: number
  /** How many could: attempts whose end nobody heard of. */
  readonly repeatable: number
  /** Objects of the portal that are there more than once. */
  readonly createdTwice: number
  /** What must never be, in words; empty when all is well. */
  readonly violations: readonly string[]
  readonly note?: string
}

/** A row with nothing to count but these. */
export function tally(counts: Partial<Tally> & Pick<Tally, 'runs'>): Tally {
  return {
    faults: 0,
    lost: 0,
    reordered: 0,
    repeated: 0,
    repeatable: 0,
    createdTwice: 0,
    violations: [],
    ...counts,
  }
}

/** Whether the row may be called passed. */
export function holds(one: Tally): boolean {
  const { lost, reordered, repeated, repeatable, createdTwice, violations } = one
  return (
    lost === 0 && reordered === 0 && createdTwice === 0 && violations.length === 0 && repeated <= repeatable
  )
}
