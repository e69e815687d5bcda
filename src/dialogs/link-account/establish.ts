import type { ServiceRequest } from '../../machines/services.ts'
import type { Outcome } from '../../ports.ts'
import type { Link, LinkAttempt, Unit } from '../../store.ts'
import { enqueueAnnouncement } from './announce.ts'
import type { LinkDeps } from './deps.ts'
import { sayFarewell } from './endings.ts'

type Deps = Pick<LinkDeps, 'writer' | 'wording' | 'defaultZone'>

/**
 * Makes the chat of a proven attempt the employee's only one, and uses the attempt up in the same transaction. Whoever
 * had a part in the link until now is told: the old chat there, the employees inside the portal.
 */
export async function establishLink(
  deps: Deps,
  request: ServiceRequest,
  unit: Unit,
  attempt: LinkAttempt,
): Promise<Outcome> {
  const { nowMs, language } = request
  const link = linkOf(deps, request, attempt)
  const { chat, employee, name, firstName, zone } = link
  await unit.links.dropAttempt(chat)
  for (const rival of await unit.links.establish(link)) await partWith(deps, request, unit, rival, link)
  await unit.links.audit('linked', { chat, employee, atMs: nowMs })
  await enqueueAnnouncement(unit, 'linked', link, request)
  return { ok: true, value: { firstName, name, zone: deps.writer.formatZone(zone, nowMs, language) } }
}

/** @throws Error for an attempt with nobody behind it: nothing can have proven that. */
function linkOf(deps: Deps, request: ServiceRequest, attempt: LinkAttempt): Link {
  const { employee, profile } = attempt
  if (employee === null || profile === null) throw new Error('A link attempt without an employee was proven')
  return {
    chat: request.chat,
    employee,
    name: profile.name,
    firstName: profile.firstName,
    zone: profile.zone ?? deps.defaultZone,
    linkedAtMs: request.nowMs,
    // The portal was asked after this, but when exactly nobody wrote down.
    checkedAtMs: attempt.requestedAtMs,
  }
}

async function partWith(
  deps: Deps,
  request: ServiceRequest,
  unit: Unit,
  rival: Link,
  link: Link,
): Promise<void> {
  await unit.links.audit('moved', { chat: rival.chat, employee: rival.employee, atMs: request.nowMs })
  if (rival.chat !== link.chat) {
    await sayFarewell(unit, rival, 'moved', { wording: deps.wording, nowMs: request.nowMs })
  }
  if (rival.employee !== link.employee) await enqueueAnnouncement(unit, 'unlinked', rival, request)
}
