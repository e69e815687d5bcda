import { expect, test } from 'vitest'

import { eventsPath, openHooks } from '../../../src/adapters/hooks/hooks.ts'
import { openReceiver } from './hook-receiver.ts'
import { noonMs, startPortal } from './portal-client.ts'

const token = 'jvh9k2-token'
const task = { TITLE: 'Смета', RESPONSIBLE_ID: 27, CREATED_BY: 15 }
const meeting = {
  type: 'user',
  ownerId: 15,
  auto_detect_section: 'Y',
  name: 'Планёрка',
  from: '2026-12-24 15:00:00',
  to: '2026-12-24 15:30:00',
  timezone_from: 'Europe/Moscow',
  is_meeting: 'Y',
  attendees: [15, 27],
}

test('a new, a changed and a deleted task are told, with the absent block as a word', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal({ hook: { url: receiver.url, token } })
  await portal.v2('tasks.task.add', { fields: task })
  await portal.v2('tasks.task.update', { taskId: 8008, fields: { PRIORITY: 2 } })
  await portal.v2('tasks.task.delete', { taskId: 8008 })
  await portal.sandbox.hooksIdle()
  const common = {
    event_handler_id: '975',
    ts: String(noonMs / 1000),
    'auth[domain]': new URL(portal.sandbox.origin).host,
    'auth[client_endpoint]': `${portal.sandbox.origin}/rest/`,
    'auth[server_endpoint]': 'https://oauth.bitrix.info/rest/',
    'auth[member_id]': expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    'auth[application_token]': token,
  }
  expect(receiver.bodies.map((body) => Object.fromEntries(body))).toEqual([
    {
      ...common,
      event: 'ONTASKADD',
      'data[FIELDS_BEFORE]': 'undefined',
      'data[FIELDS_AFTER][ID]': '8008',
      'data[IS_ACCESSIBLE_BEFORE]': 'N',
      'data[IS_ACCESSIBLE_AFTER]': 'undefined',
    },
    {
      ...common,
      event: 'ONTASKUPDATE',
      'data[FIELDS_BEFORE][ID]': '8008',
      'data[FIELDS_AFTER][ID]': '8008',
      'data[IS_ACCESSIBLE_BEFORE]': 'undefined',
      'data[IS_ACCESSIBLE_AFTER]': 'undefined',
    },
    {
      ...common,
      event: 'ONTASKDELETE',
      'data[FIELDS_BEFORE][ID]': '8008',
      'data[FIELDS_AFTER]': 'undefined',
      'data[IS_ACCESSIBLE_BEFORE]': 'undefined',
      'data[IS_ACCESSIBLE_AFTER]': 'N',
    },
  ])
  expect(new Set(receiver.types)).toEqual(new Set(['application/x-www-form-urlencoded']))
})

test('every attendee’s entry of an event is told of by its own id', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal()
  portal.sandbox.setHook({ url: receiver.url, token })
  const id = Number((await portal.v2('calendar.event.add', meeting)).result)
  await portal.v2('calendar.event.update', { ...meeting, id, host: 15, attendees: [31] })
  await portal.v2('calendar.event.delete', { id })
  await portal.sandbox.hooksIdle()
  const [igor, petr] = [id + 1, id + 2]
  expect(receiver.told()).toEqual([
    `ONCALENDARENTRYADD ${id}`,
    `ONCALENDARENTRYADD ${igor}`,
    `ONCALENDARENTRYUPDATE ${id}`,
    `ONCALENDARENTRYADD ${petr}`,
    `ONCALENDARENTRYDELETE ${igor}`,
    `ONCALENDARENTRYDELETE ${id}`,
    `ONCALENDARENTRYDELETE ${petr}`,
  ])
  expect(receiver.bodies[0]?.get('data[id]')).toBe(String(id))
})

test('one call is one event, each command of a batch its own, REST 3.0 and the page included', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal({ hook: { url: receiver.url, token } })
  // A new responsible is written twice by one call.
  await portal.v2('tasks.task.update', { taskId: 8002, fields: { RESPONSIBLE_ID: 20 } })
  await portal.v2('batch', { cmd: ['tasks.task.start?taskId=8002', 'tasks.task.pause?taskId=8002'] })
  await portal.v3('tasks.task.update', { id: 8002, fields: { title: 'Прайс' } })
  portal.sandbox.addTask({ title: 'Новая', responsibleId: 15 })
  await portal.sandbox.hooksIdle()
  expect(receiver.told()).toEqual([...Array<string>(4).fill('ONTASKUPDATE 8002'), 'ONTASKADD 8008'])
})

test('nothing is told of reading, of comments, of refused calls, and of what was before', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal()
  portal.sandbox.addTask({ title: 'Раньше', responsibleId: 15 })
  portal.sandbox.setHook({ url: receiver.url, token })
  await portal.v2('tasks.task.get', { taskId: 8001 })
  await portal.v2('task.commentitem.add', [8001, { POST_MESSAGE: 'Готово' }])
  expect(portal.sandbox.tasks()[0]?.comments).toHaveLength(1)
  await portal.v2('tasks.task.delete', { taskId: 4711 })
  portal.sandbox.setHook(null)
  portal.sandbox.addTask({ title: 'Позже', responsibleId: 15 })
  await portal.sandbox.hooksIdle()
  expect(receiver.told()).toEqual([])
})

test('a receiver that fails is not told again, and one that is away keeps nobody waiting', async () => {
  await using receiver = await openReceiver(500)
  await using portal = await startPortal({ hook: { url: receiver.url, token } })
  await portal.v2('tasks.task.add', { fields: task })
  await portal.sandbox.hooksIdle()
  await receiver[Symbol.asyncDispose]()
  await portal.v2('tasks.task.delete', { taskId: 8008 })
  await portal.sandbox.hooksIdle()
  expect(receiver.told()).toEqual(['ONTASKADD 8008'])
})

test('by mode an event comes twice', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal({
    hook: { url: receiver.url, token },
    modes: { hookDelivery: 'twice' },
  })
  await portal.v2('tasks.task.add', { fields: task })
  await portal.sandbox.hooksIdle()
  expect(receiver.told()).toEqual(['ONTASKADD 8008', 'ONTASKADD 8008'])
})

test('by mode the latest event overtakes the others', async () => {
  await using receiver = await openReceiver()
  await using portal = await startPortal({
    hook: { url: receiver.url, token },
    modes: { hookOrder: 'reversed' },
  })
  await portal.v2('batch', { cmd: ['tasks.task.start?taskId=8001', 'tasks.task.delete?taskId=8007'] })
  await portal.sandbox.hooksIdle()
  expect(receiver.told()).toEqual(['ONTASKDELETE 8007', 'ONTASKUPDATE 8001'])
})

test('the assistant’s own listener takes what the portal tells', async () => {
  await using portal = await startPortal()
  const hints: string[] = []
  await using listener = await openHooks({
    listen: { host: '127.0.0.1', port: 0 },
    proof: { token, portalHost: new URL(portal.sandbox.origin).host },
    clock: { now: () => noonMs },
    gatherMs: 1,
    onHint: ({ kind, id }) => hints.push(`${kind} ${id}`),
    log: () => {},
  })
  portal.sandbox.setHook({ url: listener.origin + eventsPath, token })
  await portal.v2('tasks.task.add', { fields: task })
  const id = Number((await portal.v2('calendar.event.add', meeting)).result)
  await portal.sandbox.hooksIdle()
  expect(listener.counts()).toEqual({ taken: 3, ignored: 0, refused: 0 })
  await expect.poll(() => hints).toEqual(['task 8008', `event ${id}`, `event ${id + 1}`])
})
