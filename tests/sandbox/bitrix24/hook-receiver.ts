import { createServer } from 'node:http'

export interface HookReceiver extends AsyncDisposable {
  readonly url: string
  /** Every delivery, in order of arrival. */
  readonly bodies: readonly URLSearchParams[]
  readonly types: readonly (string | undefined)[]
  /** `ONTASKADD 8008` of each delivery. */
  told(): readonly string[]
}

/** Somebody the portal may tell, who answers with `status`. */
export async function openReceiver(status = 200): Promise<HookReceiver> {
  const bodies: URLSearchParams[] = []
  const types: (string | undefined)[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      bodies.push(new URLSearchParams(text))
      types.push(request.headers['content-type'])
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver does not listen on TCP')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    bodies,
    types,
    told: () => bodies.map((body) => `${body.get('event')} ${idOf(body)}`),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function idOf(body: URLSearchParams): string {
  const names = ['data[id]', 'data[FIELDS_AFTER][ID]', 'data[FIELDS_BEFORE][ID]']
  return names.flatMap((name) => body.get(name) ?? [])[0] ?? ''
}
