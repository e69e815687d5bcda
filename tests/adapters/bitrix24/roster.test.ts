import { expect, test } from 'vitest'

import { createRoster } from '../../../src/adapters/bitrix24/roster.ts'
import type { Roster } from '../../../src/ports/people.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

const ttlMs = 3_600_000

function rosterOf(portal: TestPortal): Roster {
  return createRoster({ client: portal.connect(), clock: portal.clock, ttlMs })
}

/** What it knows once it has asked as often as `requests`, and had its answers. */
async function known(roster: Roster, portal: TestPortal, requests: number) {
  roster.people()
  while (portal.sandbox.requests.length < requests) await new Promise((resolve) => setTimeout(resolve, 2))
  await new Promise((resolve) => setTimeout(resolve, 30))
  return roster.people()
}

test('the employees at work are known by all parts of their names; the dismissed and the outside are not', async () => {
  await using portal = await startTestPortal()
  const people = await known(rosterOf(portal), portal, 1)
  expect(people).toContainEqual({
    id: 27,
    firstName: 'Игорь',
    lastName: 'Ким',
    secondName: 'Викторович',
    position: 'Инженер-сметчик',
  })
  expect(people.map(({ lastName }) => lastName)).not.toContain('Жуков')
  expect(people.map(({ firstName }) => firstName)).not.toContain('Елена')
  expect(people.map(({ firstName }) => firstName)).not.toContain('Марта')
})

test('before the portal has answered there is nobody, and nobody waits', async () => {
  await using portal = await startTestPortal()
  expect(rosterOf(portal).people()).toEqual([])
})

test('a company of several pages is known whole', async () => {
  await using portal = await startTestPortal()
  for (let id = 1_000; id < 1_130; id += 1)
    portal.sandbox.addEmployee({ id, name: 'Пётр', lastName: `Петров`, email: `p${id}@romashka.example` })
  const people = await known(rosterOf(portal), portal, 3)
  expect(people.filter(({ lastName }) => lastName === 'Петров')).toHaveLength(130)
})

test('it is asked for again when it is old, and the old one stands until then', async () => {
  await using portal = await startTestPortal()
  const roster = rosterOf(portal)
  const before = await known(roster, portal, 1)
  roster.people()
  expect(portal.sandbox.requests).toHaveLength(1)
  portal.sandbox.addEmployee({ id: 500, name: 'Зоя', lastName: 'Новикова', email: 'zoya@romashka.example' })
  portal.clock.advance(ttlMs)
  expect(roster.people()).toEqual(before)
  expect(await known(roster, portal, 2)).toHaveLength(before.length + 1)
})

test('a portal that does not answer leaves what was known, and is not pressed', async () => {
  await using portal = await startTestPortal()
  const roster = rosterOf(portal)
  const before = await known(roster, portal, 1)
  portal.sandbox.fault({ kind: 'status', status: 403, method: 'user.get', times: 100 })
  portal.clock.advance(ttlMs)
  expect(await known(roster, portal, 2)).toEqual(before)
  const asked = portal.sandbox.requests.length
  expect(await known(roster, portal, asked)).toEqual(before)
  expect(portal.sandbox.requests).toHaveLength(asked)
  portal.clock.advance(8 * 24 * ttlMs)
  expect(roster.people()).toEqual([])
})
