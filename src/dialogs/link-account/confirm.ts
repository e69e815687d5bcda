/**
 * `link.confirm` { code, invite }: whoever knows what was shown to the employee inside the portal becomes this employee's
 * chat. One attempt per chat; its proof is bound to it, to the chat and to the employee, and is gone with the attempt.
 */
import type { LocalService, ServiceRequest } from '../../machines/services.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { LinkAttempt } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { createCodeBook } from './code.ts'
import type { CodeBook } from './code.ts'
import { refuse, textOf } from './deps.ts'
import type { LinkDeps, Refusal } from './deps.ts'
import { establishLink } from './establish.ts'
import { readInvitation } from './invitation.ts'
import { showUntil } from './moment.ts'
import { chatPast, everybodysPast } from './past.ts'
import {
  afterWrongCode,
  allWrongPerHour,
  employeeFailuresMax,
  entriesClosedUntilMs,
  isClosed,
  standingOf,
} from './rules.ts'

type Deps = Pick<LinkDeps, 'writer' | 'wording' | 'secret' | 'defaultZone' | 'alert'>

/**
 * Refuses with `wrong` { left }, `dead` (tries used up), `expired`, `closed` { until } or `stale_invite`; says
 * { firstName, name, zone }, the zone as people call it.
 */
export function createConfirm(deps: Deps): LocalService {
  const book = createCodeBook(deps.secret)

  return {
    type: 'local',
    reasons: ['wrong', 'dead', 'expired', 'closed', 'stale_invite'],
    async run(request, unit) {
      const invite = textOf(request.input, 'invite')
      const invitation = invite === null ? null : readInvitation(invite)
      if (invitation !== null) return confirmInvitation(deps, book, request, unit, invitation)
      const closed = await refusalWhileClosed(deps, request, unit)
      if (closed !== null) return closed
      const attempt = await unit.links.attempt(request.chat)
      if (invite !== null) return confirmInvite(deps, book, request, unit, attempt, invite)
      return confirmCode(deps, book, request, unit, attempt, textOf(request.input, 'code') ?? '')
    },
  }
}

async function refusalWhileClosed(deps: Deps, request: ServiceRequest, unit: Unit): Promise<Refusal | null> {
  const { chat, nowMs, actor, language } = request
  const untilMs = entriesClosedUntilMs(
    await chatPast(unit.links, chat, nowMs),
    await everybodysPast(unit.links, nowMs),
  )
  if (untilMs <= nowMs) return null
  const zone = actor?.zone ?? deps.defaultZone
  return refuse('closed', { until: showUntil(untilMs, nowMs, zone, language, deps.writer) })
}

/** The administrator's way past whatever strangers have closed: nothing of it can be guessed, so nothing is counted. */
async function confirmInvitation(
  deps: Deps,
  book: CodeBook,
  request: ServiceRequest,
  unit: Unit,
  { place, secret }: NonNullable<ReturnType<typeof readInvitation>>,
): Promise<Outcome> {
  const attempt = await unit.links.attempt(place)
  if (attempt === null || standingOf(attempt, request.nowMs) !== 'live') return refuse('stale_invite')
  if (!book.matches('invite', secret, attempt)) return refuse('stale_invite')
  await unit.links.dropAttempt(place)
  return establishLink(deps, request, unit, attempt)
}

/** A wrong invite costs no try: it cannot be guessed, and an old link pressed by mistake is no attack. */
async function confirmInvite(
  deps: Deps,
  book: CodeBook,
  request: ServiceRequest,
  unit: Unit,
  attempt: LinkAttempt | null,
  invite: string,
): Promise<Outcome> {
  if (attempt === null || standingOf(attempt, request.nowMs) !== 'live') return refuse('stale_invite')
  if (!book.matches('invite', invite, attempt) || (await isShut(unit, attempt))) return refuse('stale_invite')
  return establishLink(deps, request, unit, attempt)
}

async function confirmCode(
  deps: Deps,
  book: CodeBook,
  request: ServiceRequest,
  unit: Unit,
  attempt: LinkAttempt | null,
  code: string,
): Promise<Outcome> {
  const standing = standingOf(attempt, request.nowMs)
  if (attempt === null || standing !== 'live') return refuse(standing === 'dead' ? 'dead' : 'expired')
  const fits = book.matches('code', code, attempt)
  if (fits && !(await isShut(unit, attempt))) return establishLink(deps, request, unit, attempt)
  return countWrongCode(deps, request, unit, attempt)
}

async function isShut(unit: Unit, { employee }: LinkAttempt): Promise<boolean> {
  return employee === null || isClosed(await unit.links.failuresInARow(employee))
}

async function countWrongCode(
  deps: Deps,
  request: ServiceRequest,
  unit: Unit,
  attempt: LinkAttempt,
): Promise<Outcome> {
  const { chat, nowMs } = request
  const { employee } = attempt
  const after = afterWrongCode(attempt)
  await unit.links.saveAttempt(after)
  await unit.links.audit('wrong', { chat, employee, atMs: nowMs })
  if (employee !== null && (await unit.links.failuresInARow(employee)) === employeeFailuresMax) {
    deps.alert({ type: 'employee_closed', employee })
  }
  const { times } = await unit.links.count('wrong', 'everybody', nowMs - allWrongPerHour.perMs)
  if (times >= allWrongPerHour.times) deps.alert({ type: 'too_many_wrong_codes' })
  const closed = await refusalWhileClosed(deps, request, unit)
  if (closed !== null) return closed
  return after.triesLeft === 0 ? refuse('dead') : refuse('wrong', { left: after.triesLeft })
}
