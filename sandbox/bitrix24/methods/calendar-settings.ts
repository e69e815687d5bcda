/** Settings of the company's calendars and of the webhook owner's own (docs). */
import { DateTime } from 'luxon'

import type { Json, JsonObject } from '../../../src/ports/json.ts'
import { sectionsOf } from '../calendar/store.ts'
import { ownerZone } from '../portal.ts'
import { calendarScopes as scopes } from './calendar-events.ts'
import type { Call, MethodTable } from './method.ts'

export const calendarSettingsMethods: MethodTable = {
  'calendar.settings.get': { scopes, run: (call) => ({ result: call.portal.state.calendarSettings }) },
  'calendar.user.settings.get': { scopes, run: (call) => ({ result: userSettings(call) }) },
}

function userSettings({ portal, owner }: Call): JsonObject {
  const zone = ownerZone(portal)
  const section = sectionsOf(portal.state, owner.id)[0]
  const sectionId = section === undefined ? 'false' : String(section.id)
  const hours = portal.state.calendarSettings
  return {
    view: 'month',
    meetSection: sectionId,
    crmSection: sectionId,
    showDeclined: true,
    denyBusyInvitation: false,
    collapseOffHours: 'N',
    showWeekNumbers: 'N',
    showTasks: 'Y',
    syncTasks: 'N',
    showCompletedTasks: 'N',
    lastUsedSection: 'false',
    sendFromEmail: '',
    defaultSections: section === undefined ? [] : { [`user${owner.id}`]: sectionId },
    syncPeriodPast: '3',
    syncPeriodFuture: '12',
    defaultReminders: {
      fullDay: [{ type: 'min', count: 15 }],
      withTime: [{ type: 'min', count: 15 }],
    },
    timezoneName: zone,
    timezoneOffsetUTC: DateTime.fromMillis(portal.clock.now(), { zone }).offset * 60,
    timezoneDefaultName: '',
    work_time_start: withMinutes(hours['work_time_start']),
    work_time_end: withMinutes(hours['work_time_end']),
  }
}

/** `9` here is `9.00` there (docs). */
function withMinutes(hour: Json | undefined): string {
  const text = typeof hour === 'string' ? hour : '9'
  return text.includes('.') ? text : `${text}.00`
}
