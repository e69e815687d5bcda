/** `GET /rest/download.json?token=…`: the bytes of a file, to whoever has the address (docs: `DOWNLOAD_URL`). */
import type { IncomingMessage, ServerResponse } from 'node:http'

import { objectByToken } from '../disk/view.ts'
import type { Portal } from '../portal.ts'

/** True when the request was for a file, found or not. */
export function serveDownload(portal: Portal, request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  if (url.pathname !== '/rest/download.json') return false
  const row = objectByToken(portal, url.searchParams.get('token') ?? '')
  const bytes = row === undefined ? undefined : portal.blobs.get(row.contentId)
  if (row === undefined || bytes === undefined) {
    const body = { error: 'ERROR_NOT_FOUND', error_description: 'Not found' }
    response.writeHead(404, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    return true
  }
  const name = encodeURIComponent(row.name)
  response
    .writeHead(200, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
    })
    .end(bytes)
  return true
}
