/** `batch` of REST v2 (docs: batch.md; substitution: source). */
import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { isEmpty, isObject, isList, objectOf, phpObject } from '../json.ts'
import type { Answer } from '../methods/method.ts'
import { Refusal } from '../refusal.ts'
import { parsePhpQuery } from './php-query.ts'
import { substitute, type Earlier } from './substitution.ts'

/** One call and the `time` block of a batch's inner call. */
export interface Executed extends Answer {
  readonly time: Json
}

const commandsMax = 50

/**
 * Runs the commands one after another. Always 200: failures stand in `result_error` by key. `halt` stops at the first,
 * the keys after it are in neither map; what is not a string is skipped without a word (source).
 */
export function runBatch(
  params: JsonObject,
  execute: (method: string, params: JsonObject) => Executed,
): Answer {
  const done: Earlier = { result: {}, error: {}, total: {}, next: {}, time: {} }
  let position = 0
  for (const [key, command] of Object.entries(objectOf(params['cmd']))) {
    position += 1
    if (typeof command !== 'string') continue
    try {
      if (position > commandsMax)
        throw new Refusal(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded')
      runCommand(key, command, done, execute)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      done.error[key] = { error: error.code, error_description: error.message }
      if (!isEmpty(params['halt'])) break
    }
  }
  return {
    result: {
      result: mapOf(params['cmd'], done.result),
      result_error: phpObject(done.error),
      result_total: phpObject(done.total),
      result_next: phpObject(done.next),
      result_time: phpObject(done.time),
    },
  }
}

function runCommand(
  key: string,
  command: string,
  done: Earlier,
  execute: (method: string, params: JsonObject) => Executed,
): void {
  const [path = '', query = ''] = splitOnce(command.trim(), '?')
  const method = path.toLowerCase().replace(/\.json$/, '')
  if (method === 'batch')
    throw new Refusal(400, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage')
  const { auth: _auth, ...params } = objectOf(substitute(parsePhpQuery(query), done))
  const answer = execute(method, params)
  done.result[key] = answer.result
  if (answer.total !== undefined) done.total[key] = answer.total
  if (answer.next !== undefined) done.next[key] = answer.next
  done.time[key] = answer.time
}

/** A list of commands comes back as a list, an object of them as an object; nothing at all is `[]`. */
function mapOf(commands: Json | undefined, results: Readonly<Record<string, Json>>): Json {
  const keys = Object.keys(results)
  if (isList(commands) && keys.every((key, at) => key === String(at))) return Object.values(results)
  return isObject(commands) || isList(commands) ? phpObject(results) : []
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)]
}
