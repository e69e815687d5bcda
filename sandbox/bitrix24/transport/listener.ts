/** HTTP in, HTTP out: routes a request, hits it with the ordered fault, writes the answer and the log line. */
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject, objectOf, parseJson } from '../json.ts'
import type { KeptAnswer } from '../portal-state.ts'
import type { Portal } from '../portal.ts'
import { Refusal } from '../refusal.ts'
import { serveDownload } from './download.ts'
import { flatError, nestedError, v3Prefix, type WireAnswer } from './envelope.ts'
import type { FaultRule, Faults } from './faults.ts'
import { enterPortal, type Gate } from './gate.ts'
import { findKept } from './idempotency.ts'
import { paramsV2, readRequest, routeOf, type RestRequest } from './request.ts'
import { callV2 } from './v2.ts'
import { callV3 } from './v3.ts'

/** One request as tests look at it. */
export interface RequestLog {
  readonly version: 2 | 3
  readonly method: string
  readonly params: JsonObject
  /** 0 when the connection was cut instead of an answer. */
  readonly status: number
  readonly errorCode?: string
  readonly idempotencyKey?: string
  readonly replayed?: boolean
  readonly fault?: FaultRule['kind']
  readonly atMs: number
}

export interface ListenerDeps {
  readonly gate: Gate
  readonly faults: Faults
  readonly log: (entry: RequestLog) => void
  /** Real milliseconds: a slow network is slow whatever the sandbox clock says. Ends early when the sandbox closes. */
  readonly wait: (delayMs: number) => Promise<void>
}

export async function handle(
  deps: ListenerDeps,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (serveDownload(deps.gate.portal, incoming, response)) return
  const path = new URL(incoming.url ?? '/', 'http://sandbox').pathname
  const route = routeOf(path)
  if (route === null) {
    response.writeHead(404, { 'Content-Type': 'text/html; charset=UTF-8' }).end('<h1>404</h1>')
    return
  }
  const request = await readRequest(incoming, route)
  const params =
    request.version === 2 ? await paramsV2(request) : objectOf(parseJson(request.body.toString('utf8')))
  const { portal } = deps.gate
  const arrived: Arrived = {
    request,
    params,
    kept: keptFor(portal, request),
  }
  const fault = deps.faults.take(request.version, request.method)
  const answer = await answerOf(deps, arrived, fault, incoming.url ?? '/')
  deps.log(logEntry(arrived, answer, fault, portal.clock.now()))
  if (answer === null) incoming.socket.destroy()
  else write(response, answer)
}

interface Arrived {
  readonly request: RestRequest
  readonly params: JsonObject
  readonly kept: KeptAnswer | undefined
}

/** Read on arrival: of two requests with one key at the same time both run. */
function keptFor(portal: Portal, request: RestRequest): KeptAnswer | undefined {
  return request.version === 3 ? findKept(portal, request) : undefined
}

/** A page or nothing at all, instead of JSON. */
interface RawAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly raw: string
}

/** Null: the connection breaks. */
type Outgoing = WireAnswer | RawAnswer | null

async function answerOf(
  deps: ListenerDeps,
  arrived: Arrived,
  fault: FaultRule | undefined,
  url: string,
): Promise<Outgoing> {
  if (fault === undefined) return run(deps, arrived)
  switch (fault.kind) {
    case 'status':
      return statusAnswer(fault, arrived.request.version)
    case 'cut':
      return null
    case 'apply-then-cut':
      run(deps, arrived)
      return null
    case 'html':
    case 'empty':
      if (fault.applied === true) run(deps, arrived)
      return fault.kind === 'html' ? badGateway : { status: 200, raw: '' }
    case 'delay': {
      const answer = run(deps, arrived)
      await deps.wait(fault.delayMs ?? 0)
      return answer
    }
    case 'late':
      await deps.wait(fault.delayMs ?? 0)
      return run(deps, arrived)
    case 'twice':
      run(deps, arrived)
      return run(deps, { ...arrived, kept: keptFor(deps.gate.portal, arrived.request) })
    case 'redirect':
    default:
      return { status: 302, headers: { Location: fault.location ?? `/renamed${url}` }, raw: '' }
  }
}

function run({ gate }: ListenerDeps, { request, params, kept }: Arrived): WireAnswer {
  try {
    enterPortal(gate, request.address)
  } catch (error) {
    if (error instanceof Refusal) return flatError(error)
    throw error
  }
  const answer = request.version === 2 ? callV2(gate, request, params) : callV3(gate, request, kept)
  gate.portal.changed()
  return answer
}

const badGateway: RawAnswer = {
  status: 502,
  headers: { 'Content-Type': 'text/html; charset=UTF-8' },
  raw: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
}

function statusAnswer(fault: FaultRule & { kind: 'status' }, version: 2 | 3): WireAnswer {
  const refusal = new Refusal(
    fault.status,
    fault.code ?? 'INTERNAL_SERVER_ERROR',
    fault.description ?? 'Internal server error',
  )
  return version === 3 && refusal.code.startsWith(v3Prefix) ? nestedError(refusal) : flatError(refusal)
}

function write(response: ServerResponse, answer: WireAnswer | RawAnswer): void {
  const isRaw = 'raw' in answer
  const headers = isRaw
    ? answer.headers
    : { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers }
  response.writeHead(answer.status, { ...headers }).end(isRaw ? answer.raw : JSON.stringify(answer.body))
}

function logEntry(
  arrived: Arrived,
  answer: Outgoing,
  fault: FaultRule | undefined,
  atMs: number,
): RequestLog {
  const { request, params } = arrived
  const wire = answer !== null && !('raw' in answer) ? answer : undefined
  return {
    version: request.version,
    method: request.method,
    params: isObject(params) ? shortened(params) : {},
    status: answer?.status ?? 0,
    ...(wire?.errorCode === undefined ? {} : { errorCode: wire.errorCode }),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    ...(wire?.replayed === undefined ? {} : { replayed: wire.replayed }),
    ...(fault === undefined ? {} : { fault: fault.kind }),
    atMs,
  }
}

const loggedTextMax = 10_000

/** The content of a file would fill the log: of a long text only its beginning is kept. */
function shortened(params: JsonObject): JsonObject {
  const cut = (value: Json): Json => {
    if (typeof value === 'string' && value.length > loggedTextMax) return `${value.slice(0, loggedTextMax)}…`
    if (isList(value)) return value.map(cut)
    return isObject(value) ? shortened(value) : value
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, cut(value)]))
}
