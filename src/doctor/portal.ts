/** The portal as the checks ask it: by the assistant's own client, remembering where it was sent to. */
import { createBitrixClient, type BitrixClient } from '../adapters/bitrix24/client.ts'
import { safeCode } from '../adapters/bitrix24/errors.ts'
import type { CallResult } from '../adapters/bitrix24/result.ts'
import type { z } from 'zod'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'

export interface Portal {
  readonly client: BitrixClient
  /** The host a renamed portal has sent us to; null while it has not. */
  movedTo(): string | null
  read<T>(method: string, params: object, schema: z.ZodType<T>, version?: 2 | 3): Promise<CallResult<T>>
  write<T>(
    method: string,
    params: object,
    schema: z.ZodType<T>,
    options?: { readonly version?: 2 | 3; readonly idempotencyKey?: string },
  ): Promise<CallResult<T>>
}

const retry = { attempts: 2, delayMs: 1_000 }

export function openPortal({ config, clock, sleep, random: randomness }: Scene): Portal {
  const seen: { host: string | null } = { host: null }
  const client = createBitrixClient({
    webhook: config.bitrix24.webhook,
    clock,
    sleep,
    randomness,
    retry,
    log: () => {},
    async fetch(address, init) {
      const response = await globalThis.fetch(address, init)
      const location = response.headers.get('location')
      // Of an address with the webhook's secret in it.
      if (location !== null) seen.host = URL.parse(location, config.bitrix24.webhook)?.host ?? seen.host
      return response
    },
  })
  return {
    client,
    movedTo: () => seen.host,
    read: (method, params, schema, version = 2) =>
      client.call(method, params, { version, kind: 'read', schema }),
    write: (method, params, schema, { version = 2, idempotencyKey } = {}) =>
      client.call(method, params, {
        version,
        kind: 'write',
        schema,
        ...(idempotencyKey !== undefined && { idempotencyKey, body: JSON.stringify(params) }),
      }),
  }
}

type Failed = Exclude<CallResult<unknown>, { type: 'ok' }>

/** Why a call that everything rests on has failed. The portal's own words are never shown: they may repeat ours. */
export function troubleOf(method: string, result: Failed, portal: Portal): Finding {
  if (result.type === 'config')
    return found(`portal_${result.kind}`, { method, host: portal.movedTo() ?? '?' })
  if (result.type === 'unreachable') return found('portal_unreachable', { cause: result.cause })
  if (result.type === 'uncertain') return found('portal_silent', { method, cause: result.cause })
  if (result.type === 'rejected') return found('portal_refuses', { method, code: safeCode(result.code) })
  return found('portal_busy', { method })
}
