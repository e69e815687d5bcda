import { z } from 'zod'
import { toPortalUserId } from '../../ports/identity.ts'
import type { NameBook, Participant } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { command, readBatch } from './batch.ts'
import type { Command } from './batch.ts'
import type { BitrixClient } from './client.ts'
import type { Priority } from './limiter.ts'
import { toFailure } from './errors.ts'
import { unshared, type SharedMemory } from './shared-memory.ts'
import { userRows } from './schemas.ts'
import type { UserRow } from './schemas.ts'
import { toColleague } from './users.ts'

const method = 'user.get'
/** `user.get` has pages of fifty. */
const chunkSize = 50
/** A portal with more people than this asks again for those it has not seen for longest. */
const keptMax = 10_000

interface Kept {
  /** Null: the portal knows nobody of this number. */
  readonly name: string | null
  readonly untilMs: number
}

/**
 * Names by `user.get`, kept for `ttlMs`; that somebody is unknown is kept as well. Dismissed people keep their names.
 * All that is missing is asked for in one request.
 */
export function createNameBook(deps: {
  readonly client: BitrixClient
  readonly clock: Clock
  readonly ttlMs: number
  /** Default `interactive`. */
  readonly priority?: Priority
  /** Names that another process has learnt are known. */
  readonly memory?: SharedMemory
}): NameBook {
  const { client, clock, ttlMs, priority = 'interactive', memory = unshared } = deps
  const kept = new Map<PortalUserId, Kept>()

  return {
    async names(ids, signal) {
      const wanted = [...new Set(ids)]
      const nowMs = clock.now()
      const known = new Map(wanted.flatMap((id) => freshName(id, nowMs)))
      await learn(
        wanted.filter((id) => !known.has(id)),
        known,
      )
      const missing = wanted.filter((id) => !known.has(id))
      if (missing.length > 0) {
        const asked = await ask(missing, signal)
        if (!asked.ok) return asked
        for (const id of missing) known.set(id, asked.value.get(id) ?? null)
      }
      return { ok: true, value: wanted.flatMap((id) => participant(id, known.get(id) ?? null)) }
    },
  }

  function freshName(id: PortalUserId, nowMs: number): [PortalUserId, string | null][] {
    const entry = kept.get(id)
    return entry === undefined || entry.untilMs <= nowMs ? [] : [[id, entry.name]]
  }

  /** From other processes; how long they have known counts, too. */
  async function learn(ids: readonly PortalUserId[], known: Map<PortalUserId, string | null>): Promise<void> {
    if (ids.length === 0 || ttlMs === 0) return
    const found = await memory.get(ids.map(keyOf))
    for (const id of ids) {
      const entry = sharedName.safeParse(found.get(keyOf(id)))
      if (!entry.success || entry.data.untilMs <= clock.now()) continue
      known.set(id, entry.data.name)
      kept.set(id, entry.data)
    }
  }

  async function ask(
    ids: readonly PortalUserId[],
    signal?: AbortSignal,
  ): Promise<Outcome<ReadonlyMap<PortalUserId, string>>> {
    const results = await readBatch(client, commandsFor(ids), { signal, priority })
    const names = new Map<PortalUserId, string>()
    for (const result of Object.values(results)) {
      if (result.type !== 'ok') return toFailure(method, 'read', result, clock.now())
      for (const row of result.value) {
        const id = toPortalUserId(row.ID)
        // A dropped filter would make everybody beyond the first page unknown.
        if (!ids.includes(id)) {
          return { ok: false, reason: 'config', detail: `${method}: the filter by ids was not applied` }
        }
        names.set(id, toColleague(row).name)
      }
    }
    for (const id of ids) keep(id, names.get(id) ?? null)
    await memory.set(new Map(ids.flatMap((id) => sharedEntry(id))), ttlMs)
    return { ok: true, value: names }
  }

  function sharedEntry(id: PortalUserId): [string, Kept][] {
    const entry = kept.get(id)
    return entry === undefined ? [] : [[keyOf(id), entry]]
  }

  function keep(id: PortalUserId, name: string | null): void {
    kept.delete(id)
    kept.set(id, { name, untilMs: clock.now() + ttlMs })
    // A map remembers the order of insertion: the first is the one asked for longest ago.
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax) break
      kept.delete(oldest)
    }
  }
}

const sharedName = z.object({ name: z.string().nullable(), untilMs: z.number() })

function keyOf(id: PortalUserId): string {
  return `name:${id}`
}

function participant(id: PortalUserId, name: string | null): readonly Participant[] {
  return name === null ? [] : [{ id, name }]
}

function commandsFor(ids: readonly PortalUserId[]): Readonly<Record<string, Command<UserRow[]>>> {
  const count = Math.ceil(ids.length / chunkSize)
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const chunk = ids.slice(at * chunkSize, (at + 1) * chunkSize)
      return [`page${at}`, command(method, { FILTER: { '@ID': chunk }, select: nameFields }, userRows)]
    }),
  )
}

const nameFields = ['ID', 'NAME', 'LAST_NAME'] as const
