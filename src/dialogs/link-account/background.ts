import type { BackgroundCall } from '../../machines/services.ts'
import type { ChatId } from '../../ports/identity.ts'
import type { Unit } from '../../store/unit.ts'

/** Has a service called after the commit, with nobody waiting. The operation is its id: it is never enqueued twice. */
export async function enqueueCall(
  unit: Pick<Unit, 'deliveries'>,
  chat: ChatId,
  nowMs: number,
  call: BackgroundCall,
): Promise<void> {
  const payload = { service: call.service, input: call.input, operation: call.operation }
  await unit.deliveries.enqueue([
    { id: call.operation, lane: null, kind: 'call', chat, payload, dueAtMs: nowMs },
  ])
}
