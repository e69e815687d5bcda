/** REST v2: one call, or a batch of them. */
import type { JsonObject } from '../../../src/ports/json.ts'
import { integerOf } from '../json.ts'
import type { Answer } from '../methods/method.ts'
import { findMethod } from '../methods/registry.ts'
import { Refusal } from '../refusal.ts'
import type { EmployeeRow } from '../rows.ts'
import { runBatch, type Executed } from './batch.ts'
import { flatError, timeBlock, type WireAnswer } from './envelope.ts'
import { authorise, checkOperating, type Gate } from './gate.ts'
import type { RestRequest } from './request.ts'

export function callV2(gate: Gate, request: RestRequest, params: JsonObject): WireAnswer {
  try {
    const owner = authorise(gate, request)
    const answer =
      request.method === 'batch'
        ? runBatch(params, (method, inner) => execute(gate, owner, method, inner))
        : execute(gate, owner, request.method, params)
    return {
      status: 200,
      body: { ...answerBody(answer), time: timeBlock(gate.portal, gate.operating, request.method) },
    }
  } catch (error) {
    if (error instanceof Refusal) return flatError(error)
    throw error
  }
}

function execute(gate: Gate, owner: EmployeeRow, name: string, params: JsonObject): Executed {
  const method = findMethod(name)
  if (method === undefined) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  const { portal } = gate
  if (method.scopes.length > 0 && !method.scopes.some((scope) => portal.scopes.includes(scope))) {
    throw new Refusal(
      403,
      'insufficient_scope',
      'The request requires higher privileges than provided by the webhook token',
    )
  }
  checkOperating(gate, name)
  const { start, ...rest } = params
  const answer = method.run({ portal, owner, params: rest, start: integerOf(start) })
  portal.tell()
  gate.operating.charge(name, portal.modes.operatingPerCall)
  return { ...answer, time: timeBlock(portal, gate.operating, name) }
}

function answerBody(answer: Answer): JsonObject {
  return {
    result: answer.result,
    ...(answer.next === undefined ? {} : { next: answer.next }),
    ...(answer.total === undefined ? {} : { total: answer.total }),
  }
}
