/** A request as `fetch` knows it. */
import type { ArrivingUpdate } from './updates.ts'

export function arrivingOf(request: Request): ArrivingUpdate {
  return {
    method: request.method,
    header: (name) => request.headers.get(name),
    body: (bytesMax) => readText(request, bytesMax),
  }
}

async function readText(request: Request, bytesMax: number): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return null
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    const stream: AsyncIterable<Uint8Array> | null = request.body
    for await (const chunk of stream ?? []) {
      bytes += chunk.length
      // Leaving the loop cancels what has not been read.
      if (bytes > bytesMax) return null
      chunks.push(chunk)
    }
  } catch {
    return null
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}
