/** `/file/bot<token>/<path>`: the bytes behind a path of `getFile`. */
import type { Faults } from './faults.ts'
import { fileAt } from './file-store.ts'
import { Parameters } from './parameters.ts'
import { Refusal } from './refusal.ts'
import type { FileRequest, FileResponse } from './transport.ts'
import type { World } from './world.ts'

export interface DownloadParts {
  readonly world: World
  readonly faults: Faults
  /** @throws Refusal 401 */
  readonly checkToken: (token: string) => void
  readonly wait: (delayMs: number, signal: AbortSignal) => Promise<void>
}

/**
 * Faults aim at it by the method `file`. An unknown path and one whose hour is over are 404 (inferred: docs say only how
 * long a link is good).
 */
export async function download(parts: DownloadParts, request: FileRequest): Promise<FileResponse> {
  const { world, faults } = parts
  parts.checkToken(request.token)
  const fault = faults.strike('file', new Parameters([['path', request.path]]))
  if (fault?.kind === 'drop' || fault?.kind === 'apply-then-cut') return 'cut'
  if (fault?.kind === 'delay') await parts.wait(fault.delayMs, request.closed)
  if (fault?.kind === 'error') throw new Refusal(fault.code, fault.description ?? 'Fault on request')
  const found = fileAt(world, request.path)
  if (found === null) throw new Refusal(404, 'Not Found')
  return found
}
