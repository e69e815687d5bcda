import type { JsonObject } from '../../../src/ports/json.ts'
import { romashka } from '../../../sandbox/bitrix24/company.ts'
import type { BitrixSandboxOptions } from '../../../sandbox/bitrix24/server.ts'
import { startPortal, type Reply, type TestPortal } from './portal-client.ts'

/** A portal whose calendars nobody has opened yet: the first event is 1201, the first section 190. */
export function startCalendar(options: Partial<BitrixSandboxOptions> = {}): Promise<TestPortal> {
  return startPortal({ company: { ...romashka, events: () => [] }, ...options })
}

/** Tuesday, 24 November 2026, 15:00 in Moscow, of Анна Петрова. */
export const plain = {
  type: 'user',
  ownerId: 15,
  auto_detect_section: 'Y',
  name: 'Планёрка по договору',
  from: '2026-11-24 15:00:00',
  to: '2026-11-24 15:30:00',
  timezone_from: 'Europe/Moscow',
  timezone_to: 'Europe/Moscow',
  skip_time: 'N',
}

/** The same with Игорь Ким, hosted by her. */
export const meeting = { ...plain, is_meeting: 'Y', attendees: [15, 27], host: 15, meeting: { notify: true } }

/** @throws Error when the portal refuses. */
export async function add(portal: TestPortal, fields: JsonObject = plain): Promise<number> {
  const { status, result, body } = await portal.v2('calendar.event.add', fields)
  if (status !== 200) throw new Error(`Not added: ${JSON.stringify(body)}`)
  return Number(result)
}

export function update(portal: TestPortal, id: number, fields: JsonObject): Promise<Reply> {
  return portal.v2('calendar.event.update', { id, type: 'user', ownerId: 15, ...fields })
}

export async function getById(portal: TestPortal, id: number): Promise<JsonObject> {
  return (await portal.v2('calendar.event.getbyid', { id })).result as JsonObject
}

export async function list(
  portal: TestPortal,
  ownerId: number,
  from: string,
  to: string,
): Promise<readonly JsonObject[]> {
  const { result } = await portal.v2('calendar.event.get', { type: 'user', ownerId, from, to })
  return result as readonly JsonObject[]
}

/** `2026-11-24T12:00:00.000Z` of a timestamp field. */
export function instant(event: JsonObject | undefined, field: string): string {
  return new Date(Number(event?.[field]) * 1000).toISOString()
}
