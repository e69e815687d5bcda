import type { Config } from './config/config.ts'

/** What of the settings must never be seen in any log. */
export function secretsOf(config: Config): readonly string[] {
  const { token, updates } = config.telegram
  return [
    token,
    token.split(':')[1] ?? '',
    new URL(config.bitrix24.webhook).pathname.split('/')[3] ?? '',
    config.linkCodeSecret ?? '',
    config.bitrix24.eventToken ?? '',
    config.tickSecret ?? '',
    config.telemost.token ?? '',
    updates.type === 'webhook' ? updates.secret : '',
    ...passwordOf(config.databaseUrl),
    ...(config.redisUrl === null ? [] : passwordOf(config.redisUrl)),
  ]
}

/** As it is written in the address, and as it is meant. */
function passwordOf(url: string): readonly string[] {
  const { password } = new URL(url)
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}
