import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { neutraliseBbcode } from './bbcode.ts'
import { safeCode, toFailure } from './errors.ts'
import { id as idSchema } from './schemas.ts'
import { seeTask, type TaskCardDeps } from './task-card.ts'

export const commentMethod = 'task.commentitem.add'

/** `task.*` methods read their parameters by position: the order of these keys is the order of the documentation. */
export function commentParams(actor: PortalUserId, id: number, message: string): object {
  return { TASKID: id, FIELDS: { POST_MESSAGE: message, AUTHOR_ID: actor } }
}

/**
 * The method is frozen since tasks 25.700.0, and the only one that can write in an employee's own name; its successor
 * writes as the webhook's owner.
 */
export async function commentTask(
  deps: TaskCardDeps,
  actor: PortalUserId,
  id: number,
  text: string,
  signal?: AbortSignal,
): Promise<Outcome<null>> {
  const message = neutraliseBbcode(text).trim()
  if (message === '') return { ok: false, reason: 'rejected', detail: `${commentMethod}: nothing to say` }
  const seen = await seeTask(deps, actor, id, signal)
  if (!seen.ok) return seen
  const params = commentParams(actor, id, message)
  const options = { version: 2, kind: 'write', schema: idSchema } as const
  const result = await deps.client.call(commentMethod, params, { ...options, signal })
  if (result.type === 'ok') return { ok: true, value: null }
  if (result.type === 'config' && result.kind === 'method') return unsupported(result.code)
  if (result.type !== 'rejected') return toFailure(commentMethod, 'write', result, deps.clock.now())
  const again = await seeTask(deps, actor, id, signal)
  // The webhook's owner may comment every task, and this employee this one: what is refused is the method.
  return again.ok ? unsupported(result.code) : again
}

function unsupported(code: string): Outcome<null> {
  return { ok: false, reason: 'unsupported', detail: `${commentMethod}: refused (${safeCode(code)})` }
}
