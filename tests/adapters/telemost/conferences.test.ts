import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'

import { createConferences } from '../../../src/adapters/telemost/conferences.ts'
import { readTelemostLink } from '../../../src/adapters/telemost/link.ts'
import type { Conferences } from '../../../src/ports/conferences.ts'
import { startTelemost } from '../../../sandbox/telemost/server.ts'
import type { TelemostSandbox } from '../../../sandbox/telemost/server.ts'

const clock = { now: () => Date.parse('2026-11-24T09:00:00Z') }
const secret = 'y0_AgAAAAsEcReT'

function connect(sandbox: TelemostSandbox, token = sandbox.token, timeoutMs = 5000): Conferences {
  return createConferences({ apiRoot: sandbox.apiRoot, token, clock, timeoutMs })
}

test('a room is made, and its link is one that is recognised', async () => {
  await using sandbox = await startTelemost({ clock })
  const outcome = await connect(sandbox).create()
  const [made] = sandbox.conferences()
  expect(outcome).toEqual({ ok: true, value: { url: made?.joinUrl } })
  expect(readTelemostLink(made?.joinUrl ?? '')).toBe(made?.joinUrl)
  expect(made).toMatchObject({ waitingRoomLevel: 'PUBLIC' })
  expect(sandbox.requests).toMatchObject([{ route: 'POST /conferences', status: 201 }])
})

test('without a token there are no rooms, and nobody is asked', async () => {
  await using sandbox = await startTelemost({ clock })
  const conferences = connect(sandbox, '')
  expect(conferences.available).toBe(false)
  expect(await conferences.create()).toMatchObject({ ok: false, reason: 'unsupported' })
  expect(sandbox.requests).toEqual([])
})

test('a refused token is for the administrator, and is tried again once it is put right', async () => {
  await using sandbox = await startTelemost({ clock, modes: { tokenRevoked: true } })
  const conferences = connect(sandbox)
  expect(await conferences.create()).toMatchObject({ ok: false, reason: 'config' })
  expect(conferences.available).toBe(true)
  sandbox.modes.tokenRevoked = false
  expect(await conferences.create()).toMatchObject({ ok: true })
})

test('an account that may not make rooms is asked once', async () => {
  await using sandbox = await startTelemost({ clock, modes: { restricted: true } })
  const conferences = connect(sandbox)
  expect(conferences.available).toBe(true)
  expect(await conferences.create()).toMatchObject({ ok: false, reason: 'unsupported' })
  expect(conferences.available).toBe(false)
  expect(await conferences.create()).toMatchObject({ ok: false, reason: 'unsupported' })
  expect(sandbox.requests).toHaveLength(1)
})

test('a token without the permission is for the administrator', async () => {
  await using sandbox = await startTelemost({ clock, permissions: ['read'] })
  const conferences = connect(sandbox)
  expect(await conferences.create()).toMatchObject({ ok: false, reason: 'config' })
  expect(conferences.available).toBe(true)
})

test.each([
  ['cut before anything ran', { kind: 'cut' } as const, 'uncertain'],
  ['cut after the room was made', { kind: 'apply-then-cut' } as const, 'uncertain'],
  ['a page of a proxy', { kind: 'html' } as const, 'uncertain'],
  ['a broken server', { kind: 'status', status: 500 } as const, 'uncertain'],
  ['too many requests', { kind: 'status', status: 429 } as const, 'temporary'],
  ['a service that is away', { kind: 'status', status: 503 } as const, 'temporary'],
  ['a request nobody understood', { kind: 'status', status: 400 } as const, 'config'],
])('%s', async (_, fault, reason) => {
  await using sandbox = await startTelemost({ clock })
  sandbox.fault({ ...fault, times: 1 })
  const conferences = connect(sandbox)
  expect(await conferences.create()).toMatchObject({ ok: false, reason })
  expect(sandbox.requests).toHaveLength(1)
  expect(await conferences.create()).toMatchObject({ ok: true })
})

test('an answer that takes too long is not waited for', async () => {
  await using sandbox = await startTelemost({ clock })
  sandbox.fault({ kind: 'delay', delayMs: 30_000, times: 1 })
  expect(await connect(sandbox, sandbox.token, 50).create()).toMatchObject({ ok: false, reason: 'uncertain' })
})

test('who gives up beforehand has asked for nothing; who gives up later cannot know', async () => {
  await using sandbox = await startTelemost({ clock })
  const conferences = connect(sandbox)
  expect(await conferences.create(AbortSignal.abort())).toMatchObject({ ok: false, reason: 'temporary' })
  expect(sandbox.requests).toEqual([])
  sandbox.fault({ kind: 'delay', delayMs: 30_000, times: 1 })
  const giveUp = new AbortController()
  const asked = conferences.create(giveUp.signal)
  setTimeout(() => giveUp.abort(), 50)
  expect(await asked).toMatchObject({ ok: false, reason: 'uncertain' })
})

test('a service that is not there was surely not asked', async () => {
  const sandbox = await startTelemost({ clock })
  await sandbox[Symbol.asyncDispose]()
  expect(await connect(sandbox).create()).toMatchObject({ ok: false, reason: 'temporary' })
})

test('the token goes to the address it is meant for, and to no other', async () => {
  await using elsewhere = await serve((_request, response) => void response.writeHead(201).end('{}'))
  await using service = await serve(
    (_request, response) => void response.writeHead(307, { location: `${elsewhere.root}/x` }).end(),
  )
  const outcome = await createConferences({ apiRoot: service.root, token: secret, clock }).create()
  expect(outcome).toMatchObject({ ok: false, reason: 'config' })
  expect(service.seen[0]?.headers.authorization).toBe(`OAuth ${secret}`)
  expect(elsewhere.seen).toEqual([])
})

test('an answer of any length is not read to its end', async () => {
  await using service = await serve((_request, response) => {
    response.writeHead(201, { 'content-type': 'application/json' })
    const more = (): void => {
      if (!response.destroyed && response.write(`"${'x'.repeat(65_536)}",`)) setImmediate(more)
    }
    response.on('drain', more)
    more()
  })
  const outcome = await createConferences({ apiRoot: service.root, token: secret, clock }).create()
  expect(outcome).toMatchObject({ ok: false, reason: 'uncertain' })
})

test.each([
  ['no link', '{"id":"1"}'],
  ['a link to somewhere else', '{"id":"1","join_url":"https://evil.example/j/12345678901234"}'],
  ['no JSON', '<html>'],
])('a success with %s is none', async (_, body) => {
  await using service = await serve((_request, response) => void response.writeHead(201).end(body))
  const outcome = await createConferences({ apiRoot: service.root, token: secret, clock }).create()
  expect(outcome).toMatchObject({ ok: false, reason: 'uncertain' })
})

test.each([
  ['120', 120_000],
  ['Tue, 24 Nov 2026 09:05:00 GMT', 300_000],
  ['99999999', 3_600_000],
  ['Tue, 24 Nov 2026 08:00:00 GMT', 0],
  ['soon', undefined],
])('«Retry-After: %s» is heeded', async (header, retryAfterMs) => {
  await using service = await serve(
    (_request, response) => void response.writeHead(429, { 'retry-after': header }).end('{}'),
  )
  const outcome = await createConferences({ apiRoot: service.root, token: secret, clock }).create()
  expect(outcome).toMatchObject({ ok: false, reason: 'temporary' })
  expect(outcome.ok ? null : outcome.retryAfterMs).toBe(retryAfterMs)
})

test('no failure tells the token, even where the service repeats it', async () => {
  const bodies = [
    JSON.stringify({ error: secret, message: secret, description: secret, details: { token: secret } }),
    JSON.stringify({ error: `bad token ${secret}` }),
    secret,
  ]
  for (const status of [201, 302, 400, 401, 402, 403, 404, 429, 500]) {
    for (const body of bodies) {
      await using service = await serve((_request, response) => void response.writeHead(status).end(body))
      const outcome = await createConferences({ apiRoot: service.root, token: secret, clock }).create()
      expect(JSON.stringify(outcome)).not.toContain(secret)
    }
  }
})

interface Service extends AsyncDisposable {
  readonly root: string
  readonly seen: readonly IncomingMessage[]
}

/** A server that always gives the same answer. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Service> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    request.resume()
    request.on('end', () => answer(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    root: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
