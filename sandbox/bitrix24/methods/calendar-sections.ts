/** `calendar.section.get` and the answer of the webhook's owner to an invitation (docs). */
import { DateTime } from 'luxon'

import type { JsonObject } from '../../../src/ports/json.ts'
import { invalid, missing, refuse } from '../calendar/refusals.ts'
import { permissions, requireStaff } from '../calendar/rights.ts'
import { answerEvent, findEntry, sectionsOf, type FoundEntry } from '../calendar/store.ts'
import { integerOf, textOf } from '../json.ts'
import type { SectionRow } from '../rows.ts'
import { calendarScopes as scopes, requireParams } from './calendar-events.ts'
import type { Answer, Call, MethodTable } from './method.ts'

export const calendarSectionMethods: MethodTable = {
  'calendar.section.get': { scopes, run: listSections },
  'calendar.meeting.status.get': { scopes, run: getStatus },
  'calendar.meeting.status.set': { scopes, run: setStatus },
}

/** Without `ownerId` the webhook owner's own (docs). A person whose calendar was never opened has none. */
function listSections(call: Call): Answer {
  const { portal, owner, params } = call
  const method = 'calendar.section.get'
  if (params['type'] === undefined) throw missing(portal, 'type', method)
  const isUser = textOf(params['type']) === 'user'
  if (params['ownerId'] === undefined && !isUser) throw missing(portal, 'ownerId', method)
  requireStaff(portal, owner)
  const ownerId = params['ownerId'] === undefined ? owner.id : integerOf(params['ownerId'])
  const sections = isUser ? sectionsOf(portal.state, ownerId) : []
  return { result: sections.map((section) => showSection(call, section)) }
}

function showSection({ portal, owner }: Call, section: SectionRow): JsonObject {
  const created = DateTime.fromMillis(section.createdAtMs, { zone: portal.state.zone })
  const date = created.toFormat('yyyy-MM-dd HH:mm:ss')
  return {
    ID: String(section.id),
    NAME: section.name,
    GAPI_CALENDAR_ID: null,
    DESCRIPTION: '',
    COLOR: '#9cbeee',
    TEXT_COLOR: '#283000',
    EXPORT: { ALLOW: true },
    CAL_TYPE: 'user',
    OWNER_ID: String(section.ownerId),
    CREATED_BY: String(section.ownerId),
    DATE_CREATE: date,
    TIMESTAMP_X: date,
    CAL_DAV_CON: null,
    SYNC_TOKEN: null,
    PAGE_TOKEN: null,
    EXTERNAL_TYPE: 'local',
    ACCESS: { [`U${section.ownerId}`]: 19 },
    IS_COLLAB: false,
    PERM: permissions(portal, owner, section.ownerId),
  }
}

/** Of the webhook's owner alone; a host's is H, who was not asked has none (docs; source). */
function getStatus(call: Call): Answer {
  requireParams(call, 'calendar.meeting.status.get', ['eventId'])
  const own = ownEntry(call)
  if (own === undefined) throw refuse(call.portal, 'status')
  return { result: own.entry.status }
}

/** `true` even where nothing was there to answer (source). */
function setStatus(call: Call): Answer {
  const { portal, params } = call
  requireParams(call, 'calendar.meeting.status.set', ['eventId', 'status'])
  const status = (['Y', 'N', 'Q'] as const).find((one) => one === textOf(params['status']).toUpperCase())
  if (status === undefined) throw invalid(portal, 'status')
  const own = ownEntry(call)
  if (own !== undefined && own.entry.status !== 'H') answerEvent(portal.state, own, status)
  return { result: true }
}

/** Whichever of its entries was named. */
function ownEntry({ portal, owner, params }: Call): FoundEntry | undefined {
  const found = findEntry(portal.state, integerOf(params['eventId']))
  const entry = found?.event.entries.find(({ userId }) => userId === owner.id)
  return found === undefined || entry === undefined ? undefined : { event: found.event, entry }
}
