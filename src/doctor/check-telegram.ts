import type { Api } from 'grammy'
import { createTelegramClient } from '../adapters/telegram/client.ts'
import { failureOf, TelegramFailed, type Failure } from '../adapters/telegram/errors.ts'
import { readIdentity } from '../adapters/telegram/identity.ts'
import { createProxiedFetch } from '../adapters/telegram/proxied-fetch.ts'
import type { Fetch } from '../adapters/telegram/transport.ts'
import type { Clock } from '../ports/environment.ts'
import type { Config } from '../config/config.ts'
import { found, type Finding } from './finding.ts'
import type { Scene } from './scene.ts'
import { judgeClock, type ClockReading } from './skew.ts'

/** Reads only: `getUpdates` would take the updates away from an assistant that is at work. */
export async function checkTelegram({ config, clock }: Scene): Promise<readonly Finding[]> {
  const { token, apiRoot, proxyUrl } = config.telegram
  const transport = proxyUrl === null ? plainFetch : proxyThrough(proxyUrl)
  if (transport === null) return [found('proxy_wrong')]
  const readings: ClockReading[] = []
  const fetch = timed(transport, clock, (reading) => readings.push(reading))
  const api = createTelegramClient({ token, apiRoot, log: () => {}, fetch })
  try {
    const { username } = await readIdentity(api)
    return [
      found('token_ok', { bot: username }),
      ...readings.slice(0, 1).map((reading) => judgeClock('telegram', reading)),
      ...(await checkWebhook(api, config, clock)),
      ...(await checkAlertChat(api, config)),
    ]
  } catch (error) {
    if (error instanceof TelegramFailed) return [troubleOf(error.failure, proxyUrl !== null)]
    throw error
  }
}

const plainFetch: Fetch = (url, init) => globalThis.fetch(url, init)

function proxyThrough(url: string): Fetch | null {
  try {
    return createProxiedFetch(url)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function timed(fetch: Fetch, clock: Clock, note: (reading: ClockReading) => void): Fetch {
  return async (url, init) => {
    const sentAtMs = clock.now()
    const response = await fetch(url, init)
    const theirsMs = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(theirsMs)) note({ theirsMs, sentAtMs, receivedAtMs: clock.now() })
    return response
  }
}

function troubleOf(failure: Failure, proxied: boolean): Finding {
  if (failure.type === 'misconfigured')
    return found(failure.detail.startsWith('HTTP') ? 'telegram_foreign' : 'token_refused')
  const detail = 'detail' in failure ? failure.detail : failure.type
  return found(proxied ? 'telegram_unreachable_proxied' : 'telegram_unreachable', { detail })
}

/** What went wrong longer ago says nothing about today. */
const recentMs = 3_600_000
/** So many wait only for an assistant that has not run for a while. */
const pendingMany = 100

async function checkWebhook(api: Api, { telegram }: Config, clock: Clock): Promise<readonly Finding[]> {
  const { updates } = telegram
  try {
    const info = await api.getWebhookInfo()
    const url = info.url ?? ''
    const many = info.pending_update_count > pendingMany
    const waiting = many ? [found('updates_waiting', { count: info.pending_update_count })] : []
    if (updates.type === 'polling')
      return [
        url === '' ? found('polling_ok') : found('webhook_in_the_way', { host: hostOf(url) }),
        ...waiting,
      ]
    if (url !== updates.url)
      return [
        url === '' ? found('webhook_not_set') : found('webhook_elsewhere', { host: hostOf(url) }),
        ...waiting,
      ]
    const failedMs = (info.last_error_date ?? 0) * 1000
    const failing = clock.now() - failedMs < recentMs
    const why = (info.last_error_message ?? '').slice(0, 200)
    return [failing ? found('webhook_failing', { why }) : found('webhook_ok'), ...waiting]
  } catch (error) {
    return [found('webhook_unknown', { detail: failureOf(error).type })]
  }
}

/** Of an address that may hold a secret of somebody else's. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '?'
}

async function checkAlertChat(api: Api, { alertChat }: Config): Promise<readonly Finding[]> {
  if (alertChat === null) return [found('alerts_absent')]
  try {
    const { type } = await api.getChat(alertChat)
    return [found(type === 'private' ? 'alerts_ok' : 'alerts_not_private')]
  } catch (error) {
    const failure = failureOf(error)
    if (failure.type === 'refused') return [found('alerts_unreachable')]
    return [found('alerts_unknown', { detail: failure.type })]
  }
}
