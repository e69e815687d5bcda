import { isLoopback, isProtected } from '../adapters/http/secret-address.ts'

/** A URL over https, or over http to this same machine; null for anything else. Its errors never repeat the address. */
export function parseSecretUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null
  const url = new URL(value)
  return isProtected(url) ? url : null
}

/** `sqlite:<path>`, or `postgres://…` with a host and the name of a database. */
export function isDatabaseUrl(value: string): boolean {
  if (/^sqlite:.+/.test(value)) return true
  if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value)) return false
  const { hostname, pathname, searchParams } = new URL(value)
  // A socket of this machine is named by a parameter.
  return (hostname !== '' || searchParams.has('host')) && /^\/[^/]+$/.test(pathname)
}

/** `rediss://…`, or `redis://…` to this same machine: what is shared there travels, and so does the password. */
export function isRedisUrl(value: string): boolean {
  if (!/^rediss?:\/\/[^/]/.test(value) || !URL.canParse(value)) return false
  const url = new URL(value)
  return url.hostname !== '' && (url.protocol === 'rediss:' || isLoopback(url))
}

export interface ListenAddress {
  /** An IP address, or `localhost`. */
  readonly host: string
  readonly port: number
}

/** `127.0.0.1:8443`, `[::1]:8443`, `localhost:8443`; null for anything else, names of other machines included. */
export function parseListenAddress(value: string): ListenAddress | null {
  const found =
    /^(?:\[(?<v6>[\da-fA-F:.]+)\]|(?<v4>\d{1,3}(?:\.\d{1,3}){3}|localhost)):(?<port>\d{1,5})$/.exec(value)
  const host = found?.groups?.['v6'] ?? found?.groups?.['v4']
  const port = Number(found?.groups?.['port'])
  if (host === undefined || port < 1 || port > 65_535) return null
  return URL.canParse(`http://${value}`) ? { host, port } : null
}
