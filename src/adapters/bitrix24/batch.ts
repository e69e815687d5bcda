import { z } from 'zod'

import { readAnswer, readOperating } from './answer.ts'
import type { BitrixClient } from './client.ts'
import { judge } from './errors.ts'
import type { Priority } from './limiter.ts'
import { blockedBefore } from './operating.ts'
import { commandLine } from './reads.ts'
import type { ReadMethod, ReadParams } from './reads.ts'
import type { CallResult } from './result.ts'
import { phpMap } from './schemas.ts'

/** One read inside a batch, and the shape of its answer. */
export interface Command<T> {
  readonly method: ReadMethod
  readonly line: string
  readonly schema: z.ZodType<T>
}

export type Commands = Readonly<Record<string, Command<unknown>>>

/** What each command came to, under its own name. */
export type Results<C extends Commands> = {
  readonly [K in keyof C]: CallResult<C[K] extends Command<infer T> ? T : never>
}

export interface BatchOptions {
  readonly signal?: AbortSignal | undefined
  /** For one attempt of one request. */
  readonly timeoutMs?: number
  readonly priority?: Priority
}

/** @throws RangeError when something may not stand in a batch, see {@link commandLine}. */
export function command<M extends ReadMethod, T>(
  method: M,
  params: ReadParams[M],
  schema: z.ZodType<T>,
): Command<T> {
  return { method, line: commandLine(method, params), schema }
}

/** More make the portal refuse the rest (docs: batch.md). */
const commandsMax = 50

/**
 * Reads many things in one request, fifty at a time. To the portal's rate limit a batch is one request; to the working
 * time of each method (`operating`) every command counts. One that fails does not stop the others (`halt: 0`). Never
 * throws and never rejects.
 */
export async function readBatch<C extends Commands>(
  client: BitrixClient,
  commands: C,
  options: BatchOptions = {},
): Promise<Results<C>> {
  const results = new Map<string, CallResult<unknown>>()
  const waiting: [string, Command<unknown>][] = []
  for (const [name, one] of Object.entries(commands)) {
    const blocked = blockedBefore(client.operating, one.method, options.priority ?? 'interactive')
    if (blocked === null) waiting.push([name, one])
    else results.set(name, blocked)
  }
  for (let from = 0; from < waiting.length; from += commandsMax) {
    await readSome(client, waiting.slice(from, from + commandsMax), options, results)
  }
  // Every name got the result of its own command, whose schema gave the value its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a map of many types can only be asserted
  return Object.fromEntries(results) as Results<C>
}

const batchAnswer = z.object({
  result: phpMap,
  result_error: phpMap,
  result_next: phpMap.catch({}),
  result_time: phpMap.catch({}),
})
type BatchAnswer = z.infer<typeof batchAnswer>

async function readSome(
  client: BitrixClient,
  commands: readonly [string, Command<unknown>][],
  options: BatchOptions,
  results: Map<string, CallResult<unknown>>,
): Promise<void> {
  const cmd = Object.fromEntries(commands.map(([name, { line }]) => [name, line]))
  const came = await client.call(
    'batch',
    { halt: 0, cmd },
    { version: 2, kind: 'read', schema: batchAnswer, ...options },
  )
  for (const [name, one] of commands) {
    if (came.type === 'ok') noteTime(client, one.method, came.value.result_time[name])
    results.set(name, came.type === 'ok' ? settle(client, name, one, came.value) : came)
  }
}

function noteTime(client: BitrixClient, method: string, time: unknown): void {
  const spent = readOperating({ time })
  if (spent === null) client.operating.untold(method)
  else client.operating.note(method, spent.seconds, spent.resetAtMs)
}

/** The presence of the name among the errors decides: codes may be empty. */
function settle(
  client: BitrixClient,
  name: string,
  { method, schema }: Command<unknown>,
  came: BatchAnswer,
): CallResult<unknown> {
  const failed = Object.hasOwn(came.result_error, name)
  const body = failed ? errorOf(came.result_error[name]) : bodyOf(name, came)
  const answer = readAnswer({ status: failed ? 400 : 200, body, replayed: false, keyEchoed: false }, schema)
  if (answer.type === 'good') {
    return { type: 'ok', value: answer.value, next: answer.next, replayed: false }
  }
  const verdict = judge(failed ? 400 : 200, answer)
  if (verdict.type === 'busy') return { type: 'rateLimited', afterMs: busyMs }
  if (verdict.type === 'overworked') return { type: 'blocked', untilMs: client.operating.block(method) }
  return verdict.type === 'unclear' ? { type: 'uncertain', cause: verdict.cause, settlesInMs: 0 } : verdict
}

/** Commands of a batch are not counted one by one; should a portal refuse one all the same, a moment is enough. */
const busyMs = 1000

function errorOf(value: unknown): object {
  return typeof value === 'object' && value !== null && 'error' in value ? value : { error: '' }
}

/** A name in neither map has no `result`, and so not the shape of any method. */
function bodyOf(name: string, came: BatchAnswer): object {
  if (!Object.hasOwn(came.result, name)) return {}
  return { result: came.result[name], next: came.result_next[name] }
}
