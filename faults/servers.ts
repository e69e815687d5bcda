/** PostgreSQL and PgBouncer for a run outside the tests: started when the first row asks for them. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Servers } from '../tests/support/postgres/keeper.ts'

export interface OwnServers extends AsyncDisposable {
  /** @throws Error when they cannot be started. */
  addresses(): Promise<Servers>
}

export function createServers(): OwnServers {
  let keeping: ReturnType<typeof keep> | null = null
  return {
    addresses: () => (keeping ??= keep()).addresses,
    async [Symbol.asyncDispose]() {
      await keeping?.end()
    },
  }
}

function keep() {
  const keeper = fork(fileURLToPath(new URL('../tests/support/postgres/keeper.ts', import.meta.url)), [], {
    execArgv: [],
  })
  const gone = once(keeper, 'exit')
  const addresses = new Promise<Servers>((resolve, reject) => {
    keeper.once('message', (servers: Servers) => resolve(servers))
    void gone.then(() => reject(new Error('PostgreSQL did not start')))
  })
  addresses.catch(() => {})
  return {
    addresses,
    async end() {
      if (keeper.connected) keeper.disconnect()
      await gone
    },
  }
}
