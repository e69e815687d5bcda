const certificateCodes = /^(?:CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_)/u

/**
 * Why no connection was made for a request of `fetch`, or null when one was and the request may have arrived. The system
 * call tells a refused connection from the same code on an open one (EHOSTUNREACH may come in the middle of an answer).
 */
export function unsentCause(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof Error)) return null
  const code = property(cause, 'code')
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return code
  if (code !== null && certificateCodes.test(code)) return code
  const parts: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
  const early = parts.every((part) => ['connect', 'getaddrinfo'].includes(property(part, 'syscall') ?? ''))
  return early && parts.length > 0 ? (code ?? 'connect') : null
}

function property(value: unknown, name: 'code' | 'syscall'): string | null {
  if (typeof value !== 'object' || value === null || !(name in value)) return null
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : null
}
