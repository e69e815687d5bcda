import { calendarEventMethods } from './calendar-events.ts'
import { calendarListMethods } from './calendar-lists.ts'
import { calendarSectionMethods } from './calendar-sections.ts'
import { calendarSettingsMethods } from './calendar-settings.ts'
import { departmentMethods } from './departments.ts'
import { diskFileMethods } from './disk-file.ts'
import { diskStorageMethods } from './disk-storage.ts'
import type { Method, MethodTable } from './method.ts'
import { noticeMethods } from './notices.ts'
import { serviceMethods } from './service.ts'
import { taskCounterMethods } from './task-counters.ts'
import { taskFileMethods } from './task-files.ts'
import { taskLegacyMethods } from './task-legacy.ts'
import { taskStatusMethods } from './task-status.ts'
import { taskMethods } from './tasks.ts'
import { userMethods } from './users.ts'

/** Every REST v2 method of the sandbox; `batch` is the transport's own. */
const methods: MethodTable = {
  ...serviceMethods(findMethod),
  ...userMethods,
  ...departmentMethods,
  ...noticeMethods,
  ...taskMethods,
  ...taskStatusMethods,
  ...taskCounterMethods,
  ...taskLegacyMethods,
  ...taskFileMethods,
  ...diskStorageMethods,
  ...diskFileMethods,
  ...calendarEventMethods,
  ...calendarListMethods,
  ...calendarSectionMethods,
  ...calendarSettingsMethods,
}

export function findMethod(name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined
}
