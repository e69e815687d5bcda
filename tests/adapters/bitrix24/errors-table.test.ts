/** Every general error of the portal, as REST 2 and REST 3.0 write it, and what becomes of it for a read and a write. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { createBitrixClient } from '../../../src/adapters/bitrix24/client.ts'
import { toFailure } from '../../../src/adapters/bitrix24/errors.ts'
import type { Outcome, TroubleKind } from '../../../src/ports/outcome.ts'
import { createHandClock } from './hand-clock.ts'
import { cut, cutInTheMiddle, html, json, redirect, startScriptedPortal } from './scripted-portal.ts'
import type { Reply } from './scripted-portal.ts'

const v3 = 'BITRIX_REST_V3_EXCEPTION_'
const method = 'calendar.event.add'

async function failureOf(reply: Reply, kind: 'read' | 'write'): Promise<Outcome<never>> {
  await using portal = await startScriptedPortal(reply)
  const clock = createHandClock()
  const client = createBitrixClient({
    webhook: portal.webhook,
    clock,
    sleep: clock.sleep,
    log: () => {},
    retry: { attempts: 1, delayMs: 0 },
  })
  const result = await client.call(method, {}, { version: 2, kind, schema: z.unknown() })
  if (result.type === 'ok') throw new Error('It was taken for a good answer')
  return toFailure(method, kind, result, clock.now())
}

type Row = readonly [status: number, code: string, reason: string, trouble: TroubleKind | null, at?: string]

const rows: readonly Row[] = [
  [401, 'NO_AUTH_FOUND', 'config', 'portal_webhook'],
  [401, 'expired_token', 'config', 'portal_webhook'],
  [401, 'invalid_token', 'config', 'portal_webhook'],
  [400, 'invalid_grant', 'config', 'portal_webhook'],
  [400, 'invalid_client', 'config', 'portal_webhook'],
  [403, 'insufficient_scope', 'config', 'portal_scope', 'calendar (calendar.event.add)'],
  [403, `${v3}INSUFFICIENTSCOPEEXCEPTION`, 'config', 'portal_scope', 'calendar (calendar.event.add)'],
  [400, 'invalid_scope', 'config', 'portal_scope', 'calendar (calendar.event.add)'],
  [403, 'INVALID_CREDENTIALS', 'denied', 'portal_owner'],
  [403, `${v3}ACCESSDENIEDEXCEPTION`, 'denied', 'portal_owner'],
  [400, 'ERROR_TASK_CREATE_ACCESS_DENIED', 'denied', 'portal_owner'],
  [403, 'user_access_error', 'config', 'portal_owner'],
  [403, 'ACCESS_DENIED', 'config', 'portal_plan'],
  [402, 'PAYMENT_REQUIRED', 'config', 'portal_plan'],
  [401, 'METHOD_CONFIRM_WAITING', 'config', 'portal_confirmation'],
  [403, 'METHOD_CONFIRM_DENIED', 'config', 'portal_confirmation'],
  [404, 'ERROR_METHOD_NOT_FOUND', 'config', 'portal_method'],
  [404, 'ERROR_MANIFEST_IS_NOT_AVAILABLE', 'config', 'portal_method'],
  [404, `${v3}METHODNOTFOUNDEXCEPTION`, 'config', 'portal_method'],
  [400, 'INVALID_REQUEST', 'config', 'portal_https'],
  [503, 'OVERLOAD_LIMIT', 'config', 'portal_blocked'],
  [500, 'PORTAL_DELETED', 'config', 'portal_closed'],
  [403, 'PORTAL_DELETED', 'config', 'portal_closed'],
  [503, 'QUERY_LIMIT_EXCEEDED', 'temporary', 'portal_busy'],
  [429, 'TOO_MANY_REQUESTS', 'temporary', 'portal_busy'],
  [429, 'OPERATION_TIME_LIMIT', 'limited', 'portal_operating'],
  [400, 'WRONG_ENCODING', 'rejected', null],
  [400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'rejected', null],
  [405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'rejected', null],
  [400, `${v3}INVALIDJSONEXCEPTION`, 'rejected', null],
  [400, `${v3}ENTITYNOTFOUNDEXCEPTION`, 'rejected', null],
  [400, '100', 'rejected', null],
  [400, '', 'rejected', null],
]

const table = rows.map(([status, code, reason, kind, at = method]) => ({ status, code, reason, kind, at }))

describe.each(table)('$status $code', ({ status, code, reason, kind, at }) => {
  const trouble = kind === null ? undefined : { kind, at }

  test.each([
    ['REST 2', { error: code, error_description: 'Приказ № 7 отклонён' }],
    ['REST 3.0', { error: { code, message: 'Приказ № 7 отклонён' } }],
  ])(`as %s writes it is ${reason}, for a read as for a write`, async (_version, body) => {
    for (const kindOfCall of ['read', 'write'] as const) {
      const failure = await failureOf(json(status, body), kindOfCall)
      expect(failure).toMatchObject({ ok: false, reason })
      expect('trouble' in failure ? failure.trouble : undefined).toEqual(trouble)
      expect(JSON.stringify(failure)).not.toContain('Приказ')
    }
  })
})

test.each([
  ['INTERNAL_SERVER_ERROR', json(500, { error: 'INTERNAL_SERVER_ERROR', error_description: '' })],
  ['ERROR_UNEXPECTED_ANSWER', json(500, { error: 'ERROR_UNEXPECTED_ANSWER', error_description: '' })],
  ['ERROR_UNEXPECTED_ANSWER of REST 3.0', json(500, { error: { code: 'ERROR_UNEXPECTED_ANSWER' } })],
  ['a server error without a code', json(503, {})],
  ['a page of a proxy', html(502)],
  ['a page with a status of success', html(200)],
  ['nothing', (response) => void response.writeHead(200).end()],
  ['a cut connection', cut],
  ['half an answer', cutInTheMiddle],
] satisfies readonly (readonly [string, Reply])[])(
  '%s: a read may be asked again, a write is in doubt',
  async (_name, reply) => {
    const trouble = { kind: 'portal_silent', at: method }
    expect(await failureOf(reply, 'read')).toMatchObject({ reason: 'temporary', trouble })
    expect(await failureOf(reply, 'write')).toMatchObject({ reason: 'uncertain', trouble })
  },
)

test('a portal that has moved to where the secret must not go is the administrator’s business', async () => {
  expect(await failureOf(redirect('https://elsewhere.example/rest/'), 'write')).toMatchObject({
    reason: 'config',
    trouble: { kind: 'portal_moved' },
  })
})
