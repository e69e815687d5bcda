/** One part of a `multipart/form-data` body. `fileName` is null for an ordinary field. */
export interface Part {
  readonly name: string
  readonly fileName: string | null
  readonly contentType: string
  readonly content: Buffer
}

/** The boundary named by a `Content-Type` header, or undefined. */
export function boundaryOf(contentType: string): string | undefined {
  const match = /boundary\s*=\s*(?:"([^"]+)"|([^;]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2]?.trim()
}

export function splitMultipart(body: Buffer, boundary: string): Part[] {
  const parts: Part[] = []
  const delimiter = Buffer.from(`--${boundary}`)
  let at = body.indexOf(delimiter)
  while (at >= 0) {
    const start = at + delimiter.length
    const end = body.indexOf(delimiter, start)
    if (end < 0) break
    const part = readPart(body.subarray(start + 2, end - 2))
    if (part !== undefined) parts.push(part)
    at = end
  }
  return parts
}

function readPart(raw: Buffer): Part | undefined {
  const headEnd = raw.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = raw.subarray(0, headEnd).toString()
  const name = dispositionField(head, 'name')
  if (name === undefined || name === '') return undefined
  return {
    name,
    fileName: dispositionField(head, 'filename') ?? null,
    contentType: /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim() ?? 'application/octet-stream',
    content: raw.subarray(headEnd + 4),
  }
}

function dispositionField(head: string, field: string): string | undefined {
  const line = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const match = new RegExp(`(?:^|[;\\s])${field}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(
    line,
  )
  const value = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2]
  return value === undefined ? undefined : decodePercent(value)
}

function decodePercent(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
