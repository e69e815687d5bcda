/** Where a link leads, seen from the pages: into the chat, into the portal, or out into the web. */
export type Link =
  /** `t.me/<bot>?start=<payload>`: opens the chat with a START button that carries the payload. */
  | { readonly type: 'start'; readonly payload: string }
  /** An address of the portal; the portal page shows what is behind `path`. */
  | { readonly type: 'portal'; readonly path: string }
  | { readonly type: 'web'; readonly href: string }

export interface LinkPlaces {
  readonly botUsername: string
  /** Origin of the portal, e.g. `http://127.0.0.1:8100`. */
  readonly portalOrigin: string
}

const webProtocols = new Set(['http:', 'https:', 'mailto:', 'tel:'])

/** Reads an address somebody wrote. Null for what a page must not follow: scripts, files, anything unparsable. */
export function readLink(url: string, places: LinkPlaces): Link | null {
  const parsed = URL.parse(url.trim())
  if (!parsed) return null
  const payload = startPayload(parsed, places.botUsername)
  if (payload !== null) return { type: 'start', payload }
  if (isPortal(parsed, places.portalOrigin)) return { type: 'portal', path: parsed.pathname + parsed.search }
  return webProtocols.has(parsed.protocol) ? { type: 'web', href: parsed.href } : null
}

/** A restored sandbox listens on another port than the one its old messages name. */
function isPortal(url: URL, portalOrigin: string): boolean {
  if (url.origin === portalOrigin) return url.pathname !== '/'
  return url.hostname === '127.0.0.1' && url.pathname.startsWith('/company/personal/')
}

/** Deep links as Telegram's clients read them: t.me and telegram.me over http(s), and tg://resolve. */
function startPayload(url: URL, botUsername: string): string | null {
  const isWeb = /^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/.test(url.hostname)
  const isApp = url.protocol === 'tg:' && url.hostname === 'resolve'
  if (!isWeb && !isApp) return null
  const name = isWeb ? url.pathname.replaceAll('/', '') : (url.searchParams.get('domain') ?? '')
  if (name.toLowerCase() !== botUsername.toLowerCase()) return null
  const payload = url.searchParams.get('start') ?? ''
  return /^[A-Za-z0-9_-]{0,64}$/.test(payload) ? payload : null
}
