import type { JsonObject } from '../../ports/json.ts'
import type { Outcome, Trouble } from '../../ports/outcome.ts'
import type { Answer } from './answer.ts'
import { cleanLine } from './bbcode.ts'
import type { CallResult, ConfigKind, UncertainCause } from './result.ts'

/** What a bad answer means for the client: repeat, wait, give up, or go and look. */
export type Verdict =
  /** QUERY_LIMIT_EXCEEDED and other 429: refused before execution. */
  | { readonly type: 'busy' }
  /** OPERATION_TIME_LIMIT: refused before execution, for up to ten minutes. */
  | { readonly type: 'overworked' }
  | { readonly type: 'unclear'; readonly cause: UncertainCause }
  | Extract<CallResult<never>, { type: 'rejected' | 'config' }>

/** Codes of the portal at large (docs: _includes/system-errors.md, error-codes.md), in upper case. */
const configCodes: ReadonlyMap<string, ConfigKind> = new Map([
  ['NO_AUTH_FOUND', 'webhook'],
  ['EXPIRED_TOKEN', 'webhook'],
  ['INVALID_TOKEN', 'webhook'],
  ['INVALID_GRANT', 'webhook'],
  ['INVALID_CLIENT', 'webhook'],
  ['INSUFFICIENT_SCOPE', 'scope'],
  ['INVALID_SCOPE', 'scope'],
  ['BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION', 'scope'],
  ['ACCESS_DENIED', 'plan'],
  ['PAYMENT_REQUIRED', 'plan'],
  ['USER_ACCESS_ERROR', 'owner'],
  ['METHOD_CONFIRM_WAITING', 'confirmation'],
  ['METHOD_CONFIRM_DENIED', 'confirmation'],
  ['ERROR_METHOD_NOT_FOUND', 'method'],
  ['ERROR_MANIFEST_IS_NOT_AVAILABLE', 'method'],
  ['BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION', 'method'],
  ['INVALID_REQUEST', 'https'],
  ['OVERLOAD_LIMIT', 'blocked'],
  ['PORTAL_DELETED', 'closed'],
])

const uncertainCodes = new Set(['INTERNAL_SERVER_ERROR', 'ERROR_UNEXPECTED_ANSWER'])

/** Codes decide before statuses: a portal closed for good answers 500, a full bucket 503, like a broken server. */
export function judge(status: number, answer: Exclude<Answer<never>, { type: 'good' }>): Verdict {
  const code = answer.type === 'error' ? answer.code : ''
  const upper = code.toUpperCase()
  if (upper === 'QUERY_LIMIT_EXCEEDED') return { type: 'busy' }
  if (upper === 'OPERATION_TIME_LIMIT') return { type: 'overworked' }
  const kind = configCodes.get(upper)
  if (kind !== undefined) return { type: 'config', kind, code: safeCode(code) }
  if (status === 429) return { type: 'busy' }
  if (status === 401) return { type: 'config', kind: 'webhook', code: safeCode(code) }
  if (status === 404) return { type: 'config', kind: 'method', code: safeCode(code) }
  if (answer.type === 'garbled') return { type: 'unclear', cause: 'not_json' }
  if (answer.type === 'misshapen') return { type: 'unclear', cause: 'unexpected_shape' }
  // A refusal without a reason is known by its status alone; one with a status of success is known by its `error`.
  const refused = (status >= 400 && status <= 499) || (status >= 200 && status <= 299)
  if (!refused || uncertainCodes.has(upper)) return { type: 'unclear', cause: 'server_error' }
  return { type: 'rejected', code, text: answer.text, fields: answer.fields, status }
}

/** A code as it may stand in a log: the portal's own vocabulary, nothing a person typed. */
export function safeCode(code: string): string {
  return /^[\w.]{1,100}$/u.test(code) ? code : code === '' ? 'EMPTY' : 'OTHER'
}

export type Failure = Extract<Outcome<never>, { ok: false }>

/**
 * A failed call in the vocabulary of dialogs: `temporary`, `limited`, `uncertain`, `denied`, `config`, and for a task
 * `rejected_title`, `rejected_assignee`, `rejected_deadline`, `required_field` (data `{ field }`), `needs_result`, else
 * `rejected`. Whether a task is `not_found` or `closed` no answer says: for that it must be looked at again.
 *
 * A read that may have run can simply be asked again, so it is `temporary`. What an administrator has to know is the
 * failure's `trouble`, whatever its reason.
 */
export function toFailure(
  method: string,
  kind: 'read' | 'write',
  result: Exclude<CallResult<unknown>, { type: 'ok' }>,
  nowMs: number,
): Failure {
  const trouble = (kind: Trouble['kind'], at = method): { trouble: Trouble } => ({ trouble: { kind, at } })
  if (result.type === 'rateLimited') {
    const more = { retryAfterMs: result.afterMs, ...trouble('portal_busy') }
    return fail('temporary', `${method}: too many requests`, more)
  }
  if (result.type === 'blocked') {
    const told = result.spared === true ? {} : trouble('portal_operating')
    const retryAfterMs = Math.max(0, result.untilMs - nowMs)
    return fail('limited', `${method}: out of operating time`, { retryAfterMs, ...told })
  }
  if (result.type === 'config') {
    const at = result.kind === 'scope' ? `${scopeOf(method)} (${method})` : method
    return fail('config', `${method}: ${result.kind} (${result.code})`, trouble(`portal_${result.kind}`, at))
  }
  if (result.type === 'unreachable' || result.type === 'uncertain') {
    // Whoever gave up waiting has learnt nothing about the portal.
    const silence = result.cause === 'aborted' ? {} : trouble('portal_silent')
    if (result.type === 'unreachable') {
      return fail('temporary', `${method}: not reached (${result.cause})`, silence)
    }
    const detail = `${method}: no usable answer (${result.cause})`
    if (kind === 'read') return fail('temporary', detail, silence)
    return fail('uncertain', detail, { retryAfterMs: result.settlesInMs, ...silence })
  }
  const { reason, data, troubled } = readRefusal(result)
  return fail(reason, `${method}: ${result.status} ${safeCode(result.code)}`, {
    ...(data === undefined ? {} : { data }),
    ...(troubled === undefined ? {} : trouble(troubled)),
  })
}

/** The scope a method needs, as it is called in the webhook's form (docs: api-reference/scopes/permissions.md). */
function scopeOf(method: string): string {
  const module = method.split('.', 1)[0] ?? ''
  return scopes.get(module) ?? module
}

const scopes: ReadonlyMap<string, string> = new Map([
  ['tasks', 'task'],
  ['user', 'user_basic'],
])

interface Refusal {
  readonly reason: string
  readonly data?: JsonObject
  readonly troubled?: Trouble['kind']
}

/** Tasks answer with `ERROR_CORE` and a sentence in the portal's language; the order of the rows matters. */
const sentences: readonly { readonly says: RegExp; readonly reason: string }[] = [
  {
    says: /access denied|доступ (?:запрещ|закрыт)|недостаточно прав|нет прав|не разрешен|not allowed|insufficient/iu,
    reason: 'denied',
  },
  { says: /результат|result/iu, reason: 'needs_result' },
  { says: /постановщик|creator|originator/iu, reason: 'denied' },
  { says: /исполнител|ответственн|responsible|assignee/iu, reason: 'rejected_assignee' },
  { says: /назван|заголов|title|task name/iu, reason: 'rejected_title' },
  { says: /срок|deadline|plan(?:ned)? (?:start|end)|плановая дата/iu, reason: 'rejected_deadline' },
]

/** Refusals of the Drive with a code of their own (docs: disk-folder-upload-file.md). */
const diskCodes: ReadonlyMap<string, Refusal> = new Map([
  // No space left, as far as we can be at fault for the rest: somebody must make room.
  ['ERROR_COULD_NOT_SAVE_FILE', { reason: 'config', troubled: 'portal_drive' }],
])

const v3Fields: ReadonlyMap<string, string> = new Map([
  ['title', 'rejected_title'],
  ['responsibleId', 'rejected_assignee'],
  ['deadline', 'rejected_deadline'],
])

/** The portal knows of nobody but the webhook's owner: with these codes it is the owner who may not. */
const deniedCodes =
  /^(?:INVALID_CREDENTIALS|ERROR_TASK_CREATE_ACCESS_DENIED|BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION)$/u

function readRefusal(result: { code: string; text: string; fields: readonly string[] }): Refusal {
  const { code, text, fields } = result
  if (deniedCodes.test(code.toUpperCase())) {
    return { reason: 'denied', troubled: 'portal_owner' }
  }
  const disk = diskCodes.get(code.toUpperCase())
  if (disk !== undefined) return disk
  const named = fields.map((name) => v3Fields.get(name)).find((reason) => reason !== undefined)
  if (named !== undefined) return { reason: named }
  const field = requiredField(text) ?? fields.find((name) => /^uf/iu.test(name))
  if (field !== undefined) return { reason: 'required_field', data: { field } }
  return { reason: sentences.find(({ says }) => says.test(text))?.reason ?? 'rejected' }
}

/** A custom field that this portal demands of every task: its name is for the person's eyes, cut to be a label. */
function requiredField(text: string): string | undefined {
  const demands = /обязательн|required|mandatory/iu
  const sentence = text.split('\n').find((line) => demands.test(line))
  if (sentence === undefined) return undefined
  const quoted = /[«"“„'](?<name>[^»"”“']{1,200})[»"”“']/u.exec(sentence)?.groups?.['name']
  const bare =
    /(?:обязательное поле|required (?:custom )?field)(?: is (?:empty|missing))?:?\s+(?<name>[^.:]{1,200})/iu.exec(
      sentence,
    )?.groups?.['name']
  const name = cleanLine(quoted ?? bare ?? '')
  return name === '' ? undefined : Array.from(name).slice(0, 80).join('')
}

function fail(
  reason: string,
  detail: string,
  more: Pick<Failure, 'retryAfterMs' | 'data' | 'trouble'> = {},
): Failure {
  return { ok: false, reason, detail, ...more }
}
