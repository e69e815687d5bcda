import { type Api, GrammyError } from 'grammy'
import type { Files } from '../../ports/incoming.ts'
import type { Outcome } from '../../ports/outcome.ts'
import { readBytes } from '../http/body.ts'
import type { Fetch } from './transport.ts'

export interface FilesOptions {
  readonly api: Api
  readonly token: string
  /** Where the Bot API lives; the public one by default. */
  readonly apiRoot?: string
  /** The transport under the download; the platform's `fetch` by default. */
  readonly fetch?: Fetch
  /** From the request to the last byte. Default 60 s. */
  readonly timeoutMs?: number
}

const publicApiRoot = 'https://api.telegram.org'

/**
 * Fetches what people sent: `getFile`, then `<root>/file/bot<token>/<path>` (Bot API: the link is good for an hour, a file
 * for at most 20 MB). The address carries the token, so nothing of it is ever told.
 */
export function createFiles(options: FilesOptions): Files {
  const { api, token, apiRoot = publicApiRoot, timeoutMs = 60_000 } = options
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))

  return {
    async download(id, maxBytes, signal) {
      const path = await pathOf(api, id, maxBytes)
      if (!path.ok) return path
      const limit = AbortSignal.timeout(timeoutMs)
      try {
        const response = await fetch(`${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${path.value}`, {
          method: 'GET',
          headers: {},
          signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
          redirect: 'manual',
        })
        if (response.status === 404) return gone
        if (response.status !== 200) return temporary(`HTTP ${response.status}`)
        const bytes = await readBytes(response, maxBytes)
        return bytes === null ? tooLarge : { ok: true, value: bytes }
      } catch {
        return temporary('no answer')
      }
    },
  }
}

async function pathOf(api: Api, id: string, maxBytes: number): Promise<Outcome<string>> {
  try {
    const file = await api.getFile(id)
    if ((file.file_size ?? 0) > maxBytes) return tooLarge
    // The server names the path; what is no plain path would leave the folder of files.
    const path = file.file_path ?? ''
    return /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(path) && !path.includes('..')
      ? { ok: true, value: path }
      : gone
  } catch (error) {
    if (!(error instanceof GrammyError)) return temporary('no answer')
    if (/too big/i.test(error.description)) return tooLarge
    return error.error_code === 400 ? gone : temporary(`error ${error.error_code}`)
  }
}

const gone = { ok: false, reason: 'gone' } as const
const tooLarge = { ok: false, reason: 'too_large' } as const

function temporary(detail: string): Outcome<never> {
  return { ok: false, reason: 'temporary', detail: `getFile: ${detail}` }
}
