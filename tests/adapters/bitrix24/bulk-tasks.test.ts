import { expect, test } from 'vitest'

import { toPortalUserId } from '../../../src/ports/identity.ts'
import { dayMs, inMoscow, nowMs, openBulk, titlesOf, untilMs } from './bulk-scene.ts'
import { bigCompany, peopleOf } from './big-company.ts'
import { alexander, anna, batchLines, dmitry, igor, olga, petr, viktor } from './task-desk-portal.ts'

const hourMs = 60 * 60 * 1000
const own = { createdBy: viktor, responsibleId: anna }
const modes = [{}, { userArrayFilter: 'ignored' as const }, { noDeadlineIsBefore: true }]

test.each(modes)(
  'everybody gets what is due, and what is overdue for no longer than sixty days: %o',
  async (mode) => {
    await using scene = await openBulk({ modes: mode })
    const { sandbox } = scene.portal
    const put = (title: string, more: object): number => sandbox.addTask({ title, ...own, ...more })
    put('Сегодня', { deadlineMs: nowMs + hourMs })
    put('Вчера', { deadlineMs: nowMs - dayMs })
    put('В полночь', { deadlineMs: untilMs })
    put('Завтра', { deadlineMs: untilMs + hourMs })
    put('Давно', { deadlineMs: nowMs - 61 * dayMs })
    put('Без срока', {})
    put('Сделана', { deadlineMs: nowMs, status: 5 })
    put('Сдана', { deadlineMs: nowMs, status: 4 })
    put('Отложена', { deadlineMs: nowMs, status: 6 })
    put('В работе', { deadlineMs: nowMs - hourMs, status: 3 })
    put('Игорю', { responsibleId: igor, deadlineMs: nowMs + hourMs, accomplices: [anna, petr] })
    const read = await scene.bulk.openTasks(inMoscow(anna, igor, petr, olga), { untilMs })
    expect(titlesOf(read)).toEqual({
      [anna]: ['Вчера', 'В работе', 'Сегодня', 'Игорю'],
      [igor]: ['Игорю'],
      [petr]: ['Игорю'],
      [olga]: [],
    })
    const asked = batchLines(scene.portal)
    expect(asked.filter((line) => !/%3E%3DDEADLINE.*%3CDEADLINE/u.test(line))).toEqual([])
    const roles = (employee: typeof anna) => {
      const outcome = read.get(employee)
      return outcome?.ok === true && outcome.value.map(({ role }) => role)
    }
    expect(roles(anna)).toEqual(['responsible', 'responsible', 'responsible', 'accomplice'])
    expect(roles(petr)).toEqual(['accomplice'])
  },
)

test.each(modes)('those without a deadline come when they are asked for: %o', async (mode) => {
  await using scene = await openBulk({ modes: mode })
  const put = (title: string, more: object): number =>
    scene.portal.sandbox.addTask({ title, ...own, ...more })
  put('Сегодня', { deadlineMs: nowMs + hourMs })
  put('Когда-нибудь', {})
  put('В работе', { status: 3 })
  put('Сделана', { status: 5 })
  put('Отложена', { status: 6 })
  put('Помогаю', { responsibleId: igor, accomplices: [anna] })
  const read = await scene.bulk.openTasks(inMoscow(anna, igor, olga), { untilMs, undated: true })
  const titles = titlesOf(read)
  expect(new Set(titles[anna])).toEqual(new Set(['В работе', 'Когда-нибудь', 'Сегодня']))
  expect(titles[igor]).toEqual(['Помогаю'])
  expect(titles[olga]).toEqual([])
})

test('too many without a deadline are not counted, and cost two pages; what is due comes all the same', async () => {
  await using scene = await openBulk()
  for (let n = 0; n < 160; n += 1) scene.portal.sandbox.addTask({ title: `Идея ${n}`, ...own })
  scene.portal.sandbox.addTask({ title: 'Сегодня', ...own, deadlineMs: nowMs + hourMs })
  const read = await scene.bulk.openTasks(inMoscow(anna, igor), { untilMs, undated: true })
  expect(titlesOf(read)).toEqual({ [anna]: ['Сегодня'], [igor]: [] })
  const asked = batchLines(scene.portal).filter((line) => line.includes('%5BDEADLINE%5D'))
  expect(asked.length).toBeLessThanOrEqual(4)
})

test('a line says who set the task, where it opens and since when there is one', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const id = sandbox.addTask({ title: 'Смета', ...own, deadlineMs: nowMs + hourMs, priority: 2 })
  const read = await scene.bulk.openTasks(inMoscow(anna), { untilMs })
  expect(read.get(anna)).toEqual({
    ok: true,
    value: [
      {
        id,
        title: 'Смета',
        status: 'pending',
        deadline: '2026-11-24T10:00:00Z',
        priority: 'high',
        role: 'responsible',
        creator: { id: viktor, name: 'Виктор Громов' },
        url: `${sandbox.origin}/company/personal/user/15/tasks/task/view/${id}/`,
        createdAt: '2026-11-24T09:00:00Z',
        changedAt: '2026-11-24T09:00:00Z',
        closedAt: null,
        closedBy: null,
      },
    ],
  })
})

test('what waits for acceptance comes when it is asked for, to its creator alone', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  sandbox.addTask({ title: 'Акт', createdBy: olga, responsibleId: anna, status: 4 })
  sandbox.addTask({ title: 'Смета', createdBy: olga, responsibleId: igor, status: 3 })
  const people = inMoscow(anna, olga)
  expect(titlesOf(await scene.bulk.openTasks(people, { untilMs }))).toEqual({ [anna]: [], [olga]: [] })
  const read = await scene.bulk.openTasks(people, { untilMs, control: true })
  expect(titlesOf(read)).toEqual({ [anna]: [], [olga]: ['Акт'] })
  expect(read.get(olga)).toMatchObject({ value: [{ role: 'creator', status: 'awaiting_control' }] })
})

test('what was closed or handed in on somebody’s own day comes in the evening', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  const put = (title: string, more: object): number => {
    return sandbox.addTask({ title, ...own, status: 5, closedAtMs: nowMs - hourMs, closedBy: anna, ...more })
  }
  put('Сделана', {})
  put('Сдана', { status: 4 })
  put('Закрыл директор', { closedBy: viktor })
  put('Вчерашняя', { closedAtMs: nowMs - dayMs })
  put('Помогла', { responsibleId: igor, accomplices: [anna] })
  put('Не помогла', { responsibleId: igor, accomplices: [anna], closedBy: igor })
  // Half past ten in the evening of the 23rd in Moscow is after midnight in Yekaterinburg.
  const late = { closedAtMs: Date.parse('2026-11-23T22:30:00+03:00') }
  put('Ночью', { responsibleId: alexander, ...late, closedBy: alexander })
  put('Ночью в Москве', late)
  const people = [...inMoscow(anna, viktor), { employee: alexander, zone: 'Asia/Yekaterinburg' }]
  const read = titlesOf(await scene.bulk.openTasks(people, { untilMs, closedToday: true }))
  expect(new Set(read[anna])).toEqual(new Set(['Сделана', 'Сдана', 'Закрыл директор', 'Помогла']))
  expect(read[alexander]).toEqual(['Ночью'])
  expect(read[viktor]).toEqual(['Закрыл директор'])
})

test('a chunk that fills a page is read on, without counting', async () => {
  await using scene = await openBulk()
  const { sandbox } = scene.portal
  for (let number = 0; number < 120; number += 1) {
    sandbox.addTask({ title: `Задача ${number}`, ...own, deadlineMs: nowMs + hourMs })
  }
  const read = await scene.bulk.openTasks(inMoscow(anna, igor), { untilMs })
  expect(titlesOf(read)[anna]).toHaveLength(120)
  expect(titlesOf(read)[igor]).toEqual([])
  expect(batchLines(scene.portal).filter((line) => line.includes('%3EID'))).toHaveLength(2)
  expect(batchLines(scene.portal).every((line) => line.endsWith('&start=-1'))).toBe(true)
})

test('a portal that ignores lists of people is asked for one at a time, which is said once', async () => {
  await using scene = await openBulk({ company: bigCompany(30), modes: { userArrayFilter: 'ignored' } })
  const read = await scene.bulk.openTasks(peopleOf(30), { untilMs })
  expect([...read.values()].map((one) => one.ok && one.value.length)).toEqual(Array(30).fill(7))
  expect(scene.notes).toEqual([
    { type: 'lists_ignored', filter: 'RESPONSIBLE_ID' },
    { type: 'lists_ignored', filter: 'ACCOMPLICE' },
  ])
  scene.requests()
  const again = await scene.bulk.openTasks(peopleOf(30), { untilMs })
  expect(again).toEqual(read)
  expect(scene.requests()).toBe(3)
  expect(scene.notes).toHaveLength(2)
})

test('nobody is read twice, and nobody at all is no request', async () => {
  await using scene = await openBulk()
  scene.portal.sandbox.addTask({ title: 'Смета', ...own, deadlineMs: nowMs })
  const read = await scene.bulk.openTasks(inMoscow(anna, anna), { untilMs })
  expect(titlesOf(read)).toEqual({ [anna]: ['Смета'] })
  scene.requests()
  expect(await scene.bulk.openTasks([], { untilMs })).toEqual(new Map())
  expect(scene.requests()).toBe(0)
})

test('whoever is said to live in no zone there is keeps nobody else from their tasks', async () => {
  await using scene = await openBulk()
  for (const responsibleId of [anna, igor]) {
    scene.portal.sandbox.addTask({ title: 'Смета', ...own, responsibleId, deadlineMs: nowMs })
  }
  const people = [...inMoscow(anna), { employee: igor, zone: 'Europe/Romashka' }]
  const expected = { [anna]: ['Смета'], [igor]: 'config' }
  expect(titlesOf(await scene.bulk.openTasks(people, { untilMs }))).toEqual(expected)
  const events = titlesOf(await scene.bulk.events(people, nowMs, untilMs))
  expect(events).toEqual({ [anna]: [], [igor]: 'config' })
  const asked = people.map((person) => ({
    ...person,
    tasks: [],
    events: [{ id: 1, occurrence: null, startMs: nowMs }],
  }))
  const read = await scene.bulk.stillThere(asked)
  expect([...read.values()].map((one) => one.events.ok)).toEqual([true, false])
})

test('what the portal refuses for one chunk is said for its people alone', async () => {
  await using scene = await openBulk({ company: bigCompany(60) }, { fetch: spoiling(3, 5) })
  const people = peopleOf(60)
  const read = await scene.bulk.openTasks(people, { untilMs })
  const failed = people.filter(({ employee }) => read.get(employee)?.ok === false)
  expect(failed).toHaveLength(10)
  expect(read.get(failed[0]?.employee ?? toPortalUserId(1))).toMatchObject({ reason: 'temporary' })
  const others = people.filter((person) => !failed.includes(person))
  expect(others.every(({ employee }) => read.get(employee)?.ok)).toBe(true)
})

test('who set a task is named, dismissed or not', async () => {
  await using scene = await openBulk()
  scene.portal.sandbox.addTask({ title: 'Смета', createdBy: dmitry, responsibleId: anna, deadlineMs: nowMs })
  const read = await scene.bulk.openTasks(inMoscow(anna), { untilMs })
  expect(read.get(anna)).toMatchObject({ value: [{ creator: { name: 'Дмитрий Жуков' } }] })
})

/** A connection on which these commands of the first batch come back as a broken server answers them. */
function spoiling(...at: readonly number[]): typeof globalThis.fetch {
  let first = true
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!first) return response
    first = false
    const body: unknown = await response.json()
    return Response.json(spoil(body, at))
  }
}

function spoil(body: unknown, at: readonly number[]): object {
  const { result: outer } = body as { result: { result: Record<string, unknown>; result_error: object } }
  const names = at.map((number) => `c${number}`)
  const result = Object.fromEntries(Object.entries(outer.result).filter(([name]) => !names.includes(name)))
  const broken = { error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal server error' }
  const errors = Object.fromEntries(names.map((name) => [name, broken]))
  return { ...(body as object), result: { ...outer, result, result_error: errors } }
}
