/** What came over the wire: route, parameters and headers, read the way each version of the API reads them. */
import type { IncomingMessage } from 'node:http'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { readBytes } from '../../loopback.ts'
import { isList, isObject, objectOf, parseJson } from '../json.ts'
import { nestPairs, parsePhpQuery } from './php-query.ts'

export interface Route {
  readonly version: 2 | 3
  readonly userId: string
  readonly code: string
  /** Lower case, without `.json`. */
  readonly method: string
}

export interface RestRequest extends Route {
  readonly query: string
  readonly contentType: string
  readonly body: Buffer
  readonly idempotencyKey: string | undefined
  /** Source address: the rate limit is kept per portal and address (docs). */
  readonly address: string
}

/** Room for a file of 20 MB in base64, and to spare; a cloud portal takes 2 GB (docs: how-to-upload-files). */
const bodySizeMax = 64 * 1024 * 1024

/** Null when the path is not under `/rest/`; `/renamed/…` is where the redirect fault leads. */
export function routeOf(path: string): Route | null {
  const parts = path
    .replace(/^\/renamed(?=\/)/, '')
    .split('/')
    .filter((part) => part !== '')
  if (parts[0] !== 'rest') return null
  const isV3 = parts[1] === 'api'
  const [userId = '', code = '', method = ''] = parts.slice(isV3 ? 2 : 1)
  return { version: isV3 ? 3 : 2, userId, code, method: method.toLowerCase().replace(/\.json$/, '') }
}

/** @throws RangeError when the body is larger than the sandbox takes. */
export async function readRequest(request: IncomingMessage, route: Route): Promise<RestRequest> {
  const body = await readBytes(request, bodySizeMax)
  const key = request.headers['idempotency-key']
  return {
    ...route,
    query: new URL(request.url ?? '/', 'http://sandbox').search.slice(1),
    contentType: request.headers['content-type'] ?? '',
    body,
    idempotencyKey: typeof key === 'string' ? key : undefined,
    address: request.socket.remoteAddress ?? '',
  }
}

/**
 * Query string and body merged, body wins; the query's names stand first, which is what breaks positional methods.
 * JSON is read only under its own content type, and what is not JSON counts as no parameters at all (source).
 */
export async function paramsV2(request: RestRequest): Promise<JsonObject> {
  const query = parsePhpQuery(request.query)
  const body = await bodyV2(request)
  const { auth: _auth, ...params } = { ...query, ...body }
  return params
}

async function bodyV2(request: RestRequest): Promise<JsonObject> {
  const text = request.body.toString('utf8')
  if (isType(request, 'application/json')) return objectOf(parseJson(text))
  if (isType(request, 'multipart/form-data')) return multipart(request)
  return isType(request, 'application/x-www-form-urlencoded') ? parsePhpQuery(text) : {}
}

async function multipart(request: RestRequest): Promise<JsonObject> {
  try {
    const headers = { 'content-type': request.contentType }
    const form = await new Response(new Uint8Array(request.body), { headers }).formData()
    return nestPairs([...form].map(([name, value]) => [name, typeof value === 'string' ? value : '']))
  } catch {
    return {}
  }
}

function isType(request: RestRequest, type: string): boolean {
  return request.contentType.toLowerCase().startsWith(type)
}

/** The JSON body of REST 3.0; undefined when it is not JSON or not sent as JSON. An empty body has no parameters. */
export function bodyV3(request: RestRequest): JsonObject | readonly Json[] | undefined {
  if (request.body.length === 0) return {}
  if (!isType(request, 'application/json')) return undefined
  const body = parseJson(request.body.toString('utf8'))
  return isObject(body) || isList(body) ? body : undefined
}
