/** The inspector as its viewers meet it: over a real WebSocket, with the receiver of `@statelyai/inspect` itself. */
import { request } from 'node:http'
import { createWebSocketReceiver } from '@statelyai/inspect'
import { WebSocket } from 'ws'
import { afterEach, expect, test } from 'vitest'
import { createMachine } from 'xstate'
import { openInspector, type Inspector } from '../../src/inspector/inspector.ts'
import { toChatId } from '../../src/ports/identity.ts'
import { fails, fillOrder, gateDialog, ok, orderDialog, orderServices } from '../support/dialogs.ts'
import { seededRandomness } from '../support/random.ts'
import { openRig, type Rig } from '../support/rig.ts'

interface Frame {
  readonly type: string
  readonly _version: string
  readonly sessionId: string
  readonly rootId: string
  readonly name?: string
  readonly definition?: string
  readonly parentId?: string
  readonly event?: Record<string, unknown> & { type: string }
  readonly snapshot?: { status: string; value: unknown; context: Record<string, unknown> }
}

const logged: object[] = []
let cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup()
  cleanups = []
  logged.length = 0
})

async function openRigWith(
  dialogs: string[],
  services: Parameters<typeof orderServices>[0] = {},
): Promise<Rig> {
  const rig = await openRig({ dialogs, services: orderServices(services) })
  cleanups.push(async () => rig[Symbol.asyncDispose]())
  return rig
}

async function inspect(rig: Rig, viewer?: string): Promise<Inspector> {
  const inspector = await openInspector({
    history: rig.store.history,
    random: seededRandomness(3),
    port: 0,
    log: (entry) => void logged.push(entry),
    ...(viewer !== undefined && { viewer }),
  })
  cleanups.push(async () => inspector[Symbol.asyncDispose]())
  return inspector
}

/** Stately's own receiver, once it is being told of what happens. */
async function receive(address: string): Promise<readonly Frame[]> {
  const frames: Frame[] = []
  const before = watched()
  createWebSocketReceiver({ server: address }).subscribe(
    (frame) => void frames.push(frame as unknown as Frame),
  )
  await expect.poll(watched, { timeout: 10_000 }).toBe(before + 1)
  return frames
}

function watched(): number {
  return logged.filter((entry) => 'viewers' in entry).length
}

async function comes(frames: readonly Frame[], wanted: (frame: Frame) => boolean): Promise<Frame> {
  return expect
    .poll(() => frames.find(wanted), { timeout: 10_000 })
    .toBeDefined()
    .then(() => frames.find(wanted)!)
}

function standsAt(value: unknown) {
  const text = JSON.stringify(value)
  return (frame: Frame): boolean =>
    frame.type === '@xstate.snapshot' && JSON.stringify(frame.snapshot?.value) === text
}

test('a conversation shows up in the receiver of Stately as an actor with its statechart', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  await rig.says('/order')

  const actor = await comes(frames, (frame) => frame.type === '@xstate.actor')
  expect(actor).toMatchObject({ _version: '0.7.2', name: 'order', rootId: actor.sessionId })
  const machine = createMachine(JSON.parse(actor.definition ?? '{}') as object)
  const authored = ['what', 'who', 'packs', 'urgent', 'card', 'add', 'added']
  expect(Object.keys(machine.states).filter((name) => authored.includes(name))).toEqual(authored)
  expect(machine.resolveState({ value: actor.snapshot!.value as never, context: {} }).value).toEqual({
    what: 'asking',
  })
})

test('every step of a conversation arrives in order, with a call as an actor of its own', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  await rig.says('/order')
  await comes(frames, standsAt({ what: 'asking' }))
  await rig.says('Бумага')
  await rig.says('Иванов')
  await rig.says('3')
  await rig.presses('Заказать')
  await comes(
    frames,
    (frame) =>
      frame.snapshot?.status === 'done' &&
      frame.parentId === undefined &&
      frame.snapshot.value === 'end_done',
  )

  const root = frames.find((frame) => frame.type === '@xstate.actor')!.sessionId
  const places = frames
    .filter((frame) => frame.type === '@xstate.snapshot' && frame.sessionId === root)
    .map((frame) => JSON.stringify(frame.snapshot?.value))
  expect([...new Set(places)]).toEqual([
    '{"what":"asking"}',
    '{"who":"typing"}',
    '{"who":"searching"}',
    '{"packs":"asking"}',
    '{"card":"checking"}',
    '{"add":"calling"}',
    '"end_done"',
  ])
  const events = frames.filter((frame) => frame.type === '@xstate.event').map((frame) => frame.event?.type)
  expect(events).toEqual([
    'xstate.init',
    'ANSWER',
    'SEARCH',
    'xstate.done.actor.who',
    'ANSWER',
    'CONFIRM',
    'xstate.done.actor.add',
  ])
  const calls = frames.filter((frame) => frame.parentId === root)
  expect(calls.map(({ name }) => name)).toEqual(['people.search', 'orders.add'])
  for (const call of calls)
    expect(
      frames.find((frame) => frame.type === '@xstate.snapshot' && frame.sessionId === call.sessionId),
    ).toMatchObject({
      snapshot: { status: 'done' },
    })
})

test('the events have the names the statechart knows them by', async () => {
  const rig = await openRigWith([orderDialog], { 'orders.add': () => fails('temporary') })
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  await rig.says('/order')
  await comes(frames, standsAt({ what: 'asking' }))
  await rig.says('Бумага')
  await rig.says('Иванов')
  await rig.says('3')
  await rig.presses('Заказать')
  await rig.waits(10_000)
  await comes(frames, (frame) => frame.event?.type === 'xstate.after.pause.step_add.waiting')
  expect(frames.find((frame) => frame.event?.type === 'xstate.error.actor.add')?.event).toEqual({
    type: 'xstate.error.actor.add',
    error: { reason: 'temporary' },
  })
})

test('whoever comes late is given the actors anew, as they stand', async () => {
  const rig = await openRigWith([orderDialog])
  await rig.says('/order')
  await rig.says('Бумага')
  const { socket } = await inspect(rig)
  const first = await receive(socket)
  await comes(first, standsAt({ who: 'typing' }))
  await rig.says('Иванов')
  await comes(first, standsAt({ packs: 'asking' }))

  const late = await receive(socket)
  const actor = await comes(late, (frame) => frame.type === '@xstate.actor')
  expect(actor.definition).toBeDefined()
  expect(actor.snapshot?.value).toEqual({ packs: 'asking' })
  await rig.says('3')
  await comes(late, standsAt({ card: 'checking' }))
})

test('the turns of another process are seen as well: they are read from the journal', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  const other = await rig.restarts()
  await other.says('/order')
  expect((await comes(frames, standsAt({ what: 'asking' }))).snapshot?.status).toBe('active')
})

test('nothing a person typed, nothing a service found and no chat number leaves the process', async () => {
  const rig = await openRigWith([orderDialog, gateDialog], {
    'people.search': () =>
      ok([
        { id: 7, name: 'Иванов Пётр', position: 'Юрист', email: 'petr@garant.example' },
        { id: 8, name: 'Иванова Анна', position: '' },
      ]),
    'orders.add': () => ok({ url: 'https://portal.example/secret-order' }),
    'gate.check': () => fails('wrong'),
  })
  const { socket } = await inspect(rig)
  const sent: string[] = []
  const watching = new WebSocket(socket)
  watching.on('message', (data: Buffer) => void sent.push(data.toString()))
  cleanups.push(async () => watching.terminate())
  await expect.poll(watched, { timeout: 10_000 }).toBe(1)
  await rig.says('/order Секретный заказ')
  await rig.says('Иванов')
  await rig.presses('Иванов Пётр · Юрист')
  await rig.says('семьдесят семь')
  await rig.says('77')
  await expect.poll(() => sent.join('\n'), { timeout: 10_000 }).toContain('"value":{"card":"checking"}')
  await rig.presses('Заказать')
  await rig.says('/gate')
  await rig.says('424242')
  await expect.poll(() => sent.join('\n'), { timeout: 10_000 }).toContain('"xstate.error.actor.check"')

  const everything = sent.join('\n')
  for (const secret of [
    'екретный',
    'Иванов',
    'Пётр',
    'petr@',
    'Юрист',
    'семьдесят',
    '77',
    '424242',
    'secret-order',
    'Anna',
  ])
    expect(everything).not.toContain(secret)
  expect(everything).not.toMatch(/\b101\b/)
  const frames = sent.map((text) => JSON.parse(text) as Frame)
  const review = frames.findLast(standsAt({ card: 'checking' }))
  expect(review?.snapshot?.context).toEqual({
    answers: { what: '•••', who: '•••', packs: '•••' },
    draft: 2,
    misses: 0,
    tries: 0,
  })
})

test('answers the author wrote are shown: they tell why a conversation is where it is', async () => {
  const choosing = `
dialog: choosing
version: 1
title: { ru: Выбор, en: Choice }
start: { command: choosing, describe: { ru: Выбор, en: Choice } }
steps:
  - ask: how
    type: choice
    options: [fast, slow]
    prompt: ask_how
    invalid: ask_how
  - ask: why
    type: text
    prompt: ask_why
    invalid: ask_why
texts:
  ask_how: { ru: "Как?", en: "How?" }
  ask_why: { ru: "Почему?", en: "Why?" }
  fast: { ru: Быстро, en: Fast }
  slow: { ru: Медленно, en: Slow }
`
  const rig = await openRigWith([choosing])
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  await rig.says('/choosing')
  await rig.says('Быстро')
  const asked = await comes(frames, standsAt({ why: 'asking' }))
  expect(asked.event).toEqual({ type: 'ANSWER', value: 'fast' })
  expect(asked.snapshot?.context['answers']).toEqual({ how: 'fast' })
})

test.each([
  ['without the token', (address: URL) => address.searchParams.delete('token'), {}, 401],
  ['with another token', (address: URL) => address.searchParams.set('token', 'x'.repeat(32)), {}, 401],
  ['from a page of another origin', () => {}, { origin: 'https://evil.example' }, 403],
  ['from another port of this machine', () => {}, { origin: 'http://127.0.0.1:3000' }, 403],
  ['from a page without an origin of its own', () => {}, { origin: 'null' }, 403],
  ['under the name of another host', () => {}, { host: 'evil.example' }, 403],
  ['under another host that was made to point here', () => {}, { host: 'evil.example:8484' }, 403],
])('nobody connects %s', async (_how, change, headers: Record<string, string>, status) => {
  const rig = await openRigWith([orderDialog])
  const inspector = await inspect(rig)
  const address = new URL(inspector.socket)
  change(address)
  expect(await upgrade(address, headers)).toBe(status)
  expect(await get(new URL(address.href.replace('ws:', 'http:')), headers)).toMatchObject({ status })
  expect(logged.filter((entry) => 'because' in entry)).toHaveLength(2)
})

test('it listens on this machine alone', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const { port } = new URL(socket)
  expect((await get(new URL(`http://127.0.0.1:${port}/`), {})).status).toBe(401)
  // Whoever listens on every address answers on this one too.
  await expect(get(new URL(`http://127.0.0.2:${port}/`), {})).rejects.toThrow(
    /ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH/,
  )
})

test('the log tells that it is open, and never the key', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket, page } = await inspect(rig)
  const token = new URL(socket).searchParams.get('token') ?? ''
  expect(page).toContain(token)
  expect(token).toHaveLength(32)
  expect(logged).toEqual([{ level: 'info', message: 'inspector open', address: new URL(page).host }])
})

test('the page takes the key out of the address, keeps it from scripts, and shows no other site but the viewer', async () => {
  const rig = await openRigWith([orderDialog])
  const { page } = await inspect(rig, 'https://viewer.example/inspect')
  const first = await get(new URL(page), {})
  expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
  const cookie = String(first.headers['set-cookie'])
  expect(cookie).toMatch(/^inspect_\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/)
  const second = await get(new URL('/', page), { cookie: cookie.split(';')[0] ?? '' })
  expect(second.status).toBe(200)
  const policy = String(second.headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('frame-src https://viewer.example;')
  expect(second.body).not.toContain(new URL(page).searchParams.get('token'))
})

test('what a viewer sends is not listened to, and a long message hangs it up', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const rude = new WebSocket(socket)
  await new Promise((resolve) => void rude.once('open', resolve))
  rude.send('x'.repeat(100_000))
  expect(await new Promise((resolve) => void rude.once('close', resolve))).toBe(1009)
  const frames = await receive(socket)
  await rig.says('/order')
  await comes(frames, standsAt({ what: 'asking' }))
})

test('two chats are told apart, by names that say nothing of them', async () => {
  const rig = await openRigWith([orderDialog])
  const { socket } = await inspect(rig)
  const frames = await receive(socket)
  await rig.says('/order')
  await rig.says('/order', toChatId(202))
  await expect.poll(() => new Set(frames.map(({ rootId }) => rootId)).size, { timeout: 10_000 }).toBe(2)
  for (const { rootId } of frames) expect(rootId).toMatch(/^chat-[\w-]{6}\/order#\d+$/)
})

test('nothing is read while nobody watches', async () => {
  const rig = await openRigWith([orderDialog])
  let reads = 0
  const { history } = rig.store
  const counting = {
    ...history,
    after: (seq: number, limit: number) => ((reads += 1), history.after(seq, limit)),
  }
  const inspector = await openInspector({
    history: counting,
    random: seededRandomness(3),
    port: 0,
    log: (entry) => void logged.push(entry),
  })
  await fillOrder(rig)
  expect(reads).toBe(0)
  const frames = await receive(inspector.socket)
  await comes(frames, standsAt({ card: 'checking' }))
  expect(reads).toBeGreaterThan(0)
  await inspector[Symbol.asyncDispose]()
})

interface Answered {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

function get(url: URL, headers: Record<string, string>): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asking.on('error', reject).end()
  })
}

function upgrade(url: URL, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url, { headers })
    client.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    client.once('open', () => resolve(101))
    client.once('error', reject)
  })
}
