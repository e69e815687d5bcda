/**
 * What only a write tells, on request: a task and an event are made for a moment, looked at and taken away. The person
 * they are made for is told nothing: a task of one's own and a meeting without notification.
 */
import { DateTime } from 'luxon'
import { z } from 'zod'
import { eventRow, oneEvent } from '../adapters/bitrix24/calendar-schemas.ts'
import { id, taskAddedV2, taskAddedV3, text } from '../adapters/bitrix24/schemas.ts'
import { found, type Finding } from './finding.ts'
import { troubleOf, type Portal } from './portal.ts'
import type { Scene, WriteProbe } from './scene.ts'

const title = 'Проверка помощника: удалится сама'

export async function probeWriting(
  portal: Portal,
  scene: Scene,
  { employeeId }: WriteProbe,
  has: (scope: string) => boolean,
): Promise<readonly Finding[]> {
  const person = employeeId ?? portal.client.ownerId
  const mark = `tgbot:doctor-${scene.random.token(12)}`
  const trial = { portal, person, mark, nowMs: scene.clock.now() }
  return [
    ...(has('task') ? await probeTask(trial) : []),
    ...(has('task') && has('tasks') ? await probeKey(trial) : []),
    ...(has('calendar') ? await probeEvent(trial) : []),
  ]
}

interface Trial {
  readonly portal: Portal
  /** Whose task and event it is. */
  readonly person: number
  readonly mark: string
  readonly nowMs: number
}

const task = z.object({
  task: z.object({ id, deadline: text, xmlId: text, createdBy: id.nullable().catch(null) }),
})

async function probeTask({ portal, person, mark, nowMs }: Trial): Promise<readonly Finding[]> {
  // A zone that is neither the portal's nor ours, and a minute that no rounding hits.
  const deadline = DateTime.fromMillis(nowMs, { zone: 'UTC+5' })
    .plus({ days: 1 })
    .set({ hour: 12, minute: 34, second: 0, millisecond: 0 })
  const fields = {
    TITLE: title,
    RESPONSIBLE_ID: person,
    CREATED_BY: person,
    DEADLINE: deadline.toISO({ suppressMilliseconds: true }),
    XML_ID: mark,
  }
  const added = await portal.write('tasks.task.add', { fields }, taskAddedV2)
  if (added.type !== 'ok') {
    const demanded = added.type === 'rejected' && /обязательн|required|mandatory/iu.test(added.text)
    return [
      demanded ? found('task_field_demanded') : troubleOf('tasks.task.add', added, portal),
      ...(await sweep(portal, mark)),
    ]
  }
  const taskId = added.value
  const select = ['ID', 'DEADLINE', 'XML_ID', 'CREATED_BY']
  const got = await portal.read('tasks.task.get', { taskId, select }, task)
  const gone = await removeTask(portal, taskId)
  if (got.type !== 'ok') return [troubleOf('tasks.task.get', got, portal), ...gone]
  const { deadline: kept, xmlId, createdBy } = got.value.task
  return [
    found(Date.parse(kept) === deadline.toMillis() ? 'task_deadline_kept' : 'task_deadline_moved'),
    found(xmlId === mark ? 'task_mark_kept' : 'task_mark_lost'),
    ...(createdBy === person ? [] : [found('task_creator_changed')]),
    ...gone,
  ]
}

/** Twice the same request under one key: the portal that keeps keys does it once. */
async function probeKey({ portal, person, mark, nowMs }: Trial): Promise<readonly Finding[]> {
  const deadline = new Date(nowMs + 86_400_000).toISOString()
  const fields = { title, creatorId: person, responsibleId: person, deadline, xmlId: `${mark}-3` }
  const options = { version: 3, idempotencyKey: mark } as const
  const first = await portal.write('tasks.task.add', { fields }, taskAddedV3, options)
  if (first.type !== 'ok') return [found('rest3_refuses'), ...(await sweep(portal, `${mark}-3`))]
  const second = await portal.write('tasks.task.add', { fields }, taskAddedV3, options)
  const made = new Set([first.value, ...(second.type === 'ok' ? [second.value] : [])])
  const gone: Finding[] = []
  for (const taskId of made) gone.push(...(await removeTask(portal, taskId)))
  const kept = second.type === 'ok' && second.value === first.value && second.replayed
  return [found(kept ? 'keys_kept' : 'keys_ignored'), ...gone, ...(await sweep(portal, `${mark}-3`))]
}

async function removeTask(portal: Portal, taskId: number): Promise<readonly Finding[]> {
  const removed = await portal.write('tasks.task.delete', { taskId }, z.unknown())
  return removed.type === 'ok' ? [] : [found('task_left', { id: taskId })]
}

const marked = z.object({ tasks: z.array(z.object({ id, xmlId: text })) })

/** Whatever an attempt of unknown outcome may have left. */
async function sweep(portal: Portal, mark: string): Promise<readonly Finding[]> {
  const params = { filter: { XML_ID: mark }, select: ['ID', 'XML_ID'], order: { ID: 'desc' } }
  const result = await portal.read('tasks.task.list', params, marked)
  if (result.type !== 'ok') return [found('task_perhaps_left', { title })]
  const left: Finding[] = []
  for (const one of result.value.tasks.filter((row) => row.xmlId === mark))
    left.push(...(await removeTask(portal, one.id)))
  return left
}

/** At night and marked as free, so that it is in nobody's way while it lasts. */
async function probeEvent({ portal, person, mark, nowMs }: Trial): Promise<readonly Finding[]> {
  const day = DateTime.fromMillis(nowMs, { zone: 'Europe/Moscow' }).plus({ days: 2 }).toISODate() ?? ''
  const zone = 'Europe/Moscow'
  const fields = {
    type: 'user',
    ownerId: person,
    auto_detect_section: 'Y',
    name: title,
    description: mark,
    from: `${day} 03:00:00`,
    to: `${day} 03:15:00`,
    timezone_from: zone,
    timezone_to: zone,
    skip_time: 'N',
    accessibility: 'free',
    is_meeting: 'Y',
    attendees: [person],
    host: person,
    meeting: { notify: false, reinvite: false, allow_invite: false, hide_guests: false },
  }
  const added = await portal.write('calendar.event.add', fields, id)
  if (added.type !== 'ok') return [found('event_refused'), ...(await sweepEvents(portal, person, day, mark))]
  const got = await portal.read('calendar.event.getbyid', { id: added.value }, oneEvent)
  const gone = await removeEvent(portal, person, added.value)
  if (got.type !== 'ok' || got.value === null) return [found('event_unreadable'), ...gone]
  const { hostId, description, time } = got.value
  const startMs = DateTime.fromISO(`${day}T03:00:00`, { zone }).toMillis()
  return [
    found(hostId === person ? 'event_host_kept' : 'event_host_changed'),
    found(description?.includes(mark) === true ? 'event_mark_kept' : 'event_mark_lost'),
    found(time.from.seconds === startMs / 1000 ? 'event_time_kept' : 'event_time_moved'),
    ...gone,
  ]
}

async function removeEvent(portal: Portal, ownerId: number, eventId: number): Promise<readonly Finding[]> {
  const params = { id: eventId, type: 'user', ownerId }
  const removed = await portal.write('calendar.event.delete', params, z.literal(true))
  return removed.type === 'ok' ? [] : [found('event_left', { id: eventId, title })]
}

async function sweepEvents(
  portal: Portal,
  ownerId: number,
  day: string,
  mark: string,
): Promise<readonly Finding[]> {
  const params = { type: 'user', ownerId, from: day, to: day }
  const result = await portal.read('calendar.event.get', params, z.array(eventRow))
  if (result.type !== 'ok') return [found('event_perhaps_left', { title })]
  const left: Finding[] = []
  for (const one of result.value.filter((row) => row.description?.includes(mark) === true))
    left.push(...(await removeEvent(portal, ownerId, one.id)))
  return left
}
