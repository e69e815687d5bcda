import { expect, test } from 'vitest'

import {
  alexander,
  anna,
  batchLines,
  dmitry,
  igor,
  olga,
  petr,
  startDesk,
  taskIn,
} from './task-desk-portal.ts'

const unknownId = 999_999

test('a card says who, what, until when, and what may be done', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Подготовить договор',
    description: 'Для [B]ООО «Вектор»[/B]: [URL=https://vektor.example/tz]ТЗ[/URL]',
    createdBy: olga,
    responsibleId: anna,
    accomplices: [igor],
    auditors: [petr],
    deadlineMs: Date.parse('2026-11-27T18:00:00+03:00'),
    priority: 2,
    taskControl: true,
  })
  expect(await started.desk.get(anna, id)).toEqual({
    ok: true,
    value: {
      id,
      title: 'Подготовить договор',
      description: 'Для ООО «Вектор»: ТЗ (https://vektor.example/tz)',
      status: 'pending',
      deadline: '2026-11-27T15:00:00Z',
      priority: 'high',
      role: 'responsible',
      creator: { id: olga, name: 'Ольга Белова' },
      responsible: { id: anna, name: 'Анна Петрова' },
      accomplices: [{ id: igor, name: 'Игорь Ким' }],
      auditors: [{ id: petr, name: 'Пётр Иванов' }],
      url: `${started.portal.sandbox.origin}/company/personal/user/15/tasks/task/view/${id}/`,
      control: true,
      needsResult: false,
      closedAt: null,
      closedBy: null,
      may: expect.any(Array) as unknown,
    },
  })
})

test('the link opens the task in the section of whoever looks', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  for (const actor of [olga, anna]) {
    const url = `${started.portal.sandbox.origin}/company/personal/user/${actor}/tasks/task/view/${id}/`
    expect(await started.desk.get(actor, id)).toMatchObject({ value: { url } })
  }
})

test('what each may do is the portal’s word, within their part in the task', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    accomplices: [igor],
    auditors: [petr],
    allowChangeDeadline: true,
  })
  const rightsOf = async (actor: typeof anna) => {
    const outcome = await started.desk.get(actor, id)
    return outcome.ok ? outcome.value.may.toSorted() : outcome.reason
  }
  expect(await rightsOf(olga)).toEqual(
    ['assign', 'attach', 'comment', 'complete', 'deadline', 'defer', 'start'].toSorted(),
  )
  expect(await rightsOf(anna)).toEqual(['assign', 'comment', 'complete', 'deadline', 'defer', 'start'])
  expect(await rightsOf(igor)).toEqual(['comment', 'complete', 'defer', 'start'])
  expect(await rightsOf(petr)).toEqual(['comment'])
})

test('the responsible moves the deadline only where the task allows it', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  const outcome = await started.desk.get(anna, id)
  expect(outcome.ok && outcome.value.may).not.toContain('deadline')
})

test('a task that waits for acceptance offers its creator to accept or return it', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    status: 4,
    taskControl: true,
  })
  const creator = await started.desk.get(olga, id)
  expect(creator.ok && creator.value.may).toEqual(expect.arrayContaining(['approve', 'disapprove']))
  const responsible = await started.desk.get(anna, id)
  expect(responsible.ok && responsible.value.may).not.toContain('approve')
})

test('a closed task says who closed it and when', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({
    title: 'Акт',
    createdBy: olga,
    responsibleId: anna,
    status: 5,
    closedAtMs: Date.parse('2026-11-23T17:05:00+03:00'),
    closedBy: dmitry,
  })
  expect(await started.desk.get(anna, id)).toMatchObject({
    value: {
      status: 'completed',
      closedAt: '2026-11-23T14:05:00Z',
      closedBy: { id: dmitry, name: 'Дмитрий Жуков' },
    },
  })
})

test.each(['now', 'date'] as const)(
  'deadlines are instants, whatever offset labels them (%s)',
  async (taskDateOffset) => {
    await using started = await startDesk({ modes: { taskDateOffset } })
    const deadlineMs = Date.parse('2026-11-27T12:34:00+05:00')
    const id = started.portal.sandbox.addTask({
      title: 'Акт',
      createdBy: olga,
      responsibleId: anna,
      deadlineMs,
    })
    expect(await started.desk.get(anna, id)).toMatchObject({ value: { deadline: '2026-11-27T07:34:00Z' } })
  },
)

test('names with BBCode in them are shown as they are written', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const boris = sandbox.addEmployee({ name: '[B]Борис[/B]', lastName: 'Крюков', email: 'b@romashka.example' })
  const vera = sandbox.addEmployee({
    name: 'Вера',
    lastName: '[URL=x]Сомова[/URL]',
    email: 'v@romashka.example',
  })
  const id = sandbox.addTask({ title: 'Акт', createdBy: boris, responsibleId: anna, auditors: [vera] })
  expect(await started.desk.get(anna, id)).toMatchObject({
    value: {
      creator: { name: '[B]Борис[/B] Крюков' },
      auditors: [{ name: 'Вера [URL=x]Сомова[/URL]' }],
    },
  })
})

test('somebody else’s task cannot be told from one that does not exist', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Премия', createdBy: olga, responsibleId: anna })
  const { desk } = started
  started.requests()
  const foreign = await desk.get(igor, id)
  const foreignRequests = started.requests()
  const missing = await desk.get(igor, unknownId)
  expect(foreign).toEqual(missing)
  expect(missing).toMatchObject({ ok: false, reason: 'not_found' })
  expect(started.requests()).toBe(foreignRequests)
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])(
  '%s is no task and is never sent',
  async (id) => {
    await using started = await startDesk()
    expect(await started.desk.get(anna, id)).toMatchObject({ reason: 'not_found' })
    expect(await started.desk.move(anna, id, 'start')).toMatchObject({ reason: 'not_found' })
    expect(await started.desk.assign(anna, id, igor)).toMatchObject({ reason: 'not_found' })
    expect(started.requests()).toBe(0)
  },
)

test('a head who has no part in a task of their people does not see it here', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Личное', createdBy: anna, responsibleId: anna })
  expect(await started.desk.get(olga, id)).toMatchObject({ reason: 'not_found' })
})

test('a portal that does not answer is temporary, and a wrong webhook for the administrator', async () => {
  await using started = await startDesk()
  const id = started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna })
  started.portal.sandbox.fault({ kind: 'cut', times: 3 })
  expect(await started.desk.get(anna, id)).toMatchObject({ reason: 'temporary' })
  started.portal.sandbox.modes.webhookExpired = true
  expect(await started.desk.get(anna, id)).toMatchObject({ reason: 'config' })
})

test('a card is shown without a name when only the names cannot be had', async () => {
  await using started = await startDesk(
    {},
    { names: { names: () => Promise.resolve({ ok: false, reason: 'temporary' }) } },
  )
  const { sandbox } = started.portal
  const closed = { status: 5, closedBy: alexander }
  const id = sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna, ...closed })
  expect(await started.desk.get(anna, id)).toMatchObject({ ok: true, value: { closedBy: { name: '#19' } } })
})

test('nothing of a task is asked for by what people wrote in it', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({
    title: '$result[task][task][title]',
    description: '$result[access]',
    createdBy: olga,
    responsibleId: anna,
  })
  await started.desk.get(anna, id)
  await started.desk.comment(anna, id, 'Готово: $result[task][task][id]')
  await started.desk.setDeadline(olga, id, '2026-11-27T18:00:00+03:00')
  expect(batchLines(started.portal).filter((line) => line.includes('$') || /%24/.test(line))).toEqual([])
  expect(taskIn(started.portal, id).comments).toMatchObject([
    { text: 'Готово: $result［task］［task］［id］' },
  ])
})
