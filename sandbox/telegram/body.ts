import type { Json } from '../../src/ports/json.ts'
import { isObject, parseJson } from './json.ts'
import { boundaryOf, splitMultipart } from './multipart.ts'
import { Parameters } from './parameters.ts'
import type { UploadedFile } from './parameters.ts'
import { splitJsonObject } from './raw-json.ts'
import { Refusal } from './refusal.ts'

/** All parameters together, without files (td `HttpReader.h`). */
const parametersBytesMax = 1 << 20

/**
 * Reads the parameters of a request from its query string and body. JSON, urlencoded and multipart bodies are told
 * apart by `Content-Type`; a body of any other type carries no parameters.
 *
 * @throws Refusal 413 for too many parameters, 400 for a multipart body without a boundary.
 */
export function readParameters(query: string, contentType: string, body: Buffer): Parameters {
  const type = contentType.toLowerCase()
  const fromQuery = formPairs(query)
  if (type.includes('multipart/form-data')) return readMultipart(fromQuery, contentType, body)
  if (query.length + body.length > parametersBytesMax) tooManyParameters()
  if (type.includes('application/x-www-form-urlencoded')) {
    return new Parameters([...fromQuery, ...formPairs(body.toString())])
  }
  if (!type.includes('application/json')) return new Parameters(fromQuery)
  const text = body.toString()
  return new Parameters([...fromQuery, ...splitJsonObject(text)], [], {
    ...Object.fromEntries(fromQuery),
    ...asSent(text),
  })
}

function readMultipart(fromQuery: [string, string][], contentType: string, body: Buffer): Parameters {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) throw new Refusal(400, 'Bad Request: boundary not found')
  const pairs = [...fromQuery]
  const files: UploadedFile[] = []
  let bytes = 0
  for (const part of splitMultipart(body, boundary)) {
    if (part.fileName === null) {
      bytes += part.content.length
      pairs.push([part.name, part.content.toString()])
    } else {
      const { name, fileName, contentType, content } = part
      files.push({ field: name, name: fileName, contentType, content })
    }
  }
  if (bytes > parametersBytesMax) tooManyParameters()
  return new Parameters(pairs, files)
}

function formPairs(text: string): [string, string][] {
  return [...new URLSearchParams(text)]
}

function asSent(text: string): Record<string, Json> {
  try {
    const value = parseJson(text)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function tooManyParameters(): never {
  throw new Refusal(413, 'Request Entity Too Large: too many parameters')
}
