import type { Stretch } from './entity.ts'
import { topLevelDomains } from './top-level-domains.ts'

const endingPunctuation = ".:;,('?!`"
const generalPunctuation = /[\u2000-\u206f]/
const allowedPunctuation = /\u200c|\u200d|[\u2010-\u2015]/

/**
 * `tg://…` and `ton://…` links. Two oddities of the real matcher (td `match_tg_urls`) are kept: a `tonsite://` link starts
 * in the middle of its name, and the last five bytes are not searched.
 */
export function findTelegramUrls(text: string): Stretch[] {
  const found: Stretch[] = []
  let from = 0
  while (Buffer.byteLength(text.slice(from, from + 6)) > 5) {
    const colon = text.indexOf(':', from)
    if (colon < 0) break
    const scheme = /(?:tg|ton|(?<=tons)ite)$/i.exec(text.slice(Math.max(colon - 7, 0), colon))
    const host = /^:\/\/[a-z0-9_-]{1,253}/i.exec(text.slice(colon, colon + 256))
    if (scheme === null || host === null) {
      from = colon + 1
      continue
    }
    from = pathEnd(text, colon + host[0].length)
    found.push({ start: colon - scheme[0].length, end: from })
  }
  return found
}

/** Web addresses with or without a protocol, and e-mail addresses. */
export function findAddresses(text: string): { readonly urls: Stretch[]; readonly emails: Stretch[] } {
  const urls: Stretch[] = []
  const emails: Stretch[] = []
  for (const { start, end } of findCandidates(text)) {
    const address = text.slice(start, end)
    if (isEmail(address)) emails.push({ start, end })
    else if (address.startsWith('mailto:') && isEmail(address.slice(7)))
      emails.push({ start: start + 7, end })
    else {
      const url = trustedPart(address)
      if (url !== '') urls.push({ start, end: start + url.length })
    }
  }
  return { urls, emails }
}

/** Around every dot: the widest stretch that could be an address. Nothing before `floor` is looked at again. */
function findCandidates(text: string): Stretch[] {
  const found: Stretch[] = []
  let floor = 0
  for (;;) {
    const dot = text.indexOf('.', floor)
    if (dot < 0 || dot + 1 === text.length) return found
    if (text[dot + 1] === ' ') {
      floor = dot + 2
      continue
    }
    const { start, end, isBad } = candidateAround(text, floor, dot)
    let next = end
    if (isBad) {
      while (text[next - 1] !== '.') next--
    } else {
      if (end > dot + 1) found.push({ start, end })
      while (text[next] === '.') next++
    }
    floor = Math.max(next, dot + 1)
  }
}

function candidateAround(text: string, floor: number, dot: number): Stretch & { readonly isBad: boolean } {
  let domainStart = spanLeft(text, dot, floor, isDomainSymbol)
  const domainEnd = spanRight(text, dot, (symbol) => symbol === '@' || isDomainSymbol(symbol))
  const hasAt = text.slice(dot, domainEnd).includes('@')
  if (hasAt) domainStart = spanLeft(text, domainStart, floor, isUserSymbol)
  let end = pathEnd(text, portEnd(text, domainEnd))
  while (end > dot + 1 && text[end - 1] === '.') end--

  let start = domainStart
  let isBad = false
  if (start > floor && text[start - 1] === '@') {
    const userStart = spanLeft(text, start - 1, floor, isUserSymbol)
    isBad = hasAt || userStart === start - 1
    start = userStart
  }
  if (start === floor) return { start, end, isBad }
  const before = text.slice(floor, start)
  if (!before.endsWith('://') || Buffer.byteLength(before) < 6) {
    return { start, end, isBad: isBad || /[\p{L}\p{N}_/#@]$/u.test(before) }
  }
  const protocol = protocolLength(text, floor, start)
  return { start: start - protocol, end, isBad: isBad || protocol === 0 }
}

/** Length of a known `protocol://` that ends at `end`; 0 for any other. */
function protocolLength(text: string, floor: number, end: number): number {
  const start = spanLeft(text, end - 3, floor, isProtocolSymbol)
  const protocol = text.slice(start, end - 3).toLowerCase()
  if (protocol.endsWith('http') && protocol !== 'shttp') return 7
  if (protocol.endsWith('https')) return 8
  if (protocol.endsWith('ftp') && protocol !== 'tftp' && protocol !== 'sftp') return 6
  return protocol.endsWith('tonsite') ? 10 : 0
}

function portEnd(text: string, at: number): number {
  const match = /^:0*([1-9]\d{0,4})(?!\d)/.exec(text.slice(at, at + 64))
  return match !== null && Number(match[1]) <= 65_535 ? at + match[0].length : at
}

/** Past the path, query or fragment that begins at `at`, without the punctuation that ends a sentence. */
function pathEnd(text: string, at: number): number {
  const first = text.charAt(at)
  if (first !== '/' && first !== '?' && first !== '#') return at
  let end = spanRight(text, at + 1, isPathSymbol)
  while (end > at + 1 && endingPunctuation.includes(text.charAt(end - 1))) end--
  return first === '/' || end > at + 1 ? end : at
}

/** The part of a candidate that is a link for sure; empty when none is (td `fix_url`). */
function trustedPart(url: string): string {
  const protocol = /^(?:https?|ftp|tonsite):\/\//i.exec(url)?.[0] ?? ''
  const rest = url.slice(protocol.length)
  const domainEnd = rest.search(/[/?#]|$/)
  const path = rest.slice(domainEnd)
  const domain = rest
    .slice(0, domainEnd)
    .replace(/^[^@]*@/, '')
    .replace(/:[^:]*$/, '')
  if (domain.toLowerCase() === 'teiegram.org') return ''
  const full = url.slice(0, url.length - path.length + balancedLength(path))
  if (isIpAddress(domain)) return full
  return isTrustedDomain(domain, protocol !== '') ? full : ''
}

/** Up to the first bracket that closes nothing, without ending punctuation. */
function balancedLength(path: string): number {
  const depths = [0, 0, 0]
  let length = 0
  for (; length < path.length; length++) {
    const opened = '([{'.indexOf(path.charAt(length))
    const closed = ')]}'.indexOf(path.charAt(length))
    if (opened >= 0) depths[opened] = (depths[opened] ?? 0) + 1
    if (closed >= 0) depths[closed] = (depths[closed] ?? 0) - 1
    if (depths.some((depth) => depth < 0)) break
  }
  while (length > 0 && endingPunctuation.includes(path.charAt(length - 1))) length--
  return length
}

function isIpAddress(domain: string): boolean {
  const parts = domain.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && isByte(part))
}

function isByte(digits: string): boolean {
  return Number(digits) <= 255 && (digits.length === 1 || !digits.startsWith('0'))
}

function isTrustedDomain(domain: string, hasProtocol: boolean): boolean {
  const parts = domain.split('.')
  if (parts.length === 1) return false
  if (parts.some(isWrongPart) || !/[^\d.]/.test(domain)) return false
  const top = parts.at(-1) ?? ''
  if (Array.from(top).length <= 1) return false
  if (top.startsWith('xn--')) {
    if (!/^xn--[a-z0-9]{2,}$/i.test(top)) return false
  } else if (/[_-]/.test(top) || (!hasProtocol && !isTopLevel(top))) return false
  return !(parts.at(-2) ?? '').includes('_')
}

function isWrongPart(part: string): boolean {
  return part === '' || Buffer.byteLength(part) >= 64 || part.endsWith('-')
}

/** A word that merely begins a sentence («конец.Начало», `end.Next`) is not taken for a domain. */
function isTopLevel(name: string): boolean {
  const lower = name.toLowerCase()
  const isCapitalised = lower !== name && lower.slice(1) === name.slice(1)
  return !isCapitalised && topLevelDomains.has(lower)
}

function isEmail(text: string): boolean {
  return email.test(text)
}

const email =
  /^(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}$/i

function isUrlSymbol(symbol: string): boolean {
  return generalPunctuation.test(symbol) ? allowedPunctuation.test(symbol) : !/\p{Z}/u.test(symbol)
}

function isPathSymbol(symbol: string): boolean {
  return !'\n<>"«»'.includes(symbol) && isUrlSymbol(symbol)
}

function isUserSymbol(symbol: string): boolean {
  return !'\n/[]{}()\'`<>"@«»'.includes(symbol) && isUrlSymbol(symbol)
}

function isDomainSymbol(symbol: string): boolean {
  return symbol < '\u00c0' ? /[.a-zA-Z0-9_~-]/.test(symbol) : isUrlSymbol(symbol)
}

function isProtocolSymbol(symbol: string): boolean {
  return symbol < '\u0080' ? /[a-zA-Z0-9+-]/.test(symbol) : !/\p{Z}/u.test(symbol)
}

/** The first position from which everything up to `from` passes; never before `floor`. */
function spanLeft(text: string, from: number, floor: number, passes: (symbol: string) => boolean): number {
  let at = from
  while (at > floor) {
    const isPair = at - 2 >= floor && (text.codePointAt(at - 2) ?? 0) > 0xffff
    const start = isPair ? at - 2 : at - 1
    if (!passes(text.slice(start, at))) break
    at = start
  }
  return at
}

/** The position after everything from `from` on that passes. */
function spanRight(text: string, from: number, passes: (symbol: string) => boolean): number {
  let at = from
  while (at < text.length) {
    const symbol = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (!passes(symbol)) break
    at += symbol.length
  }
  return at
}
