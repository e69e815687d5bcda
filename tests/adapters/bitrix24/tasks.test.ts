import { expect, test } from 'vitest'

import { createTaskBoard } from '../../../src/adapters/bitrix24/tasks.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { NewTask } from '../../../src/ports/tasks.ts'
import { startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

const anna = toPortalUserId(15)
const igor = toPortalUserId(27)
const operation = 'chat-9-12-0'

const estimate: NewTask = {
  title: 'Подготовить смету',
  description: 'Для ООО «Вектор»',
  creator: anna,
  responsible: igor,
  deadline: '2026-11-27T18:00:00+03:00',
  priority: 'high',
}

/** A board as a process has it that has just started. */
function boardOf(portal: TestPortal) {
  return createTaskBoard({ client: portal.connect(), clock: portal.clock })
}

function madeIn(portal: TestPortal) {
  return portal.sandbox.tasks().filter(({ xmlId }) => xmlId !== null)
}

function callsTo(portal: TestPortal, method: string) {
  return portal.sandbox.requests.filter((request) => request.method === method)
}

test.each([true, false])('a task is created as the person asked (REST 3.0: %s)', async (restV3) => {
  await using portal = await startTestPortal()
  portal.sandbox.modes.restV3 = restV3
  const outcome = await boardOf(portal).add(estimate, operation, false)
  const [task] = madeIn(portal)
  expect(task).toMatchObject({
    title: 'Подготовить смету',
    description: 'Для ООО «Вектор»',
    createdBy: anna,
    responsibleId: igor,
    deadlineMs: Date.parse('2026-11-27T15:00:00Z'),
    priority: 2,
    xmlId: `tgbot:${operation}`,
  })
  const { origin } = new URL(portal.sandbox.webhook)
  const url = `${origin}/company/personal/user/15/tasks/task/view/${task?.id}/`
  expect(outcome).toEqual({ ok: true, value: { id: task?.id, url, existed: false } })
})

test('a task without deadline and description has none', async () => {
  await using portal = await startTestPortal()
  const plain: NewTask = { ...estimate, description: '', deadline: null, priority: 'normal' }
  await boardOf(portal).add(plain, operation, false)
  portal.sandbox.modes.restV3 = false
  await boardOf(portal).add(plain, 'another', false)
  const expected = { description: '', deadlineMs: null, priority: 1 }
  expect(madeIn(portal)).toMatchObject([expected, expected])
})

test('that a portal has no REST 3.0 is learnt once', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.modes.restV3 = false
  const board = boardOf(portal)
  await board.add(estimate, 'one', false)
  await board.add(estimate, 'two', false)
  expect(callsTo(portal, 'tasks.task.add').map(({ version }) => version)).toEqual([3, 2, 2])
})

test('a webhook without the scope of REST 3.0 still creates tasks', async () => {
  await using portal = await startTestPortal({ scopes: ['task', 'im', 'user_basic'] })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({ ok: true })
  expect(madeIn(portal)).toHaveLength(1)
})

test.each([
  ['REST 3.0', {}],
  ['REST 3.0 that ignores keys', { idempotency: 'ignored' }],
  ['REST 2', { restV3: false }],
  ['REST 2 that ignores the filter by mark', { restV3: false, xmlIdFilter: 'ignored' }],
] as const)('%s: a task made behind a cut connection is found, not made again', async (_, modes) => {
  await using portal = await startTestPortal()
  Object.assign(portal.sandbox.modes, modes)
  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', times: 1, ...onlyV2(modes) })
  const first = await boardOf(portal).add(estimate, operation, false)
  expect(first).toMatchObject({ ok: false, reason: 'uncertain', retryAfterMs: 5000 })
  expect(madeIn(portal)).toHaveLength(1)

  const second = await boardOf(portal).add(estimate, operation, true)
  expect(second).toMatchObject({ ok: true, value: { id: madeIn(portal)[0]?.id, existed: true } })
  expect(madeIn(portal)).toHaveLength(1)
})

test.each([
  ['REST 3.0', {}],
  ['REST 2', { restV3: false }],
] as const)('%s: a task that was lost on the way is made by the repeat', async (_, modes) => {
  await using portal = await startTestPortal()
  Object.assign(portal.sandbox.modes, modes)
  portal.sandbox.fault({ kind: 'cut', method: 'tasks.task.add', times: 1, ...onlyV2(modes) })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({ reason: 'uncertain' })
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({
    ok: true,
    value: { existed: false },
  })
  expect(madeIn(portal)).toHaveLength(1)
})

test('once the portal has shown that it keeps keys, a cut connection is cleared up within one call', async () => {
  await using portal = await startTestPortal()
  const board = boardOf(portal)
  await board.add(estimate, 'earlier', false)
  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', times: 1 })
  expect(await board.add(estimate, operation, false)).toMatchObject({ ok: true, value: { existed: true } })
  expect(madeIn(portal)).toHaveLength(2)
})

test('a repeat sends the same bytes under the same key, from another process too', async () => {
  await using portal = await startTestPortal()
  const sent: unknown[] = []
  const boardThatRecords = () =>
    createTaskBoard({
      clock: portal.clock,
      client: portal.connect((address, request) => {
        const key = new Headers(request?.headers).get('idempotency-key')
        if (key !== null) sent.push([request?.body, key])
        return fetch(address, request)
      }),
    })
  portal.sandbox.fault({ kind: 'cut', method: 'tasks.task.add', times: 1 })
  await boardThatRecords().add(estimate, operation, false)
  await boardThatRecords().add({ ...estimate }, operation, true)
  expect(sent).toHaveLength(2)
  expect(sent[1]).toEqual(sent[0])
  expect(sent[0]).toEqual([expect.any(String), `tgbot-task-${operation}`])
})

test('a task made two days ago is found although the portal has forgotten its key', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', times: 1 })
  await boardOf(portal).add(estimate, operation, false)
  portal.clock.advance(48 * 60 * 60 * 1000)
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({
    ok: true,
    value: { existed: true },
  })
  expect(madeIn(portal)).toHaveLength(1)
})

test('an attempt on REST 3.0 is found by a repeat that has only REST 2, and the other way round', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', times: 1 })
  await boardOf(portal).add(estimate, 'up', false)
  portal.sandbox.modes.restV3 = false
  expect(await boardOf(portal).add(estimate, 'up', true)).toMatchObject({
    ok: true,
    value: { existed: true },
  })

  portal.sandbox.fault({ kind: 'apply-then-cut', method: 'tasks.task.add', version: 2, times: 1 })
  await boardOf(portal).add(estimate, 'down', false)
  portal.sandbox.modes.restV3 = true
  expect(await boardOf(portal).add(estimate, 'down', true)).toMatchObject({
    ok: true,
    value: { existed: true },
  })
  expect(madeIn(portal)).toHaveLength(2)
})

test('the mark is found beyond the first page where the portal ignores it as a filter', async () => {
  await using portal = await startTestPortal()
  Object.assign(portal.sandbox.modes, { restV3: false, xmlIdFilter: 'ignored' })
  const board = boardOf(portal)
  for (let number = 0; number < 60; number++) await board.add(estimate, `other-${number}`, false)
  await board.add(estimate, operation, false)
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({
    ok: true,
    value: { existed: true },
  })
  expect(madeIn(portal)).toHaveLength(61)
  expect(callsTo(portal, 'tasks.task.list')).toHaveLength(2)
})

test('who cannot look whether the task exists does not make another', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'html', method: 'tasks.task.list' })
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({
    ok: false,
    reason: 'uncertain',
  })
  expect(callsTo(portal, 'tasks.task.add')).toHaveLength(0)
})

test('a key that was used for another text leads to the task it made', async () => {
  await using portal = await startTestPortal()
  await boardOf(portal).add(estimate, operation, false)
  const changed = { ...estimate, title: 'Подготовить смету и договор' }
  expect(await boardOf(portal).add(changed, operation, false)).toMatchObject({
    ok: true,
    value: { existed: true },
  })
  expect(madeIn(portal)).toHaveLength(1)
})

test('a caller who did not wait for a slow portal finds the task later', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'delay', delayMs: 10_000, method: 'tasks.task.add', times: 1 })
  const controller = new AbortController()
  const call = boardOf(portal).add(estimate, operation, false, controller.signal)
  await expect.poll(() => madeIn(portal).length).toBe(1)
  controller.abort()
  expect(await call).toMatchObject({ reason: 'uncertain', retryAfterMs: 60_000 })
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({ value: { existed: true } })
  expect(madeIn(portal)).toHaveLength(1)
})

test('a page of a proxy after the task was made is no reason to make another', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'html', applied: true, method: 'tasks.task.add', times: 1 })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({ reason: 'uncertain' })
  expect(await boardOf(portal).add(estimate, operation, true)).toMatchObject({ value: { existed: true } })
  expect(madeIn(portal)).toHaveLength(1)
})

test('a portal that has moved under the same domain makes the task once', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'redirect', times: 1 })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({ ok: true })
  expect(madeIn(portal)).toHaveLength(1)
})

test('a full bucket was no attempt: the task is made after a pause', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED', times: 2 })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({
    ok: true,
    value: { existed: false },
  })
  expect(madeIn(portal)).toHaveLength(1)
})

test('a bucket that stays full is temporary and says when to come back', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({
    ok: false,
    reason: 'temporary',
    retryAfterMs: 4000,
  })
})

test.each([true, false])(
  'an assignee the portal does not know is named as the trouble (REST 3.0: %s)',
  async (restV3) => {
    await using portal = await startTestPortal()
    portal.sandbox.modes.restV3 = restV3
    for (const language of ['ru', 'en'] as const) {
      portal.sandbox.modes.language = language
      const stranger = { ...estimate, responsible: toPortalUserId(999) }
      expect(await boardOf(portal).add(stranger, operation, false)).toMatchObject({
        reason: 'rejected_assignee',
      })
    }
  },
)

test.each(['ru', 'en'] as const)('a field this portal demands is named (%s)', async (language) => {
  await using portal = await startTestPortal()
  Object.assign(portal.sandbox.modes, { language, restV3: false, mandatoryTaskField: 'Статья расходов' })
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({
    reason: 'required_field',
    data: { field: 'Статья расходов' },
  })
})

test('an expired webhook needs an administrator', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.modes.webhookExpired = true
  expect(await boardOf(portal).add(estimate, operation, false)).toMatchObject({ reason: 'config' })
})

test('a webhook that was put right works without a restart, on REST 3.0', async () => {
  await using portal = await startTestPortal()
  const board = boardOf(portal)
  portal.sandbox.modes.webhookExpired = true
  await board.add(estimate, operation, false)
  portal.sandbox.modes.webhookExpired = false
  await board.add(estimate, operation, false)
  expect(callsTo(portal, 'tasks.task.add').at(-1)?.version).toBe(3)
})

test('typed markup stays text, and the title is one line', async () => {
  await using portal = await startTestPortal()
  const description = 'Смотри [URL=https://evil.example]сюда[/URL]\nи \u202Eназад'
  await boardOf(portal).add({ ...estimate, title: ' Смета\n\u0007 [B] ', description }, operation, false)
  expect(madeIn(portal)).toMatchObject([
    { title: 'Смета [B]', description: 'Смотри ［URL=https://evil.example］сюда［/URL］\nи назад' },
  ])
})

test.each(['', ' \n ', 'я'.repeat(251)])(
  'the title %j is refused without asking the portal',
  async (title) => {
    await using portal = await startTestPortal()
    expect(await boardOf(portal).add({ ...estimate, title }, operation, false)).toMatchObject({
      reason: 'rejected_title',
    })
    expect(portal.sandbox.requests).toHaveLength(0)
  },
)

test('an operation that cannot be a header is a mistake of the caller', async () => {
  await using portal = await startTestPortal()
  for (const bad of ['', 'задача', 'a b', 'a\r\nb', 'x'.repeat(191)]) {
    await expect(boardOf(portal).add(estimate, bad, false)).rejects.toThrow(RangeError)
  }
})

/** With REST 2 the first request goes to REST 3.0 in vain; the fault must wait for the real one. */
function onlyV2(modes: object): { version?: 2 } {
  return 'restV3' in modes ? { version: 2 } : {}
}
