import { request } from 'node:http'
import { expect, test } from 'vitest'

import { anna, setUp } from './support/sandbox.ts'

/** Sends a request as given and returns status and body; `fetch` would normalise some of them. */
function raw(
  root: string,
  path: string,
  options: { method?: string; type?: string; body?: string | Buffer } = {},
) {
  const { method = 'POST', type = 'application/json', body = '' } = options
  return new Promise<{ status: number; body: { description?: string; result?: unknown } }>(
    (resolve, reject) => {
      const outgoing = request(
        `${root}${path}`,
        { method, headers: { 'content-type': type } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({
              status: response.statusCode!,
              body: JSON.parse(Buffer.concat(chunks).toString()) as {
                description?: string
                result?: unknown
              },
            }),
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    },
  )
}

test('a path that is no method of a bot is not found', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  for (const path of ['/', '/bot', `/bot${token}`, `/file/bot${token}/x`, '/healthz']) {
    expect(await raw(apiRoot, path)).toEqual({
      status: 404,
      body: { ok: false, error_code: 404, description: 'Not Found' },
    })
  }
  expect((await raw(apiRoot, `/bot${token}/fly`)).body.description).toBe('Not Found: method not found')
})

test('only the token of this bot is let in, and it is never repeated', async () => {
  await using setup = await setUp()
  const { apiRoot } = setup.sandbox
  const wrong = await raw(apiRoot, '/bot7000000001:AAother/getMe')
  expect(wrong).toEqual({ status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } })
  for (const token of ['secret', '0123:abc', `1:${'x'.repeat(80)}`]) {
    const malformed = await raw(apiRoot, `/bot${token}/getMe`)
    expect(malformed.status).toBe(401)
    expect(malformed.body.description).toBe('Unauthorized: invalid token specified')
  }
})

test('the method may be in any case, under /test, or among the parameters', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  for (const path of ['/GETME', '/getme', '/test/getMe', '/?method=getMe']) {
    expect((await raw(apiRoot, `/bot${token}${path}`)).status).toBe(200)
  }
  expect((await raw(apiRoot, `/bot${token}/getMe`, { method: 'PUT' })).status).toBe(501)
})

function part(name: string, value: string): string {
  return `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
}

test('parameters arrive the same in every encoding, the query string before the body', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  const keyboard = '{"inline_keyboard":[[{"text":"Да","callback_data":"yes"}]]}'
  const form = new URLSearchParams({
    chat_id: String(anna.id),
    text: 'Вопрос?',
    reply_markup: keyboard,
  }).toString()
  const multipart = `${part('chat_id', String(anna.id))}${part('text', 'Вопрос?')}${part('reply_markup', keyboard)}--x--\r\n`
  const sent = [
    await raw(apiRoot, `/bot${token}/sendMessage?${form}`, { method: 'GET' }),
    await raw(apiRoot, `/bot${token}/sendMessage`, { type: 'application/x-www-form-urlencoded', body: form }),
    await raw(apiRoot, `/bot${token}/sendMessage`, {
      type: 'multipart/form-data; boundary="x"',
      body: multipart,
    }),
    await raw(apiRoot, `/bot${token}/sendMessage`, {
      body: `{"chat_id":"${anna.id}","text":"Вопрос?","reply_markup":${keyboard}}`,
    }),
    await raw(apiRoot, `/bot${token}/sendMessage?text=${encodeURIComponent('Вопрос?')}`, {
      body: JSON.stringify({ chat_id: anna.id, text: 'не этот', reply_markup: keyboard }),
    }),
  ]
  for (const { body } of sent) {
    expect(body.result).toMatchObject({ text: 'Вопрос?', reply_markup: JSON.parse(keyboard) as object })
  }
})

test('broken JSON loses its parameters instead of being complained about', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  const answer = await raw(apiRoot, `/bot${token}/sendMessage`, {
    body: `{"chat_id":${anna.id},"text":"a" "b"}`,
  })
  expect(answer.status).toBe(200)
  const empty = await raw(apiRoot, `/bot${token}/sendMessage`, { body: '[1]' })
  expect(empty.body.description).toBe('Bad Request: message text is empty')
})

test('more than a mebibyte of parameters is too much', async () => {
  await using setup = await setUp()
  const { apiRoot, token } = setup.sandbox
  const answer = await raw(apiRoot, `/bot${token}/sendMessage`, {
    body: JSON.stringify({ text: 'x'.repeat(1 << 20) }),
  })
  expect(answer.status).toBe(413)
})

test('a waiting time comes in the body and in the header', async () => {
  await using setup = await setUp()
  setup.sandbox.fault({ method: 'sendMessage', kind: 'error', code: 429, retryAfter: 3, times: 1 })
  const answer = await setup.call('sendMessage', { chat_id: anna.id, text: 'Раз' })
  expect(answer).toMatchObject({
    status: 429,
    error_code: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
  })
  expect(answer.headers.get('retry-after')).toBe('3')
  expect((await setup.call('sendMessage', { chat_id: anna.id, text: 'Два' })).ok).toBe(true)
})
