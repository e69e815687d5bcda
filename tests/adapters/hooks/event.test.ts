import { expect, test } from 'vitest'
import { readEvent } from '../../../src/adapters/hooks/event.ts'
import { eventBody, token } from './portal-event.ts'

const proof = { token, portalHost: 'company.bitrix24.ru' }

test.each([
  ['ONTASKADD', { 'data[FIELDS_BEFORE]': 'undefined', 'data[FIELDS_AFTER][ID]': '8017' }, 'task', 8017],
  ['ONTASKUPDATE', { 'data[FIELDS_BEFORE][ID]': '8017', 'data[FIELDS_AFTER][ID]': '8017' }, 'task', 8017],
  [
    'ONTASKUPDATE',
    { 'data[FIELDS_BEFORE][ID]': '8017', 'data[FIELDS_AFTER][ID]': 'undefined' },
    'task',
    8017,
  ],
  ['ONTASKDELETE', { 'data[FIELDS_BEFORE][ID]': '8017', 'data[FIELDS_AFTER]': 'undefined' }, 'task', 8017],
  ['OnTaskAdd', { 'data[FIELDS_AFTER][ID]': '1' }, 'task', 1],
  ['ONCALENDARENTRYADD', { 'data[id]': '1414' }, 'event', 1414],
  ['ONCALENDARENTRYUPDATE', { 'data[id]': '1414' }, 'event', 1414],
  ['ONCALENDARENTRYDELETE', { 'data[id]': '1414' }, 'event', 1414],
])('%s says which object to look at again', (event, data, kind, id) => {
  expect(readEvent(eventBody(event, data), proof)).toEqual({ type: 'hint', hint: { kind, id } })
})

test.each([
  ['an event we have nothing to do with', 'ONTASKCOMMENTADD', { 'data[FIELDS_AFTER][ID]': '0' }],
  ['no event at all', '', { 'data[id]': '1414' }],
  ['a name every object has', 'CONSTRUCTOR', { 'data[id]': '1414' }],
  ['an object that is not there', 'ONTASKUPDATE', { 'data[FIELDS_AFTER][ID]': 'undefined' }],
  ['the number of a task that was never made', 'ONTASKADD', { 'data[FIELDS_AFTER][ID]': '0' }],
  ['a number below zero', 'ONCALENDARENTRYADD', { 'data[id]': '-1' }],
  ['a number no database has', 'ONCALENDARENTRYADD', { 'data[id]': '99999999999999999999' }],
  ['a text for a number', 'ONCALENDARENTRYADD', { 'data[id]': '1414 or 1=1' }],
  ['an object of the other kind', 'ONTASKADD', { 'data[id]': '1414' }],
])('%s is ignored', (_, event, data) => {
  expect(readEvent(eventBody(event, data), proof)).toEqual({ type: 'ignored' })
})

test.each([
  ['another token', { 'auth[application_token]': 'x'.repeat(token.length) }],
  ['a part of the token', { 'auth[application_token]': token.slice(0, -1) }],
  ['an empty token', { 'auth[application_token]': '' }],
  ['the token elsewhere', { 'auth[application_token]': '', application_token: token }],
])('%s is refused', (_, auth) => {
  const body = eventBody('ONTASKADD', { 'data[FIELDS_AFTER][ID]': '8017', ...auth })
  expect(readEvent(body, proof)).toEqual({ type: 'refused', why: 'token' })
})

test.each([
  ['company.bitrix24.ru', true],
  ['Company.Bitrix24.RU', true],
  ['', true],
  ['undefined', true],
  ['other.bitrix24.ru', false],
  ['company.bitrix24.ru.evil.example', false],
])('the domain «%s» is our portal: %s', (domain, ours) => {
  const body = eventBody('ONTASKADD', { 'data[FIELDS_AFTER][ID]': '1', 'auth[domain]': domain })
  expect(readEvent(body, proof).type).toBe(ours ? 'hint' : 'refused')
})

test('a portal on a port of its own may name itself with or without it', () => {
  for (const domain of ['portal.local:8443', 'portal.local']) {
    const body = eventBody('ONTASKADD', { 'data[FIELDS_AFTER][ID]': '1', 'auth[domain]': domain })
    expect(readEvent(body, { token, portalHost: 'portal.local:8443' }).type).toBe('hint')
  }
})
