/**
 * Runs once beside all test files: starts the servers of `keeper.ts` when the first test asks for them, and ends them.
 * A run that needs no PostgreSQL does not pay for one.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the addresses of the servers, as {@link Servers}. */
    postgres: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let keeping: ReturnType<typeof keep> | null = null
  const door = createServer((_request, response) => {
    keeping ??= keep()
    keeping.servers.then(
      (servers) => response.end(JSON.stringify(servers)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('A listener without a port')
  project.provide('postgres', `http://127.0.0.1:${address.port}`)
  return async () => {
    door.close()
    door.closeAllConnections()
    await keeping?.end()
  }
}

function keep() {
  const keeper = fork(fileURLToPath(new URL('keeper.ts', import.meta.url)), [], { execArgv: [] })
  const gone = once(keeper, 'exit')
  const servers = Promise.race([
    once(keeper, 'message').then(([message]: unknown[]) => message),
    gone.then(() => Promise.reject(new Error('The servers of the tests did not start'))),
  ])
  servers.catch(() => undefined)
  return {
    servers,
    async end() {
      if (keeper.connected) keeper.disconnect()
      await gone
    },
  }
}
