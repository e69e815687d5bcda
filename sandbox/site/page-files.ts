import { readFile } from 'node:fs/promises'

import { Hono } from 'hono'

const folder = new URL('../pages/', import.meta.url)

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/**
 * The pages as they lie in `sandbox/pages`, read anew for every request, so that an edit shows on reload. Names are
 * matched against a pattern without dots and slashes of their own, so no request leaves the folder.
 */
export function servePages(): Hono {
  const app = new Hono()
  app.get('/', () => page('chat.html'))
  app.get('/portal', () => page('portal.html'))
  // Addresses as the portal itself has them, so that a link to a task or to the calendar can be pointed here.
  app.get('/company/personal/user/:id{[0-9]+}/:section{.+}', () => page('portal.html'))
  app.get('/assets/:file{[a-z-]+\\.(js|css|svg)}', async (context) => {
    const file = context.req.param('file')
    const type = contentTypes[file.slice(file.lastIndexOf('.') + 1)]
    const body = await readFile(new URL(file, folder)).catch(() => null)
    return body && type ? respond(body, type) : context.notFound()
  })
  return app
}

async function page(name: string): Promise<Response> {
  return respond(await readFile(new URL(name, folder)), 'text/html; charset=utf-8')
}

function respond(body: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-cache' } })
}
