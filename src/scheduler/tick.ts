/**
 * The two halves of keeping time: planning what people shall be told, and sending what has fallen due. Whoever runs them —
 * the ticker's own loop, a timer, an HTTP call — may run them at any time, twice or ten at once: chats and rows are shared
 * out by the database.
 */
import { planPeople, type PlanningDeps } from './notify/plan-people.ts'
import { sendDue, type DueWhich, type SendingDeps } from './notify/send-due.ts'
import { scanEveryMs } from './rules/pacing.ts'

export type TickDeps = PlanningDeps & SendingDeps

export interface TickReport {
  readonly planned: number
  readonly sent: number
}

/** Everything, once. Never does the same twice. @throws Error when the database is away. */
export async function tick(deps: TickDeps, signal?: AbortSignal): Promise<TickReport> {
  const before = await sendAll(deps, signal)
  const planned = await planAll(deps, signal)
  return { planned, sent: before + (await sendAll(deps, signal)) }
}

/** Plans for everybody it is time to; reading the portal may take a while. Returns how many that were. */
export async function planAll(deps: TickDeps, signal?: AbortSignal): Promise<number> {
  const abort = signal === undefined ? {} : { signal }
  let planned = 0
  for (let some = 1; some > 0 && signal?.aborted !== true; planned += some) {
    some = await planPeople(deps, { staleMs: scanEveryMs(deps.operatingShare()), ...abort })
  }
  return planned
}

/** Hands everything that is due to the outbox. Returns how many messages that were. */
export async function sendAll(deps: TickDeps, signal?: AbortSignal): Promise<number> {
  return (await sendPart(deps, 'prompt', signal)) + (await sendPart(deps, 'others', signal))
}

/** One part of what is due: for who does both beside each other, so that a digest holds up no reminder. */
export async function sendPart(deps: TickDeps, which: DueWhich, signal?: AbortSignal): Promise<number> {
  let sent = 0
  for (let more = true; more && signal?.aborted !== true;) {
    const batch = await sendDue(deps, which, signal)
    sent += batch.sent
    more = batch.more
  }
  return sent
}
