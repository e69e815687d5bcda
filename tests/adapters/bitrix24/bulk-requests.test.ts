import { expect, test } from 'vitest'

import { bigCompany, peopleOf } from './big-company.ts'
import { dayMs, nowMs, openBulk, untilMs } from './bulk-scene.ts'

/** How many HTTP requests one morning digest takes: it grows with the chunks, not with the people. */
test.each([
  [10, 3],
  [100, 5],
  [1000, 30],
])('a morning digest of %i people is at most %i requests', async (count, most) => {
  await using scene = await openBulk({ company: bigCompany(count), limits: true })
  const people = peopleOf(count)
  const tasks = await scene.bulk.openTasks(people, { untilMs, control: true })
  const events = await scene.bulk.events(people, nowMs - dayMs / 2, untilMs)
  expect(scene.requests()).toBeLessThanOrEqual(most)
  expect(scene.portal.sandbox.requests.every(({ status }) => status === 200)).toBe(true)
  expect([tasks.size, events.size]).toEqual([count, count])
  const [taskRows, eventRows] = [tasks, events].map((read) =>
    [...read.values()].reduce((sum, outcome) => sum + (outcome.ok ? outcome.value.length : Number.NaN), 0),
  )
  // Six of their own, one they help with; what one in twenty has to accept.
  expect(taskRows).toBe(count * 7 + Math.ceil(count / 20))
  expect(eventRows).toBe(count * 0.6)
})

test('before a hundred reminders leave, their hundred tasks and calendars are read again in five requests', async () => {
  await using scene = await openBulk({ company: bigCompany(100), limits: true })
  const { sandbox } = scene.portal
  const read = await scene.bulk.stillThere(
    peopleOf(100).map((person) => ({
      ...person,
      tasks: sandbox
        .tasks()
        .flatMap(({ id, responsibleId }) => (responsibleId === person.employee ? [id] : []))
        .slice(0, 1),
      events: sandbox
        .events()
        .flatMap(({ id, ownerId }) =>
          ownerId === person.employee ? [{ id, occurrence: null, startMs: nowMs + 3 * 3_600_000 }] : [],
        ),
    })),
  )
  expect(scene.requests()).toBe(5)
  expect([...read.values()].every(({ tasks }) => tasks.ok && tasks.value.length === 1)).toBe(true)
  expect([...read.values()].filter(({ events }) => events.ok && events.value.length === 1)).toHaveLength(60)
})
