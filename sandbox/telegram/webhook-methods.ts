import { seconds } from './message-json.ts'
import type { Parameters } from './parameters.ts'
import { dropExpired } from './updates.ts'
import type { MethodResult, World } from './world.ts'

export function deleteWebhook(world: World, parameters: Parameters): MethodResult {
  const { state } = world
  const drops = parameters.flag('drop_pending_updates')
  if (drops) state.updates = []
  const wasSet = state.webhook !== null
  state.webhook = null
  return { result: true, description: wasSet || drops ? 'Webhook was deleted' : 'Webhook is already deleted' }
}

export function getWebhookInfo(world: World): MethodResult {
  const { state } = world
  const { webhook } = state
  dropExpired(state, world.clock.now())
  return {
    result: {
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: state.updates.length,
      ...(webhook === null || webhook.lastError === null
        ? {}
        : {
            last_error_date: seconds(webhook.lastError.atMs),
            last_error_message: webhook.lastError.message,
          }),
      ...(webhook === null ? {} : { max_connections: webhook.maxConnections, ip_address: webhook.ipAddress }),
      ...(state.allowedUpdates === null ? {} : { allowed_updates: state.allowedUpdates }),
    },
  }
}
