import type { Notice, Notices } from '../../ports/employees.ts'
import type { Clock } from '../../ports/environment.ts'
import { neutraliseBbcode } from './bbcode.ts'
import type { BitrixClient } from './client.ts'
import { toFailure } from './errors.ts'
import { noticeResult } from './schemas.ts'

/** Without it the portal ignores TAG in calls of a webhook. */
const clientId = 'tgbot'

const current = 'im.notify.system.add'
const older = 'im.notify'

/**
 * System notices: no author, so nobody seems to have written to the person (`im.notify` of type USER would appear as a
 * message of the webhook's owner). Sending one again is harmless: the tag replaces the earlier one.
 */
export function createNotices(deps: { readonly client: BitrixClient; readonly clock: Clock }): Notices {
  const { client, clock } = deps
  let method = current

  return {
    async send(notice, signal) {
      let result = await call(method, notice, signal)
      if (method === current && result.type === 'config' && result.kind === 'method') {
        method = older
        result = await call(method, notice, signal)
      }
      if (result.type !== 'ok') return toFailure(method, 'write', result, clock.now())
      if (result.value === false) return { ok: false, reason: 'undelivered', detail: `${method}: false` }
      return { ok: true, value: null }
    },
  }

  function call(name: string, notice: Notice, signal?: AbortSignal) {
    const params = {
      USER_ID: notice.to,
      MESSAGE: neutraliseBbcode(notice.text).trim(),
      MESSAGE_OUT: neutraliseBbcode(notice.outsideText).trim(),
      TAG: notice.tag,
      CLIENT_ID: clientId,
      ...(name === older ? { TYPE: 'SYSTEM' } : {}),
    }
    const options = { version: 2, kind: 'write', schema: noticeResult } as const
    return client.call(name, params, signal === undefined ? options : { ...options, signal })
  }
}
