import type { LocalService, ServiceRequest } from '../../machines/services.ts'
import type { LinkAttempt } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { enqueueCall } from './background.ts'
import { refuse, settled, textOf } from './deps.ts'
import type { LinkDeps, Refusal } from './deps.ts'
import { showUntil } from './moment.ts'
import { chatPast, everybodysPast } from './past.ts'
import { allRequestsPerHour, attemptLifeMs, mayRequest, standingOf, triesPerCode } from './rules.ts'
import type { RequestDecision } from './rules.ts'

type Deps = Pick<LinkDeps, 'random' | 'writer' | 'allowedDomains' | 'defaultZone' | 'alert'>

const idLength = 22

/**
 * `link.request` { email }: begins an attempt and leaves the look-up to the background. Whether the address belongs to
 * anybody is not known here, so the answer cannot depend on it, nor the time it takes.
 *
 * Refuses with `domain` { domains }, `cooldown` { seconds }, `limit` { until } or, while an earlier code still works,
 * `limit_kept` { until }.
 */
export function createRequest(deps: Deps): LocalService {
  const domains = deps.allowedDomains.map((domain) => domain.trim().toLowerCase()).filter((one) => one !== '')

  return {
    type: 'local',
    reasons: ['domain', 'cooldown', 'limit', 'limit_kept'],
    async run(request, unit) {
      const email = textOf(request.input, 'email')?.trim().toLowerCase() ?? ''
      if (domains.length > 0 && !domains.includes(domainOf(email))) {
        return refuse('domain', { domains: domains.map((domain) => `@${domain}`).join(', ') })
      }
      const everybody = await everybodysPast(unit.links, request.nowMs)
      const chat = await chatPast(unit.links, request.chat, request.nowMs)
      const decision = mayRequest(chat, everybody, request.nowMs)
      if (decision.type !== 'yes') return refusal(deps, request, unit, decision)
      await beginAttempt(deps, request, unit, email)
      return settled
    },
  }
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1)
}

async function refusal(
  deps: Deps,
  request: ServiceRequest,
  unit: Unit,
  decision: Exclude<RequestDecision, { type: 'yes' }>,
): Promise<Refusal> {
  if (decision.type === 'cooldown') return refuse('cooldown', { seconds: decision.seconds })
  const { chat, nowMs, actor, language } = request
  const zone = actor?.zone ?? deps.defaultZone
  const until = showUntil(decision.untilMs, nowMs, zone, language, deps.writer)
  const live = standingOf(await unit.links.attempt(chat), nowMs) === 'live'
  return refuse(live && decision.entries === 'open' ? 'limit_kept' : 'limit', { until })
}

async function beginAttempt(deps: Deps, request: ServiceRequest, unit: Unit, email: string): Promise<void> {
  const { chat, nowMs, operation } = request
  const attempt: LinkAttempt = {
    id: deps.random.token(idLength),
    chat,
    email,
    employee: null,
    profile: null,
    codeDigest: null,
    inviteDigest: null,
    triesLeft: triesPerCode,
    requestedAtMs: nowMs,
    expiresAtMs: nowMs + attemptLifeMs,
  }
  await unit.links.saveAttempt(attempt)
  await unit.links.audit('requested', { chat, employee: null, atMs: nowMs })
  const { times } = await unit.links.count('requested', 'everybody', nowMs - allRequestsPerHour.perMs)
  if (times >= allRequestsPerHour.times) deps.alert({ type: 'too_many_requests' })
  await enqueueCall(unit, chat, nowMs, {
    service: 'link.deliver',
    input: { attempt: attempt.id },
    operation: `${operation}:deliver`,
  })
}
