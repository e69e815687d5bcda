/** Events as the portal posts them (docs: api-reference/events/index.md). */

export const token = 'jvh98mno2kqr4stu51856fefc120afa4'

export function eventBody(event: string, data: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    event,
    event_handler_id: '975',
    ts: '1766047124',
    'auth[domain]': 'company.bitrix24.ru',
    'auth[client_endpoint]': 'https://company.bitrix24.ru/rest/',
    'auth[server_endpoint]': 'https://oauth.bitrix.info/rest/',
    'auth[member_id]': 'd897cd5e3a1b4f6f8c2d',
    'auth[application_token]': token,
    ...data,
  }).toString()
}

export function taskEvent(id: number, event = 'ONTASKUPDATE'): string {
  return eventBody(event, { 'data[FIELDS_BEFORE][ID]': `${id}`, 'data[FIELDS_AFTER][ID]': `${id}` })
}
