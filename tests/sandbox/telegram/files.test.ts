import { expect, test } from 'vitest'

import { createMemoryBlobs } from '../../../sandbox/blobs.ts'
import { captioned, sentKinds } from '../../../sandbox/telegram/sent-kinds.ts'
import { anna, setUp, type Setup } from './support/sandbox.ts'

const chat_id = anna.id

/** The header of a PNG of this size; its pixels are nobody's business. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40)
  bytes.write('89504e470d0a1a0a', 'hex')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** A JPEG of this size: an APP0 segment, then the frame. */
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc000110800000000030122000211010311', 'hex')
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  return Buffer.concat([Buffer.from('ffd8ffe000040000', 'hex'), frame, Buffer.alloc(20)])
}

async function lastMessage(setup: Setup): Promise<Record<string, unknown>> {
  const updates = await setup.ok<{ message: Record<string, unknown> }[]>('getUpdates', { offset: -1 })
  return updates[0]!.message
}

interface Size {
  readonly file_id: string
  readonly file_unique_id: string
  readonly width: number
  readonly height: number
}

test.each([
  ['a wide JPEG', jpeg(2560, 1440), ['90×51', '320×180', '800×450', '1280×720']],
  ['a tall PNG', png(600, 1200), ['45×90', '160×320', '400×800', '600×1200']],
  ['a small PNG', png(64, 48), ['64×48']],
])('%s comes in every size, the largest last', async (_what, content, expected) => {
  await using setup = await setUp()
  setup.sandbox.person(anna.id).sendPhoto(content, ' Чек ')
  const message = await lastMessage(setup)
  const sizes = message['photo'] as readonly Size[]
  expect(message['caption']).toBe('Чек')
  expect(sizes.map(({ width, height }) => `${width}×${height}`)).toEqual(expected)
  expect(new Set(sizes.map(({ file_id }) => file_id)).size).toBe(sizes.length)
  expect(new Set(sizes.map(({ file_unique_id }) => file_unique_id)).size).toBe(sizes.length)
  const file = await setup.ok('getFile', { file_id: sizes.at(-1)!.file_id })
  expect(file['file_path']).toBe('photos/file_0.jpg')
})

test('what is no picture goes as a document alone', async () => {
  await using setup = await setUp()
  expect(() => setup.sandbox.person(anna.id).sendPhoto(Buffer.from('%PDF'))).toThrow(/Neither a JPEG/)
})

test('the same content keeps its unique id, never its file_id', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const sent = async () => {
    person.sendDocument({ name: 'акт.txt', content: Buffer.from('акт') })
    return (await lastMessage(setup))['document'] as Size
  }
  const [first, second] = [await sent(), await sent()]
  expect(second.file_unique_id).toBe(first.file_unique_id)
  expect(second.file_id).not.toBe(first.file_id)
  expect(first.file_id).toMatch(/^BQACAgIAAxkB[\w-]{48}$/)
})

test('a bot may not download more than 20 MB, and is told so before it tries', async () => {
  await using setup = await setUp()
  const person = setup.sandbox.person(anna.id)
  const send = async (bytes: number) => {
    person.sendDocument({ name: 'архив.zip', content: Buffer.alloc(bytes) })
    const { document } = (await lastMessage(setup)) as { document: { file_id: string; file_size: number } }
    expect(document.file_size).toBe(bytes)
    return setup.call('getFile', { file_id: document.file_id })
  }
  const limit = 20 * 1024 * 1024
  expect((await send(limit)).ok).toBe(true)
  expect(await send(limit + 1)).toMatchObject({
    status: 400,
    description: 'Bad Request: file is too big',
  })
})

test.each([
  [{}, '400 Bad Request: file_id not specified'],
  [{ file_id: 'AgACnonsense' }, '400 Bad Request: invalid file_id'],
])('getFile of %j is refused', async (params, expected) => {
  await using setup = await setUp()
  const { error_code, description } = await setup.call('getFile', params)
  expect(`${error_code} ${description}`).toBe(expected)
})

test('a link is good for an hour, and a new one is there for the asking', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  setup.sandbox.person(anna.id).sendMedia('document')
  const { document } = (await lastMessage(setup)) as { document: { file_id: string } }
  const link = async () => {
    const { file_path } = await setup.ok<{ file_path: string }>('getFile', { file_id: document.file_id })
    return `${apiRoot}/file/bot${token}/${file_path}`
  }
  const address = await link()
  setup.clock.advance(3_599_000)
  expect((await fetch(address)).status).toBe(200)
  setup.clock.advance(1000)
  expect((await fetch(address)).status).toBe(404)
  expect((await fetch(await link())).status).toBe(200)
})

test.each(sentKinds)(
  '%s arrives under its own field, with a caption where Telegram has one',
  async (kind) => {
    await using setup = await setUp()
    setup.sandbox.person(anna.id).sendMedia(kind, 'Смотрите')
    const message = await lastMessage(setup)
    expect(message).toHaveProperty(kind)
    expect('caption' in message).toBe(captioned.has(kind))
    expect(message).not.toHaveProperty('text')
  },
)

test('nobody downloads without the token, nor by a path of their own', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  setup.sandbox.person(anna.id).sendMedia('document')
  const { document } = (await lastMessage(setup)) as { document: { file_id: string } }
  const { file_path } = await setup.ok<{ file_path: string }>('getFile', { file_id: document.file_id })
  const wrong = await fetch(`${apiRoot}/file/bot${token.replace(/.$/, 'x')}/${file_path}`)
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    { ok: false, error_code: 401, description: 'Unauthorized' },
  ])
  for (const path of ['documents/file_9.pdf', '../state.json', 'documents%2F..%2F..%2Fetc'])
    expect((await fetch(`${apiRoot}/file/bot${token}/${path}`)).status).toBe(404)
})

test('a download can be cut, slow or refused like any call', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  setup.sandbox.person(anna.id).sendMedia('document')
  const { document } = (await lastMessage(setup)) as { document: { file_id: string } }
  const { file_path } = await setup.ok<{ file_path: string }>('getFile', { file_id: document.file_id })
  const get = () => fetch(`${apiRoot}/file/bot${token}/${file_path}`)
  setup.sandbox.fault({ kind: 'drop', method: 'file', times: 1 })
  await expect(get()).rejects.toThrow(TypeError)
  setup.sandbox.fault({ kind: 'error', code: 502, method: 'file', times: 1 })
  expect((await get()).status).toBe(502)
  setup.sandbox.fault({ kind: 'delay', delayMs: 5, method: 'file', times: 1 })
  expect((await get()).status).toBe(200)
})

test('what the bot sends can be sent again by its file_id, and seen in the window', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  const form = new FormData()
  form.set('chat_id', String(chat_id))
  form.set('photo', new Blob([new Uint8Array(png(900, 900))]), 'график.png')
  const response = await fetch(`${apiRoot}/bot${token}/sendPhoto`, { method: 'POST', body: form })
  const { result } = (await response.json()) as { result: { photo: readonly Size[] } }
  const again = await setup.ok('sendPhoto', { chat_id, photo: result.photo[0]!.file_id })
  expect(again['photo']).toEqual(result.photo)
  const file = setup.sandbox.person(anna.id).lastFromBot()?.file
  expect(file).toMatchObject({ name: '', width: 900, height: 900 })
  expect(setup.sandbox.fileContent(file?.fileId ?? '')?.equals(png(900, 900))).toBe(true)
  form.set('photo', new Blob(['%PDF']), 'график.pdf')
  const refused = await fetch(`${apiRoot}/bot${token}/sendPhoto`, { method: 'POST', body: form })
  expect(await refused.json()).toMatchObject({ description: 'Bad Request: IMAGE_PROCESS_FAILED' })
})

test('files outlive a restart of the server', async () => {
  const blobs = createMemoryBlobs()
  const first = await setUp({ blobs })
  first.sandbox.person(anna.id).sendMedia('document')
  const { document } = (await lastMessage(first)) as { document: { file_id: string } }
  const saved = first.sandbox.save()
  await first[Symbol.asyncDispose]()
  await using second = await setUp({ blobs, restore: saved })
  expect((await second.call('getFile', { file_id: document.file_id })).ok).toBe(true)
  await using third = await setUp({ restore: saved })
  expect((await third.call('getFile', { file_id: document.file_id })).description).toBe(
    'Bad Request: wrong file_id or the file is temporarily unavailable',
  )
})
