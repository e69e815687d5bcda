/** What a large company asks for at eight, and what may not wait for it. */
import { expect, test } from 'vitest'
import { toChatId, toPortalUserId } from '../../../src/ports/identity.ts'
import type { PortalNews } from '../../../src/scheduler/notify/portal-news.ts'
import { digestSpreadMs } from '../../../src/scheduler/rules/pacing.ts'
import { planAll, sendPart, tick } from '../../../src/scheduler/tick.ts'
import { annaId, at, meeting, task } from '../rules/people.ts'
import { annasChat, openOffice } from './office.ts'

const eight = at('2026-11-24 08:00')

test('a crowd’s digests are read for together at the hour, and leave spread over its minute', async () => {
  await using office = await openOffice('2026-11-23 20:00')
  for (let nth = 1; nth < 300; nth += 1) await office.link(toChatId(2_000 + nth), toPortalUserId(1_000 + nth))
  office.tasks = [task(8, '2026-11-24 18:00')]
  const deps = { ...office.deps, crowd: () => Promise.resolve(300) }
  await office.tickAt('2026-11-24 07:59')
  const before = { ...office.asked }
  office.clock.set(new Date(eight).toISOString())
  expect(await tick(deps)).toMatchObject({ sent: 300 })
  expect(office.asked).toEqual({ tasks: before.tasks + 1, events: before.events + 1 })
  const claim = { limit: 1_000, leaseMs: 90_000, background: { limit: 1_000, perSecond: 1_000 } }
  const leaving = async (ms: number) =>
    (await office.store.outbox.claim({ ...claim, nowMs: eight + ms })).length
  const annas = digestSpreadMs(annaId, 300)
  expect(annas).toBeGreaterThan(0)
  const first = await leaving(20_000)
  expect(first).toBeGreaterThan(50)
  expect(first).toBeLessThan(150)
  expect(first + (await leaving(59_999))).toBe(300)
})

test('a digest that waits for the portal holds up no reminder of a meeting', async () => {
  await using office = await openOffice('2026-11-23 20:00')
  office.tasks = [task(8, '2026-11-24 18:00')]
  office.events = [meeting(501, '2026-11-24 08:15', '2026-11-24 09:00', { title: 'Планёрка' })]
  await office.tickAt('2026-11-24 07:59')
  office.clock.set(new Date(eight).toISOString())
  const { promise: answered, resolve: answers } = Promise.withResolvers<void>()
  const { promise: asked, resolve: asks } = Promise.withResolvers<void>()
  const news: PortalNews = {
    ...office.deps.news,
    async tasks(...what) {
      asks()
      await answered
      return office.deps.news.tasks(...what)
    },
  }
  const digests = sendPart({ ...office.deps, news }, 'others')
  await asked
  expect(await sendPart(office.deps, 'prompt')).toBe(1)
  expect(await office.texts()).toEqual([expect.stringContaining('Через 15 минут — «Планёрка»')])
  answers()
  expect(await digests).toBe(1)
  expect((await office.texts())[1]).toContain('Доброе утро')
})

test('a punctual reminder of a meeting asks for no tasks', async () => {
  await using office = await openOffice('2026-11-24 12:00')
  office.events = [meeting(501, '2026-11-24 15:00', '2026-11-24 16:00')]
  await office.tickAt('2026-11-24 14:44')
  const { deps } = office
  let readers = 0
  const news: PortalNews = {
    ...deps.news,
    tasks(people, ...more) {
      readers += people.length
      return deps.news.tasks(people, ...more)
    },
  }
  office.clock.advance(60_000)
  expect(await sendPart({ ...deps, news }, 'prompt')).toBe(1)
  expect(readers).toBe(0)
})

test.each(['tasks', 'events'] as const)(
  'whose %s the portal has no working time for is not told half of the day: they are asked for when it has',
  async (what) => {
    await using office = await openOffice('2026-11-23 20:00')
    office.tasks = [task(8, '2026-11-24 18:00')]
    office.events = [meeting(501, '2026-11-24 12:00', '2026-11-24 13:00')]
    await office.tickAt('2026-11-24 07:59')
    const news: PortalNews = {
      ...office.deps.news,
      restMs: () => 4 * 60_000,
      [what]: () => Promise.resolve(new Map()),
    }
    office.clock.set(new Date(eight).toISOString())
    expect(await tick({ ...office.deps, news })).toMatchObject({ sent: 0 })
    await office.tickAt('2026-11-24 08:03')
    expect(await office.texts()).toEqual([])
    await office.tickAt('2026-11-24 08:04')
    const [digest = ''] = await office.texts()
    expect(digest).toContain('Встречи — 1')
    expect(digest).toContain('Срок сегодня — 1 задача')
  },
)

test('with the portal’s working time low a look ahead leaves tasks to what is due, and what was planned stands', async () => {
  await using office = await openOffice('2026-11-23 20:00')
  office.tasks = [task(8, '2026-11-24 12:00')]
  await office.tickAt('2026-11-23 20:00')
  const planned = (await office.rows(annasChat)).map(({ key, state }) => [key, state])
  expect(planned.some(([key]) => key?.startsWith('dl'))).toBe(true)
  const asked = { ...office.asked }
  office.clock.advance(16 * 60_000)
  expect(await planAll({ ...office.deps, operatingShare: () => 0.31 })).toBe(1)
  expect(office.asked).toEqual({ tasks: asked.tasks, events: asked.events + 1 })
  expect((await office.rows(annasChat)).map(({ key, state }) => [key, state])).toEqual(planned)
})
