import type { Directory, Participant } from '../../ports/employees.ts'
import type { Outcome } from '../../ports/outcome.ts'

/**
 * Refuses with `inactive_participants` (`name` in the data) when somebody invited is no active employee any more: found
 * a while ago, and dismissed since. Null when all of them may come.
 */
export async function refuseInactive(
  directory: Pick<Directory, 'active'>,
  people: readonly Participant[],
  signal: AbortSignal,
): Promise<Extract<Outcome, { ok: false }> | null> {
  if (people.length === 0) return null
  const active = await directory.active(
    people.map(({ id }) => id),
    signal,
  )
  // Nothing has been written yet: an answer that was lost can simply be asked for again.
  if (!active.ok) return active.reason === 'uncertain' ? { ...active, reason: 'temporary' } : active
  const gone = people.filter(({ id }) => !active.value.includes(id))
  if (gone.length === 0) return null
  return {
    ok: false,
    reason: 'inactive_participants',
    data: { name: gone.map(({ name }) => name).join(', ') },
  }
}
