/**
 * A link from the administrator, for an employee whose codes somebody else keeps using up: it connects whoever opens it
 * first, whatever is closed for codes. It is an attempt without a chat, so it stands where no chat can.
 */
import type { Employee } from '../../ports/employees.ts'
import type { ChatId, PortalUserId } from '../../ports/identity.ts'
import { toChatId, toPortalUserId } from '../../ports/identity.ts'
import type { LinkAttempt } from '../../store/links.ts'
import type { Unit } from '../../store/unit.ts'
import type { CodeBook } from './code.ts'
import { profileOf } from './deliver.ts'

export const invitationLifeMs = 24 * 3_600_000

/** Replaces an earlier one of the same employee. Returns what a deep link carries (Bot API: 64 characters at most). */
export async function makeInvitation(
  unit: Pick<Unit, 'links'>,
  employee: Employee,
  made: { readonly id: string; readonly book: CodeBook; readonly nowMs: number },
): Promise<string> {
  const attempt: LinkAttempt = {
    id: made.id,
    chat: placeOf(employee.id),
    email: null,
    employee: employee.id,
    profile: profileOf(employee),
    codeDigest: null,
    inviteDigest: null,
    triesLeft: 1,
    requestedAtMs: made.nowMs,
    expiresAtMs: made.nowMs + invitationLifeMs,
  }
  const secret = made.book.inviteOf(attempt)
  await unit.links.saveAttempt({ ...attempt, inviteDigest: made.book.digest('invite', secret, attempt) })
  await unit.links.audit('invited', { chat: null, employee: employee.id, atMs: made.nowMs })
  return `i${employee.id}_${secret}`
}

/** What a deep link carried, as an administrator's; null for anything else. */
export function readInvitation(text: string): { readonly place: ChatId; readonly secret: string } | null {
  const found = /^i(?<employee>[1-9]\d{0,14})_(?<secret>[\w-]{32})$/.exec(text)?.groups
  if (found === undefined) return null
  return { place: placeOf(toPortalUserId(Number(found['employee']))), secret: found['secret'] ?? '' }
}

/** Bot API, `Chat.id`: "at most 52 significant bits". */
function placeOf(employee: PortalUserId): ChatId {
  return toChatId(2 ** 52 + employee)
}
