/**
 * `link.deliver` { attempt }: finds out whose address it is and sends the code, after the person has had their answer.
 * Nothing of what happens here reaches the chat.
 *
 * An attempt is `asked` (it has the address), then either `fake` (neither address nor employee: its screens, tries and
 * expiry are those of any other) or `owned` (employee, digests, no address). Each step is stored before the next is
 * taken: a sending is counted before it is made, so that no crash can make room for one more. A repeat sends the same
 * code, is not counted again, and the portal replaces the notice by its tag.
 */
import type { RemoteService, ServiceRequest } from '../../machines/services.ts'
import type { Employee, Notice } from '../../ports/employees.ts'
import type { PortalUserId } from '../../ports/identity.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { LinkAttempt, LinkProfile } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { createCodeBook, showCode } from './code.ts'
import type { CodeBook } from './code.ts'
import { settled, textOf } from './deps.ts'
import type { LinkDeps } from './deps.ts'
import { employeePast, everybodysPast } from './past.ts'
import { entriesClosedUntilMs, maySend, standingOf } from './rules.ts'
import { showSender } from './sender-name.ts'

interface Owner {
  readonly employee: PortalUserId
  readonly profile: LinkProfile
}

interface Made extends Owner {
  readonly code: string
  readonly invite: string
  readonly atMs: number
  readonly expiresAtMs: number
}

/** A look-up and a notice, each repeated by the client within its own limits. */
const timeoutMs = 60_000
const minuteMs = 60_000

export function createDeliver(deps: LinkDeps): RemoteService {
  const book = createCodeBook(deps.secret)

  return {
    type: 'remote',
    timeoutMs,
    reasons: [],
    async run(request, signal) {
      const attempt = await deps.store.transaction((unit) => unfinished(deps, request, unit))
      if (attempt === null) return settled
      const owner = await ownerOf(deps, attempt, signal)
      if (!owner.ok) return failedLookUp(deps, request, owner)
      if (owner.value === null) return makeFake(deps, request)
      const { value } = owner
      const made = await deps.store.transaction((unit) => makeCode(deps, book, request, unit, value))
      return made === null ? settled : send(deps, request, made, signal)
    },
  }
}

/** The attempt, if it is still the one this chat is at and there is something left to do for it. */
async function unfinished(
  deps: Pick<LinkDeps, 'clock'>,
  request: ServiceRequest,
  unit: Unit,
): Promise<LinkAttempt | null> {
  // Holds the chat: a wrong code that is being counted right now must not be written over.
  await unit.chats.load(request.chat)
  const attempt = await unit.links.attempt(request.chat)
  if (attempt === null || attempt.id !== textOf(request.input, 'attempt')) return null
  if (standingOf(attempt, deps.clock.now()) !== 'live') return null
  return attempt.email === null && attempt.employee === null ? null : attempt
}

async function ownerOf(
  deps: LinkDeps,
  attempt: LinkAttempt,
  signal: AbortSignal,
): Promise<Outcome<Owner | null>> {
  const { employee, profile, email } = attempt
  if (employee !== null && profile !== null) return { ok: true, value: { employee, profile } }
  const found = await deps.directory.findByEmail(email ?? '', signal)
  if (!found.ok || found.value === null) return found.ok ? { ok: true, value: null } : found
  return { ok: true, value: { employee: found.value.id, profile: profileOf(found.value) } }
}

export function profileOf({ name, firstName, zone }: Employee): LinkProfile {
  return { name, firstName: firstName === '' ? name : firstName, zone }
}

async function failedLookUp(
  deps: LinkDeps,
  request: ServiceRequest,
  failure: Extract<Outcome<never>, { ok: false }>,
): Promise<Outcome> {
  if (!undone.has(failure.reason)) await makeFake(deps, request, failure.reason)
  return failure
}

/** Surely not asked yet: a repeat may still find them. */
const undone: ReadonlySet<string> = new Set(['temporary', 'limited'])

/** Leaves the attempt with nobody behind it: no code will ever fit, and nothing else shows. */
async function makeFake(
  deps: LinkDeps,
  request: ServiceRequest,
  why = 'not one active employee',
): Promise<Outcome> {
  await deps.store.transaction(async (unit) => {
    const attempt = await unfinished(deps, request, unit)
    if (attempt === null) return
    await unit.links.saveAttempt({ ...attempt, email: null })
    await unit.links.audit('not_sent', { chat: request.chat, employee: null, atMs: deps.clock.now() })
  })
  const attempt = textOf(request.input, 'attempt')
  deps.log({ level: 'warn', message: 'no link code was made', why, attempt })
  return settled
}

/** Null when none may be made: then the attempt is as good as a fake one. */
async function makeCode(
  deps: LinkDeps,
  book: CodeBook,
  request: ServiceRequest,
  unit: Unit,
  owner: Owner,
): Promise<Made | null> {
  const attempt = await unfinished(deps, request, unit)
  if (attempt === null) return null
  const { chat } = request
  const atMs = deps.clock.now()
  const owned = { ...attempt, ...owner, email: null }
  const code = book.codeOf(owned)
  const invite = book.inviteOf(owned)
  const made = { ...owner, code, invite, atMs, expiresAtMs: attempt.expiresAtMs }
  const codeDigest = book.digest('code', code, owned)
  // Sent before, as far as anybody knows, by somebody who died before saying so.
  if (attempt.codeDigest === codeDigest) return made
  const closedUntilMs = entriesClosedUntilMs(nobodysPast, await everybodysPast(unit.links, atMs))
  if (closedUntilMs > atMs || !maySend(await employeePast(unit.links, owner.employee, atMs))) {
    await unit.links.saveAttempt({ ...attempt, ...nobody })
    await unit.links.audit('withheld', { chat, employee: owner.employee, atMs })
    deps.log({ level: 'warn', message: 'a link code was withheld', employee: owner.employee })
    return null
  }
  await unit.links.saveAttempt({ ...owned, codeDigest, inviteDigest: book.digest('invite', invite, owned) })
  await unit.links.audit('sent', { chat, employee: owner.employee, atMs })
  return made
}

const nobody = { email: null, employee: null, profile: null, codeDigest: null, inviteDigest: null }
const nobodysPast = { wrongBurst: { times: 0, oldestAtMs: null, newestAtMs: null } }

async function send(
  deps: LinkDeps,
  request: ServiceRequest,
  made: Made,
  signal: AbortSignal,
): Promise<Outcome> {
  const outcome = await deps.notices.send(noticeOf(deps, request, made), signal)
  // In doubt, it counts as sent: the employee may have seen it.
  if (outcome.ok || outcome.reason === 'uncertain') return outcome
  const { employee, atMs } = made
  await deps.store.transaction(async (unit) => {
    const attempt = await unfinished(deps, request, unit)
    // Not counted as sent any more, so the next sending is counted anew.
    if (attempt !== null) await unit.links.saveAttempt({ ...attempt, codeDigest: null, inviteDigest: null })
    await unit.links.audit('not_sent', { chat: request.chat, employee, atMs })
  })
  deps.log({ level: 'warn', message: 'a link code did not arrive', why: outcome.reason, employee })
  return outcome.reason === 'undelivered' ? settled : outcome
}

function noticeOf(deps: LinkDeps, request: ServiceRequest, made: Made): Notice {
  const { wording, portalLanguage: language } = deps
  const minutes = Math.max(1, Math.round((made.expiresAtMs - made.atMs) / minuteMs))
  const who = showSender(request.sender) || wording('nameless', language)
  const url = deps.inviteUrl(made.invite)
  const text = wording('code', language, { code: showCode(made.code), minutes, who })
  return {
    to: made.employee,
    text: url === null ? text : `${text}\n\n${wording('invite', language, { url })}`,
    outsideText: wording('code_outside', language),
    tag: `TGBOT|LINK|${made.employee}`,
  }
}
