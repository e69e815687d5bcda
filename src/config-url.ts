/** A URL over https, or over http to this same machine; null for anything else. Its errors never repeat the address. */
export function parseSecretUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null
  const url = new URL(value)
  if (url.protocol === 'https:') return url
  return url.protocol === 'http:' && isLoopback(url.hostname) ? url : null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
