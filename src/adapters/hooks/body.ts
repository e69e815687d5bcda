import type { IncomingMessage } from 'node:http'

/** The body as text; null when it is longer than `bytesMax`, or broke off. Never rejects. */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.resolve(null)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) chunks.push(chunk)
      else resolve(null)
    })
    request.once('end', () => resolve(bytes <= bytesMax ? Buffer.concat(chunks).toString('utf8') : null))
    request.once('close', () => resolve(null))
    request.once('error', () => resolve(null))
  })
}
