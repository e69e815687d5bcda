/**
 * Splits a JSON object into its top-level members: strings decoded, every other value as its raw text, which is how the
 * real server hands parameters to its methods (`HttpReader::parse_json_parameters`). On a syntax error the members read
 * so far are kept and the rest is dropped, as there: the request then fails for what it lacks, not for its syntax.
 */
export function splitJsonObject(text: string): [name: string, value: string][] {
  const members: [string, string][] = []
  let at = skipSpace(text, 0)
  if (text[at] === '"') {
    const content = readString(text, at)
    return content === undefined ? [] : [['content', content.value]]
  }
  if (text[at] !== '{') return members
  at = skipSpace(text, at + 1)
  while (at < text.length && text[at] !== '}') {
    const name = readString(text, at)
    if (name === undefined) return members
    at = skipSpace(text, name.end)
    if (text[at] !== ':') return members
    at = skipSpace(text, at + 1)
    const value = text[at] === '"' ? readString(text, at) : readRaw(text, at)
    if (value === undefined) return members
    members.push([name.value, value.value])
    at = skipSpace(text, value.end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
    else if (text[at] !== '}') return members
  }
  return members
}

interface Piece {
  readonly value: string
  readonly end: number
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++
  return at
}

function readString(text: string, from: number): Piece | undefined {
  if (text[from] !== '"') return undefined
  let end = from + 1
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
  try {
    const value: unknown = JSON.parse(text.slice(from, end + 1))
    return typeof value === 'string' ? { value, end: end + 1 } : undefined
  } catch {
    return undefined
  }
}

function readRaw(text: string, from: number): Piece | undefined {
  let depth = 0
  let at = from
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '"') {
      const string = readString(text, at)
      if (string === undefined) return undefined
      at = string.end
      continue
    }
    if (depth === 0 && ',} \t\r\n'.includes(char)) break
    if (char === '{' || char === '[') depth++
    if (char === '}' || char === ']') depth--
    at++
    if (depth === 0 && (char === '}' || char === ']')) break
  }
  const value = text.slice(from, at)
  return isJson(value) ? { value, end: at } : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
