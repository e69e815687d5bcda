import { isLoopback, isProtected } from '../http/secret-address.ts'

/** Address of an incoming webhook, taken apart. Holds the secret: keep it out of logs and messages. */
export interface Webhook {
  /** `https://company.bitrix24.ru`, without a slash at the end. */
  readonly origin: string
  /** Portal user id of the webhook's owner, in whose name every call runs. */
  readonly ownerId: number
  /** Address of a method, REST 2 (`/rest/1/code/…`) or 3.0 (`/rest/api/1/code/…`). */
  address(version: 2 | 3, method: string): URL
}

const path = /^\/rest\/(?<owner>[1-9]\d{0,9})\/(?<code>[A-Za-z0-9]+)\/?$/u

/**
 * Reads `https://portal/rest/1/code/`. Plain http is accepted for loopback addresses only.
 *
 * @throws RangeError naming what is wrong; the message never repeats the address.
 */
export function readWebhook(text: string): Webhook {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) throw new RangeError('The webhook is not an address')
  if (!isProtected(url)) throw new RangeError('The webhook must use https')
  const parts = path.exec(url.pathname)?.groups
  if (parts?.['owner'] === undefined || parts['code'] === undefined || url.username !== '') {
    throw new RangeError('The webhook must look like https://portal/rest/1/code/')
  }
  const { owner, code } = parts
  const origin = url.origin
  return {
    origin,
    ownerId: Number(owner),
    address(version, method) {
      return new URL(`${origin}/rest/${version === 3 ? 'api/' : ''}${owner}/${code}/${method}`)
    },
  }
}

/**
 * Where a redirected call may be posted again, or null when nowhere: the request carries the webhook's secret. Allowed
 * are the same host and, in the cloud, another portal under the same Bitrix24 domain (a renamed portal answers 302).
 * Other suffixes are not compared, because `co.uk` or `msk.ru` would count as one.
 */
export function redirectTarget(from: URL, location: string | null): URL | null {
  if (location === null || !URL.canParse(location, from.href)) return null
  const to = new URL(location, from)
  if (!isProtected(to) || to.username !== '') return null
  if (isLoopback(to)) return isLoopback(from) ? to : null
  if (to.port !== from.port) return null
  return to.hostname === from.hostname || sameCloud(from.hostname, to.hostname) ? to : null
}

function sameCloud(one: string, other: string): boolean {
  const domain = cloudDomain(one)
  return domain !== null && domain === cloudDomain(other)
}

function cloudDomain(host: string): string | null {
  return /^[a-z0-9-]+\.(bitrix24\.(?:[a-z]{2,6}|com\.[a-z]{2}))$/u.exec(host)?.[1] ?? null
}
