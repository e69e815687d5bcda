/** How a link ends, whoever ends it. What must follow is one transaction with the end itself. */
import type { ChatId, PortalUserId } from '../../ports/identity.ts'
import type { Language } from '../../ports/language.ts'
import type { NewDelivery } from '../../store/deliveries.ts'
import type { Link } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import { messageLane, seenKinds } from '../../machines/chat/draft.ts'
import { enqueueCall } from './background.ts'
import type { LinkText, LinkWording } from './notices.ts'

/**
 * Ends the living link of a chat: nothing that was to be sent there is sent any more, a code under way is void, and what
 * the employee had chosen is forgotten. What the caller enqueues afterwards is sent. Null when there was no link.
 */
export async function endLink(
  unit: Unit,
  chat: ChatId,
  reason: 'unlinked' | 'revoked' | 'dismissed',
  nowMs: number,
): Promise<Link | null> {
  const link = await unit.links.end(chat, reason, nowMs)
  if (link === null) return null
  await unit.links.dropAttempt(chat)
  await unit.settings.drop(chat)
  await unit.links.audit(reason, { chat, employee: link.employee, atMs: nowMs })
  await cancelWhatWasToBeSent(unit, chat, nowMs)
  return link
}

/**
 * Cuts off employees who are no longer active, with one farewell to each chat (text L15). Calling it again does nothing.
 * Returns the links it ended.
 */
export async function endDismissed(
  unit: Unit,
  employees: readonly PortalUserId[],
  options: { readonly wording: LinkWording; readonly nowMs: number },
): Promise<readonly Link[]> {
  const ended: Link[] = []
  for (const employee of employees) {
    const link = await endEmployeesLink(unit, employee, 'dismissed', options)
    if (link !== null) ended.push(link)
  }
  return ended
}

/** An administrator takes an employee's access away. Null when there was none. */
export async function revokeLink(
  unit: Unit,
  employee: PortalUserId,
  options: { readonly wording: LinkWording; readonly nowMs: number },
): Promise<Link | null> {
  return endEmployeesLink(unit, employee, 'revoked', options)
}

/** An administrator opens linking again for an employee for whom too many codes in a row were wrong. */
export async function unlockEmployee(unit: Unit, employee: PortalUserId, nowMs: number): Promise<void> {
  await unit.links.audit('unlocked', { chat: null, employee, atMs: nowMs })
}

/** The last words to a chat that is not the one whose turn it is. Nothing to one that has blocked the bot. */
export async function sayFarewell(
  unit: Unit,
  link: Link,
  key: Extract<LinkText, 'moved' | 'dismissed' | 'revoked'>,
  options: { readonly wording: LinkWording; readonly nowMs: number },
): Promise<void> {
  const { chat } = link
  // Holds the chat: whoever puts something into its lane must, so that the order there is that of the commits.
  const record = await unit.chats.load(chat)
  await cancelWhatWasToBeSent(unit, chat, options.nowMs)
  if (record?.status === 'silent') return
  const text = options.wording(key, record?.language ?? mostSpeak)
  const farewell: NewDelivery = {
    id: `${key}:${chat}:${link.employee}:${link.linkedAtMs}`,
    lane: messageLane(chat),
    kind: 'message',
    chat,
    payload: { message: { text, spans: [], rows: [] } },
    dueAtMs: options.nowMs,
  }
  await unit.deliveries.enqueue([farewell])
  await enqueueCall(unit, chat, options.nowMs, {
    service: 'chat.menu',
    input: {},
    operation: `menu:${farewell.id}`,
  })
}

const mostSpeak: Language = 'ru'

/**
 * Calls and timers go on: a call speaks for nobody once the link has ended, and is refused for that; without its result,
 * or its timer, a conversation would wait for ever.
 */
async function cancelWhatWasToBeSent(unit: Unit, chat: ChatId, nowMs: number): Promise<void> {
  await unit.deliveries.cancelChat(chat, 'link ended', seenKinds)
  await unit.notifications.cancelChat(chat, 'link ended', nowMs)
}

async function endEmployeesLink(
  unit: Unit,
  employee: PortalUserId,
  reason: 'revoked' | 'dismissed',
  options: { readonly wording: LinkWording; readonly nowMs: number },
): Promise<Link | null> {
  const living = await unit.links.byEmployee(employee)
  if (living === null) return null
  const link = await endLink(unit, living.chat, reason, options.nowMs)
  if (link !== null) await sayFarewell(unit, link, reason, options)
  return link
}
