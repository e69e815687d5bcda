/** All services about events, of the dialogs that make, show and change them. */
import { createNewEventServices, type NewEventDeps } from '../create-event/services.ts'
import { createEditEventServices, type EditEventDeps } from '../edit-event/services.ts'
import { createScheduleServices, type ScheduleDeps } from '../schedule/services.ts'
import type { EventServices } from './event-service.ts'

export type EventServiceDeps = NewEventDeps & ScheduleDeps & EditEventDeps

export function createEventServices(deps: EventServiceDeps): EventServices {
  return new Map([
    ...createNewEventServices(deps),
    ...createScheduleServices(deps),
    ...createEditEventServices(deps),
  ])
}
