import { seconds } from './seconds.ts'
import type { Parameters } from './parameters.ts'
import { Refusal, tooManyRequests } from './refusal.ts'
import type { Webhook } from './state.ts'
import { dropExpired, rememberAllowedUpdates } from './updates.ts'
import type { MethodResult, World } from './world.ts'

const connectionsByDefault = 40
const connectionsMax = 100
const secretLengthMax = 256
const pauseMs = 1000

/** When each server last accepted a `setWebhook`; the pause is one of real time. */
const lastSetAtMs = new WeakMap<World, number>()

/**
 * Sets the webhook; an empty `url` removes it. Only plain http to the loopback is delivered to, so nothing else is taken;
 * the texts are the real server's for such addresses.
 */
export function setWebhook(world: World, parameters: Parameters): MethodResult {
  if (parameters.text('url') === '') return deleteWebhook(world, parameters)
  const now = performance.now()
  if (now < (lastSetAtMs.get(world) ?? -Infinity) + pauseMs) throw tooManyRequests(1)
  lastSetAtMs.set(world, now)
  const wanted = readWebhook(parameters)
  const drops = parameters.flag('drop_pending_updates')
  if (!drops && isSame(world.state.webhook, wanted)) {
    rememberAllowedUpdates(world.state, parameters)
    return { result: true, description: 'Webhook is already set' }
  }
  remove(world, drops)
  checkWebhook(wanted)
  rememberAllowedUpdates(world.state, parameters)
  world.state.webhook = wanted
  world.webhookChanged()
  return { result: true, description: 'Webhook was set' }
}

export function deleteWebhook(world: World, parameters: Parameters): MethodResult {
  const wasSet = world.state.webhook !== null
  remove(world, parameters.flag('drop_pending_updates'))
  return { result: true, description: wasSet ? 'Webhook was deleted' : 'Webhook is already deleted' }
}

export function getWebhookInfo(world: World): MethodResult {
  const { state } = world
  dropExpired(state, world.clock.now())
  const { webhook } = state
  const error = webhook?.lastError ?? null
  return {
    result: {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: state.updates.length,
      ...(error === null ? {} : { last_error_date: seconds(error.atMs), last_error_message: error.message }),
      ...(webhook === null ? {} : { max_connections: webhook.maxConnections, ip_address: webhook.ipAddress }),
      ...(state.allowedUpdates === null ? {} : { allowed_updates: state.allowedUpdates }),
    },
  }
}

function readWebhook(parameters: Parameters): Webhook {
  return {
    url: parameters.text('url'),
    secret: parameters.text('secret_token'),
    maxConnections: parameters.integer('max_connections', connectionsByDefault, 1, connectionsMax),
    ipAddress: parameters.text('ip_address') || '127.0.0.1',
    lastError: null,
    goneSinceMs: null,
  }
}

function isSame(current: Webhook | null, wanted: Webhook): boolean {
  return (
    current?.url === wanted.url &&
    current.secret === wanted.secret &&
    current.maxConnections === wanted.maxConnections &&
    current.ipAddress === wanted.ipAddress
  )
}

/** The old webhook is gone even when the new one turns out to be bad. */
function remove(world: World, drops: boolean): void {
  if (drops) world.state.updates = []
  if (world.state.webhook === null) return
  world.state.webhook = null
  world.webhookChanged()
}

function checkWebhook({ url, secret }: Webhook): void {
  const address = parseAddress(url)
  if (address === null) bad('invalid webhook URL specified')
  if (secret.length > secretLengthMax) bad('secret token is too long')
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) bad('secret token contains unallowed characters')
  if (address.protocol === 'https:') bad('bad webhook: Failed to resolve host: Name or service not known')
  if (!isLoopback(address.hostname)) bad('bad webhook: An HTTPS URL must be provided for webhook')
}

function parseAddress(url: string): URL | null {
  const address = URL.parse(url.includes('://') ? url : `https://${url}`)
  return address !== null && /^https?:$/.test(address.protocol) ? address : null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function bad(description: string): never {
  throw new Refusal(400, `Bad Request: ${description}`)
}
