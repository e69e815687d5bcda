import { expect, test } from 'vitest'

import { romashka } from '../../../sandbox/bitrix24/company.ts'
import { startPortal } from './portal-client.ts'

test('a saved portal starts again with its people, tasks, notices, ids and idempotency keys', async () => {
  const task = { fields: { title: 'Смета', creatorId: 15, responsibleId: 27 } }
  const key = { 'Idempotency-Key': 'k1' }
  await using before = await startPortal()
  await before.v3('tasks.task.add', task, key)
  await before.v2('im.notify.system.add', { USER_ID: 15, MESSAGE: 'Код' })
  before.sandbox.dismiss(33)
  const saved = JSON.parse(JSON.stringify(before.sandbox.save())) as ReturnType<typeof before.sandbox.save>

  await using after = await startPortal({ restore: saved })
  expect(after.sandbox.tasks()).toEqual(before.sandbox.tasks())
  expect(after.sandbox.notices()).toEqual(before.sandbox.notices())
  expect(after.sandbox.employees()).toEqual(before.sandbox.employees())
  const repeat = await after.v3('tasks.task.add', task, key)
  expect(repeat.headers.get('Idempotent-Replayed')).toBe('true')
  expect(after.sandbox.addTask({ title: 'Следующая', responsibleId: 15 })).toBe(8009)
})

test('something that was never saved by the sandbox is not started', async () => {
  await expect(startPortal({ restore: { tasks: [] } })).rejects.toThrow('Not a saved Bitrix24 sandbox')
})

test('what was saved does not change with the portal', async () => {
  await using portal = await startPortal()
  const saved = JSON.stringify(portal.sandbox.save())
  const kept = portal.sandbox.save()
  portal.sandbox.addTask({ title: 'Позже', responsibleId: 15 })
  expect(JSON.stringify(kept)).toBe(saved)
})

test('listeners hear of calls and of changes, until they stop', async () => {
  await using portal = await startPortal()
  let heard = 0
  const stop = portal.sandbox.onChange(() => (heard += 1))
  await portal.v2('tasks.task.delete', { taskId: 8007 })
  portal.sandbox.dismiss(33)
  expect(heard).toBe(2)
  stop()
  portal.sandbox.rehire(33)
  expect(heard).toBe(2)
})

test('a company of one’s own takes the place of the seeded one', async () => {
  await using portal = await startPortal({
    company: { ...romashka, employees: romashka.employees.slice(0, 2), tasks: () => [] },
  })
  expect([portal.sandbox.employees().length, portal.sandbox.tasks().length]).toEqual([2, 0])
})

test('the seeded company holds the traps of a real one', async () => {
  await using portal = await startPortal()
  const people = portal.sandbox.employees()
  const names = people.map(({ name, lastName }) => `${name} ${lastName}`)
  expect(names.filter((name) => name === 'Мария Соколова')).toHaveLength(2)
  expect(people.filter(({ active }) => !active).map(({ lastName }) => lastName)).toEqual(['Жуков'])
  expect(people.filter(({ email }) => email.includes('_')).map(({ id }) => id)).toEqual([33])
  expect(people.filter(({ userType }) => userType !== 'employee').map(({ userType }) => userType)).toEqual([
    'extranet',
    'bot',
    'email',
  ])
  expect(portal.sandbox.tasks().map(({ status }) => status)).toEqual([2, 3, 4, 2, 6, 2, 5])
})
