/** A link in the server's spelling, or what is wrong with it. */
export type LinkCheck = { readonly url: string } | { readonly problem: string }

/** Checks and normalises a link as td `LinkManager::check_link` and `HttpUrl::parse_url` do. */
export function checkLink(link: string): LinkCheck {
  const own = /^(tg|ton|tonsite):(?:\/\/)?/i.exec(link)
  const scheme = own?.[1]?.toLowerCase()
  const rest = link.slice(own?.[0].length ?? 0)
  const url = splitUrl(rest)
  if ('problem' in url) return url
  if (scheme !== undefined) return checkOwnLink(scheme, rest, url)
  if (!url.host.includes('.') && !url.isIpv6) return { problem: 'Wrong HTTP URL' }
  const user = url.user === '' ? '' : `${url.user}@`
  return { url: `${url.protocol}://${user}${url.host}${url.port === 0 ? '' : `:${url.port}`}${url.path}` }
}

/** The same for links inside formatting, where a bad one is simply no link. */
export function checkedLink(link: string): string | null {
  const check = checkLink(link)
  return 'url' in check ? check.url : null
}

/** The person that `tg://user?id=…` names; null for any other link. */
export function linkedUser(link: string): number | null {
  const query = /^tg:(?:\/\/)?user\/?\?([^#]*)/.exec(link.toLowerCase())?.[1]
  const id = query === undefined ? undefined : parameterOf(query, 'id')
  return id !== undefined && /^\d{1,15}$/.test(id) && Number(id) > 0 ? Number(id) : null
}

/** What `![…](tg://emoji?id=…)` or `![…](tg://time?unix=…&format=…)` says; null when it is neither. */
export function linkedSymbol(
  link: string,
):
  | { readonly custom_emoji_id: string }
  | { readonly unix_time: number; readonly date_time_format: string }
  | null {
  const match = /^tg:(?:\/\/)?(emoji|time)\/?\?([^#]*)/i.exec(link)
  const query = match?.[2] ?? ''
  if (match?.[1]?.toLowerCase() === 'emoji') {
    const id = parameterOf(query, 'id') ?? ''
    return /^-?\d{1,19}$/.test(id) && Number(id) !== 0 ? { custom_emoji_id: id } : null
  }
  const unix = parameterOf(query, 'unix') ?? ''
  const format = dateFormat(lastParameterOf(query, 'format') ?? '')
  if (!/^\d{1,10}$/.test(unix) || Number(unix) === 0 || Number(unix) > 0x7fffffff || format === null)
    return null
  return { unix_time: Number(unix), date_time_format: format }
}

/** The format of a date in the server's spelling: `r`, or `w`, `d`/`D`, `t`/`T` in this order; null for any other letter. */
export function dateFormat(format: string): string | null {
  if (format === 'r' || format === 'R') return 'r'
  if (/[^tTdDwW]/.test(format)) return null
  const pick = (short: string, long: string) => [short, long].find((letter) => format.includes(letter)) ?? ''
  return (/w/i.test(format) ? 'w' : '') + pick('d', 'D') + pick('t', 'T')
}

interface SplitUrl {
  readonly protocol: 'http' | 'https'
  readonly user: string
  readonly host: string
  readonly isIpv6: boolean
  /** 0 when none is given. */
  readonly port: number
  readonly path: string
}

function splitUrl(url: string): SplitUrl | { readonly problem: string } {
  const named = /^([^:/?#@[\]]*):\/\//.exec(url)
  const protocol = named?.[1]?.toLowerCase() ?? 'http'
  if (protocol !== 'http' && protocol !== 'https') return { problem: 'Unsupported URL protocol' }
  const rest = url.slice(named?.[0].length ?? 0)
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? ''
  const withPort = /^(.+):([^:\]@]*)$/s.exec(authority)
  const port = withPort === null ? 0 : portNumber(withPort[2] ?? '')
  if (port === null) return { problem: 'Wrong port number specified in the URL' }
  const address = withPort?.[1] ?? authority
  const at = address.lastIndexOf('@')
  const user = address.slice(0, Math.max(at, 0))
  const host = address.slice(at + 1).toLowerCase()
  if (host === '') return { problem: 'URL host is empty' }
  if (host === '.') return { problem: 'Host is invalid' }
  const isIpv6 = /^\[[0-9a-f:.]+\]$/.test(host)
  const problem = isIpv6 ? null : (urlPartProblem(host, 'host') ?? urlPartProblem(user, 'userinfo'))
  if (problem !== null) return { problem }
  return { protocol, user, host, isIpv6, port, path: pathOf(rest.slice(authority.length)) }
}

function portNumber(text: string): number | null {
  const port = /^-?\d+$/.test(text) ? Number(text) : 0
  return port > 0 && port <= 65_535 ? port : null
}

/** What RFC 3986 allows, and every letter beyond ASCII. */
function urlPartProblem(part: string, name: 'host' | 'userinfo'): string | null {
  const colon = name === 'userinfo' ? ':' : ''
  const allowed = new RegExp(
    String.raw`^(?:[a-zA-Z0-9.\-_!$,~*'();&+=${colon}\u0080-\uffff]|%[0-9a-f]{2})*`,
    'i',
  )
  const rest = part.slice(allowed.exec(part)?.[0].length ?? 0)
  if (rest === '') return null
  return rest.startsWith('%')
    ? `Wrong percent-encoded symbol in URL ${name}`
    : `Disallowed character in URL ${name}`
}

function pathOf(text: string): string {
  const path = text.replace(/[ \t\r\n\0\v]+$/, '')
  const rooted = path.startsWith('/') ? path : `/${path}`
  return rooted.replaceAll(
    /[\0- ]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

function checkOwnLink(scheme: string, link: string, url: SplitUrl): LinkCheck {
  const isWeb = /^http:\/\//i.test(link) || url.protocol === 'https' || url.user !== '' || url.port !== 0
  if (isWeb || url.isIpv6) return { problem: scheme === 'tg' ? 'Wrong tg URL' : 'Wrong ton URL' }
  if (!(scheme === 'tonsite' ? /^[a-z0-9_.-]+$/ : /^[a-z0-9_-]+$/).test(url.host)) {
    return { problem: 'Unallowed characters in URL host' }
  }
  return { url: `${scheme}://${url.host}${url.path.replace(/^\/\?/, '?')}` }
}

function parameterOf(query: string, name: string): string | undefined {
  return parametersOf(query, name)[0]
}

function lastParameterOf(query: string, name: string): string | undefined {
  return parametersOf(query, name).at(-1)
}

function parametersOf(query: string, name: string): string[] {
  return query
    .split('&')
    .filter((pair) => pair.split('=')[0] === name && pair.includes('='))
    .map((pair) => pair.slice(name.length + 1))
}
