import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { createTelegramClient } from '../../../src/adapters/telegram/client.ts'
import { createFiles } from '../../../src/adapters/telegram/files.ts'
import type { Files } from '../../../src/ports/incoming.ts'

const token = '123456789:AAHnL0ngEnoughSecretOfTheBotForTests'
const stops: (() => void)[] = []

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

interface Answer {
  readonly status?: number
  readonly body: string | Uint8Array
}

/** A Bot API that answers `getFile` and the download as it is told, and remembers what was fetched. */
async function openFiles(getFile: object, file: Answer): Promise<{ files: Files; fetched: string[] }> {
  const fetched: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path.startsWith('/file/')) {
      fetched.push(path)
      response.writeHead(file.status ?? 200).end(file.body)
    } else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(getFile))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const apiRoot = `http://127.0.0.1:${address.port}`
  const api = createTelegramClient({ token, apiRoot, log: () => {} })
  return { files: createFiles({ api, token, apiRoot }), fetched }
}

function found(more: object): object {
  return {
    ok: true,
    result: { file_id: 'A', file_unique_id: 'a', file_path: 'documents/file_1.pdf', ...more },
  }
}

test('a file is fetched byte by byte as it was sent', async () => {
  const bytes = new Uint8Array([0, 255, 10, 13, 128, 7])
  const { files, fetched } = await openFiles(found({ file_size: 6 }), { body: bytes })
  expect(await files.download('A', 1_000)).toEqual({ ok: true, value: bytes })
  expect(fetched).toEqual([`/file/bot${token}/documents/file_1.pdf`])
})

test.each([
  ['says it is too large', found({ file_size: 2_000 }), 'x'],
  ['hides how large it is', found({}), 'x'.repeat(2_000)],
])('a file that %s is not taken beyond the limit', async (_what, answer, body) => {
  const { files } = await openFiles(answer, { body })
  expect(await files.download('A', 1_000)).toEqual({ ok: false, reason: 'too_large' })
})

test.each([
  [
    'is over what a bot may fetch',
    { error_code: 400, description: 'Bad Request: file is too big' },
    'too_large',
  ],
  ['has expired', { error_code: 400, description: 'Bad Request: wrong file_id' }, 'gone'],
  ['cannot be had right now', { error_code: 500, description: 'Internal Server Error' }, 'temporary'],
])('a file that %s is refused with its reason', async (_what, refusal, reason) => {
  const { files } = await openFiles({ ok: false, ...refusal }, { body: '' })
  expect(await files.download('A', 1_000)).toMatchObject({ ok: false, reason })
})

test.each(['../../etc/passwd', 'https://evil.example/x', '', 'a b?c'])(
  'a path «%s» that leads elsewhere is not followed',
  async (file_path) => {
    const { files, fetched } = await openFiles(found({ file_path }), { body: 'x' })
    expect(await files.download('A', 1_000)).toEqual({ ok: false, reason: 'gone' })
    expect(fetched).toEqual([])
  },
)

test('a download that fails tells nothing of the address it went to', async () => {
  const { files } = await openFiles(found({}), { status: 302, body: '' })
  const refused = await files.download('A', 1_000)
  expect(refused).toMatchObject({ ok: false, reason: 'temporary' })
  expect(JSON.stringify(refused)).not.toContain('AAHnL0ng')
})
