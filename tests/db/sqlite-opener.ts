import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore } from '../../db/database.ts'
import type { OpenEmpty } from './contract/empty-database.ts'

/** A new file for each, gone when the test ends. */
export const openSqliteFile: OpenEmpty = async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  async function open() {
    const store = await openStore({ url: `sqlite:${join(folder, 'data', 'bot.db')}`, clock })
    onTestFinished(() => store[Symbol.asyncDispose]())
    return store
  }
  return { store: await open(), another: open }
}
