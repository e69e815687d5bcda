import { expect, test } from 'vitest'

import { anna, batchLines, igor, olga, petr, startDesk, taskIn } from './task-desk-portal.ts'

const languages = ['ru', 'en'] as const

test.each([
  ['start', 2, 'in_progress'],
  ['pause', 3, 'pending'],
  ['defer', 2, 'deferred'],
  ['renew', 5, 'pending'],
  ['renew', 6, 'pending'],
  ['complete', 2, 'completed'],
  ['complete', 3, 'completed'],
  ['complete', 6, 'completed'],
] as const)('%s of a task in status %i ends as %s', async (move, status, expected) => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna, status })
  expect(await started.desk.move(anna, id, move)).toEqual({ ok: true, value: { status: expected } })
  expect(await started.desk.get(anna, id)).toMatchObject({ value: { status: expected } })
})

test('a task under control is sent to its creator for acceptance, not over their head', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna, taskControl: true })
  expect(await started.desk.move(anna, id, 'complete')).toEqual({
    ok: true,
    value: { status: 'awaiting_control' },
  })
  expect(taskIn(started.portal, id).status).toBe(4)
  // Pressed again: it is there already, and an administrator's `complete` would accept it.
  expect(await started.desk.move(anna, id, 'complete')).toEqual({
    ok: true,
    value: { status: 'awaiting_control' },
  })
  expect(taskIn(started.portal, id).status).toBe(4)
  expect(sandbox.requests.some(({ method }) => method === 'tasks.task.complete')).toBe(false)
})

test('its creator accepts it, or returns it', async () => {
  await using started = await startDesk()
  const waiting = { createdBy: olga, responsibleId: anna, taskControl: true, status: 4 }
  const accepted = started.portal.sandbox.addTask({ ...waiting, title: 'Акт' })
  const returned = started.portal.sandbox.addTask({ ...waiting, title: 'Смета' })
  expect(await started.desk.move(olga, accepted, 'approve')).toEqual({
    ok: true,
    value: { status: 'completed' },
  })
  expect(await started.desk.move(olga, returned, 'disapprove')).toEqual({
    ok: true,
    value: { status: 'pending' },
  })
  expect(await started.desk.move(anna, returned, 'approve')).toMatchObject({ ok: false, reason: 'denied' })
})

test('a creator who completes their own controlled task needs nobody’s acceptance', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const controlled = { createdBy: olga, responsibleId: anna, taskControl: true }
  const open = sandbox.addTask({ ...controlled, title: 'Акт' })
  const waiting = sandbox.addTask({ ...controlled, title: 'Смета', status: 4 })
  const own = sandbox.addTask({ ...controlled, title: 'Себе', responsibleId: olga })
  for (const id of [open, waiting, own]) {
    expect(await started.desk.move(olga, id, 'complete')).toEqual({
      ok: true,
      value: { status: 'completed' },
    })
    expect(taskIn(started.portal, id).status).toBe(5)
  }
  const writes = sandbox.requests.map(({ method }) => method).filter((method) => method !== 'batch')
  expect(writes).toEqual([
    'tasks.task.complete',
    'tasks.task.approve',
    'tasks.task.approve',
    'tasks.task.complete',
  ])
})

test('a task that needs a result is left to the portal', async () => {
  await using started = await startDesk()
  const rows = { createdBy: olga, responsibleId: anna, requireResult: true }
  const id = started.portal.sandbox.addTask({ ...rows, title: 'Акт' })
  expect(await started.desk.get(anna, id)).toMatchObject({ value: { needsResult: true } })
  expect(await started.desk.move(anna, id, 'complete')).toMatchObject({ ok: false, reason: 'needs_result' })
  expect(taskIn(started.portal, id).status).toBe(2)
  expect(await started.desk.move(anna, id, 'start')).toMatchObject({ ok: true })
})

test('what a task is already counts as done, without a write', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const rows = { createdBy: olga, responsibleId: anna }
  const running = sandbox.addTask({ ...rows, title: 'Акт', status: 3 })
  const done = sandbox.addTask({ ...rows, title: 'Смета', status: 5, closedBy: anna })
  expect(await started.desk.move(anna, running, 'start')).toEqual({
    ok: true,
    value: { status: 'in_progress' },
  })
  expect(await started.desk.move(anna, done, 'complete')).toEqual({
    ok: true,
    value: { status: 'completed' },
  })
  expect(new Set(sandbox.requests.map(({ method }) => method))).toEqual(new Set(['batch']))
})

test('one closed by a colleague is «closed», with who and when', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    status: 5,
    closedBy: olga,
    closedAtMs: Date.parse('2026-11-24T11:40:00+03:00'),
  })
  const closed = { ok: false, reason: 'closed', data: { by: 'Ольга Белова', at: '2026-11-24T08:40:00Z' } }
  for (const move of ['complete', 'start', 'pause', 'defer', 'disapprove'] as const) {
    expect(await started.desk.move(anna, id, move)).toMatchObject(closed)
  }
})

test.each(languages)(
  'what the portal does not allow is denied, naming the creator (%s)',
  async (language) => {
    await using started = await startDesk({ modes: { language } })
    const id = started.portal.sandbox.addTask({
      title: 'Акт',
      createdBy: olga,
      responsibleId: anna,
      auditors: [petr],
    })
    expect(await started.desk.move(petr, id, 'complete')).toMatchObject({
      ok: false,
      reason: 'denied',
      data: { creator: 'Ольга Белова', status: 'pending' },
    })
    expect(await started.desk.move(anna, id, 'approve')).toMatchObject({ ok: false, reason: 'denied' })
    expect(taskIn(started.portal, id).status).toBe(2)
  },
)

test('who lost their part in the task between the card and the press changes nothing', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  expect(await started.desk.get(anna, id)).toMatchObject({ ok: true })
  expect(await started.desk.assign(olga, id, igor)).toMatchObject({ ok: true })
  // The portal keeps the former responsible as an auditor: she may look, and no more.
  expect(await started.desk.move(anna, id, 'complete')).toMatchObject({ ok: false, reason: 'denied' })
  expect(await started.desk.move(petr, id, 'complete')).toMatchObject({ ok: false, reason: 'not_found' })
  expect(taskIn(started.portal, id).status).toBe(2)
})

test('who was dismissed in the meantime changes nothing', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  sandbox.dismiss(anna)
  expect(await started.desk.move(anna, id, 'complete')).toMatchObject({ ok: false, reason: 'denied' })
})

test('the portal is asked about this very employee, in the request before the write', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  await started.desk.move(anna, id, 'start')
  expect(started.portal.sandbox.requests.map(({ method }) => method)).toEqual(['batch', 'tasks.task.start'])
  expect(batchLines(started.portal).map((line) => decodeURIComponent(line))).toContain(
    `tasks.task.getaccess?taskId=${id}&users[0]=${anna}`,
  )
})

test.each([
  ['0', 'Действие над задачей не разрешено'],
  ['1048582', 'Action on the task is not allowed'],
  ['ERROR_CORE', 'Указан неверный статус задачи.<br>'],
])('a refusal %s after the check is looked into: %s', async (code, description) => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  const refusal = {
    kind: 'status',
    status: 400,
    code,
    description,
    method: 'tasks.task.start',
    times: 1,
  } as const
  sandbox.fault(refusal)
  expect(await started.desk.move(anna, id, 'start')).toMatchObject({ ok: false, reason: 'denied' })
  expect(started.requests()).toBe(3)
})

test('a lost answer is cleared up by looking: what was done is done', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.start', times: 1 })
  expect(await started.desk.move(anna, id, 'start')).toEqual({ ok: true, value: { status: 'in_progress' } })
})

test('a write lost on the way is uncertain, and its repeat is harmless', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  sandbox.fault({ kind: 'cut', method: 'tasks.task.start', times: 1 })
  expect(await started.desk.move(anna, id, 'start')).toMatchObject({
    ok: false,
    reason: 'uncertain',
    retryAfterMs: 5000,
  })
  expect(await started.desk.move(anna, id, 'start')).toMatchObject({ ok: true })
})

test('a task deleted between the check and the write is not found', async () => {
  const task = { id: 0, webhook: '' }
  const fetchThatDeletes: typeof fetch = async (address, request) => {
    if (address instanceof URL && address.pathname.endsWith('tasks.task.start')) {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ taskId: task.id })
      await fetch(`${task.webhook}tasks.task.delete`, { method: 'POST', headers, body })
    }
    return fetch(address, request)
  }
  await using started = await startDesk({}, { fetch: fetchThatDeletes })
  const { sandbox } = started.portal
  task.webhook = sandbox.webhook
  task.id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  expect(await started.desk.move(anna, task.id, 'start')).toMatchObject({ ok: false, reason: 'not_found' })
})
