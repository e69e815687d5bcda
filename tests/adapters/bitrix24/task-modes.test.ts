import { expect, test } from 'vitest'

import type { Modes } from '../../../sandbox/bitrix24/modes.ts'
import { anna, igor, olga, petr, startDesk, taskIn } from './task-desk-portal.ts'

const zone = 'Europe/Moscow'
const nowMs = Date.parse('2026-11-24T12:00:00+03:00')

/** Where the documents, the source and live portals disagree: the desk has to work whoever is right. */
const portals: readonly [name: string, modes: Partial<Modes>][] = [
  ['today’s cloud', {}],
  ['an English one', { language: 'en' }],
  ['one without REST 3.0', { restV3: false }],
  ['one that knows no filter by mark', { xmlIdFilter: 'ignored' }],
  ['one that knows no filter by several users', { userArrayFilter: 'ignored' }],
  ['one that refuses unknown filters', { unknownTaskFilter: 'refused' }],
  ['one where no deadline is before any', { noDeadlineIsBefore: true }],
  ['one that counts nothing uncounted', { totalWhenUncounted: 'absent' }],
  ['a self-hosted one without operating', { operatingInTime: false, timeNumbers: 'float' }],
  ['one that labels dates with their own offset', { taskDateOffset: 'date' }],
  ['one that edits the responsible without delegating', { updateResponsible: 'plain' }],
  ['one that reads parameters by name', { legacyParameters: 'named' }],
  ['one with a mandatory field for new tasks', { mandatoryTaskField: 'UF_AUTO_1' }],
  ['one whose responsible may edit', { responsibleEdits: true }],
  ['one whose heads may edit everything', { headsEdit: 'any' }],
]

test.each(portals)('%s: a day with tasks', async (_, modes) => {
  await using started = await startDesk({ modes, scopes: ['user_basic', 'task', 'disk'] })
  const { sandbox } = started.portal
  const { desk } = started
  const rows = { createdBy: olga, responsibleId: anna, auditors: [petr], taskControl: true }
  const id = sandbox.addTask({ ...rows, title: 'Акт', deadlineMs: nowMs - 3_600_000 })
  sandbox.addTask({ title: 'Чужая', createdBy: olga, responsibleId: igor, deadlineMs: nowMs - 3_600_000 })
  const titles = async (which: 'my' | 'today' | 'overdue' | 'ordered' | 'control', actor: typeof anna) => {
    const outcome = await desk.list({ actor, which, nowMs, zone })
    return outcome.ok && outcome.value.map(({ title }) => title)
  }
  expect(await titles('my', anna)).toEqual(['Акт'])
  expect(await titles('today', anna)).toEqual(['Акт'])
  expect(await titles('overdue', anna)).toEqual(['Акт'])
  expect(await desk.get(anna, id)).toMatchObject({
    value: { title: 'Акт', creator: { name: 'Ольга Белова' } },
  })
  expect(await desk.get(igor, id)).toMatchObject({ reason: 'not_found' })
  expect(await desk.move(anna, id, 'start')).toEqual({ ok: true, value: { status: 'in_progress' } })
  expect(await desk.move(anna, id, 'complete')).toEqual({ ok: true, value: { status: 'awaiting_control' } })
  expect(await titles('overdue', anna)).toEqual([])
  expect(await titles('control', olga)).toEqual(['Акт'])
  expect(await desk.move(olga, id, 'disapprove')).toEqual({ ok: true, value: { status: 'pending' } })
  expect(await desk.setDeadline(olga, id, '2026-11-27T18:00:00+03:00')).toMatchObject({
    value: { before: '2026-11-24T08:00:00Z', after: '2026-11-27T15:00:00Z' },
  })
  expect(await desk.setDeadline(anna, id, null)).toMatchObject({ reason: 'denied' })
  expect(await desk.comment(petr, id, 'Проверил')).toMatchObject({ ok: true })
  expect(await desk.assign(olga, id, igor)).toMatchObject({ value: { responsible: { name: 'Игорь Ким' } } })
  expect(await titles('my', igor)).toEqual(expect.arrayContaining(['Акт', 'Чужая']))
  expect(await titles('my', anna)).toEqual([])
  expect(await desk.move(igor, id, 'complete')).toMatchObject({ value: { status: 'awaiting_control' } })
  expect(await desk.move(olga, id, 'approve')).toEqual({ ok: true, value: { status: 'completed' } })
  expect(taskIn(started.portal, id)).toMatchObject({ status: 5, responsibleId: igor })
  expect(started.strangers).toEqual([])
})

test('through the webhook of an ordinary employee, what its owner may not see does not exist', async () => {
  await using started = await startDesk({ ownerId: 31 })
  const { sandbox } = started.portal
  const hidden = sandbox.addTask({ title: 'Скрытая', createdBy: olga, responsibleId: anna })
  const shared = sandbox.addTask({ title: 'Общая', createdBy: olga, responsibleId: anna, auditors: [petr] })
  expect(await started.desk.get(anna, hidden)).toMatchObject({ reason: 'not_found' })
  expect(await started.desk.get(anna, shared)).toMatchObject({ ok: true })
  // The portal's own refusal: the employee may, the webhook's owner may not.
  expect(await started.desk.move(anna, shared, 'start')).toMatchObject({ reason: 'denied' })
  expect(taskIn(started.portal, shared).status).toBe(2)
})
