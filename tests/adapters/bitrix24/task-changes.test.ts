import { expect, test } from 'vitest'

import { anna, dmitry, elena, igor, olga, petr, sergey, startDesk, taskIn } from './task-desk-portal.ts'

const friday = '2026-11-27T18:00:00+03:00'
const fridayMs = Date.parse(friday)
const monday = '2026-11-30T10:00:00+05:00'

test('a deadline is moved to the instant meant, and what it was is told for undoing', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    deadlineMs: fridayMs,
  })
  expect(await started.desk.setDeadline(olga, id, monday)).toEqual({
    ok: true,
    value: { before: '2026-11-27T15:00:00Z', after: '2026-11-30T05:00:00Z' },
  })
  expect(taskIn(started.portal, id).deadlineMs).toBe(Date.parse(monday))
  expect(await started.desk.setDeadline(olga, id, '2026-11-27T15:00:00Z')).toMatchObject({ ok: true })
  expect(taskIn(started.portal, id).deadlineMs).toBe(fridayMs)
})

test('a deadline is taken away, and given to a task that had none', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    deadlineMs: fridayMs,
  })
  expect(await started.desk.setDeadline(olga, id, null)).toMatchObject({ value: { after: null } })
  expect(taskIn(started.portal, id).deadlineMs).toBeNull()
  expect(await started.desk.setDeadline(olga, id, friday)).toMatchObject({ value: { before: null } })
  expect(taskIn(started.portal, id).deadlineMs).toBe(fridayMs)
})

test('the same deadline in other words is no change and no write', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    deadlineMs: fridayMs,
  })
  const same = '2026-11-27T20:00:00+05:00'
  expect(await started.desk.setDeadline(olga, id, same)).toMatchObject({ ok: true })
  expect(started.requests()).toBe(1)
})

test.each(['2026-11-27', '2026-11-27T18:00:00', 'завтра', '', '2026-02-30T10:00:00Z'])(
  '%j is no instant and is never sent',
  async (deadline) => {
    await using started = await startDesk()
    const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
    expect(await started.desk.setDeadline(olga, id, deadline)).toMatchObject({ reason: 'rejected_deadline' })
    expect(started.requests()).toBe(0)
  },
)

test('who may move a deadline: its creator, and its responsible where the task allows it', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const rows = {
    createdBy: olga,
    responsibleId: anna,
    accomplices: [igor],
    auditors: [petr],
    deadlineMs: fridayMs,
  }
  const fixed = sandbox.addTask({ ...rows, title: 'Акт' })
  const free = sandbox.addTask({ ...rows, title: 'Смета', allowChangeDeadline: true })
  const denied = { ok: false, reason: 'denied', data: { creator: 'Ольга Белова' } }
  for (const actor of [anna, igor, petr]) {
    expect(await started.desk.setDeadline(actor, fixed, monday)).toMatchObject(denied)
  }
  expect(await started.desk.setDeadline(anna, free, monday)).toMatchObject({ ok: true })
  expect(await started.desk.setDeadline(igor, free, friday)).toMatchObject(denied)
  expect(await started.desk.setDeadline(sergey, free, friday)).toMatchObject({ reason: 'not_found' })
})

test('a closed task keeps its deadline and its responsible', async () => {
  await using started = await startDesk()
  const rows = { createdBy: olga, responsibleId: anna, status: 5, closedBy: anna }
  const id = started.portal.sandbox.addTask({ ...rows, title: 'Акт' })
  expect(await started.desk.setDeadline(olga, id, friday)).toMatchObject({
    reason: 'closed',
    data: { by: 'Анна Петрова' },
  })
  expect(await started.desk.assign(olga, id, igor)).toMatchObject({ reason: 'closed' })
  expect(taskIn(started.portal, id)).toMatchObject({ deadlineMs: null, responsibleId: anna, status: 5 })
})

test('the responsible delegates a task, and goes on watching it', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna, status: 3 })
  expect(await started.desk.assign(anna, id, igor)).toEqual({
    ok: true,
    value: { responsible: { id: igor, name: 'Игорь Ким' } },
  })
  expect(taskIn(started.portal, id)).toMatchObject({ responsibleId: igor, auditors: [anna], status: 2 })
})

test.each(['delegates', 'plain'] as const)(
  'the creator hands it to another (update %s)',
  async (updateResponsible) => {
    await using started = await startDesk({ modes: { updateResponsible } })
    const { sandbox } = started.portal
    const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
    expect(await started.desk.assign(olga, id, igor)).toMatchObject({
      ok: true,
      value: { responsible: { id: igor, name: 'Игорь Ким' } },
    })
    expect(taskIn(started.portal, id).responsibleId).toBe(igor)
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['batch', 'tasks.task.update'])
  },
)

test('nobody else hands a task over', async () => {
  await using started = await startDesk()
  const rows = { createdBy: olga, responsibleId: anna, accomplices: [igor], auditors: [petr] }
  const id = started.portal.sandbox.addTask({ ...rows, title: 'Акт' })
  for (const actor of [igor, petr]) {
    expect(await started.desk.assign(actor, id, sergey)).toMatchObject({ ok: false, reason: 'denied' })
  }
  expect(await started.desk.assign(sergey, id, sergey)).toMatchObject({ ok: false, reason: 'not_found' })
  expect(taskIn(started.portal, id).responsibleId).toBe(anna)
})

test.each([
  ['somebody dismissed', dmitry],
  ['a partner in the extranet', elena],
])('a task is not handed to %s', async (_, to) => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  for (const actor of [anna, olga]) {
    expect(await started.desk.assign(actor, id, to)).toMatchObject({ ok: false, reason: 'rejected_assignee' })
  }
  expect(taskIn(started.portal, id).responsibleId).toBe(anna)
})

test('a task that is theirs already needs no handing over', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: igor })
  expect(await started.desk.assign(olga, id, igor)).toMatchObject({
    ok: true,
    value: { responsible: { name: 'Игорь Ким' } },
  })
  expect(started.requests()).toBe(1)
})

test.each(['delegate', 'update'] as const)('a lost answer of %s is cleared up by looking', async (verb) => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  started.portal.sandbox.fault({ kind: 'apply-then-cut', method: `tasks.task.${verb}`, times: 1 })
  const actor = verb === 'delegate' ? anna : olga
  expect(await started.desk.assign(actor, id, igor)).toMatchObject({
    ok: true,
    value: { responsible: { id: igor } },
  })
})

test.each(['positional', 'named'] as const)(
  'any member comments, in their own name (%s)',
  async (legacyParameters) => {
    await using started = await startDesk({ modes: { legacyParameters } })
    const rows = { createdBy: olga, responsibleId: anna, auditors: [petr] }
    const id = started.portal.sandbox.addTask({ ...rows, title: 'Акт' })
    for (const actor of [olga, anna, petr]) {
      expect(await started.desk.comment(actor, id, `Готово, ${actor}`)).toEqual({ ok: true, value: null })
    }
    expect(taskIn(started.portal, id).comments.map(({ authorId, text }) => [authorId, text])).toEqual([
      [olga, 'Готово, 7'],
      [anna, 'Готово, 15'],
      [petr, 'Готово, 31'],
    ])
  },
)

test('a stranger comments nothing, and nothing is no comment', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  expect(await started.desk.comment(igor, id, 'Привет')).toMatchObject({ reason: 'not_found' })
  expect(await started.desk.comment(anna, id, ' \n ')).toMatchObject({ reason: 'rejected' })
  expect(taskIn(started.portal, id).comments).toEqual([])
})

test('markup in a comment stays what was typed', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  await started.desk.comment(anna, id, '[USER=1]Помощник[/USER], смотри\u202E')
  expect(taskIn(started.portal, id).comments).toMatchObject([{ text: '［USER=1］Помощник［/USER］, смотри' }])
})

test('a comment that may have gone through stays uncertain and is written once', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  started.portal.sandbox.fault({ kind: 'apply-then-cut', method: 'task.commentitem.add', times: 1 })
  expect(await started.desk.comment(anna, id, 'Готово')).toMatchObject({ ok: false, reason: 'uncertain' })
  expect(taskIn(started.portal, id).comments).toHaveLength(1)
})

test.each([
  ['has no such method', { status: 404, code: 'ERROR_METHOD_NOT_FOUND' }],
  [
    'refuses it',
    { status: 400, code: 'ERROR_CORE', description: 'TASKS_ERROR_EXCEPTION_#256; 256/TE/WRONG_ARGUMENTS' },
  ],
])('where the portal %s, comments in one’s own name are unsupported', async (_, answer) => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  started.portal.sandbox.fault({ kind: 'status', method: 'task.commentitem.add', ...answer })
  expect(await started.desk.comment(anna, id, 'Готово')).toMatchObject({ ok: false, reason: 'unsupported' })
})

test('where the portal’s new task card refuses comments, they are unsupported', async () => {
  await using started = await startDesk({ modes: { taskComments: 'refused' } })
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  expect(await started.desk.comment(anna, id, 'Готово')).toMatchObject({ ok: false, reason: 'unsupported' })
})
