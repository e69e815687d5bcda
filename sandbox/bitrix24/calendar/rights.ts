/** What the webhook's owner may see and do in somebody's calendar (source; not verified live). */
import type { JsonObject } from '../../../src/ports/json.ts'
import type { Portal } from '../portal.ts'
import type { EmployeeRow } from '../rows.ts'
import type { FoundEntry } from './store.ts'
import { refuse } from './refusals.ts'

/** @throws Refusal to people from outside, whom the reading methods are closed to (docs). */
export function requireStaff(portal: Portal, owner: EmployeeRow): void {
  if (owner.userType === 'extranet') throw refuse(portal, 'denied')
}

export function canEdit(portal: Portal, owner: EmployeeRow, ofUserId: number): boolean {
  return owner.id === ofUserId || (owner.isAdmin && portal.modes.othersCalendars === 'writable')
}

export function permissions(portal: Portal, owner: EmployeeRow, ofUserId: number): JsonObject {
  const edit = canEdit(portal, owner, ofUserId)
  const full = edit || owner.isAdmin
  return {
    view_time: true,
    view_title: true,
    view_full: full,
    add: edit,
    edit,
    edit_section: edit,
    access: edit,
  }
}

export type Sight = 'full' | 'title' | 'time'

/** A private event shows only that the time is taken, to everyone but its owner and whoever made it (source). */
export function sightOf(portal: Portal, owner: EmployeeRow, { event, entry }: FoundEntry): Sight {
  if (entry.userId === owner.id || event.createdBy === owner.id) return 'full'
  if (event.isPrivate && portal.modes.privateEvents === 'masked') return 'time'
  return owner.isAdmin ? 'full' : 'title'
}
