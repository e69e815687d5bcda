import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'

import { uploadBytesMax, uploadPath } from './files-api.ts'

const bodyBytesMax = 32 * 1024

/**
 * Only pages of this very site may read or steer it, although it listens without a password: the `Host` must be a
 * loopback name (so a foreign name rebound to 127.0.0.1 gets nothing), and a request that another site's page caused is
 * refused by `Origin` or `Sec-Fetch-Site`. Programs that send neither header are let in.
 */
export function guardLoopback(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host))
      return context.json({ error: 'Страница доступна только с этого компьютера.' }, 403)
    if (context.req.path.startsWith('/api/') && isForeign(host, context.req.header.bind(context.req)))
      return context.json({ error: 'Запрос пришёл с чужого сайта.' }, 403)
    return next()
  }
}

function isForeign(host: string, header: (name: string) => string | undefined): boolean {
  const origin = header('origin')
  if (origin !== undefined && origin !== `http://${host}`) return true
  const site = header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** A form of another site can post text or form data, never `application/json`, nor bare bytes. */
export function requireJson(): MiddlewareHandler {
  return async (context, next) => {
    const type = context.req.header('content-type') ?? ''
    const expected = uploadPath.test(context.req.path) ? 'application/octet-stream' : 'application/json'
    if (context.req.method === 'POST' && type.split(';')[0]?.trim().toLowerCase() !== expected)
      return context.json({ error: `Ожидается ${expected}.` }, 415)
    return next()
  }
}

export function limitBody(): MiddlewareHandler {
  const [usual, upload] = [bodyBytesMax, uploadBytesMax].map((maxSize) =>
    bodyLimit({ maxSize, onError: (context) => context.json({ error: 'Слишком большой файл.' }, 413) }),
  )
  return async (context, next) => (uploadPath.test(context.req.path) ? upload : usual)?.(context, next)
}

/** Nothing is loaded from anywhere else, and nothing the data says can become a script. */
export function lockDown(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'self'"],
    },
    strictTransportSecurity: false,
    referrerPolicy: 'no-referrer',
  })
}
