import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { listenOnLoopback, readBytes, type Listening } from '../loopback.ts'
import { readParameters } from './body.ts'
import type { Parameters } from './parameters.ts'
import { errorEnvelope, Refusal } from './refusal.ts'
import type { Json } from '../../src/ports/json.ts'

/** One request, read and understood as far as the protocol goes. */
export interface ApiRequest {
  readonly token: string
  /** In lower case. */
  readonly method: string
  readonly parameters: Parameters
  /** Aborted when the client goes away before the answer. */
  readonly closed: AbortSignal
}

/** A file asked for by its path. */
export interface FileRequest {
  readonly token: string
  readonly path: string
  readonly closed: AbortSignal
}

export type FileResponse = { readonly name: string; readonly content: Buffer } | 'cut'

/** What is behind the two kinds of address. */
export interface Answers {
  /** @throws Refusal */
  api(request: ApiRequest): Promise<ApiResponse>
  /** @throws Refusal */
  file(request: FileRequest): Promise<FileResponse>
}

/** What to write back; `cut` closes the connection without an answer. */
export type ApiResponse = { readonly body: Json } | { readonly refusal: Refusal } | 'cut'

/** A file of 50 MB is the most a bot may send (docs), and there is room for what is said with it. */
const bodyBytesMax = 64 * 1024 * 1024

/** Listens on 127.0.0.1 and turns HTTP into {@link ApiRequest}s. Port 0 means any free one. */
export function listen(port: number, answers: Answers): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(request, response, answers).catch((error: unknown) => response.destroy(asError(error)))
  })
  return listenOnLoopback(server, port)
}

async function serve(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  try {
    const asked = fileRequest(request, gone.signal)
    if (asked !== undefined) writeFile(response, await answers.file(asked))
    else write(response, await answers.api(await readRequest(request, gone.signal)))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    write(response, { refusal: error })
  }
}

/** `/file/bot<token>/<path>`. */
function fileRequest(request: IncomingMessage, closed: AbortSignal): FileRequest | undefined {
  const [path = ''] = splitOnce(request.url ?? '', '?')
  const match = /^\/file\/bot([^/]*)\/(.+)$/.exec(decodePath(path))
  return match === null ? undefined : { token: match[1] ?? '', path: match[2] ?? '', closed }
}

/** `/bot<token>/<method>` or `/bot<token>/test/<method>`; an empty method is taken from the parameter of that name. */
async function readRequest(request: IncomingMessage, closed: AbortSignal): Promise<ApiRequest> {
  if (request.method !== 'GET' && request.method !== 'POST') throw new Refusal(501, 'Not Implemented')
  const body = await readBytes(request, bodyBytesMax).catch(() => {
    throw new Refusal(413, 'Request Entity Too Large')
  })
  const [path = '', query = ''] = splitOnce(request.url ?? '', '?')
  const match = /^\/bot([^/]*)(\/test)?\/(.*)$/.exec(decodePath(path))
  if (match === null) throw new Refusal(404, 'Not Found')
  const [, token = '', , method = ''] = match
  const parameters = readParameters(query, request.headers['content-type'] ?? '', body)
  const name = method === '' ? parameters.text('method') : method
  return { token, method: name.toLowerCase(), parameters, closed }
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function write(response: ServerResponse, answer: ApiResponse): void {
  if (answer === 'cut') {
    response.destroy()
    return
  }
  const isRefused = 'refusal' in answer
  const text = JSON.stringify(isRefused ? errorEnvelope(answer.refusal) : answer.body)
  const retryAfter = isRefused ? answer.refusal.retryAfter : undefined
  response.writeHead(isRefused ? answer.refusal.code : 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  })
  response.end(text)
}

function writeFile(response: ServerResponse, file: FileResponse): void {
  if (file === 'cut') {
    response.destroy()
    return
  }
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': file.content.length,
    'content-disposition': `attachment; filename="${file.name}"`,
  })
  response.end(file.content)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
