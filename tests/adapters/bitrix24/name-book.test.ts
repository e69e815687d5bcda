import { expect, test } from 'vitest'

import { createNameBook } from '../../../src/adapters/bitrix24/name-book.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import { connectTo, startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'
import { batch, startScriptedPortal } from './scripted-portal.ts'
import { anna, dmitry, igor } from './task-desk-portal.ts'

const ttlMs = 3_600_000

function bookOf(portal: TestPortal) {
  return createNameBook({ client: portal.connect(), clock: portal.clock, ttlMs })
}

test('people are named in the order asked, each once, the dismissed too', async () => {
  await using portal = await startTestPortal()
  expect(await bookOf(portal).names([igor, anna, dmitry, igor])).toEqual({
    ok: true,
    value: [
      { id: igor, name: 'Игорь Ким' },
      { id: anna, name: 'Анна Петрова' },
      { id: dmitry, name: 'Дмитрий Жуков' },
    ],
  })
})

test('a name is asked for once an hour', async () => {
  await using portal = await startTestPortal()
  const book = bookOf(portal)
  await book.names([anna])
  await book.names([anna])
  expect(portal.sandbox.requests).toHaveLength(1)
  await book.names([anna, igor])
  expect(portal.sandbox.requests).toHaveLength(2)
  portal.clock.advance(ttlMs)
  await book.names([anna, igor])
  expect(portal.sandbox.requests).toHaveLength(3)
})

test('a new name is seen after the hour', async () => {
  await using portal = await startTestPortal()
  const book = bookOf(portal)
  await book.names([anna])
  portal.sandbox.addEmployee({ id: anna, name: 'Анна', lastName: 'Сергеева', email: 'anna@romashka.example' })
  expect(await book.names([anna])).toMatchObject({ value: [{ name: 'Анна Петрова' }] })
  portal.clock.advance(ttlMs)
  expect(await book.names([anna])).toMatchObject({ value: [{ name: 'Анна Сергеева' }] })
})

test('that somebody is unknown is kept as well', async () => {
  await using portal = await startTestPortal()
  const book = bookOf(portal)
  const nobody = toPortalUserId(7777)
  expect(await book.names([nobody, anna])).toEqual({ ok: true, value: [{ id: anna, name: 'Анна Петрова' }] })
  await book.names([nobody])
  expect(portal.sandbox.requests).toHaveLength(1)
})

test('a hundred and thirty people are one request in pages of fifty', async () => {
  await using portal = await startTestPortal()
  const ids = Array.from({ length: 130 }, (_, at) =>
    toPortalUserId(
      portal.sandbox.addEmployee({
        name: 'Иван',
        lastName: `Смирнов-${at}`,
        email: `i${at}@romashka.example`,
      }),
    ),
  )
  const outcome = await bookOf(portal).names(ids)
  expect(outcome.ok && outcome.value.map(({ id }) => id)).toEqual(ids)
  expect(portal.sandbox.requests.map(({ method }) => method)).toEqual(['batch'])
})

test('nobody is no request', async () => {
  await using portal = await startTestPortal()
  expect(await bookOf(portal).names([])).toEqual({ ok: true, value: [] })
  expect(portal.sandbox.requests).toHaveLength(0)
})

test('a portal that does not answer is temporary, and nothing of it is kept', async () => {
  await using portal = await startTestPortal()
  const book = bookOf(portal)
  portal.sandbox.fault({ kind: 'html', times: 3 })
  expect(await book.names([anna])).toMatchObject({ ok: false, reason: 'temporary' })
  expect(await book.names([anna])).toMatchObject({ ok: true, value: [{ id: anna }] })
})

test('a portal that ignores the filter by ids makes nobody unknown', async () => {
  const rows = [{ ID: '1', NAME: 'Помощник' }]
  await using portal = await startScriptedPortal(batch({ page0: rows }))
  const { client, clock } = connectTo(portal.webhook)
  const book = createNameBook({ client, clock, ttlMs })
  expect(await book.names([anna])).toMatchObject({ ok: false, reason: 'config' })
  expect(await book.names([anna])).toMatchObject({ ok: false, reason: 'config' })
})

test('a book of ten thousand people forgets those it has not asked for longest', async () => {
  await using portal = await startTestPortal()
  const book = bookOf(portal)
  await book.names([anna])
  const strangers = Array.from({ length: 10_000 }, (_, at) => toPortalUserId(50_000 + at))
  await book.names(strangers)
  const asked = portal.sandbox.requests.length
  await book.names(strangers.slice(-50))
  expect(portal.sandbox.requests).toHaveLength(asked)
  await book.names([anna])
  expect(portal.sandbox.requests).toHaveLength(asked + 1)
})
