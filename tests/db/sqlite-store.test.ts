import { onTestFinished } from 'vitest'
import { openStore } from '../../db/database.ts'
import { openSqliteFile } from './sqlite-opener.ts'
import { describeStore } from './store-contract.ts'

describeStore('SQLite in memory', async (clock) => {
  const store = await openStore({ url: 'sqlite::memory:', clock })
  onTestFinished(() => store[Symbol.asyncDispose]())
  return { store }
})

describeStore('SQLite in a file', openSqliteFile)
