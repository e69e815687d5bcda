import type { Problem } from '../alerts.ts'
import type { LinkAlarm } from './deps.ts'

/** How an alarm of linking is told to the administrator. */
export function linkProblem(alarm: LinkAlarm): [Problem, string] {
  switch (alarm.type) {
    case 'too_many_requests':
      return ['linking_many_requests', '']
    case 'too_many_wrong_codes':
      return ['linking_many_wrong_codes', '']
    case 'employee_closed':
      return ['linking_employee_closed', String(alarm.employee)]
  }
}
