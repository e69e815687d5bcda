import { expect, test } from 'vitest'

import type { TaskRow, TaskSelection } from '../../../src/ports/tasks.ts'
import { alexander, anna, batchLines, igor, olga, petr, startDesk } from './task-desk-portal.ts'
import type { DeskOfPortal } from './task-desk-portal.ts'

/** Tuesday noon in Moscow. */
const nowMs = Date.parse('2026-11-24T12:00:00+03:00')
const zone = 'Europe/Moscow'

async function listOf(
  { desk }: Pick<DeskOfPortal, 'desk'>,
  which: TaskSelection,
  more: { actor?: typeof anna; zone?: string; nowMs?: number } = {},
): Promise<readonly TaskRow[]> {
  const outcome = await desk.list({ actor: anna, which, nowMs, zone, ...more })
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`)
  return outcome.value
}

async function titlesOf(...args: Parameters<typeof listOf>): Promise<readonly string[]> {
  return (await listOf(...args)).map(({ title }) => title)
}

function at(local: string): number {
  return Date.parse(`${local}+03:00`)
}

test('a row says what the list needs, with the strongest part the person has in the task', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  const id = sandbox.addTask({
    title: 'Смета на ремонт склада',
    createdBy: anna,
    responsibleId: anna,
    auditors: [anna],
    deadlineMs: at('2026-11-27T18:00:00'),
    priority: 2,
    status: 3,
  })
  expect(await listOf(started, 'my')).toEqual([
    {
      id,
      title: 'Смета на ремонт склада',
      status: 'in_progress',
      deadline: '2026-11-27T15:00:00Z',
      priority: 'high',
      role: 'responsible',
    },
  ])
})

test('«my» are tasks to be done: as responsible and as accomplice, soonest first, those without a deadline last', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  sandbox.addTask({ title: 'Без срока', createdBy: olga, responsibleId: anna })
  sandbox.addTask({
    title: 'Позже',
    createdBy: olga,
    responsibleId: anna,
    deadlineMs: at('2026-12-01T10:00:00'),
  })
  sandbox.addTask({
    title: 'Помогаю',
    createdBy: olga,
    responsibleId: igor,
    accomplices: [anna],
    deadlineMs: at('2026-11-25T10:00:00'),
  })
  sandbox.addTask({
    title: 'Отложена',
    createdBy: olga,
    responsibleId: anna,
    status: 6,
    deadlineMs: at('2026-11-20T10:00:00'),
  })
  sandbox.addTask({ title: 'Сделана', createdBy: olga, responsibleId: anna, status: 5 })
  sandbox.addTask({ title: 'Отклонена', createdBy: olga, responsibleId: anna, status: 7 })
  sandbox.addTask({ title: 'Наблюдаю', createdBy: olga, responsibleId: igor, auditors: [anna] })
  sandbox.addTask({ title: 'Чужая', createdBy: olga, responsibleId: igor })
  const rows = await listOf(started, 'my')
  expect(rows.map(({ title, role }) => [title, role])).toEqual([
    ['Отложена', 'responsible'],
    ['Помогаю', 'accomplice'],
    ['Позже', 'responsible'],
    ['Без срока', 'responsible'],
  ])
})

test('a task somebody has two parts in stands in the list once', async () => {
  await using started = await startDesk()
  started.portal.sandbox.addTask({
    title: 'Смета',
    createdBy: olga,
    responsibleId: anna,
    accomplices: [anna],
  })
  expect(await titlesOf(started, 'my')).toEqual(['Смета'])
})

test('today is the person’s own day, from its first to before its last midnight', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  for (const local of [
    '2026-11-23T23:59:59',
    '2026-11-24T00:00:00',
    '2026-11-24T09:00:00',
    '2026-11-24T23:59:59',
    '2026-11-25T00:00:00',
  ]) {
    sandbox.addTask({ title: local, createdBy: olga, responsibleId: anna, deadlineMs: at(local) })
  }
  sandbox.addTask({ title: 'Без срока', createdBy: olga, responsibleId: anna })
  expect(await titlesOf(started, 'today')).toEqual([
    '2026-11-24T00:00:00',
    '2026-11-24T09:00:00',
    '2026-11-24T23:59:59',
  ])
})

test('whose day it is decides what is due today', async () => {
  await using started = await startDesk()
  const deadlineMs = Date.parse('2026-11-25T00:30:00+05:00')
  started.portal.sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: alexander, deadlineMs })
  const evening = { actor: alexander, nowMs: Date.parse('2026-11-25T00:10:00+05:00') }
  expect(await titlesOf(started, 'today', { ...evening, zone: 'Asia/Yekaterinburg' })).toEqual(['Акт'])
  expect(await titlesOf(started, 'today', { ...evening, zone })).toEqual(['Акт'])
  const earlier = { actor: alexander, nowMs: Date.parse('2026-11-24T23:50:00+05:00') }
  expect(await titlesOf(started, 'today', { ...earlier, zone: 'Asia/Yekaterinburg' })).toEqual([])
  expect(await titlesOf(started, 'today', { ...earlier, zone })).toEqual(['Акт'])
})

test('a day of 25 hours is a day', async () => {
  await using started = await startDesk()
  const deadlineMs = Date.parse('2026-10-25T23:30:00+01:00')
  started.portal.sandbox.addTask({ title: 'Отчёт', createdBy: olga, responsibleId: anna, deadlineMs })
  const morning = Date.parse('2026-10-25T00:30:00+02:00')
  expect(await titlesOf(started, 'today', { nowMs: morning, zone: 'Europe/Berlin' })).toEqual(['Отчёт'])
})

test.each([false, true])(
  'overdue is open and past its deadline, not what waits, is done or put off (no deadline counts as before: %s)',
  async (noDeadlineIsBefore) => {
    await using started = await startDesk({ modes: { noDeadlineIsBefore } })
    const { sandbox } = started.portal
    const late = at('2026-11-20T18:00:00')
    const rows = { createdBy: olga, responsibleId: anna, deadlineMs: late }
    sandbox.addTask({ ...rows, title: 'Ждёт' })
    sandbox.addTask({ ...rows, title: 'В работе', status: 3 })
    sandbox.addTask({ ...rows, title: 'На проверке', status: 4 })
    sandbox.addTask({ ...rows, title: 'Сделана', status: 5 })
    sandbox.addTask({ ...rows, title: 'Отложена', status: 6 })
    sandbox.addTask({ ...rows, title: 'Без срока', deadlineMs: null })
    sandbox.addTask({ ...rows, title: 'Сию секунду', deadlineMs: nowMs })
    sandbox.addTask({ ...rows, title: 'Секунду назад', deadlineMs: nowMs - 1000 })
    sandbox.addTask({ ...rows, title: 'Завтра', deadlineMs: nowMs + 86_400_000 })
    expect(await titlesOf(started, 'overdue')).toEqual(['Ждёт', 'В работе', 'Секунду назад'])
  },
)

test('«ordered» are tasks set to others, «control» what waits to be accepted', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  sandbox.addTask({ title: 'Себе', createdBy: anna, responsibleId: anna })
  sandbox.addTask({ title: 'Игорю', createdBy: anna, responsibleId: igor })
  sandbox.addTask({ title: 'Проверить', createdBy: anna, responsibleId: igor, status: 4, taskControl: true })
  sandbox.addTask({ title: 'Принята', createdBy: anna, responsibleId: igor, status: 5 })
  sandbox.addTask({ title: 'Проверит Ольга', createdBy: olga, responsibleId: anna, status: 4 })
  expect(await titlesOf(started, 'ordered')).toEqual(['Игорю', 'Проверить'])
  expect(await titlesOf(started, 'control')).toEqual(['Проверить'])
  expect(started.strangers).toEqual([])
  expect(await listOf(started, 'ordered')).toMatchObject([{ role: 'creator' }, { role: 'creator' }])
})

test('two hundred tasks are read in pages by id, more are left to the portal', async () => {
  await using started = await startDesk()
  const { sandbox } = started.portal
  for (let number = 0; number < 230; number++) {
    sandbox.addTask({
      title: `Задача ${number}`,
      createdBy: olga,
      responsibleId: anna,
      deadlineMs: nowMs + number,
    })
  }
  expect(await listOf(started, 'my')).toHaveLength(200)
  expect(started.requests()).toBe(4)
  expect(started.strangers).toEqual([])
})

test.each(['zero', 'absent'] as const)(
  'full pages are read to the end (total uncounted: %s)',
  async (total) => {
    await using started = await startDesk({ modes: { totalWhenUncounted: total } })
    const { sandbox } = started.portal
    for (let number = 0; number < 101; number++) {
      sandbox.addTask({ title: `Задача ${number}`, createdBy: olga, responsibleId: anna })
    }
    for (let number = 0; number < 51; number++) {
      sandbox.addTask({
        title: `Помощь ${number}`,
        createdBy: olga,
        responsibleId: igor,
        accomplices: [anna],
      })
    }
    expect(await listOf(started, 'my')).toHaveLength(152)
    expect(started.requests()).toBe(3)
  },
)

test('a portal that cannot be reached is temporary', async () => {
  await using started = await startDesk()
  started.portal.sandbox.fault({ kind: 'html' })
  expect(await started.desk.list({ actor: anna, which: 'my', nowMs, zone })).toMatchObject({
    ok: false,
    reason: 'temporary',
  })
})

test('a webhook without the right to tasks is for the administrator', async () => {
  await using started = await startDesk({ scopes: ['user_basic', 'im'] })
  expect(await started.desk.list({ actor: anna, which: 'my', nowMs, zone })).toMatchObject({
    ok: false,
    reason: 'config',
  })
})

test.each(['my', 'today', 'overdue', 'ordered', 'control'] as const)(
  '%s asks by constant filters alone, every one with the person in it',
  async (which) => {
    await using started = await startDesk({ modes: { unknownTaskFilter: 'refused' } })
    await listOf(started, which, { actor: petr })
    const lines = batchLines(started.portal)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) {
      const filters = [...new URLSearchParams(line.split('?')[1])].filter(([name]) =>
        name.startsWith('filter'),
      )
      const names = filters.map(([name]) => name.slice('filter['.length, -1))
      expect(names.filter((name) => !known.has(name))).toEqual([])
      expect(filters.filter(([, value]) => value === String(petr)).length).toBeGreaterThan(0)
      expect(line).not.toContain('$')
    }
  },
)

/** Documented filter keys of `tasks.task.list`, and those the portal is known to apply. */
const known = new Set([
  'RESPONSIBLE_ID',
  '!RESPONSIBLE_ID',
  'ACCOMPLICE',
  'CREATED_BY',
  'REAL_STATUS',
  '!REAL_STATUS',
  '<DEADLINE',
  '>=DEADLINE',
  '>ID',
])
