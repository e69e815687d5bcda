/**
 * Who may look. Any page open in the developer's browser can reach a loopback port, so an address is no proof: the request
 * must name this machine (a rebound host name does not), come from no page but our own, and bring the token.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export type Admission = 'admitted' | 'wrong host' | 'wrong origin' | 'no token'

/** @param port the one listened on. */
export function admissionOf(request: IncomingMessage, port: number, token: string): Admission {
  const { host, origin } = request.headers
  const own = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`)
  if (host === undefined || !own.includes(host)) return 'wrong host'
  // Only browsers name an origin; from there nothing but our own page may come.
  if (origin !== undefined && origin !== `http://${host}`) return 'wrong origin'
  const given = [tokenInAddress(request), tokenInCookie(request, port)]
  return given.some((one) => one !== null && isSame(one, token)) ? 'admitted' : 'no token'
}

export function tokenInAddress(request: IncomingMessage): string | null {
  return new URL(request.url ?? '/', 'http://localhost').searchParams.get('token')
}

/** Cookies are shared by all ports of a host: the name tells them apart. */
export function cookieName(port: number): string {
  return `inspect_${port}`
}

function tokenInCookie(request: IncomingMessage, port: number): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === cookieName(port))?.[1] ?? null
}

/** Hashed first: neither the length of the token nor how much of it is right can be told from the time this takes. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(token))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
