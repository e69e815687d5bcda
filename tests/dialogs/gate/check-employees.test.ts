import { expect, test } from 'vitest'
import { checkEmployees } from '../../../src/dialogs/gate/check-employees.ts'
import { anna, MINUTE_MS, openDoorway, type Doorway } from './doorway.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
/** Without the owner of the webhook, who takes it along. */
const working = [2, 7, 9, 11, 15, 16, 17, 19, 20, 27, 31, 33, 35, 36]

test('a thousand links make twenty requests a day', async () => {
  await using door = await openDoorway()
  await linkNewcomers(door, 1_000)
  door.portal.clock.advance(DAY_MS)
  expect(await check(door, DAY_MS)).toEqual({ active: 1_000, dismissed: [], failed: null })
  expect(door.asked()).toBe(20)
  door.portal.clock.advance(DAY_MS / 2)
  expect(await check(door, DAY_MS)).toEqual({ active: 0, dismissed: [], failed: null })
  expect(door.asked()).toBe(20)
})

test('those who are employees no more are cut off with a farewell each, the others confirmed', async () => {
  await using door = await openDoorway()
  const { sandbox, clock } = door.portal
  for (const [index, employee] of working.entries()) await door.links(employee, index)
  sandbox.dismiss(anna)
  const igor = sandbox.employees().find(({ id }) => id === 27)
  if (igor === undefined) throw new Error('Игоря нет на портале')
  sandbox.addEmployee({ ...igor, userType: 'extranet', departmentIds: [] })
  clock.advance(15 * MINUTE_MS)
  const checkedAtMs = clock.now()
  expect(await check(door, 15 * MINUTE_MS)).toMatchObject({
    active: working.length - 2,
    dismissed: [{ employee: anna }, { employee: 27 }],
    failed: null,
  })
  expect(await door.said()).toHaveLength(2)
  const left = await door.store.transaction((unit) => unit.links.all())
  expect(left.map((link) => link.checkedAtMs)).toEqual(working.slice(2).map(() => checkedAtMs))
})

test('only those are asked about whose last answer is old enough', async () => {
  await using door = await openDoorway()
  await door.links(anna, 1)
  door.portal.clock.advance(10 * MINUTE_MS)
  await door.links(27, 2)
  door.portal.clock.advance(10 * MINUTE_MS)
  expect(await check(door, 15 * MINUTE_MS)).toMatchObject({ active: 1 })
})

test('a portal that cannot be asked cuts nobody off, and is asked the next time', async () => {
  await using door = await openDoorway()
  await linkNewcomers(door, 70)
  door.portal.clock.advance(DAY_MS)
  door.isDown()
  expect(await check(door, DAY_MS)).toMatchObject({ active: 0, failed: { reason: 'temporary' } })
  door.isUp()
  expect(await check(door, DAY_MS)).toEqual({ active: 70, dismissed: [], failed: null })
})

test('a portal that calls nobody of many active is not believed', async () => {
  await using door = await openDoorway()
  for (const [index, employee] of working.entries()) await door.links(employee, index)
  for (const employee of working) door.portal.sandbox.dismiss(employee)
  expect(await check(door, 0)).toEqual({ active: 0, dismissed: [], failed: { ok: false, reason: 'suspect' } })
  expect(await door.store.transaction((unit) => unit.links.all())).toHaveLength(working.length)
})

function check({ deps }: Doorway, olderThanMs: number) {
  return checkEmployees(deps, { olderThanMs })
}

async function linkNewcomers(door: Doorway, count: number): Promise<void> {
  const { sandbox } = door.portal
  for (let number = 1; number <= count; number += 1) {
    const newcomer = { email: `p${number}@romashka.example`, name: 'Пётр', lastName: `Новиков-${number}` }
    await door.links(sandbox.addEmployee({ ...newcomer, departmentIds: [5] }), number)
  }
}
