/** Contents of files, by what they are: the servers' own state names a content and stays small enough to be saved often. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Blobs {
  /** Keeps the bytes and returns their name; the same bytes have the same name. */
  put(bytes: Uint8Array): string
  /** Undefined for a name that is not kept (any more). */
  get(name: string): Buffer | undefined
}

/** Forgets everything with the process. */
export function createMemoryBlobs(): Blobs {
  const kept = new Map<string, Buffer>()
  return {
    put(bytes) {
      const name = nameOf(bytes)
      if (!kept.has(name)) kept.set(name, Buffer.from(bytes))
      return name
    },
    get: (name) => kept.get(name),
  }
}

/** One file a content, in `folder`. */
export function createFolderBlobs(folder: string): Blobs {
  return {
    put(bytes) {
      const name = nameOf(bytes)
      const path = join(folder, name)
      if (existsSync(path)) return name
      mkdirSync(folder, { recursive: true })
      writeFileSync(`${path}.new`, bytes)
      renameSync(`${path}.new`, path)
      return name
    },
    get(name) {
      const path = join(folder, name)
      return /^[0-9a-f]{64}$/.test(name) && existsSync(path) ? readFileSync(path) : undefined
    },
  }
}

function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
