import type { ServiceRequest } from '../../machines/services.ts'
import type { Outcome } from '../../ports/outcome.ts'
import type { Link, LinkAttempt } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
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
  const link = await linkOf(deps, request, unit, attempt)
  const { chat, employee, name, firstName, zone } = link
  await unit.links.dropAttempt(chat)
  const rivals = await unit.links.establish(link)
  await bringSettings(unit, rivals, link)
  for (const rival of rivals) await partWith(deps, request, unit, rival, link)
  await unit.links.audit('linked', { chat, employee, atMs: nowMs })
  await enqueueAnnouncement(unit, 'linked', link, request)
  return { ok: true, value: { firstName, name, zone: deps.writer.formatZone(zone, nowMs, language) } }
}

/** @throws Error for an attempt with nobody behind it: nothing can have proven that. */
async function linkOf(deps: Deps, request: ServiceRequest, unit: Unit, attempt: LinkAttempt): Promise<Link> {
  const { employee, profile } = attempt
  if (employee === null || profile === null) throw new Error('A link attempt without an employee was proven')
  // The zone of a living link may have been chosen: it stays wherever the employee goes.
  const before = await unit.links.byEmployee(employee)
  return {
    chat: request.chat,
    employee,
    name: profile.name,
    firstName: profile.firstName,
    zone: before?.zone ?? profile.zone ?? deps.defaultZone,
    linkedAtMs: request.nowMs,
    // The portal was asked after this, but when exactly nobody wrote down.
    checkedAtMs: attempt.requestedAtMs,
  }
}

/** What the employee has chosen goes with them to the new chat; what somebody else had chosen there is forgotten. */
async function bringSettings(unit: Unit, rivals: readonly Link[], link: Link): Promise<void> {
  if (rivals.some((rival) => rival.employee !== link.employee)) await unit.settings.drop(link.chat)
  const old = rivals.find((rival) => rival.employee === link.employee)
  if (old === undefined) return
  const settings = await unit.settings.load(old.chat)
  await unit.settings.drop(old.chat)
  if (settings !== null) await unit.settings.save(link.chat, settings, link.linkedAtMs)
}

async function partWith(
  deps: Deps,
  request: ServiceRequest,
  unit: Unit,
  rival: Link,
  link: Link,
): Promise<void> {
  await unit.links.audit('moved', { chat: rival.chat, employee: rival.employee, atMs: request.nowMs })
  if (rival.chat === link.chat) {
    await unit.notifications.cancelChat(link.chat, 'link ended', request.nowMs)
  } else {
    await sayFarewell(unit, rival, 'moved', { wording: deps.wording, nowMs: request.nowMs })
  }
  if (rival.employee !== link.employee) await enqueueAnnouncement(unit, 'unlinked', rival, request)
}
