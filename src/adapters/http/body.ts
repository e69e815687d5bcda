/**
 * The whole body; null when it is longer than `bytesMax`, whatever length was promised: the rest is never downloaded.
 *
 * @throws whatever the stream throws when the connection is cut.
 */
export async function readBytes(response: Response, bytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (response.body === null) return new Uint8Array()
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (length > bytesMax) return null
    chunks.push(chunk)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}

/** The bytes as JSON in UTF-8; undefined when they are none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
