import { expect, test } from 'vitest'

import type { TaskSelection } from '../../../src/ports/tasks.ts'
import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { createTaskDesk } from '../../../src/adapters/bitrix24/task-desk.ts'
import type { Strangers } from '../../../src/adapters/bitrix24/task-list.ts'
import { connectTo } from './sandbox-portal.ts'
import { batch, startScriptedPortal } from './scripted-portal.ts'
import { admin, anna, igor, olga, petr, startDesk, taskIn, viktor } from './task-desk-portal.ts'

const selections: readonly TaskSelection[] = ['my', 'today', 'overdue', 'ordered', 'control']
const nowMs = Date.parse('2026-11-24T12:00:00+03:00')
const zone = 'Europe/Moscow'

/** A portal that answers every command of a batch as the script says. */
function deskOf(webhook: string, strangers: Strangers[] = []) {
  const { client, clock } = connectTo(webhook)
  const names = createNameBook({ client, clock, ttlMs: 60_000 })
  return createTaskDesk({ client, clock, names, onStrangers: (found) => strangers.push(found) })
}

function row(id: number, roles: object) {
  const blank = { createdBy: '2', responsibleId: '9', accomplices: [], auditors: [] }
  return {
    id: String(id),
    title: `Задача ${id}`,
    status: '2',
    deadline: null,
    priority: '1',
    group: [],
    ...blank,
    ...roles,
  }
}

test('a portal that ignores filters shows nobody a task of others, and is reported once', async () => {
  const rows = [
    row(1, {}),
    row(2, { responsibleId: '15' }),
    row(3, { auditors: ['15'] }),
    row(4, { accomplices: ['15'] }),
    row(5, { createdBy: '15', status: '4' }),
  ]
  await using portal = await startScriptedPortal(batch({ page0: { tasks: rows }, page1: { tasks: rows } }))
  const strangers: Strangers[] = []
  const outcome = await deskOf(portal.webhook, strangers).list({ actor: anna, which: 'my', nowMs, zone })
  expect(outcome).toMatchObject({ ok: true, value: [{ id: 2 }, { id: 4 }] })
  expect(strangers).toEqual([{ method: 'tasks.task.list', rows: 8 }])
})

test.each(selections)('%s: rows of strangers alone are an empty list', async (which) => {
  const tasks = [row(1, { deadline: '2026-11-24T10:00:00+03:00' }), row(2, { status: '4' })]
  await using portal = await startScriptedPortal(batch({ page0: { tasks }, page1: { tasks } }))
  const strangers: Strangers[] = []
  const outcome = await deskOf(portal.webhook, strangers).list({ actor: anna, which, nowMs, zone })
  expect(outcome).toEqual({ ok: true, value: [] })
  expect(strangers).toHaveLength(1)
})

test('a portal that ignores the filter by id cannot keep us turning pages', async () => {
  const tasks = Array.from({ length: 50 }, (_, index) => row(100 + index, { responsibleId: '15' }))
  await using portal = await startScriptedPortal(
    batch({ page0: { tasks }, page1: { tasks: [] } }, { result_next: { page0: 50 } }),
  )
  const outcome = await deskOf(portal.webhook).list({ actor: anna, which: 'my', nowMs, zone })
  expect(outcome.ok && outcome.value).toHaveLength(50)
  expect(portal.seen).toHaveLength(2)
})

test('a row without the people in it is nobody’s', async () => {
  const { accomplices: _accomplices, auditors: _auditors, ...bare } = row(1, {})
  await using portal = await startScriptedPortal(batch({ page0: { tasks: [bare] }, page1: { tasks: [] } }))
  expect(await deskOf(portal.webhook).list({ actor: anna, which: 'my', nowMs, zone })).toEqual({
    ok: true,
    value: [],
  })
})

test('a card that answers for another task is not shown', async () => {
  const task = row(2, { responsibleId: '15' })
  await using portal = await startScriptedPortal(
    batch({ task: { task }, access: { allowedActions: { '15': { COMPLETE: true } } } }),
  )
  expect(await deskOf(portal.webhook).get(anna, 1)).toMatchObject({ reason: 'not_found' })
})

test.each([
  ['no rights at all', []],
  ['the rights of another', { '1': { COMPLETE: true, START: true } }],
  ['something that is not true', { '15': { COMPLETE: 'Y', START: 1 } }],
])('rights are only what the portal says of this employee: %s', async (_, allowed) => {
  const task = row(1, { responsibleId: '15' })
  await using portal = await startScriptedPortal(
    batch({ task: { task }, access: { allowedActions: allowed } }),
  )
  const desk = deskOf(portal.webhook)
  expect(await desk.get(anna, 1)).toMatchObject({ value: { may: ['comment'] } })
  expect(await desk.move(anna, 1, 'complete')).toMatchObject({ reason: 'denied' })
})

test('a login is no name: whom the portal calls by an address is asked for', async () => {
  const creator = { id: '2', name: 'viktor.gromov@romashka.example', workPosition: '' }
  const task = {
    ...row(1, { responsibleId: '15' }),
    creator,
    responsible: { id: '15', name: 'Анна Петрова' },
  }
  const access = { allowedActions: [] }
  const rows = [{ ID: '2', NAME: 'Виктор', LAST_NAME: 'Громов' }]
  await using portal = await startScriptedPortal(batch({ task: { task }, access }), batch({ page0: rows }))
  expect(await deskOf(portal.webhook).get(anna, 1)).toMatchObject({
    value: { creator: { name: 'Виктор Громов' }, responsible: { name: 'Анна Петрова' } },
  })
})

test('who cannot be checked does not write', async () => {
  const task = row(1, { responsibleId: '15' })
  const broken = { access: { error: 'INTERNAL_SERVER_ERROR', error_description: '' } }
  await using portal = await startScriptedPortal(batch({ task: { task } }, { result_error: broken }))
  expect(await deskOf(portal.webhook).move(anna, 1, 'complete')).toMatchObject({ reason: 'temporary' })
  expect(portal.seen).toHaveLength(1)
})

test('an administrator linked like everybody sees their own tasks alone', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const late = { deadlineMs: nowMs - 60_000 }
  const foreign = sandbox.addTask({ title: 'Чужая', createdBy: olga, responsibleId: anna, ...late })
  sandbox.addTask({ title: 'Своя', createdBy: olga, responsibleId: admin, ...late })
  sandbox.addTask({ title: 'На проверке', createdBy: olga, responsibleId: anna, status: 4 })
  const titles = async (which: TaskSelection) => {
    const outcome = await started.desk.list({ actor: admin, which, nowMs, zone })
    return outcome.ok && outcome.value.map(({ title }) => title)
  }
  expect(await Promise.all(selections.map(titles))).toEqual([['Своя'], ['Своя'], ['Своя'], [], []])
  const { desk } = started
  const refusals = [
    await desk.get(admin, foreign),
    await desk.move(admin, foreign, 'complete'),
    await desk.setDeadline(admin, foreign, null),
    await desk.assign(admin, foreign, igor),
    await desk.comment(admin, foreign, 'Проверка'),
    await desk.attach(admin, foreign, { name: 'акт.pdf', bytes: new Uint8Array([1]) }, 'op'),
  ]
  for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, reason: 'not_found' })
  expect(taskIn(started.portal, foreign)).toMatchObject({ status: 2, responsibleId: anna, comments: [] })
})

test('an administrator who only watches a task may do what anyone who watches may', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    auditors: [admin, petr],
    status: 4,
  })
  const rightsOf = async (actor: typeof anna) => {
    const outcome = await started.desk.get(actor, id)
    return outcome.ok && outcome.value.may
  }
  expect(await rightsOf(admin)).toEqual(await rightsOf(petr))
  for (const move of ['complete', 'approve', 'renew'] as const) {
    expect(await started.desk.move(admin, id, move)).toMatchObject({ ok: move === 'complete' })
  }
  expect(await started.desk.setDeadline(admin, id, '2026-11-27T18:00:00+03:00')).toMatchObject({
    reason: 'denied',
  })
  expect(await started.desk.assign(admin, id, igor)).toMatchObject({ reason: 'denied' })
  expect(taskIn(started.portal, id)).toMatchObject({ status: 4, responsibleId: anna, deadlineMs: null })
})

test('an administrator who is responsible may do what any responsible may', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const rows = { title: 'Акт', createdBy: olga, status: 3 }
  const ofAdmin = await started.desk.get(admin, sandbox.addTask({ ...rows, responsibleId: admin }))
  const ofIgor = await started.desk.get(igor, sandbox.addTask({ ...rows, responsibleId: igor }))
  expect(ofAdmin.ok && ofAdmin.value.may).toEqual(ofIgor.ok && ofIgor.value.may)
})

test('the head of the company gets no tasks of others either', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  expect(await started.desk.get(viktor, id)).toMatchObject({ reason: 'not_found' })
  expect(await started.desk.list({ actor: viktor, which: 'my', nowMs, zone })).toEqual({
    ok: true,
    value: [],
  })
})
