/** Reads from the audit what rules.ts decides on. */
import type { ChatId, PortalUserId } from '../../ports/identity.ts'
import type { LinkCount, LinkStore } from '../../store/links.ts'
import {
  allRequestsPerHour,
  allWrongPerHour,
  breakerMs,
  chatClosedMs,
  chatRequestsPerDay,
  chatRequestsPerHour,
  chatWrongPerDay,
  employeeCodesPerDay,
  employeeCodesPerHour,
} from './rules.ts'
import type { ChatPast, EmployeePast, EverybodysPast, Limit } from './rules.ts'

export async function chatPast(links: LinkStore, chat: ChatId, nowMs: number): Promise<ChatPast> {
  return {
    requestsInHour: await links.count('requested', { chat }, nowMs - chatRequestsPerHour.perMs),
    requestsInDay: await links.count('requested', { chat }, nowMs - chatRequestsPerDay.perMs),
    wrongBurst: await lastBurst(links, 'wrong', { chat }, chatWrongPerDay, nowMs - chatClosedMs),
  }
}

export async function everybodysPast(links: LinkStore, nowMs: number): Promise<EverybodysPast> {
  const sinceMs = nowMs - breakerMs
  return {
    requestsBurst: await lastBurst(links, 'requested', 'everybody', allRequestsPerHour, sinceMs),
    wrongBurst: await lastBurst(links, 'wrong', 'everybody', allWrongPerHour, sinceMs),
  }
}

export async function employeePast(
  links: LinkStore,
  employee: PortalUserId,
  nowMs: number,
): Promise<EmployeePast> {
  return {
    sentInHour: await sent(links, employee, nowMs - employeeCodesPerHour.perMs),
    sentInDay: await sent(links, employee, nowMs - employeeCodesPerDay.perMs),
    failuresInARow: await links.failuresInARow(employee),
  }
}

/** A code that surely did not arrive is audited at the instant of its sending, so that both leave a window together. */
async function sent(links: LinkStore, employee: PortalUserId, sinceMs: number): Promise<number> {
  const begun = await links.count('sent', { employee }, sinceMs)
  const failed = await links.count('not_sent', { employee }, sinceMs)
  return begun.times - failed.times
}

/**
 * The events within `limit.perMs` before the last one, if that came after `sinceMs`. Nothing is recorded while something
 * is closed, so the last event is the one that closed it.
 */
async function lastBurst(
  links: LinkStore,
  event: 'requested' | 'wrong',
  whose: { readonly chat: ChatId } | 'everybody',
  limit: Limit,
  sinceMs: number,
): Promise<LinkCount> {
  const recent = await links.count(event, whose, sinceMs)
  if (recent.newestAtMs === null) return recent
  return links.count(event, whose, recent.newestAtMs - limit.perMs)
}
