import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore } from '../../db/database.ts'
import { describeStore } from './store-contract.ts'

describeStore('SQLite in memory', async (clock) => {
  const store = await openStore({ url: 'sqlite::memory:', clock })
  onTestFinished(() => store[Symbol.asyncDispose]())
  return { store }
})

describeStore('SQLite in a file', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  async function open() {
    const store = await openStore({ url: `sqlite:${join(folder, 'data', 'bot.db')}`, clock })
    onTestFinished(() => store[Symbol.asyncDispose]())
    return store
  }
  return { store: await open(), another: open }
})
