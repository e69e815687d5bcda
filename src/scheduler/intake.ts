import type { Reach } from '../ports/fault-points.ts'
import type { Incoming } from '../ports/incoming.ts'
import type { Messenger } from '../ports/messenger.ts'
import type { Turns } from '../machines/turn/turns.ts'

export interface IntakeDeps {
  readonly turns: Pick<Turns, 'intake'>
  readonly messenger: Pick<Messenger, 'answerPress'>
  readonly reach: Reach
  /** There may be deliveries to make. */
  nudge(): void
}

/**
 * Takes a batch of updates: one transaction, then the fleeting part. Resolves when the batch is committed, so that the
 * channel may forget it; every press is answered, and nobody waits for that.
 */
export function createIntake(deps: IntakeDeps): (batch: readonly Incoming[]) => Promise<void> {
  return async (batch) => {
    const taken = await deps.turns.intake(batch)
    deps.reach('turn: after commit')
    deps.nudge()
    for (const { incoming, note } of taken) {
      if (incoming.event.type === 'press')
        void deps.messenger.answerPress(incoming.event.pressId, note ?? undefined)
    }
  }
}
