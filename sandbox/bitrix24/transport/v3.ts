/** REST 3.0: one call or a batch of them, JSON only. */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isList, isObject, textOf } from '../json.ts'
import { findMethodV3 } from '../methods-v3/registry.ts'
import { isScopeGranted } from '../methods-v3/service.ts'
import type { KeptAnswer } from '../portal-state.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow } from '../rows.ts'
import { flatError, nestedError, timeBlock, v3Prefix, type WireAnswer } from './envelope.ts'
import { authorise, checkOperating, type Gate } from './gate.ts'
import { checkKey, findKept, keep, keyHeader, replay } from './idempotency.ts'
import { bodyV3, type RestRequest } from './request.ts'

/**
 * `keptAtArrival` is what was stored under the key when the request came in: by the docs two simultaneous requests may
 * both run, because neither finds the other's answer.
 */
export function callV3(gate: Gate, request: RestRequest, keptAtArrival: KeptAnswer | undefined): WireAnswer {
  try {
    if (!gate.portal.modes.restV3) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
    const owner = authorise(gate, request)
    return request.method === 'batch'
      ? batchV3(gate, request, owner)
      : single(gate, request, owner, keptAtArrival)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // What stands before the method answers in the flat shape of both versions (inferred).
    return error.code.startsWith(v3Prefix) ? nestedError(error) : flatError(error)
  }
}

function single(
  gate: Gate,
  request: RestRequest,
  owner: EmployeeRow,
  keptAtArrival: KeptAnswer | undefined,
): WireAnswer {
  const { portal } = gate
  const params = bodyV3(request)
  if (params === undefined)
    throw new Refusal(400, `${v3Prefix}INVALIDJSONEXCEPTION`, 'Request body is not valid JSON')
  const isKeyed =
    request.idempotencyKey !== undefined &&
    portal.modes.idempotency === 'kept' &&
    findMethodV3(request.method)?.writes === true
  if (isKeyed) checkKey(request.idempotencyKey ?? '')
  const kept = portal.modes.concurrentKey === 'both-run' ? keptAtArrival : findKept(portal, request)
  if (isKeyed && kept !== undefined) return replay(kept, request)

  const result = execute(gate, owner, request.method, isObject(params) ? params : {})
  const body = { result, time: timeBlock(portal, gate.operating, request.method) }
  const answer: WireAnswer = { status: 200, body, headers: isKeyed ? keyHeader(request) : {} }
  if (isKeyed) keep(portal, request, answer)
  return answer
}

/** A JSON array at the root; the first error is the whole answer (docs, source). */
function batchV3(gate: Gate, request: RestRequest, owner: EmployeeRow): WireAnswer {
  const commands = bodyV3(request)
  if (!isList(commands))
    throw new Refusal(400, `${v3Prefix}INVALIDSELECTEXCEPTION`, 'Unable to recognize the batch')
  const result: Json[] = []
  for (const command of commands) {
    const { method, query }: JsonObject = isObject(command) ? command : {}
    result.push(execute(gate, owner, textOf(method).toLowerCase(), isObject(query) ? query : {}))
  }
  return { status: 200, body: { result, time: timeBlock(gate.portal, gate.operating, 'batch') } }
}

function execute(gate: Gate, owner: EmployeeRow, name: string, params: JsonObject): Json {
  const { portal } = gate
  const method = findMethodV3(name)
  if (method === undefined) {
    throw new Refusal(404, `${v3Prefix}METHODNOTFOUNDEXCEPTION`, `Method \`${name}\` not found`)
  }
  if (!isScopeGranted(portal, method)) {
    throw new Refusal(403, `${v3Prefix}INSUFFICIENTSCOPEEXCEPTION`, 'Insufficient scope')
  }
  checkOperating(gate, name)
  const result = method.run({ portal, owner, params })
  portal.tell()
  gate.operating.charge(name, portal.modes.operatingPerCall)
  return result
}
