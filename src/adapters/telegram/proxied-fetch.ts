import {
  Agent as PlainAgent,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
} from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Fetch } from './transport.ts'

/**
 * A transport that goes through an http(s) proxy: CONNECT for https addresses, the absolute form for plain ones.
 *
 * It is built on Node's own client, because the platform's `fetch` knows only one proxy for the whole process, and the
 * portal must not be reached through the one meant for Telegram. Node speaks no SOCKS.
 *
 * @throws RangeError when `proxyUrl` is not an http(s) address; the message does not repeat it, it may hold a password.
 */
export function createProxiedFetch(proxyUrl: string): Fetch {
  const protocol = URL.parse(proxyUrl)?.protocol
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new RangeError('TELEGRAM_PROXY_URL is not the address of an http(s) proxy')
  }
  const proxyEnv = { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl }
  const plainAgent = new PlainAgent({ keepAlive: true, proxyEnv })
  const secureAgent = new SecureAgent({ keepAlive: true, proxyEnv })

  return async function proxiedFetch(url, { method, headers, body = '', signal }) {
    const options = { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) }, signal }
    const request = url.startsWith('https:')
      ? secureRequest(url, { ...options, agent: secureAgent })
      : plainRequest(url, { ...options, agent: plainAgent })
    const response = await answerTo(request, body)
    const chunks: Buffer[] = []
    for await (const chunk of response) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const { date } = response.headers
    return new Response(bytes.length === 0 ? null : bytes, {
      status: response.statusCode ?? 502,
      headers: date === undefined ? {} : { date },
    })
  }
}

function answerTo(request: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
    request.end(body)
  })
}
