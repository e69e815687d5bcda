import type { Incoming } from '../../ports/incoming.ts'
import type { CardRecord } from '../../store/cards.ts'
import type { Unit } from '../../store/unit.ts'
import { readPressData } from '../chat/draft.ts'
import type { TurnDeps } from './deps.ts'
import { takeTurn } from './take-turn.ts'
import { putAside } from './trouble.ts'

/** What came of one update. */
export interface Taken {
  readonly incoming: Incoming
  /**
   * `repeated`: it had been taken before; `poisoned`: its turn threw every time, and it was put aside; `foreign`: it is
   * nothing to the dialogs, and nothing of it was stored (only where the chats are shared).
   */
  readonly result: 'taken' | 'repeated' | 'poisoned' | 'foreign'
  /** To be shown on the pressed button, after the commit. */
  readonly note: string | null
}

/**
 * Takes a batch in one transaction. An update that throws is tried again, and after the third time put aside without
 * holding up the others.
 */
export async function takeBatch(deps: TurnDeps, batch: readonly Incoming[]): Promise<readonly Taken[]> {
  const passed = await takeTogether(deps, batch)
  if (passed.taken !== null) return passed.taken
  return deps.store.transaction(async (unit) => {
    const taken: Taken[] = []
    for (const incoming of batch)
      taken.push(await takeUpdate(deps, unit, incoming, incoming === passed.threw ? 1 : 0))
    deps.reach('turn: before commit')
    return taken
  })
}

/**
 * A batch in which no turn throws, and that is nearly every one, needs no savepoints, which cost a sixth of a turn.
 * Otherwise nothing was stored, and `threw` is whose turn it was.
 */
async function takeTogether(
  deps: TurnDeps,
  batch: readonly Incoming[],
): Promise<{ readonly taken: readonly Taken[] | null; readonly threw?: Incoming }> {
  let at = 0
  const thrown: { error?: unknown } = {}
  try {
    const taken = await deps.store.transaction(async (unit) => {
      delete thrown.error
      const some: Taken[] = []
      try {
        for (const [nth, incoming] of batch.entries()) {
          at = nth
          some.push(await takeClaimed(deps, unit, incoming))
        }
        deps.reach('turn: before commit')
      } catch (error) {
        thrown.error = error
        throw error
      }
      return some
    })
    return { taken }
  } catch (error) {
    const [only] = batch
    if (error !== thrown.error || only === undefined) throw error
    if (batch.length === 1 && error instanceof ForeignUpdate)
      return { taken: [{ incoming: only, result: 'foreign', note: null }] }
    return { taken: null, threw: batch[at] ?? only }
  }
}

const triesMax = 3

async function takeUpdate(
  deps: TurnDeps,
  unit: Unit,
  incoming: Incoming,
  triesBefore: number,
): Promise<Taken> {
  let error: unknown = null
  for (let attempt = triesBefore; attempt < triesMax; attempt += 1) {
    try {
      return await unit.savepoint(() => takeClaimed(deps, unit, incoming))
    } catch (thrown) {
      if (thrown instanceof ForeignUpdate) return { incoming, result: 'foreign', note: null }
      error = thrown
    }
  }
  await unit.savepoint(() => putAside(deps, unit, incoming, error))
  return { incoming, result: 'poisoned', note: null }
}

async function takeClaimed(deps: TurnDeps, unit: Unit, incoming: Incoming): Promise<Taken> {
  const { event, sender } = incoming
  if (!(await unit.updates.claim(incoming.updateId, deps.clock.now())))
    return { incoming, result: 'repeated', note: null }
  deps.reach('turn: update claimed')
  const pressed = event.type === 'press' ? await cardOf(unit, event.data) : null
  const note = await takeTurn(
    deps,
    unit,
    { chat: sender.chat, sender },
    (turn) => {
      if (deps.shared === true && !turn.concerns(event, pressed)) throw new ForeignUpdate()
      turn.person(event, pressed)
    },
    event.type,
  )
  return { incoming, result: 'taken', note }
}

async function cardOf(unit: Unit, data: string): Promise<CardRecord | null> {
  const claimed = readPressData(data)
  return claimed === null ? null : unit.cards.load(claimed.token)
}

/** Rolls the claim of an update back: whoever it is for may see it twice when a process dies, but never not at all. */
class ForeignUpdate extends Error {
  override name = 'ForeignUpdate'
}
