import { expect, test } from 'vitest'
import { createGate, gateServices } from '../../../src/dialogs/gate/gate.ts'
import type { PortalService } from '../../../src/dialogs/gate/portal-service.ts'
import type { LocalService } from '../../../src/machines/services.ts'
import type { Outcome } from '../../../src/ports/outcome.ts'
import { anna, chat, MINUTE_MS, openDoorway } from './doorway.ts'

const change = { writes: 'task:{id}' } as const
const done: Outcome = { ok: true, value: null }

test('a chat that speaks for nobody is served nothing, and the portal is not even asked', async () => {
  await using door = await openDoorway()
  expect(await door.calls('reads')).toEqual({ ok: false, reason: 'denied' })
  expect(await door.calls(change)).toEqual({ ok: false, reason: 'denied' })
  expect(door.served).toEqual([])
  expect(door.portal.sandbox.requests).toEqual([])
})

test('an employee the portal confirmed less than 15 minutes ago is not asked about again', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.portal.clock.advance(15 * MINUTE_MS - 1)
  expect(await door.calls('reads')).toEqual(done)
  expect(await door.calls(change)).toEqual(done)
  expect(door.asked()).toBe(0)
})

test.each(['reads', change] as const)(
  'after 15 minutes the portal is asked before the call, and then not for 15 minutes: %o',
  async (use) => {
    await using door = await openDoorway()
    await door.links(anna)
    door.portal.clock.advance(15 * MINUTE_MS)
    const askedAtMs = door.portal.clock.now()
    expect(await door.calls(use)).toEqual(done)
    expect(await door.link()).toMatchObject({ checkedAtMs: askedAtMs })
    door.portal.clock.advance(14 * MINUTE_MS)
    expect(await door.calls(use)).toEqual(done)
    expect(door.asked()).toBe(1)
    expect(door.served).toHaveLength(2)
  },
)

test('calls of one employee that come together ask once and share the answer', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.portal.clock.advance(20 * MINUTE_MS)
  const outcomes = await Promise.all([door.calls('reads'), door.calls(change), door.calls('reads')])
  expect(outcomes).toEqual([done, done, done])
  expect(door.asked()).toBe(1)
})

test('somebody dismissed between the card and the press gets one farewell, and nothing is done', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  await door.calls('reads')
  door.portal.sandbox.dismiss(anna)
  door.portal.clock.advance(15 * MINUTE_MS)
  const presses = await Promise.all([door.calls(change), door.calls(change)])
  expect(presses).toEqual([
    { ok: false, reason: 'dismissed' },
    { ok: false, reason: 'dismissed' },
  ])
  expect(door.served).toHaveLength(1)
  expect(await door.link()).toBeNull()
  expect(await door.actions()).toEqual([])
  expect(await door.said()).toMatchObject([
    {
      text: 'Доступ закрыт: учётная запись в Битрикс24 не активна. Если это ошибка, обратитесь к администратору.',
    },
  ])
  expect(await door.calls(change)).toEqual({ ok: false, reason: 'denied' })
})

test.each([
  ['works for a partner now', { userType: 'extranet' as const, departmentIds: [] }],
  ['is but an address for mail now', { userType: 'email' as const, departmentIds: [] }],
])('an employee who %s is one no more', async (_, changed) => {
  await using door = await openDoorway()
  const { sandbox, clock } = door.portal
  await door.links(anna)
  const row = sandbox.employees().find(({ id }) => id === anna)
  if (row === undefined) throw new Error('Анны нет на портале')
  sandbox.addEmployee({ ...row, ...changed })
  clock.advance(15 * MINUTE_MS)
  expect(await door.calls('reads')).toEqual({ ok: false, reason: 'dismissed' })
  expect(await door.link()).toBeNull()
})

test.each([
  { minutes: 10, asked: false, passes: true },
  { minutes: 50, asked: true, passes: true },
  { minutes: 70, asked: true, passes: false },
])('with the portal down for $minutes minutes the last answer holds: $passes', async (expected) => {
  await using door = await openDoorway()
  await door.links(anna)
  door.isDown()
  for (const use of ['reads', change] as const) {
    door.portal.clock.advance(expected.minutes * MINUTE_MS - sinceCheck(await door.link(), door))
    const outcome = await door.calls(use)
    expect(outcome).toMatchObject(expected.passes ? done : { ok: false, reason: 'temporary' })
  }
  expect(door.asked() > 0).toBe(expected.asked)
  expect(door.served).toHaveLength(expected.passes ? 2 : 0)
  expect(await door.actions()).toHaveLength(expected.passes ? 1 : 0)
  expect(await door.link()).not.toBeNull()
})

test('a portal that comes back lets its employees in again', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.isDown()
  door.portal.clock.advance(70 * MINUTE_MS)
  expect(await door.calls(change)).toMatchObject({ reason: 'temporary' })
  door.isUp()
  expect(await door.calls(change)).toEqual(done)
})

test('an administrator who has to act is named by the reason', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.portal.sandbox.fault({ kind: 'status', status: 401, code: 'NO_AUTH_FOUND' })
  door.portal.clock.advance(61 * MINUTE_MS)
  expect(await door.calls('reads')).toMatchObject({ ok: false, reason: 'config' })
})

test('a check that failed is not tried before every call, as long as the last answer holds', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.isDown()
  door.portal.clock.advance(20 * MINUTE_MS)
  await door.calls('reads')
  const askedOnce = door.asked()
  await door.calls('reads')
  expect(door.asked()).toBe(askedOnce)
  door.portal.clock.advance(MINUTE_MS)
  await door.calls('reads')
  expect(door.asked()).toBe(2 * askedOnce)
})

test('a check of a clock that has been set back since is none', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  door.portal.clock.advance(-5 * MINUTE_MS)
  expect(await door.calls('reads')).toEqual(done)
  expect(door.asked()).toBe(1)
})

test('a change is written down before it is tried, and what became of it after', async () => {
  const seen: unknown[] = []
  await using door = await openDoorway({
    serves: async ({ service }) => {
      seen.push(await door.actions())
      door.portal.clock.advance(2_000)
      return service === 'bitrix.tasks.move' ? { ok: true, value: null } : { ok: false, reason: 'not_found' }
    },
  })
  await door.links(anna)
  const atMs = door.portal.clock.now()
  const row = { chat, employee: anna, service: 'bitrix.tasks.move', object: 'task:8017', atMs }
  await door.calls(change, { operation: 'first' })
  expect(seen).toEqual([[{ id: 'first', ...row, outcome: null, endedAtMs: null }]])
  expect(await door.actions()).toEqual([{ id: 'first', ...row, outcome: 'done', endedAtMs: atMs + 2_000 }])
  await door.calls(change, { operation: 'second', service: 'bitrix.tasks.assign' })
  expect((await door.actions())[0]).toMatchObject({ id: 'second', outcome: 'not_found' })
})

test('what is made is known by its number once it has been made', async () => {
  await using door = await openDoorway({
    serves: () => ({ ok: true, value: { id: 8018, url: 'https://…' } }),
  })
  await door.links(anna)
  await door.calls({ creates: 'task' }, { service: 'bitrix.tasks.add', input: { title: 'Смета' } })
  expect(await door.actions()).toMatchObject([{ object: 'task:8018', outcome: 'done' }])
})

test('a repeat is the same action, and the last attempt has the last word', async () => {
  const outcomes: Outcome[] = [{ ok: false, reason: 'uncertain' }, done]
  await using door = await openDoorway({ serves: () => outcomes.shift() ?? done })
  await door.links(anna)
  await door.calls(change, { operation: 'same' })
  expect(await door.actions()).toMatchObject([{ outcome: 'uncertain' }])
  await door.calls(change, { operation: 'same', repeated: true })
  expect(await door.actions()).toMatchObject([{ id: 'same', outcome: 'done' }])
})

test('reading leaves no trace, and what was typed none in what is written down', async () => {
  await using door = await openDoorway()
  await door.links(anna)
  await door.calls('reads')
  expect(await door.actions()).toEqual([])
  await door.calls(change, { input: { id: 'уволить Игоря' } })
  expect(await door.actions()).toMatchObject([{ object: 'task:?' }])
})

test('a service with a bug leaves an action that says so', async () => {
  await using door = await openDoorway({
    serves: () => {
      throw new Error('сломалось')
    },
  })
  await door.links(anna)
  await expect(door.calls(change)).rejects.toThrow('сломалось')
  expect(await door.actions()).toMatchObject([{ outcome: 'threw' }])
})

test('a link that has ended, or changed hands, since the call was claimed lets nothing be changed', async () => {
  await using door = await openDoorway()
  const before = await door.links(anna)
  await door.links(27)
  expect(await door.calls(change, { actor: before })).toEqual({ ok: false, reason: 'denied' })
  await door.store.transaction((unit) => unit.links.end(chat, 'unlinked', 1))
  expect(await door.calls(change, { actor: before })).toEqual({ ok: false, reason: 'denied' })
  expect(door.served).toEqual([])
})

test('a database that is away lets nothing be changed, and takes back nothing that was', async () => {
  let away = false
  await using door = await openDoorway({
    around: (store) => ({
      transaction: (work) => (away ? Promise.reject(new Error('заперто')) : store.transaction(work)),
    }),
    serves: () => {
      away = true
      return done
    },
  })
  await door.links(anna)
  expect(await door.calls(change)).toEqual(done)
  expect(door.logged).toEqual(['the outcome of an action was not kept'])
  expect(await door.calls(change)).toMatchObject({ ok: false, reason: 'temporary' })
  expect(door.served).toHaveLength(1)
})

test('services of the database itself need no gate', async () => {
  await using door = await openDoorway()
  const local: LocalService = { type: 'local', reasons: [], run: async () => ({ ok: true, value: 1 }) }
  const gate = createGate({ ...door.deps, log: () => {} })
  const remote: PortalService = {
    type: 'remote',
    timeoutMs: 7,
    reasons: ['gone'],
    portal: 'reads',
    run: async () => ({ ok: true, value: 1 }),
  }
  const services = new Map<string, LocalService | PortalService>([
    ['settings.load', local],
    ['bitrix.tasks.get', remote],
  ])
  const gated = gateServices(services, gate)
  expect(gated.get('settings.load')).toBe(local)
  expect(gated.get('bitrix.tasks.get')).toMatchObject({
    ...remote,
    run: expect.any(Function) as unknown,
    reasons: ['gone', 'denied', 'dismissed', 'temporary', 'limited', 'config'],
  })
})

function sinceCheck(
  link: { checkedAtMs: number } | null,
  door: { portal: { clock: { now(): number } } },
): number {
  return door.portal.clock.now() - (link?.checkedAtMs ?? 0)
}
