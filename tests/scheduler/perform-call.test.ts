/** Calling services: what they are told, how long they may take, and what is made of their silence. */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { RemoteService, Service, ServiceRequest } from '../../src/machines/services.ts'
import type { Outcome } from '../../src/ports/outcome.ts'
import { performCall } from '../../src/scheduler/perform-call.ts'
import type { Delivery } from '../../src/store/outbox.ts'
import { fails, fillOrder, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { anna, openRig, type Rig } from '../support/rig.ts'
import { seededRandomness } from '../support/random.ts'

afterEach(() => {
  vi.useRealTimers()
})

async function openOrders(add: RigServices['orders.add']): Promise<Rig> {
  const rig = await openRig({ dialogs: [orderDialog], services: orderServices({ 'orders.add': add }) })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  return rig
}

type RigServices = Record<'orders.add', Service | ((request: ServiceRequest) => Outcome | Promise<Outcome>)>

function remote(run: RemoteService['run'], timeoutMs = 5_000): RemoteService {
  return { type: 'remote', reasons: [], timeoutMs, run }
}

const call: Delivery = {
  id: '101:1:1',
  lane: 's:c',
  kind: 'call',
  chat: anna,
  payload: { service: 'slow', input: {}, operation: 'o', conversation: 'c', repeated: false },
  dueAtMs: 0,
  seq: 1,
  attempts: 1,
  undone: 0,
  begun: 0,
  leaseUntilMs: 1,
}

async function callDeps(service: RemoteService) {
  const rig = await openRig({ dialogs: [], byHand: true })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  let typed = 0
  const messenger = { showTyping: async () => void (typed += 1) }
  const deps = {
    store: rig.store,
    services: new Map([['slow', service]]),
    turns: rig.turns,
    messenger,
    clock: rig.clock,
    random: seededRandomness(1),
    alert: () => {},
  }
  return { deps, typed: () => typed }
}

test('a service is told who asks: the linked employee, never what the dialog says', async () => {
  const asked: ServiceRequest[] = []
  const rig = await openOrders((request) => {
    asked.push(request)
    return ok({ url: 'u' })
  })
  await rig.links()
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(asked).toMatchObject([
    {
      service: 'orders.add',
      chat: anna,
      actor: { employee: anna, name: 'Анна Ковалёва' },
      sender: { firstName: 'Анна' },
      language: 'ru',
      nowMs: rig.clock.now(),
      repeated: false,
      input: { what: 'Бумага', who: 7, packs: 3, urgent: 'usual' },
    },
  ])
})

test('«печатает…» is shown only while a call takes long, and no longer', async () => {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const { deps, typed } = await callDeps(remote(() => promise, 60_000))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const performing = performCall(deps, call, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(999)
  expect(typed()).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(typed()).toBe(1)
  await vi.advanceTimersByTimeAsync(8_000)
  expect(typed()).toBe(3)
  resolve(ok(null))
  await performing
  await vi.advanceTimersByTimeAsync(60_000)
  expect(typed()).toBe(3)
})

test('a quick call shows no «печатает…» at all', async () => {
  const { deps, typed } = await callDeps(remote(async () => ok(null)))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  await performCall(deps, call, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(typed()).toBe(0)
})

test('after an attempt nobody heard the end of, one that surely did nothing leaves the doubt', async () => {
  const outcomes = [fails('uncertain'), fails('temporary')]
  const rig = await openOrders(() => outcomes.shift() ?? ok({ url: 'u' }))
  await fillOrder(rig)
  await rig.presses('Заказать')
  const doubted = rig.texts().at(-1)
  await rig.waits(5_000)
  expect(outcomes).toEqual([])
  // Said again would be «Пробую ещё раз»: that nothing has been done, which nobody knows.
  expect(rig.texts().at(-1)).toBe(doubted)
})

const trouble = { kind: 'portal_webhook', at: 'user.get' } as const

test.each<readonly [Outcome, readonly string[]]>([
  [{ ok: false, reason: 'denied', trouble }, ['portal_webhook: user.get']],
  [{ ok: false, reason: 'config', trouble, detail: 'a code' }, ['portal_webhook: user.get']],
  [{ ok: false, reason: 'config', detail: 'a filter' }, ['service_needs_admin: slow: a filter']],
  [{ ok: false, reason: 'denied', detail: 'no right' }, []],
])('of %j the administrator is told %j', async (outcome, expected) => {
  const { deps } = await callDeps(remote(async () => outcome))
  const told: string[] = []
  const tell = { alert: (problem: string, detail: string) => void told.push(`${problem}: ${detail}`) }
  await performCall({ ...deps, ...tell }, call, new AbortController().signal)
  expect(told).toEqual(expected)
})

test('a service that throws may have done it: the call is uncertain, and is repeated as the same operation', async () => {
  let broken = true
  const rig = await openOrders(async () => {
    if (broken) throw new TypeError('a bug of ours')
    return ok({ url: 'u' })
  })
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(rig.last().message.text).toBe('Проверяю, не заказано ли уже.')
  broken = false
  await rig.waits(5_000)
  expect(rig.last().message.text).toBe('Заказано: Бумага.')
  const orders = rig.calls.filter((one) => one.service === 'orders.add')
  expect(orders.map((one) => [one.repeated, one.operation])).toEqual([
    [false, orders[0]?.operation],
    [true, orders[0]?.operation],
  ])
})

test('a service is told to stop when its time is up, and when the process ends', async () => {
  const aborted: unknown[] = []
  let begun = Promise.withResolvers<void>()
  const listening = remote((_request, signal) => {
    begun.resolve()
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        aborted.push((signal.reason as DOMException).name)
        resolve(fails('uncertain'))
      }),
    )
  }, 5)
  const late = await callDeps(listening)
  const timedOut = await performCall(late.deps, call, new AbortController().signal)
  expect(timedOut.settlement).toEqual({ type: 'done', outcome: 'uncertain' })

  begun = Promise.withResolvers<void>()
  const { deps } = await callDeps({ ...listening, timeoutMs: 60_000 })
  const ending = new AbortController()
  const performing = performCall(deps, call, ending.signal)
  await begun.promise
  ending.abort()
  expect((await performing).settlement).toMatchObject({ type: 'retry', detail: 'broken off' })
  expect(aborted).toEqual(['TimeoutError', 'AbortError'])
})

test('a service that does not listen is not waited for: its call is uncertain when its time is up', async () => {
  const { deps } = await callDeps(remote(() => new Promise(() => {}), 5))
  const { settlement } = await performCall(deps, call, new AbortController().signal)
  expect(settlement).toEqual({ type: 'done', outcome: 'uncertain' })
})

test('a call whose first performer was lost is made again as one that may have been done', async () => {
  const asked: boolean[] = []
  const { deps } = await callDeps(remote(async (request) => (asked.push(request.repeated), ok(null))))
  await performCall(deps, call, new AbortController().signal)
  await performCall(deps, { ...call, attempts: 2 }, new AbortController().signal)
  await performCall(
    deps,
    { ...call, payload: { ...call.payload, repeated: true } },
    new AbortController().signal,
  )
  expect(asked).toEqual([false, true, true])
})

test('a service this program does not have needs an administrator, and the person is told', async () => {
  const rig = await openRig({
    dialogs: [orderDialog],
    services: { 'people.search': () => ok([{ id: 1, name: 'Иванов' }]) },
  })
  onTestFinished(() => rig[Symbol.asyncDispose]())
  await fillOrder(rig)
  await rig.presses('Заказать')
  expect(rig.last().message.text).toMatch(/^Не вышло/)
})

test('a call nobody waits for is repeated with growing pauses, and given up with an alarm', async () => {
  const rig = await openOrders(() => fails('temporary'))
  const payload = { service: 'orders.add', input: {}, operation: 'cleanup' }
  await rig.store.transaction((unit) =>
    unit.deliveries.enqueue([
      { id: 'bg', lane: null, kind: 'call', chat: anna, payload, dueAtMs: rig.clock.now() },
    ]),
  )
  const pauses: number[] = []
  await rig.settles()
  for (let due = (await rig.pending())[0]; due !== undefined; due = (await rig.pending())[0]) {
    pauses.push(due.due_at_ms - rig.clock.now())
    await rig.waits(due.due_at_ms - rig.clock.now())
  }
  expect(rig.calls).toHaveLength(8)
  expect(pauses).toHaveLength(7)
  expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
  // Each of them surely did nothing, so none is a repetition of something done.
  expect(new Set(rig.calls.map((one) => one.repeated))).toEqual(new Set([false]))
  expect((await rig.rows('deliveries'))[0]).toMatchObject({ state: 'dead', detail: 'temporary' })
  expect(rig.alerts).toHaveLength(1)
})

test('a call nobody waits for that is refused for good is not repeated', async () => {
  const rig = await openOrders(() => fails('denied'))
  const payload = { service: 'orders.add', input: {}, operation: 'cleanup' }
  await rig.store.transaction((unit) =>
    unit.deliveries.enqueue([{ id: 'bg', lane: null, kind: 'call', chat: anna, payload, dueAtMs: 0 }]),
  )
  await rig.settles()
  await rig.waits(3_600_000)
  expect(rig.calls).toHaveLength(1)
  expect((await rig.rows('deliveries'))[0]).toMatchObject({ state: 'dead', detail: 'denied' })
})
